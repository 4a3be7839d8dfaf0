"""A workflow as a value, and its rules as pure functions: what is a whole one, which moves are open, and to whom."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from moondesk.kit.lines import line_problem
from moondesk.tickets.rules import Stage

LABEL_LENGTH = 40
MOST_STATUSES = 40
HIGHEST_LIMIT = 9999
COLOURS = ("blue", "teal", "green", "amber", "orange", "red", "pink", "violet", "grey")
"""The colours that a status can have: tokens of every theme, each readable on all of its grounds."""
STAGE_COLOURS = {
    Stage.OPEN: "blue",
    Stage.IN_PROGRESS: "amber",
    Stage.WAITING: "violet",
    Stage.RESOLVED: "green",
    Stage.CLOSED: "grey",
}
_FIELDS = (
    "stage",
    "labels",
    "customer_labels",
    "colour",
    "waits_for",
    "is_default",
    "needs_note",
    "wip_limit",
    "is_retired",
)
_PLACE = {stage: place for place, stage in enumerate(Stage)}

type Move = tuple[str, str]
"""From the status with one key to that with another."""


class WaitsFor(StrEnum):
    """Whom a ticket in a waiting status waits for; any other status waits for nobody."""

    NOBODY = ""
    CUSTOMER = "customer"
    SOMEONE_ELSE = "someone_else"


class Refusal(StrEnum):
    """Why a move is not open."""

    RETIRED = "retired"
    NOBODY = "nobody"
    ROLE = "role"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One status of a workflow."""

    key: str
    stage: Stage
    labels: Mapping[str, str] = field(default_factory=dict)
    customer_labels: Mapping[str, str] = field(default_factory=dict)
    colour: str = ""
    waits_for: WaitsFor = WaitsFor.NOBODY
    is_default: bool = False
    needs_note: bool = False
    wip_limit: int | None = None
    is_retired: bool = False


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong with a workflow: which status (or stage), which field of it, and a code."""

    key: str
    field: str
    code: str


@dataclass(frozen=True)
class Workflow:
    """All statuses in order, and the moves that are not open to everybody: for each, the roles that may make it."""

    steps: tuple[Step, ...]
    limits: Mapping[Move, frozenset[str]] = field(default_factory=dict)

    def step(self, key: str) -> Step | None:
        """Return the status with a key."""
        return next((step for step in self.steps if step.key == key), None)

    @property
    def live(self) -> tuple[Step, ...]:
        """The statuses that tickets can have."""
        return tuple(step for step in self.steps if not step.is_retired)

    def default_of(self, stage: Stage) -> Step:
        """Return the status that a ticket takes when it enters a stage by itself."""
        return next(step for step in self.live if step.stage is stage and step.is_default)

    def refusal(self, old: str, new: str, roles: Collection[str]) -> Refusal | None:
        """Say why somebody with these roles may not move a ticket from one status to another; None if they may."""
        target = self.step(new)
        if target is None or target.is_retired:
            return Refusal.RETIRED
        return None if old == new else refusal_of(self.limits.get((old, new)), roles)

    def next_from(self, old: str, roles: Collection[str]) -> tuple[Step, ...]:
        """Return the statuses to which somebody with these roles may move a ticket."""
        return tuple(step for step in self.live if step.key != old and self.refusal(old, step.key, roles) is None)

    def in_order(self) -> "Workflow":
        """Return the same with the statuses of each stage together; inside a stage their order stays."""
        return Workflow(tuple(sorted(self.steps, key=lambda step: _PLACE[step.stage])), self.limits)


def refusal_of(allowed: Collection[str] | None, roles: Collection[str]) -> Refusal | None:
    """Say why a move that only the ``allowed`` roles may make (None: everybody) is not open to somebody."""
    if allowed is None or not set(allowed).isdisjoint(roles):
        return None
    return Refusal.ROLE if allowed else Refusal.NOBODY


def flaws(workflow: Workflow, languages: Collection[str], roles: Collection[str]) -> list[Flaw]:
    """Return all that is wrong with a workflow in an organization that speaks ``languages`` and knows ``roles``."""
    found = [flaw for step in workflow.steps for flaw in _flaws_of(step, languages)]
    found += _doubles(workflow.live)
    for stage in Stage:
        defaults = [step for step in workflow.live if step.stage is stage and step.is_default]
        if len(defaults) != 1:
            found.append(Flaw(stage.value, "is_default", "many_defaults" if defaults else "no_default"))
    if len(workflow.live) > MOST_STATUSES:
        found.append(Flaw("", "statuses", "too_many"))
    keys = {step.key for step in workflow.steps}
    for (old, new), allowed in workflow.limits.items():
        if not {old, new} <= keys or old == new:
            found.append(Flaw(f"{old}>{new}", "transitions", "unknown_move"))
        elif not allowed <= set(roles):
            found.append(Flaw(f"{old}>{new}", "transitions", "unknown_role"))
    return found


def _flaws_of(step: Step, languages: Collection[str]) -> Iterator[Flaw]:
    if not any(text.strip() for text in step.labels.values()):
        yield Flaw(step.key, "labels", "missing")
    for name, labels in (("labels", step.labels), ("customer_labels", step.customer_labels)):
        for language, text in labels.items():
            if language not in languages:
                yield Flaw(step.key, f"{name}.{language}", "unknown_language")
            elif text and (problem := line_problem(text, LABEL_LENGTH)):
                yield Flaw(step.key, f"{name}.{language}", problem)
    if step.colour not in ("", *COLOURS):
        yield Flaw(step.key, "colour", "unknown_colour")
    if step.wip_limit is not None and not 1 <= step.wip_limit <= HIGHEST_LIMIT:
        yield Flaw(step.key, "wip_limit", "limit")
    if (step.stage is Stage.WAITING) != (step.waits_for is not WaitsFor.NOBODY):
        yield Flaw(step.key, "waits_for", "waits")
    if step.is_retired and step.is_default:
        yield Flaw(step.key, "is_default", "retired_default")


def _doubles(live: Collection[Step]) -> Iterator[Flaw]:
    """Find labels that agents could not tell apart."""
    seen = Counter((language, text.strip().lower()) for step in live for language, text in step.labels.items())
    for step in live:
        for language, text in step.labels.items():
            if text.strip() and seen[language, text.strip().lower()] > 1:
                yield Flaw(step.key, f"labels.{language}", "taken")


def document_of(workflow: Workflow) -> dict[str, dict[str, Any]]:
    """Return a workflow as plain data, by names: what is kept of changes, compared, and taken back."""
    statuses = {
        step.key: {name: _plain(getattr(step, name)) for name in _FIELDS} | {"position": place}
        for place, step in enumerate(workflow.steps)
    }
    moves = {f"{old}>{new}": sorted(roles) for (old, new), roles in workflow.limits.items()}
    return {"statuses": statuses, "moves": moves}


def workflow_of(document: Mapping[str, Mapping[str, Any]]) -> Workflow:
    """Return the workflow that plain data describes."""
    ordered = sorted(document["statuses"].items(), key=lambda item: item[1]["position"])
    steps = tuple(
        Step(
            key=key,
            **{name: value for name, value in fields.items() if name not in ("position", "stage", "waits_for")},
            stage=Stage(fields["stage"]),
            waits_for=WaitsFor(fields["waits_for"]),
        )
        for key, fields in ordered
    )
    limits = {_move(name): frozenset(roles) for name, roles in document["moves"].items() if roles is not None}
    return Workflow(steps, limits).in_order()


def mark_of(workflow: Workflow) -> str:
    """Return what tells one state of a workflow from another."""
    text = json.dumps(document_of(workflow), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def differences(old: Workflow, new: Workflow) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what differs, as it was and as it is: only the fields that changed; None for what is not there."""
    before, after = document_of(old), document_of(new)
    was: dict[str, Any] = {"statuses": {}, "moves": {}}
    is_now: dict[str, Any] = {"statuses": {}, "moves": {}}
    for key, fields in after["statuses"].items():
        known = before["statuses"].get(key)
        changed = [name for name in fields if known is None or known[name] != fields[name]]
        if changed:
            was["statuses"][key] = {name: known[name] for name in changed} if known else None
            is_now["statuses"][key] = {name: fields[name] for name in changed}
    for name in before["moves"].keys() | after["moves"].keys():
        if before["moves"].get(name) != after["moves"].get(name):
            was["moves"][name], is_now["moves"][name] = before["moves"].get(name), after["moves"].get(name)
    return was, is_now


def undone(current: Workflow, before: Mapping[str, Any], after: Mapping[str, Any]) -> Workflow | None:
    """Return the workflow without a change, or None when what it changed was changed again since.

    A status that the change added stays, retired: tickets or their history may know it.
    """
    now = document_of(current)
    for key, fields in after["statuses"].items():
        known = now["statuses"].get(key, {})
        if any(known.get(name) != value for name, value in fields.items() if name != "position"):
            return None
        known.update(before["statuses"][key] or {"is_retired": True, "is_default": False})
    for name, roles in after["moves"].items():
        if now["moves"].get(name) != roles:
            return None
        now["moves"][name] = before["moves"][name]
    return workflow_of(now)


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return dict(value) if isinstance(value, Mapping) else value


def _move(name: str) -> Move:
    old, _arrow, new = name.partition(">")
    return old, new
