"""What stands around every page of the desk: the rail with its views, counts and departments, and who is here."""

import datetime
import uuid
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.translation import gettext as _

from moondesk.organizations.configuration import config_mark, rights_mark
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission, standing_of
from moondesk.organizations.queries import department_tree
from moondesk.tickets.counts import ViewCounts, view_counts
from moondesk.timekeeping.queries import OwnTimer, own_timers
from moondesk.web import kept
from moondesk.web.brand import logo_of
from moondesk.web.edges import TenantRequest
from moondesk.web.first_steps import Doors, FirstSteps, first_steps
from moondesk.web.formats import theme_of
from moondesk.web.inbox import VIEWS
from moondesk.web.levels import level, levels
from moondesk.web.looking.mark import Mark, mark_of
from moondesk.web.rail_views import LATE, rail_group
from moondesk.web.timers import timer_shown


def address_or(name: str, otherwise: str = "", **kwargs: Any) -> str:
    """Return the address of a page of another part, or something else where that part is not installed."""
    try:
        return _reversed(get_urlconf(), name, **kwargs)
    except NoReverseMatch:
        return otherwise


@lru_cache(maxsize=2000)
def _reversed(_urlconf: str | None, name: str, /, **kwargs: Any) -> str:
    """Return an address, worked out once for each list of addresses: a host of its own has another."""
    return reverse(name, kwargs=kwargs)


_NOTHING = uuid.UUID(int=0)
_NUMBER = "~number~"
"""Stands for a ticket's number, in addresses that are worked out once: a page has a hundred. No slug can have it."""


_ALSO = "&also=notifications,system-config"
_COLOURS = {"mentions": "accent", "breaching": "danger"}


