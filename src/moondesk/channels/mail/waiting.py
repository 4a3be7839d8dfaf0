"""The mail that tells members of mails that wait in the ledger: one for all of them, and none when nothing waits."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moondesk.channels.ledger.counting import count_waiting
from moondesk.channels.mail.letters import Letter, language_to
from moondesk.channels.models import OutgoingMail
from moondesk.organizations.models import Organization
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import acting_member


def letter_of_waiting(mail: OutgoingMail, organization: Organization) -> Letter:
    """Return what the mail says: how many wait and where to decide. It quotes nothing of what strangers wrote."""
    language = language_to(mail.member, organization)
    with translation.override(language):
        number = count_waiting()
        said = ngettext("%(num)d mail waits for a decision", "%(num)d mails wait for a decision", number)
        return Letter(
            subject=said % {"num": number},
            language=language,
            preheader=_("Let them in, or throw them away."),
            heading=said % {"num": number},
            paragraphs=[_("They may be unwanted, or nobody can say whose they are. They are no tickets yet.")],
            button=_("Open the mail ledger"),
            url=f"{settings.BASE_URL}/{organization.slug}/settings/ledger/waiting",
            foot=[_("You get this because you may decide about mails. It comes at most every four hours.")],
        )


def why_not_told(mail: OutgoingMail) -> str:
    """Return why the mail is not sent any more, if it is not."""
    actor = acting_member(mail.member_id) if mail.member_id else None
    if actor is None or not actor.may(Permission.MAIL_RELEASE):
        return _("This person may not decide about mails.")
    return "" if count_waiting() else _("Nothing waits any more.")
