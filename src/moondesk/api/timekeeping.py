"""Time: timers, entries, sums and the numbers of a ticket."""

import datetime
import uuid
import zoneinfo
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Router

from moondesk.api.answers import answer, no_content, page, unchanged, version_etag, wanted_version
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.errors import NoSuchReference
from moondesk.api.paging import LIMIT, MAX_LIMIT, PARAMETERS, paged, read_page
from moondesk.api.shapes import TimeEntryPage, TimeGroupPage, TimerPage
from moondesk.api.time_inputs import (
    CSV_FILTERS,
    GROUP_FILTERS,
    TIME_FILTERS,
    StopIn,
    TimeEntryIn,
    TimeEntryPatch,
    TimerIn,
    flag,
    refuse,
    wanted_time,
)
from moondesk.kit.clock import known_zones, now
from moondesk.kit.errors import StaleVersion
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.tickets.queries import get_for_change, get_visible
from moondesk.timekeeping import actions
from moondesk.timekeeping.analytics import metrics_of
from moondesk.timekeeping.export import time_as_csv
from moondesk.timekeeping.models import TimeEntry
from moondesk.timekeeping.queries import (
    get_entry,
    get_entry_for_change,
    own_timers,
    read_again,
    visible_entries,
    with_people,
)
from moondesk.timekeeping.schemas import (
    TicketMetricsOut,
    TimeEntryOut,
    TimerOut,
    TimerStartedOut,
    TimeSumsOut,
    entry_out,
    group_out,
    metrics_out,
    sums_out,
    timer_out,
)
from moondesk.timekeeping.totals import Group, grouped, sums

router = Router(tags=["Time"])
router.add_decorator(edge, mode="view")
metrics_router = Router(tags=["Time"])
metrics_router.add_decorator(edge, mode="view")


def _prefix() -> str:
    return current_organization().number_prefix


@router.get("/timers", response=TimerPage, summary="List your timers", operation_id="list_timers")
@needs(Permission.TIME_TRACK)
def list_timers(request: ApiRequest) -> HttpResponse:
    """Your timers: at most one runs, and stands first; the others are paused."""
    prefix, moment = _prefix(), now()
    return page([timer_out(one, prefix, moment) for one in own_timers(request.actor)], None)


@router.post("/timers", response={201: TimerStartedOut}, summary="Start a timer", operation_id="start_timer")
@needs(Permission.TIME_TRACK)
def start_timer(request: ApiRequest, what: TimerIn) -> HttpResponse:
    """Starts your timer on a ticket, or lets it go on. One that runs on another ticket is paused, and named."""
    timer, paused = actions.start_timer(get_for_change(request.actor, what.ticket), by=request.actor)
    shown = _timer(request, timer.pk) | {"paused": paused.pk if paused else None}
    return answer(shown, status=201, location="/api/v1/time/timers")


def _timer(request: ApiRequest, timer_id: uuid.UUID) -> dict[str, Any]:
    prefix, moment = _prefix(), now()
    return next(timer_out(one, prefix, moment) for one in own_timers(request.actor) if one.id == timer_id)


@router.post("/timers/{uuid:timer_id}/pause", response=TimerOut, summary="Pause a timer", operation_id="pause_timer")
@needs(Permission.TIME_TRACK)
def pause_timer(request: ApiRequest, timer_id: uuid.UUID) -> HttpResponse:
    """Pauses your timer; starting it again on its ticket lets it go on."""
    return answer(_timer(request, actions.pause_timer(timer_id, by=request.actor).pk))


@router.post(
    "/timers/{uuid:timer_id}/stop", response={201: TimeEntryOut}, summary="Stop a timer", operation_id="stop_timer"
)
@needs(Permission.TIME_TRACK)
def stop_timer(request: ApiRequest, timer_id: uuid.UUID, what: StopIn) -> HttpResponse:
    """Stops your timer and books what it counted. After more than 8 hours it wants `minutes` (`timer_forgotten`)."""
    booking = actions.Booking(what.minutes, what.billable, what.note)
    return _made(actions.stop_timer(timer_id, booking, by=request.actor))


@router.delete("/timers/{uuid:timer_id}", response={204: None}, summary="Discard a timer", operation_id="discard_timer")
@needs(Permission.TIME_TRACK)
def discard_timer(request: ApiRequest, timer_id: uuid.UUID) -> HttpResponse:
    """Throws your timer away without booking anything. Its event on the ticket can be reverted."""
    actions.discard_timer(timer_id, by=request.actor)
    return no_content()


@router.get("/entries", response=TimeEntryPage, summary="List time entries", operation_id="list_time_entries")
@needs(Permission.TIME_VIEW, parameters=(*PARAMETERS, *TIME_FILTERS))
def list_entries(request: ApiRequest) -> HttpResponse:
    """Time booked on tickets that you see, the latest work first unless told otherwise."""
    asked = read_page(request, sorts={"started_at": datetime.datetime}, default="-started_at")
    found, after = paged(with_people(visible_entries(request.actor, wanted_time(request, request.actor))), asked)
    prefix = _prefix()
    return page([entry_out(one, prefix) for one in found], after)


