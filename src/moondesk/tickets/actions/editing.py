"""Changing a workflow. Every change is checked as a whole, told of as one event, and can be taken back."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moondesk.events.actions import emit
from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.queries import last_event, last_events
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.letters import plain_letters
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Organization
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions.times import change_times, read_times
from moondesk.tickets.errors import (
    InvalidWorkflow,
    NothingToUndo,
    StageFixed,
    StatusInUse,
    StatusNotFound,
    WorkflowChangedMeanwhile,
)
from moondesk.tickets.events import WorkflowChanged
from moondesk.tickets.models import Status, Ticket, Transition
from moondesk.tickets.rules import Stage
from moondesk.tickets.statuses import WORKING_ROLES, read_workflow
from moondesk.tickets.workflow import (
    LABEL_LENGTH,
    MOST_STATUSES,
    Flaw,
    Move,
    Step,
    Workflow,
    differences,
    flaws,
    mark_of,
    undone,
)

_WRITTEN = ("labels", "customer_labels", "colour", "waits_for", "is_default", "needs_note", "wip_limit")


@dataclass(frozen=True)
class WorkflowEdit:
    """What is to change: fields of statuses by key, the order of keys, and who may make which moves (None: all)."""

    statuses: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    order: Sequence[str] = ()
    moves: Mapping[Move, frozenset[str] | None] = field(default_factory=dict)


def begin_edit(by: Actor, seen: str = "") -> Workflow:
    """Return the workflow for a change, with nobody else changing it until this transaction ends.

    Raises ``WorkflowChangedMeanwhile`` when it is not the one that was ``seen``.
    """
    by.require(Permission.WORKFLOW_MANAGE)
    Organization.objects.select_for_update(no_key=True).get()
    workflow = read_workflow()
    if seen and seen != mark_of(workflow):
        raise WorkflowChangedMeanwhile(
            _("Somebody changed the workflow while you were at it. Nothing of yours is saved yet.")
        )
    return workflow


def change_workflow(edit: WorkflowEdit, *, by: Actor, seen: str = "") -> Event | None:
    """Change statuses, their order and the moves, all or nothing. Returns the event, or None if nothing differs."""
    old = begin_edit(by, seen)
    return put_workflow(old, edited(old, edit), by=by)


def edited(old: Workflow, edit: WorkflowEdit) -> Workflow:
    """Return the workflow with an edit. A new default takes the place of the one before."""
    for key, fields in edit.statuses.items():
        step = old.step(key)
        if step is None:
            raise StatusNotFound(_("There is no such status."))
        if "stage" in fields and fields["stage"] != step.stage:
            text = _("A status keeps its stage, because reports and clocks count on it. Add a new one instead.")
            raise StageFixed(text, fields={f"{key}.stage": text})
    chosen = {step.stage for step in old.steps if edit.statuses.get(step.key, {}).get("is_default")}
    steps = []
    for step in old.steps:
        fields = dict(edit.statuses.get(step.key, {}))
        fields.pop("stage", None)
        if step.is_default and step.stage in chosen:
            fields.setdefault("is_default", False)
        steps.append(replace(step, **_tidy(fields)))
    places = {key: place for place, key in enumerate(edit.order)}
    steps.sort(key=lambda step: places.get(step.key, len(places)))
    limits = dict(old.limits)
    for move, roles in edit.moves.items():
        if roles is None:
            limits.pop(move, None)
        else:
            limits[move] = roles
    return Workflow(tuple(steps), limits).in_order()


def _tidy(fields: Mapping[str, Any]) -> dict[str, Any]:
    tidied = dict(fields)
    for name in ("labels", "customer_labels"):
        if name in tidied:
            tidied[name] = {key: text.strip() for key, text in tidied[name].items() if text.strip()}
    return tidied


def add_status(stage: Stage, labels: Mapping[str, str], *, by: Actor, seen: str = "", **fields: Any) -> Status:
    """Add a status at the end of a stage; every move to and from it is open until somebody limits it."""
    old = begin_edit(by, seen)
    tidied = _tidy({"labels": labels, **fields})
    step = Step(key=_new_key(old, tidied["labels"]), stage=stage, **tidied)
    steps = old.steps
    if step.is_default:
        steps = tuple(replace(one, is_default=one.is_default and one.stage is not stage) for one in steps)
    put_workflow(old, Workflow((*steps, step), old.limits).in_order(), by=by)
    added: Status = Status.objects.get(key=step.key)
    return added


def _new_key(workflow: Workflow, labels: Mapping[str, str]) -> str:
    label = labels.get("en") or next(iter(labels.values()), "")
    stem = slugify(plain_letters(label)).replace("-", "_")[:34] or "status"
    keys = {step.key for step in workflow.steps}
    return next(key for number in range(1, 10_000) if (key := f"{stem}_{number}" if number > 1 else stem) not in keys)


def undo_workflow(*, by: Actor) -> Event:
    """Take back the last change, which can itself be taken back. Tickets that moved stay where they are."""
    old = begin_edit(by)
    last = last_change()
    if last is not None and last.data["before"].get("times"):
        return _undo_times(last, by)
    if last is None:
        raise NothingToUndo(_("There is nothing to undo."))
    new = undone(old, last.data["before"], last.data["after"])
    if new is None:
        raise ChangedSince(_("This was changed again since. Change it to what you want instead."))
    _check_nobody_stays(old, new)
    told = put_workflow(old, new, by=by, undoes=last.pk)
    if told is None:
        raise NothingToUndo(_("There is nothing to undo."))
    return told


def _check_nobody_stays(old: Workflow, new: Workflow) -> None:
    """Raise ``StatusInUse`` while tickets have a status that would go; retiring it says where they go instead."""
    gone = {step.key for step in old.live} - {step.key for step in new.live}
    for status in Status.objects.filter(key__in=gone):
        count = Ticket.objects.filter(status=status).count()
        if count:
            text = ngettext(
                "%(count)d ticket has the status %(status)s, which undoing would take away. Retire the status instead, "
                "and say where its ticket goes.",
                "%(count)d tickets have the status %(status)s, which undoing would take away. Retire the status "
                "instead, and say where its tickets go.",
                count,
            )
            raise StatusInUse(text % {"count": count, "status": status.label()})


def _undo_times(last: Event, by: Actor) -> Event:
    now_there = read_times()
    if any(now_there.get(key) != times for key, times in last.data["after"]["times"].items()):
        raise ChangedSince(_("This was changed again since. Change it to what you want instead."))
    told = change_times(last.data["before"]["times"], by=by, undoes=last)
    if told is None:
        raise NothingToUndo(_("There is nothing to undo."))
    return told


def last_change() -> Event | None:
    """Return the last change of the workflow."""
    return last_event(tenancy.current_organization_id(), WorkflowChanged.name)


def last_changes(most: int) -> list[Event]:
    """Return the last changes of the workflow, newest first, for whoever may see the settings."""
    return last_events(tenancy.current_organization_id(), WorkflowChanged.name, most)


def put_workflow(
    old: Workflow, new: Workflow, *, by: Actor, move: uuid.UUID | None = None, undoes: uuid.UUID | None = None
) -> Event | None:
    """Write a workflow in place of another and tell of it. Raises ``InvalidWorkflow`` for one that is not whole."""
    wrong = flaws(new, dict(settings.LANGUAGES), WORKING_ROLES)
    if wrong:
        texts = {f"{flaw.key}.{flaw.field}": text_of(flaw) for flaw in wrong}
        raise InvalidWorkflow(next(iter(texts.values())), fields=texts)
    before, after = differences(old, new)
    if before == after:
        return None
    _write(new)
    changed = WorkflowChanged(
        subject_id=tenancy.current_organization_id(), before=before, after=after, move=move, undoes=undoes
    )
    return emit(changed, by=by)


def _write(new: Workflow) -> None:
    known = {status.key: status for status in Status.objects.all()}
    new_defaults = [step.key for step in new.steps if step.is_default]
    Status.objects.filter(is_default=True).exclude(key__in=new_defaults).update(is_default=False)
    for place, step in enumerate(new.steps):
        status = known.setdefault(step.key, Status(key=step.key, stage=step.stage))
        values = {name: getattr(step, name) for name in _WRITTEN} | {"position": place}
        values["retired_at"] = (status.retired_at or now()) if step.is_retired else None
        if status._state.adding or any(getattr(status, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(status, name, value)
            status.save()
    rows = {(one.old_id, one.new_id): one for one in Transition.objects.all()}
    for (old_key, new_key), roles in new.limits.items():
        row = rows.pop((known[old_key].pk, known[new_key].pk), None)
        row = row or Transition(old=known[old_key], new=known[new_key])
        if row._state.adding or set(row.roles) != roles:
            row.roles = sorted(roles)
            row.save()
    Transition.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()


def text_of(flaw: Flaw) -> str:
    """Return what is wrong in plain words."""
    return {
        "missing": _("Give it a name in at least one language."),
        "unknown_language": _("Moondesk does not speak this language."),
        "too_long": _("Keep the name under %(most)s characters.") % {"most": LABEL_LENGTH + 1},
        "control": _("The name has characters that cannot be shown."),
        "unknown_colour": _("This cannot be chosen."),
        "limit": _("Write a number from 1 to 9,999, or leave it empty."),
        "waits": _("A waiting status says whom it waits for; other statuses wait for nobody."),
        "retired_default": _("A retired status cannot be the default."),
        "taken": _("Another status has this name."),
        "no_default": _("Each stage needs a default status."),
        "many_defaults": _("A stage has one default status."),
        "too_many": _("An organization can have %(most)s statuses.") % {"most": MOST_STATUSES},
        "unknown_move": _("There is no such move."),
        "unknown_role": _("This role does not change tickets."),
    }.get(flaw.code, _("This cannot be chosen."))
