"""The form of the workflow: from what was posted to what is to change."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import QueryDict

from moondesk.tickets.actions import WorkflowEdit
from moondesk.tickets.rules import Stage
from moondesk.tickets.workflow import Move, WaitsFor, Workflow
from moondesk.web.settings.ordering import ordered

TIMES = ("reopen_days", "close_days")


def read_edit(posted: QueryDict, workflow: Workflow) -> WorkflowEdit:
    """Return what the form says of the live statuses and of the moves between them."""
    keys = [step.key for step in workflow.live]
    statuses = {step.key: _fields(posted, step.key, step.stage) for step in workflow.live}
    open_moves = set(posted.getlist("may"))
    moves: dict[Move, frozenset[str] | None] = {}
    for old in keys:
        for new in keys:
            if old != new and f"roles.{old}>{new}" in posted:
                roles = frozenset(filter(None, str(posted[f"roles.{old}>{new}"]).split(",")))
                moves[old, new] = (roles or None) if f"{old}>{new}" in open_moves else frozenset()
    return WorkflowEdit(statuses, [key for key in ordered(posted) if key in keys], moves)


def _fields(posted: QueryDict, key: str, stage: Stage) -> dict[str, Any]:
    waits = posted.get(f"waits_for.{key}", "")
    return {
        "labels": _labels(posted, "labels", key),
        "customer_labels": _labels(posted, "customer_labels", key),
        "colour": posted.get(f"colour.{key}", ""),
        "needs_note": posted.get(f"needs_note.{key}") == "on",
        "wip_limit": _days(posted.get(f"wip_limit.{key}", "")),
        "is_default": posted.get(f"default.{stage.value}") == key,
        "waits_for": WaitsFor(waits) if waits in set(WaitsFor) else WaitsFor.NOBODY,
    }


def _labels(posted: QueryDict, name: str, key: str) -> dict[str, str]:
    texts = {language: posted.get(f"{name}.{key}.{language}", "").strip() for language, _name in settings.LANGUAGES}
    return {language: text for language, text in texts.items() if text}


def new_labels(posted: QueryDict) -> tuple[dict[str, str], dict[str, str]]:
    """Return what agents and customers call a status that is to be added."""
    return _labels(posted, "labels", "new"), _labels(posted, "customer_labels", "new")


def read_times(posted: QueryDict, departments: Iterable[str]) -> dict[str, dict[str, int | None]]:
    """Return the times as typed, of all and of each department; -1 stands for what is no number."""
    found = {"": {name: _days(posted.get(name, "")) for name in TIMES}}
    for key in departments:
        if f"reopen_days.{key}" in posted:
            found[key] = {name: _days(posted.get(f"{name}.{key}", "")) for name in TIMES}
    return found


def _days(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