class Frame:
    """The frame of one request. Each value is read once, and only if the page draws it."""

    def __init__(self, request: TenantRequest, current: str = "") -> None:
        self.request = request
        self.slug = request.organization.slug
        self.current = current

    def url(self, name: str, **kwargs: Any) -> str:
        """Return an address of the desk."""
        number = kwargs.pop("number", "")
        place = {"number": _NUMBER} if number else {}
        found = _reversed(get_urlconf(), f"desk:{name}", slug=self.slug, **place, **kwargs)
        return found.replace(_NUMBER, number)

    @cached_property
    def looking(self) -> Mark | None:
        """With whose eyes the session looks, if not with its own."""
        return mark_of(self.request)

    @property
    def second_factor_by(self) -> datetime.datetime | None:
        """Until when the reader comes in without the second factor that the organization asks for."""
        return self.request.second_factor_by

    @cached_property
    def counts(self) -> ViewCounts:
        """The counts of the views."""
        return view_counts(self.request.actor)

    @cached_property
    def timers(self) -> list[OwnTimer]:
        """The member's own timers, the one that runs first."""
        return [] if self.request.no_timers else own_timers(self.request.actor)

    @property
    def running(self) -> dict[str, Any] | None:
        """The member's running timer, which every page of the desk shows."""
        return timer_shown(next((one for one in self.timers if one.running_since is not None), None))

    @cached_property
    def departments(self) -> list[tuple[Any, int]]:
        """The departments in the order of their tree, each with its depth."""
        own = self.request.organization
        tree: list[tuple[Any, int]] = kept.value(("departments", own.pk, own.config_version), department_tree)
        return tree

    @cached_property
    def start(self) -> FirstSteps | None:
        """The first steps of a new organization, for one who can take them."""
        return first_steps(self.request)

    @cached_property
    def doors(self) -> Doors:
        """Where requests come in."""
        return Doors(self.request)

    @cached_property
    def version(self) -> tuple[Any, ...]:
        """What everything kept of this organization depends on."""
        own = self.request.organization
        return (own.pk, own.config_version, own.name, own.number_prefix)

    @property
    def rail_key(self) -> tuple[Any, ...]:
        """All that the rail shows."""
        request, counts = self.request, self.counts
        departments = tuple(counts.departments.items())
        shown = (
            counts.mine,
            counts.unassigned,
            counts.open,
            counts.waiting,
            counts.snoozed,
            counts.mentions,
            departments,
        )
        others = tuple((one["name"], one["href"]) for one in self.organization["others"])
        own = (request.member.pk, request.member.name, request.user.email)
        return (
            "rail",
            *self.version,
            request.organization.views_version,
            self.current,
            shown,
            others,
            own,
            request.actor.permissions,
            request.actor.scope,
            theme_of(request),
        )

    @property
    def standing(self) -> list[str]:
        """The reader's roles where a workflow names them."""
        return standing_of(self.request.member)

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The places of the rail."""
        counts, home = self.counts, self.url("list")
        sees_all = self.request.actor.may(Permission.TICKET_VIEW_ALL)
        known = {
            "mine": counts.mine, "unassigned": counts.unassigned, "open": counts.open, "waiting": counts.waiting,
            "snoozed": counts.snoozed, "mentions": counts.mentions or None,
        }  # fmt: skip
        views = [
            {"id": view.key, "label": view.label, "icon": view.icon, "key": view.letter, "count": known.get(view.key),
             "href": f"{home}?view={view.key}", "colour": _COLOURS.get(view.key, ""), "late": view.key in LATE}
            for view in VIEWS
        ]  # fmt: skip
        below = counts.with_below((department.pk, depth) for department, depth in self.departments)
        departments = [
            {
                "id": str(department.pk),
                "label": department.name,
                "icon": "" if depth else department.icon,
                "sub": depth > 0,
                "count": below.get(department.pk, 0),
                "href": f"{home}?{urlencode({'view': 'open', 'department': str(department.pk)})}",
            }
            for department, depth in self.departments
            if sees_all or department.pk in self.request.actor.scope.departments
        ]
        groups: list[dict[str, Any]] = [{"title": _("Inbox"), "items": views}]
        if level(self.request, Element.VIEWS).shown:
            groups.append(rail_group(self.request, home, self.url("views")))
        if departments:
            groups.append({"title": _("Departments"), "items": departments})
        return [*groups, {"items": self._places()}]

    def _places(self) -> list[dict[str, Any]]:
        places: list[dict[str, Any]] = []
        if level(self.request, Element.CONTACT_PANEL).shown:
            places.append({"id": "contacts", "label": _("Contacts"), "icon": "users-round", "key": "c",
                           "href": self.url("contacts")})  # fmt: skip
        if level(self.request, Element.TIME_PANEL).shown:
            places.append({"id": "time", "label": _("Time"), "icon": "timer", "key": "t", "href": self.url("time")})
        page = "organization" if level(self.request, Element.ORGANIZATION).shown else "tokens"
        settings = address_or(f"settings:{page}", slug=self.slug)
        if settings:
            places.append({"id": "settings", "label": _("Settings"), "icon": "settings", "key": "s", "href": settings})
        return places

    @cached_property
    def organization(self) -> dict[str, Any]:
        """The organization and the others that the user may switch to."""
        own = self.request.organization
        others = [
            {"name": one.name, "href": reverse("desk:list", kwargs={"slug": one.slug})}
            for one in self.request.memberships
            if one.organization_id != own.pk
        ]
        return {"id": str(own.pk), "name": own.name, "logo": logo_of(own), "others": others}

    @property
    def me(self) -> dict[str, Any]:
        """Who is signed in."""
        member = self.request.member
        return {"id": str(member.pk), "name": member.name, "email": self.request.user.email}

    @property
    def told(self) -> str:
        """The address at which a page learns what the member is told, with a place for which."""
        return self.url("notification", notification_id=_NOTHING).replace(str(_NOTHING), "~which~")

    @cached_property
    def urls(self) -> dict[str, str]:
        """The addresses behind the rail."""
        may_open = level(self.request, Element.NEW_TICKET).usable
        return {
            "palette": self.url("palette"),
            "new": self.url("new") if may_open else "",
            "call": self.url("new_call") if may_open else "",
            "home": self.url("list"),
            "organizations": address_or("organizations:list"),
            "leaving": reverse("settings:leaving", kwargs={"slug": self.slug}),
            "notifications": self.url("notifications"),
            "late": self.url("view_counts") if level(self.request, Element.VIEWS).shown else "",
            "counts": self.url("counts") + (f"?current={self.current}" if self.current else ""),
            "account": address_or("account:profile", address_or("account_change_password")),
            "sign_out": address_or("account_logout"),
            "theme": address_or("account:theme"),
            "language": address_or("account:language"),
        }

    @property
    def context(self) -> dict[str, Any]:
        """What the layout needs."""
        return {
            "frame": self,
            "slug": self.slug,
            "actor": self.request.actor,
            "may": self.request.actor.may,
            "P": Permission,
            "has": levels(self.request).__getitem__,
            "E": Element,
            "theme": theme_of(self.request),
            "palette_url": self.url("palette"),
            "marks": (config_mark(self.request.organization), rights_mark(self.request.actor)),
            "stream_url": "" if self.looking else f"/api/tickets/stream?organization={self.slug}{_ALSO}",
        }
