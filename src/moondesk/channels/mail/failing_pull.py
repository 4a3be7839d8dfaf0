"""The mail that tells those who manage the directory that its other system cannot be read, or lacks many people.

The directory stands above the mails and has them written; of its events only the public names are known here.
"""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.channels.mail.letters import Letter, language_to
from moondesk.channels.models import OutgoingMail
from moondesk.events.queries import event_of, last_event
from moondesk.organizations.models import Organization
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import acting_member

FAILING, RECOVERED = "directory.pull_failing", "directory.pull_recovered"


def letter_of_pull(mail: OutgoingMail, organization: Organization) -> Letter:
    """Return what the mail says, in the member's language."""
    is_failing = event_of(mail.event_id).name == FAILING
    language = language_to(mail.member, organization)
    with translation.override(language):
        said = _("The directory cannot be read") if is_failing else _("The directory lacks many people")
        failing = [
            _("The system that your people are read from could not be read three times in a row."),
            _("Nobody is changed by that. It is tried again by itself, and once it can be read all goes on."),
        ]
        held = [
            _("In the last listing of the system that your people are read from, many are missing."),
            _("Nothing of it was taken. Look whether it is right, and take it if so."),
        ]
        return Letter(
            subject=said,
            language=language,
            preheader=_("Nobody is changed by that.") if is_failing else _("Nothing of it was taken."),
            heading=said,
            paragraphs=failing if is_failing else held,
            button=_("Look what is wrong"),
            url=f"{settings.BASE_URL}/{organization.slug}/settings/directory/pull",
            foot=[_("You get this because you manage the directory. It comes once for each time that this happens.")],
        )


def why_pull_is_not_told(mail: OutgoingMail) -> str:
    """Return why the mail is not sent any more, if it is not."""
    actor = acting_member(mail.member_id) if mail.member_id else None
    if actor is None or not actor.may(Permission.DIRECTORY_MANAGE):
        return _("This person may not manage the directory.")
    told = event_of(mail.event_id)
    since = last_event(told.subject_id, RECOVERED) if told.name == FAILING else None
    return _("The directory is read again.") if since is not None and since.pk > told.pk else ""
