"""Mailing one member of what happened, and how often an hour."""

from django.utils.translation import gettext as _

from moondesk.channels.bundling import undo_is_over
from moondesk.channels.mail.outbox import About, put_in_outbox
from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import Kind
from moondesk.conversations.models import Message
from moondesk.events.models import Event
from moondesk.limits.actions import Limit, count
from moondesk.organizations.models import Member
from moondesk.organizations.queries import current_organization

TO_ONE_MEMBER = Limit("mail-member", 200, 3600)


def tell_member(
    event: Event, kind: Kind, member: Member, *, message: Message | None = None, hold: bool = False
) -> None:
    """Mail a member of what happened, some an hour; what can be undone is told when that time is over."""
    organization = current_organization()
    withheld = ""
    if not OutgoingMail.objects.filter(event_id=event.pk, kind=kind, recipient=member.user.email).exists():
        over = count(TO_ONE_MEMBER, str(organization.pk), str(member.pk)).over
        withheld = _("Too many mails went to this address by themselves. A machine may be answering.") if over else ""
    about = About(kind, event.pk, message=message, member=member, ticket=event.subject_id)
    not_before = (message and message.held_until) or (undo_is_over(event) if hold else None)
    put_in_outbox(about, member.user.email, withheld=withheld, not_before=not_before)
