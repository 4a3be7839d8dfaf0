"""Changing for how long an answer reopens a closed ticket (T6) and when resolved ones close (T7)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations.actions.times import set_times
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department, Organization
from moondesk.organizations.permissions import Permission
from moondesk.tickets.errors import InvalidWorkflow
from moondesk.tickets.events import WorkflowChanged
from moondesk.tickets.rules import LONGEST_DAYS

type Times = dict[str, int | None]

ALL = ""
"""The key of the organization's own times among those of departments, which are by their ids."""
_NAMES = ("reopen_days", "close_days")


def read_times() -> dict[str, Times]:
    """Return the organization's times and those of each department; None stands for the organization's."""
    places: list[tuple[str, Organization | Department]] = [(ALL, Organization.objects.get())]
    places += [(str(one.pk), one) for one in Department.objects.all()]
    return {key: {name: getattr(place, name) for name in _NAMES} for key, place in places}


def change_times(
    changes: Mapping[str, Mapping[str, int | None]], *, by: Actor, undoes: Event | None = None
) -> Event | None:
    """Change the times that are given. Returns the event, or None if nothing differs."""
    by.require(Permission.WORKFLOW_MANAGE)
    Organization.objects.select_for_update(no_key=True).get()
    before = read_times()
    after = {key: before[key] | dict(times) for key, times in changes.items() if key in before}
    _check(changes, before, after)
    changed = {key: times for key, times in after.items() if times != before[key]}
    if not changed:
        return None
    for key, times in changed.items():
        place = Organization.objects.get() if key == ALL else Department.objects.get(pk=key)
        set_times(place, reopen_days=times["reopen_days"], close_days=times["close_days"])
    told = WorkflowChanged(
        subject_id=tenancy.current_organization_id(),
        before=_told({key: before[key] for key in changed}),
        after=_told(changed),
        undoes=undoes.pk if undoes else None,
    )
    return emit(told, by=by)


def _told(times: Mapping[str, Times]) -> dict[str, Any]:
    return {"statuses": {}, "moves": {}, "times": dict(times)}


def _check(changes: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Times]) -> None:
    wrong = {key: _("There is no such department.") for key in changes if key not in before}
    text = _("Give a number of days from 0 to %(most)s.") % {"most": LONGEST_DAYS}
    for key, times in after.items():
        for name, days in times.items():
            if (days is None and key == ALL) or (days is not None and not 0 <= days <= LONGEST_DAYS):
                wrong[f"{name}.{key}" if key else name] = text
    if wrong:
        raise InvalidWorkflow(next(iter(wrong.values())), fields=wrong)
