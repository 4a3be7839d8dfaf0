"""The filters that a list can have: what each asks about, in which way, and from what one chooses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from moondesk.fields.models import in_language
from moondesk.fields.rules import FILTERED, Definition
from moondesk.fields.rules import Kind as FieldKind
from moondesk.tickets.fielding import option_label
from moondesk.tickets.list_query import EMPTIABLE, FIELD, Archived, Whose
from moondesk.tickets.moments import Due, Sla
from moondesk.tickets.search_fields import SPANISH
from moondesk.web.desk import words
from moondesk.web.desk.choices import Choices

type Options = list[tuple[str, str]]
_SEARCHED = {"replied": "message"}
"""Filters that searches call by another name."""


class Shape(StrEnum):
    """In which way a filter is asked."""

    SEVERAL = "several"
    EITHER = "either"
    MOMENT = "moment"
    NUMBER = "number"
    DAY = "day"
    TEXT = "text"


class Operator(StrEnum):
    """How a filter relates to its values. Which there are depends on its shape."""

    IS = "is"
    IS_NOT = "is_not"
    EMPTY = "empty"
    FILLED = "filled"
    LAST = "last"
    NEXT = "next"
    AGO = "ago"
    SINCE = "since"
    BEFORE = "before"
    BETWEEN = "between"


@dataclass(frozen=True)
class Filter:
    """One filter: what stands for it in addresses, its name and sign, its shape and what can be chosen."""

    root: str
    label: str
    icon: str
    shape: Shape
    options: Options
    found: bool = False
    """Whether what can be chosen is found by words, as there is too much of it."""

    @property
    def also(self) -> str:
        """Other words that it is found by: those of addresses and searches, in both languages."""
        names = (self.root, _SEARCHED.get(self.root, ""))
        spanish = (word for word, name in SPANISH.items() if name in names)
        return " ".join((*names, *spanish)).replace(".", " ")

    @property
    def can_be_empty(self) -> bool:
        """Say whether a ticket can have nothing there."""
        custom = self.root.startswith(FIELD) and self.shape is not Shape.EITHER
        return custom or self.root in EMPTIABLE

    @property
    def operators(self) -> list[Operator]:
        """How it can be asked, what is asked most first."""
        own: dict[Shape, list[Operator]] = {
            Shape.SEVERAL: [Operator.IS, Operator.IS_NOT],
            Shape.MOMENT: [Operator.LAST, Operator.AGO, Operator.SINCE, Operator.BEFORE, Operator.BETWEEN],
            Shape.NUMBER: [Operator.IS, Operator.IS_NOT, Operator.SINCE, Operator.BEFORE, Operator.BETWEEN],
            Shape.TEXT: [Operator.IS, Operator.IS_NOT],
            Shape.DAY: [Operator.IS, Operator.IS_NOT, Operator.SINCE, Operator.BEFORE, Operator.BETWEEN],
        }
        found = own.get(self.shape, [Operator.IS])
        if self.root == "due":
            found = [Operator.IS, Operator.IS_NOT, Operator.NEXT, Operator.SINCE, Operator.BEFORE, Operator.BETWEEN]
        return [*found, Operator.EMPTY, Operator.FILLED] if self.can_be_empty else found

    def label_of(self, value: str) -> str:
        """Return the word for a value, or nothing if there is no such one."""
        return next((label.strip() for key, label in self.options if key == value), "")


def _text(words_: dict[Any, Any]) -> Options:
    return [(str(key), str(word)) for key, word in words_.items()]


def filters_of(choices: Choices) -> list[Filter]:
    """Return all filters in the order in which people ask."""
    people = [(Whose.ME.value, _("Me")), (Whose.NOBODY.value, _("Nobody"))]
    several: list[tuple[str, str, str, Callable[[], Options]]] = [
        ("status", _("Status"), "circle-dot", lambda: [(one.key, one.label()) for one in choices.statuses]),
        ("stage", _("Stage"), "layers", lambda: _text(words.STAGES)),
        ("priority", _("Priority"), "chart-column", lambda: [(key, str(word)) for key, word in choices.priorities]),
        ("assignee", _("Assignee"), "user-round", lambda: [*people, *choices.member_options]),
        ("department", _("Department"), "users-round", lambda: choices.department_options),
        ("category", _("Category"), "folder", lambda: choices.category_options),
        ("type", _("Type"), "ticket", lambda: list(choices.types)),
        ("channel", _("Channel"), "mail", lambda: _text(words.CHANNELS)),
    ]
    found = [Filter(root, label, icon, Shape.SEVERAL, options()) for root, label, icon, options in several]
    found += [
        Filter("tag", _("Tag"), "tag", Shape.SEVERAL, [], found=True),
        Filter("requester", _("Requester"), "user-round", Shape.SEVERAL, [], found=True),
        Filter("company", _("Company"), "building-2", Shape.SEVERAL, [], found=True),
        Filter("due", _("Due"), "flame", Shape.MOMENT, due_states()),
        Filter("sla", _("Time left"), "clock", Shape.SEVERAL, sla_states()),
        Filter("answered", _("First response"), "reply", Shape.EITHER, [("true", _("given")), ("false", _("not yet"))]),
        Filter("created", _("Opened"), "calendar", Shape.MOMENT, []),
        Filter("updated", _("Changed"), "calendar", Shape.MOMENT, []),
        Filter("replied", _("Last message"), "message-circle", Shape.MOMENT, []),
        Filter("resolved", _("Resolved"), "calendar", Shape.MOMENT, []),
        Filter("closed", _("Closed"), "calendar", Shape.MOMENT, []),
    ]
    either = [("true", _("Yes")), ("false", _("No"))]
    found += [
        Filter("snoozed", _("Snoozed"), "alarm-clock", Shape.EITHER, either),
        Filter("mentioned", _("Asks for me"), "at-sign", Shape.EITHER, either),
        Filter("watched", _("Watched by me"), "eye", Shape.EITHER, either),
        Filter("archived", _("Archived"), "archive", Shape.EITHER, [*either, (Archived.ANY.value, _("Either"))]),
    ]
    return found + [_of_field(one, choices) for one in choices.catalogue.live if one.kind in FILTERED]


def due_states() -> Options:
    """Return where a due date can lie, seen from today."""
    return [
        (Due.OVERDUE.value, _("overdue")),
        (Due.SOON.value, _("within 24 hours")),
        (Due.TODAY.value, _("today")),
        (Due.WEEK.value, _("this week")),
        (Due.NONE.value, _("not set")),
    ]


def sla_states() -> Options:
    """Return how a ticket can stand to its due time."""
    return [
        (Sla.OVERDUE.value, _("overdue")),
        (Sla.AT_RISK.value, _("at risk")),
        (Sla.ON_TRACK.value, _("on track")),
        (Sla.PAUSED.value, _("paused: we wait for the customer")),
        (Sla.MET.value, _("done in time")),
        (Sla.MISSED.value, _("done late")),
        (Sla.BREACHED.value, _("breached: overdue or done late")),
        (Sla.NONE.value, _("no due time")),
    ]


def _of_field(one: Definition, choices: Choices) -> Filter:
    options: Options = [(option.key, option_label(one, option.key)) for option in one.options if not option.is_retired]
    shape = {
        FieldKind.NUMBER: Shape.NUMBER,
        FieldKind.DATE: Shape.DAY,
        FieldKind.TEXT: Shape.TEXT,
        FieldKind.URL: Shape.TEXT,
        FieldKind.CHECKBOX: Shape.EITHER,
    }.get(one.kind, Shape.SEVERAL)
    if one.kind is FieldKind.USER:
        options = list(choices.member_options)
    if one.kind is FieldKind.CHECKBOX:
        options = [("true", _("Yes")), ("false", _("No"))]
    return Filter(FIELD + one.key, in_language(one.labels), "text-cursor-input", shape, options)


def find_filter(choices: Choices, root: str) -> Filter | None:
    """Return the filter about something, if there is one."""
    return next((one for one in filters_of(choices) if one.root == root), None)
