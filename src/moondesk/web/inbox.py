"""The built-in views of the desk: names for questions that everybody asks."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from moondesk.kit.errors import InvalidInput
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.lists import ListQuery, Sort, Whose
from moondesk.tickets.moments import Relative
from moondesk.tickets.rules import ACTIVE_STAGES, Stage
from moondesk.views.queries import Saved


@dataclass(frozen=True)
class View:
    """One view: its key in addresses, its name, its sign, the letter after ``g``, and what it asks."""

    key: str
    label: Any
    icon: str
    letter: str
    query: ListQuery
    empty: Any
    """What it means that there is nothing here."""
    stamp: str = ""
    """Which version of a saved view it is."""
    saved: Saved | None = None


VIEWS = (
    View("mine", _("My open"), "inbox", "m", ListQuery(stage=ACTIVE_STAGES, assignee=(Whose.ME,), snoozed=False),
         _("Nothing is assigned to you. Take one from Unassigned.")),
    View("mentions", _("Mentions"), "at-sign", "n", ListQuery(mentioned=True, sort=Sort.UPDATED),
         _("Nobody asks for you. Tickets in which somebody writes @ and your name wait here until you look.")),
    View("unassigned", _("Unassigned"), "user-round-x", "u",
         ListQuery(stage=ACTIVE_STAGES, assignee=(Whose.NOBODY,), snoozed=False),
         _("Everything has somebody who works on it.")),
    View("open", _("All open"), "layers", "o", ListQuery(stage=ACTIVE_STAGES, snoozed=False),
         _("No request waits. New ones appear here by themselves.")),
    View("waiting", _("Waiting"), "hourglass", "w", ListQuery(stage=(Stage.WAITING,), snoozed=False),
         _("No ticket waits for a customer or for somebody else.")),
    View("breaching", _("Due soon"), "flame", "b",
         ListQuery(stage=ACTIVE_STAGES, snoozed=False, due_to=Relative("24h"), sort=Sort.DUE),
         _("Nothing is due within the next 24 hours, and nothing is over.")),
    View("snoozed", _("Snoozed"), "alarm-clock", "z", ListQuery(stage=ACTIVE_STAGES, snoozed=True),
         _("Nothing is put aside. Z snoozes a ticket until a moment or the customer's reply.")),
    View("watching", _("Watching"), "eye", "v", ListQuery(stage=ACTIVE_STAGES, watched=True, sort=Sort.UPDATED),
         _("You watch no open ticket. V on a ticket's page watches it.")),
    View("resolved", _("Recently resolved"), "circle-check", "d",
         ListQuery(stage=(Stage.RESOLVED,), sort=Sort.UPDATED), _("Nothing was resolved lately.")),
    View("all", _("All tickets"), "ticket", "a", ListQuery(sort=Sort.UPDATED),
         _("There is no ticket yet. The first one opens with New ticket, the public form, a mail or the API.")),
)  # fmt: skip
_BY_KEY = {view.key: view for view in VIEWS}


def find_view(key: str) -> View:
    """Return a view by its key. Raises ``InvalidInput`` for any other word."""
    if key not in _BY_KEY:
        text = str(_("There is no such view."))
        raise InvalidInput(text, fields={"view": text})
    return _BY_KEY[key]


def default_view(actor: Actor) -> View:
    """Return where the desk opens: one's own tickets, or all for those who only read."""
    return find_view("mine" if actor.may(Permission.TICKET_ASSIGN) else "open")
