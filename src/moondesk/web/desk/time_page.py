"""Time of everybody, as far as the member sees it: filtered, summed up by PostgreSQL, and as a table to take along."""

import base64
import datetime
import uuid
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moondesk.contacts.models import Company
from moondesk.contacts.queries import get_visible as get_contact
from moondesk.contacts.queries import search
from moondesk.kit.errors import InvalidInput, NotFound
from moondesk.organizations.permissions import Permission
from moondesk.tickets.errors import TicketNotFound
from moondesk.tickets.queries import get_visible
from moondesk.timekeeping.export import time_as_csv
from moondesk.timekeeping.models import TimeEntry
from moondesk.timekeeping.queries import EntryFilter, visible_entries, with_people
from moondesk.timekeeping.totals import PERIODS, Group, GroupSums, grouped, sums
from moondesk.web.desk.choices import choices_of
from moondesk.web.desk.periods import PERIOD_WORDS, day_of, days_of
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.formats import date_text, month_text
from moondesk.web.frame import Frame
from moondesk.web.timers import timer_shown

PAGE = 50
_NOBODY = uuid.UUID(int=0)
KEPT = ("period", "from", "to", "agent", "customer", "contact", "company", "department", "ticket", "billable", "group")


@require_safe
@in_desk(Permission.TIME_VIEW)
def show(request: TenantRequest) -> HttpResponse:
    """Show time: entries, or sums by what was chosen."""
    view = TimeView(request)
    return render(request, "desk/time.html", view.frame.context | {"view": view, "choices": view.choices})


@require_safe
@in_desk(Permission.TIME_VIEW)
def export(request: TenantRequest) -> HttpResponse:
    """Give what the page shows as CSV, with the mark that Excel needs (``bom=0`` leaves it away)."""
    view = TimeView(request)
    pieces = time_as_csv(
        request.actor,
        view.wanted,
        zone=timezone.get_current_timezone(),
        prefix=request.organization.number_prefix,
        mark=request.GET.get("bom") != "0",
    )
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="time.csv"'
    return response  # type: ignore[return-value]  # a streaming response is one for everybody who passes it on


