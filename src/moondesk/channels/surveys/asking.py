"""Whether an organization asks its customers if the answers helped, and how long after a ticket is done."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from moondesk.channels.errors import InvalidSurveyAsking
from moondesk.channels.events import SurveyAskingChanged
from moondesk.channels.models import SurveyAsking
from moondesk.events.actions import emit
from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission

HOURS = (1, 4, 24, 72, 168)
"""After how many hours customers may be asked: long enough that what was done can be taken back."""


@dataclass(frozen=True)
class Asking:
    """Whether customers are asked, and how many hours after."""

    is_on: bool = False
    hours: int = 24


def asking() -> Asking:
    """Return how the organization asks; one that never chose does not."""
    row = SurveyAsking.objects.first()
    return Asking(row.is_on, row.hours) if row else Asking()


def set_asking(wanted: Asking, *, by: Actor) -> None:
    """Ask from now on like this. Tickets that were done before are not asked about."""
    by.require(Permission.MAIL_MANAGE)
    if wanted.hours not in HOURS:
        text = _("This cannot be chosen.")
        raise InvalidSurveyAsking(text, fields={"hours": text})
    was = asking()
    row = {"is_on": wanted.is_on, "hours": wanted.hours}
    SurveyAsking.objects.update_or_create(organization_id=by.organization_id, defaults=row)
    changed = SurveyAskingChanged(
        subject_id=by.organization_id,
        is_on=wanted.is_on,
        hours=wanted.hours,
        was_on=was.is_on,
        old_hours=was.hours,
    )
    emit(changed, by=by)


@undoes(SurveyAskingChanged, soon=True)
def ask_as_before(event: Event, by: Actor) -> None:
    """Ask as before, unless it was changed again."""
    if asking() != Asking(event.data["is_on"], event.data["hours"]):
        raise ChangedSince(_("This was changed again since."))
    set_asking(Asking(event.data["was_on"], event.data["old_hours"]), by=by)