@router.get("/entries.csv", summary="Export time entries", operation_id="export_time_entries")
@needs(Permission.TIME_VIEW, parameters=(*TIME_FILTERS, *CSV_FILTERS))
def export_entries(request: ApiRequest) -> HttpResponse:
    """The same as CSV, however much it is. Headings are in the language of `Accept-Language`."""
    pieces = time_as_csv(
        request.actor,
        wanted_time(request, request.actor),
        zone=_zone(request),
        prefix=_prefix(),
        mark=flag(request, "bom") is True,
    )
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="time.csv"'
    response["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]  # a streaming response is one for everybody who passes it on


def _zone(request: HttpRequest) -> datetime.tzinfo:
    name = request.GET.get("zone") or "UTC"
    if name not in known_zones():
        raise refuse("zone", "Give the name of a time zone, like Europe/Madrid.")
    return zoneinfo.ZoneInfo(name)


@router.post("/entries", response={201: TimeEntryOut}, summary="Book time", operation_id="create_time_entry")
@needs(Permission.TIME_TRACK)
def create_entry(request: ApiRequest, new: TimeEntryIn) -> HttpResponse:
    """Books time on a ticket: yours, or with `timekeeping:time:manage` that of another member."""
    ticket = get_visible(request.actor, new.ticket)
    member = None if new.member == "me" else Member.objects.filter(pk=new.member).first()
    if new.member != "me" and member is None:
        text = "There is nothing with this id."
        raise NoSuchReference(text, fields={"member": text})
    entry = actions.NewEntry(new.minutes, new.started_at, new.billable, new.note, member)
    return _made(actions.add_entry(ticket, entry, by=request.actor))


def _made(entry: TimeEntry) -> HttpResponse:
    found = read_again(entry)
    etag = version_etag(entry.version)
    return answer(entry_out(found, _prefix()), status=201, etag=etag, location=f"/api/v1/time/entries/{entry.pk}")


@router.get(
    "/entries/{uuid:entry_id}", response=TimeEntryOut, summary="Read a time entry", operation_id="get_time_entry"
)
@needs(Permission.TIME_VIEW)
def read_entry(request: ApiRequest, entry_id: uuid.UUID) -> HttpResponse:
    """One time entry."""
    entry = get_entry(request.actor, entry_id)
    etag = version_etag(entry.version)
    return unchanged(request, etag) or answer(entry_out(entry, _prefix()), etag=etag)


@router.patch(
    "/entries/{uuid:entry_id}",
    response=TimeEntryOut,
    summary="Change a time entry",
    operation_id="update_time_entry",
)
@needs(Permission.TIME_TRACK)
def update_entry(request: ApiRequest, entry_id: uuid.UUID, changes: TimeEntryPatch) -> HttpResponse:
    """Changes the fields that are sent: of your own time, or with `timekeeping:time:manage` of others'."""
    entry = _for_change(request, entry_id)
    given = {name: getattr(changes, name) for name in changes.model_fields_set}
    actions.change_entry(entry, given, by=request.actor)
    return answer(entry_out(entry, _prefix()), etag=version_etag(entry.version))


@router.delete(
    "/entries/{uuid:entry_id}", response={204: None}, summary="Delete a time entry", operation_id="delete_time_entry"
)
@needs(Permission.TIME_TRACK)
def delete_entry(request: ApiRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Deletes the entry. Its event on the ticket keeps what it was, and can be reverted."""
    actions.delete_entry(_for_change(request, entry_id), by=request.actor)
    return no_content()


def _for_change(request: ApiRequest, entry_id: uuid.UUID) -> TimeEntry:
    entry, wanted = get_entry_for_change(request.actor, entry_id), wanted_version(request)
    if wanted is not None and wanted != entry.version:
        raise StaleVersion("Somebody changed this since you read it.", extra={"current": entry.version})
    return entry


@router.get("/sums", response=TimeSumsOut, summary="Sum up time", operation_id="get_time_sums")
@needs(Permission.TIME_VIEW, parameters=tuple(TIME_FILTERS))
def read_sums(request: ApiRequest) -> HttpResponse:
    """What all the time that was asked for comes to."""
    return answer(sums_out(sums(request.actor, wanted_time(request, request.actor))))


@router.get("/groups", response=TimeGroupPage, summary="Sum up time by groups", operation_id="list_time_groups")
@needs(Permission.TIME_VIEW, parameters=(*TIME_FILTERS, *GROUP_FILTERS))
def list_groups(request: ApiRequest) -> HttpResponse:
    """Sums by agent, ticket, contact, company, department, day, week or month; the longest, or latest, first."""
    wanted, zone, prefix = wanted_time(request, request.actor), _zone(request), _prefix()
    try:
        group = Group(request.GET.get("group") or Group.AGENT)
    except ValueError:
        raise refuse("group", "Group by " + ", ".join(Group) + ".") from None
    limit = request.GET.get("limit") or str(LIMIT)
    if not (limit.isascii() and limit.isdigit()) or len(limit) > 4 or not 1 <= int(limit) <= MAX_LIMIT:
        raise refuse("limit", f"Give a whole number from 1 to {MAX_LIMIT}.")
    after = request.GET.get("cursor", "")
    try:
        found, following = grouped(request.actor, wanted, group, zone, after=after, limit=int(limit))
    except (ValueError, OverflowError):
        raise refuse("cursor", "This is not a cursor of this list in this order.") from None
    return page([group_out(one, prefix) for one in found], following or None)


@metrics_router.get(
    "/{number}/metrics", response=TicketMetricsOut, summary="Read the numbers of a ticket", operation_id="get_metrics"
)
@needs(Permission.DESK_OPEN)
def get_metrics(request: ApiRequest, number: str) -> HttpResponse:
    """Age, first response, whose turn it was for how long, messages and reopenings, worked out from the log."""
    return answer(metrics_out(metrics_of(request.actor, get_visible(request.actor, number))))