class TimeView:
    """The page of time for one request. What does not fit in the address is left out, and ``problem`` says so."""

    def __init__(self, request: TenantRequest) -> None:
        self.request, self.frame = request, Frame(request, "time")
        self.choices = choices_of(request.organization)
        self.given = {name: request.GET.get(name, "").replace("\0", "").strip()[:80] for name in KEPT}
        self.given["period"] = self.given["period"] or ("all" if self.given["ticket"] else "month")
        self.problem = ""

    @cached_property
    def wanted(self) -> EntryFilter:
        """Which time is asked for."""
        given, zone = self.given, timezone.get_current_timezone()
        first, last = days_of(given["period"], timezone.localdate(), day_of(given["from"]), day_of(given["to"]))
        billable = {"yes": True, "no": False}.get(given["billable"])
        return EntryFilter(
            member=self._id("agent"),
            ticket=self._ticket(),
            contact=self._contact(),
            company=self._id("company"),
            department=self._id("department"),
            billable=billable,
            start=_midnight(first, zone),
            end=_midnight(last + datetime.timedelta(days=1) if last else None, zone),
        )

    def _id(self, name: str) -> uuid.UUID | None:
        try:
            return uuid.UUID(self.given[name]) if self.given[name] else None
        except ValueError:
            self.problem = _("The address is not complete.")
            return _NOBODY

    def _ticket(self) -> uuid.UUID | None:
        try:
            return get_visible(self.request.actor, self.given["ticket"]).pk if self.given["ticket"] else None
        except TicketNotFound as error:
            self.problem = error.message
            return _NOBODY

    def _contact(self) -> uuid.UUID | None:
        words = self.given["customer"]
        if words:
            found = search(self.request.actor, words, limit=1)
            self.problem = "" if found else _("No contact fits “%(words)s”.") % {"words": words}
            return found[0].pk if found else _NOBODY
        contact = self._id("contact")
        try:
            self.given["customer"] = get_contact(self.request.actor, contact).shown_name if contact else ""
        except NotFound:
            self.problem = _("There is no such contact.")
        return contact

    @cached_property
    def sums(self) -> Any:
        """What all of it comes to."""
        return sums(self.request.actor, self.wanted)

    @property
    def group(self) -> Group | None:
        """By what it is summed up, if it is."""
        return Group(self.given["group"]) if self.given["group"] in set(Group) else None

    @cached_property
    def page(self) -> tuple[list[Any], str]:
        """The entries or groups of this page, and where the next goes on."""
        after = self.request.GET.get("after", "")
        try:
            if self.group is None:
                return self._entries(after)
            zone = timezone.get_current_timezone()
            return grouped(self.request.actor, self.wanted, self.group, zone, after=after, limit=PAGE)
        except (ValueError, OverflowError):
            text = _("This page of the list is not there any more. Start from the first.")
            raise InvalidInput(text, fields={"after": text}) from None

    def _entries(self, after: str) -> tuple[list[TimeEntry], str]:
        entries = with_people(visible_entries(self.request.actor, self.wanted))
        if after:
            moment, _space, key = base64.urlsafe_b64decode(after).decode().partition(" ")
            place = datetime.datetime.fromisoformat(moment)
            entries = entries.filter(Q(started_at__lt=place) | Q(started_at=place, pk__lt=uuid.UUID(key)))
        rows = list(entries.order_by("-started_at", "-id")[: PAGE + 1])
        last = rows[PAGE - 1] if len(rows) > PAGE else None
        mark = base64.urlsafe_b64encode(f"{last.started_at.isoformat()} {last.pk}".encode()).decode() if last else ""
        return rows[:PAGE], mark

    def url(self, name: str = "time", **changes: str) -> str:
        """Return this page with other filters."""
        given = {key: value for key, value in (self.given | changes).items() if value}
        return f"{self.frame.url(name)}?{urlencode(given)}"

    def inside(self, group: GroupSums) -> str:
        """Return the address of the entries of a group, or nothing where a filter cannot say it."""
        if self.group in PERIODS and isinstance(group.key, datetime.date):
            first, last = days_of(str(self.group), group.key, None, None)
            return self.url(group="", period="custom", **{"from": str(first), "to": str(last)})
        if not group.is_something:
            return ""
        names = {Group.AGENT: "agent", Group.COMPANY: "company", Group.DEPARTMENT: "department"}
        if self.group is Group.TICKET:
            return self.url(group="", ticket=group.number)
        if self.group is Group.CONTACT:
            return self.url(group="", customer="", contact=str(group.key))
        return self.url(group="", **{names[self.group or Group.AGENT]: str(group.key)})

    def label(self, group: GroupSums) -> str:
        """Return the name of a group."""
        if isinstance(group.key, datetime.date):
            noon = datetime.datetime.combine(group.key, datetime.time(12), timezone.get_current_timezone())
            if self.group is Group.MONTH:
                return month_text(noon)
            return _("Week of %(day)s") % {"day": date_text(noon)} if self.group is Group.WEEK else date_text(noon)
        return group.label or _("Nobody")

    @property
    def timers(self) -> list[dict[str, Any]]:
        """The member's own timers."""
        return [shown for one in self.frame.timers if (shown := timer_shown(one))]

    @property
    def options(self) -> dict[str, list[tuple[str, Any]]]:
        """What the filters offer."""
        everybody = ("", _("Everybody"))
        return {
            "period": [(key, str(word)) for key, word in PERIOD_WORDS.items()],
            "agent": [everybody, *self.choices.member_options],
            "company": [
                ("", _("All")),
                *((str(pk), name) for pk, name in Company.objects.values_list("pk", "name")[:200]),
            ],
            "department": [("", _("All")), *self.choices.department_options],
            "billable": [("", _("All")), ("yes", _("Billable")), ("no", _("Not billable"))],
            "group": [("", _("Single entries")), *((one.value, word) for one, word in group_words().items())],
        }

    @property
    def deleted(self) -> str:
        """The address that takes back what was just deleted, if something was."""
        operation, number = self.request.GET.get("deleted", ""), self.request.GET.get("from", "")
        try:
            return self.frame.url("time_undo", number=number, operation=uuid.UUID(operation)) if operation else ""
        except (ValueError, LookupError):
            return ""


def group_words() -> dict[Group, str]:
    """Return the words for what time is summed up by."""
    return {
        Group.AGENT: _("By agent"), Group.TICKET: _("By ticket"), Group.CONTACT: _("By customer"),
        Group.COMPANY: _("By company"), Group.DEPARTMENT: _("By department"), Group.DAY: _("By day"),
        Group.WEEK: _("By week"), Group.MONTH: _("By month"),
    }  # fmt: skip


def _midnight(day: datetime.date | None, zone: datetime.tzinfo) -> datetime.datetime | None:
    return datetime.datetime.combine(day, datetime.time(), zone).astimezone(datetime.UTC) if day else None
