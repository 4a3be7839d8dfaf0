"""The mail that tells those who manage mail of a mailbox that cannot be read: what is wrong and where to mend it."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.channels.mail.letters import Letter, language_to
from moondesk.channels.mailboxes.rules import TRIES
from moondesk.channels.mailboxes.words import words_of
from moondesk.channels.models import Mailbox, OutgoingMail
from moondesk.events.queries import event_of
from moondesk.organizations.models import Organization
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import acting_member


def letter_of_mailbox(mail: OutgoingMail, organization: Organization) -> Letter:
    """Return what the mail says, in the member's language."""
    told = event_of(mail.event_id)
    language = language_to(mail.member, organization)
    with translation.override(language):
        said = _("The mailbox %(name)s cannot be read") % {"name": told.data["label"]}
        return Letter(
            subject=said,
            language=language,
            preheader=_("New mails of it do not come in until it can be."),
            heading=said,
            paragraphs=[
                words_of(told.data["trouble"]),
                _("Nothing is lost: its mails wait there, and come in once it can be read again."),
            ],
            button=_("Open the mailbox"),
            url=f"{settings.BASE_URL}/{organization.slug}/settings/mail/mailboxes/{told.subject_id}",
            foot=[_("You get this because you manage mail. It comes once for each time that reading fails.")],
        )


def why_mailbox_is_not_told(mail: OutgoingMail) -> str:
    """Return why the mail is not sent any more, if it is not."""
    actor = acting_member(mail.member_id) if mail.member_id else None
    if actor is None or not actor.may(Permission.MAIL_MANAGE):
        return _("This person may not manage mail.")
    mailbox = Mailbox.objects.filter(pk=event_of(mail.event_id).subject_id, is_paused=False).first()
    return "" if mailbox is not None and mailbox.failures >= TRIES else _("The mailbox is read again.")
