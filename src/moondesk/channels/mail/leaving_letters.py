"""The mail that tells owners that their organization is being deleted, once more before the end, or is open again."""

import datetime
import zoneinfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moondesk.channels.mail.letters import Letter, language_to
from moondesk.channels.mail.moments import moment_text
from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import AUTO_SUBMITTED, Kind
from moondesk.events.models import Event
from moondesk.events.queries import event_of
from moondesk.organizations.events import DeletionNear, DeletionTakenBack
from moondesk.organizations.models import Organization
from moondesk.organizations.permissions import Role
from moondesk.organizations.queries import current_organization

_STILL_SENT = frozenset({Kind.DELETION.value, Kind.TEST.value})


def letter_of_deletion(mail: OutgoingMail, organization: Organization) -> Letter:
    """Return what the mail says, in the owner's language."""
    told = event_of(mail.event_id)
    language = language_to(mail.member, organization)
    with translation.override(language):
        over = told.name == DeletionTakenBack.name
        said = _said(told, organization)
        return Letter(
            subject=said,
            language=language,
            preheader=_("Everybody comes in again.") if over else _("Its owners can take that back until then."),
            heading=said,
            paragraphs=[_who(told), *_what(told, organization)],
            button=_("Open the desk") if over else _("Take it back, or export the tickets"),
            url=f"{settings.BASE_URL}/{organization.slug}/" + ("desk/" if over else "settings/deletion"),
            foot=[_("You get this because you own %(name)s.") % {"name": organization.name}],
        )


def _said(told: Event, organization: Organization) -> str:
    name = {"name": organization.name}
    if told.name == DeletionTakenBack.name:
        return _("%(name)s is not deleted") % name
    if told.name == DeletionNear.name:
        days = int(told.data["days"])
        text = ngettext("%(name)s is removed in %(num)d day", "%(name)s is removed in %(num)d days", days)
        return text % (name | {"num": days})
    return _("%(name)s is being deleted") % name


def _who(told: Event) -> str:
    if told.name == DeletionTakenBack.name:
        return _("%(name)s took it back.") % {"name": told.actor_label}
    if told.name == DeletionNear.name:
        return _("An owner asked for it, and nobody took it back yet.")
    return _("%(name)s asked for it.") % {"name": told.actor_label}


def _what(told: Event, organization: Organization) -> list[str]:
    if told.name == DeletionTakenBack.name:
        return [_("All that was in it is there as before. API tokens work again.")]
    due = moment_text(datetime.datetime.fromisoformat(told.data["due_at"]), zoneinfo.ZoneInfo(organization.time_zone))
    return [
        _("On %(moment)s all its tickets, files, customers and settings are removed for ever.") % {"moment": due},
        _("Until then nobody but its owners comes in, and it takes no mails. Any owner can take this back."),
    ]


def why_deletion_is_not_told(mail: OutgoingMail) -> str:
    """Return why the mail is not sent any more, if it is not."""
    member = mail.member
    if member is None or not member.is_active or Role.OWNER not in member.roles:
        return _("This person is no owner any more.")
    over = event_of(mail.event_id).name == DeletionTakenBack.name
    if over == (current_organization().deletion_due_at is None):
        return ""
    return _("It is not so any more.")


def why_closed(mail: OutgoingMail) -> str:
    """Return why a mail that goes by itself stays here while the organization is being deleted."""
    alone = mail.kind in AUTO_SUBMITTED and mail.kind not in _STILL_SENT
    leaving = alone and current_organization().deletion_due_at is not None
    return _("The organization is being deleted.") if leaving else ""
