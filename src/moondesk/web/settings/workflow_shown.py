"""What the page of the workflow shows: stages with their statuses, the matrix, what changed lately."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from moondesk.events.models import Event
from moondesk.organizations.permissions import ROLE_LABELS, Role
from moondesk.tickets.models import StatusMove, in_language
from moondesk.tickets.rules import Stage
from moondesk.tickets.statuses import WORKING_ROLES
from moondesk.tickets.workflow import COLOURS, STAGE_COLOURS, Step, WaitsFor, Workflow
from moondesk.web.formats import language_name

STAGES: dict[Stage, tuple[Any, Any]] = {
    Stage.OPEN: (pgettext_lazy("stage", "Open"), gettext_lazy("all clocks run")),
    Stage.IN_PROGRESS: (pgettext_lazy("stage", "In progress"), gettext_lazy("all clocks run, somebody has it")),
    Stage.WAITING: (pgettext_lazy("stage", "Waiting"), gettext_lazy("clocks pause")),
    Stage.RESOLVED: (pgettext_lazy("stage", "Resolved"), gettext_lazy("clocks stop")),
    Stage.CLOSED: (pgettext_lazy("stage", "Closed"), gettext_lazy("nothing is left to do")),
}
COLOUR_NAMES = {
    "blue": gettext_lazy("Blue"),
    "teal": gettext_lazy("Teal"),
    "green": gettext_lazy("Green"),
    "amber": gettext_lazy("Amber"),
    "orange": gettext_lazy("Orange"),
    "red": gettext_lazy("Red"),
    "pink": gettext_lazy("Pink"),
    "violet": gettext_lazy("Violet"),
    "grey": gettext_lazy("Grey"),
}
WAITS = ((WaitsFor.CUSTOMER, gettext_lazy("the customer")), (WaitsFor.SOMEONE_ELSE, gettext_lazy("somebody else")))
_SIGNS = {
    Stage.OPEN: "open",
    Stage.IN_PROGRESS: "progress",
    Stage.WAITING: "pending",
    Stage.RESOLVED: "resolved",
    Stage.CLOSED: "closed",
}
_FIELDS = {
    "labels": gettext_lazy("Name for agents"),
    "customer_labels": gettext_lazy("Name for customers"),
    "colour": gettext_lazy("Colour"),
    "waits_for": gettext_lazy("Waits for"),
    "is_default": gettext_lazy("Default"),
    "needs_note": gettext_lazy("Needs a note"),
    "wip_limit": gettext_lazy("Limit on the board"),
    "is_retired": gettext_lazy("Retired"),
    "position": gettext_lazy("Order"),
    "stage": gettext_lazy("Stage"),
    "reopen_days": gettext_lazy("Reopens for"),
    "close_days": gettext_lazy("Closes after"),
}


def sign_of_step(step: Step) -> str:
    """Return the sign of a status, as ``signs.sign_of`` does for a row."""
    return "hold" if step.waits_for is WaitsFor.SOMEONE_ELSE else ""


def shown_step(step: Step, tickets: int = 0) -> dict[str, Any]:
    """Return one status for the templates."""
    return {
        "key": step.key,
        "stage": step.stage.value,
        "sign": sign_of_step(step),
        "colour": step.colour or STAGE_COLOURS[step.stage],
        "label": in_language(dict(step.labels)) or step.key,
        "customer_label": in_language(dict(step.customer_labels or step.labels)) or step.key,
        "labels": step.labels,
        "customer_labels": step.customer_labels,
        "is_default": step.is_default,
        "needs_note": step.needs_note,
        "wip_limit": step.wip_limit,
        "waits_for": step.waits_for.value,
        "tickets": tickets,
    }


def shown_stages(workflow: Workflow, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the stages, each with its live statuses."""
    return [
        {
            "key": stage.value,
            "label": label,
            "meaning": meaning,
            "sign": _SIGNS[stage],
            "default": next((one.key for one in workflow.live if one.stage is stage and one.is_default), ""),
            "statuses": [shown_step(one, counts.get(one.key, 0)) for one in workflow.live if one.stage is stage],
        }
        for stage, (label, meaning) in STAGES.items()
    ]


def role_names(roles: frozenset[str]) -> str:
    """Return the roles as people know them."""
    return ", ".join(str(ROLE_LABELS[Role(role)]) for role in WORKING_ROLES if role in roles)


def matrix(workflow: Workflow) -> list[dict[str, Any]]:
    """Return a row for each status, with a cell for each status it may lead to."""
    rows = []
    for old in workflow.live:
        cells = []
        for new in workflow.live:
            limit = workflow.limits.get((old.key, new.key))
            cells.append(
                {
                    "move": f"{old.key}>{new.key}",
                    "to": shown_step(new),
                    "same": old.key == new.key,
                    "open": limit is None or bool(limit),
                    "roles": ",".join(sorted(limit or ())),
                    "names": role_names(limit or frozenset()),
                }
            )
        rows.append({"from": shown_step(old), "cells": cells})
    return rows


def shown_move(move: StatusMove) -> dict[str, Any]:
    """Return how far the tickets of a retired status have moved."""
    return {"to": move.new.label(), "moved": move.moved, "total": move.total, "done": move.finished_at is not None}


def shown_changes(told: list[Event], names: Mapping[str, str], departments: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return changes for the history: who, when, and each thing as it was and as it is."""
    return [
        {
            "by": one.actor_label,
            "at": one.created_at,
            "undoes": bool(one.data.get("undoes")),
            "lines": _lines(one.data["before"], one.data["after"], names, departments),
        }
        for one in told
    ]


def _lines(
    before: dict[str, Any], after: dict[str, Any], names: Mapping[str, str], departments: Mapping[str, str]
) -> list[str]:
    lines = []
    for key, fields in after["statuses"].items():
        was = before["statuses"].get(key)
        name = names.get(key, key)
        if was is None:
            lines.append(_("%(status)s: added") % {"status": name})
            continue
        lines += [_line(name, field, was[field], value) for field, value in fields.items() if field != "position"]
    for move, roles in after["moves"].items():
        old, _arrow, new = move.partition(">")
        name = f"{names.get(old, old)} → {names.get(new, new)}"
        lines.append(f"{name}: {_who(before['moves'].get(move))} → {_who(roles)}")
    for key, times in after.get("times", {}).items():
        was = before["times"][key]
        name = departments.get(key, _("All departments"))
        lines += [_line(name, field, was[field], days) for field, days in times.items() if was[field] != days]
    return lines or [_("Order of the statuses")]


def _line(name: str, field: str, was: Any, value: Any) -> str:
    return f"{name}, {_FIELDS.get(field, field)}: {_text(was)} → {_text(value)}"


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return " / ".join(f"{text} ({language})" for language, text in value.items()) or "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(COLOUR_NAMES.get(value, value)) if value not in ("", None) else "—"


def _who(roles: list[str] | None) -> str:
    if roles is None:
        return _("everybody")
    return role_names(frozenset(roles)) or _("nobody")


def choices() -> dict[str, Any]:
    """Return what can be chosen."""
    return {
        "languages_offered": [(code, language_name(code)) for code, _own_name in settings.LANGUAGES],
        "colours": [(key, str(COLOUR_NAMES[key])) for key in COLOURS],
        "waits": [(value.value, str(label)) for value, label in WAITS],
        "roles": [(role, str(ROLE_LABELS[Role(role)])) for role in WORKING_ROLES],
        "stage_options": [(stage.value, str(label)) for stage, (label, _meaning) in STAGES.items()],
    }
