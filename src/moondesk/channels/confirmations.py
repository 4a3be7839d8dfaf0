"""Asking for the confirmation of what was sent with a web form, after its commit."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.accounts.addresses import mailbox_of
from moondesk.channels.floods import AUTOMATIC, TO_ONE_RECIPIENT
from moondesk.channels.mail.confirming import confirmation_mark
from moondesk.channels.mail.outbox import About, put_in_outbox
from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import Kind
from moondesk.events.models import Event
from moondesk.events.registry import reacts
from moondesk.limits.actions import Limit, count
from moondesk.organizations.queries import current_organization
from moondesk.webforms.events import ConfirmationAsked
from moondesk.webforms.queries import request_to_confirm

QUESTIONS = Limit("mail-confirm-request", 3, 3600)
"""How often an hour one address is asked by one organization, whoever types it into a form."""


def _who(events: Sequence[Event]) -> list[str]:
    """Return by what mails to those are counted who are asked."""
    found = [request_to_confirm(event.subject_id) for event in events]
    return [mailbox_of(waiting.email) for waiting in found if waiting is not None]


@reacts([ConfirmationAsked], of=_who)
def ask_for_confirmation(event: Event) -> None:
    """Mail the sender a link, once; what was typed into the form is not in it."""
    waiting = request_to_confirm(event.subject_id)
    if waiting is None or OutgoingMail.objects.filter(event_id=waiting.pk, kind=Kind.CONFIRM_REQUEST).exists():
        return
    about = About(Kind.CONFIRM_REQUEST, waiting.pk)
    put_in_outbox(about, waiting.email, withheld=_withheld(waiting.email), secret=confirmation_mark(waiting))


def _withheld(email: str) -> str:
    organization = current_organization()
    key, box = str(organization.pk), mailbox_of(email)
    if count(QUESTIONS, key, box).over or count(AUTOMATIC, key, box).over or count(TO_ONE_RECIPIENT, box).over:
        with translation.override(organization.language):
            return _("Too many mails went to this address by themselves. A machine may be answering.")
    return ""
