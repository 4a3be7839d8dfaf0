"""From where people are read by the clock: set up, tried, switched on, read now, and what became of each reading."""

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.directory.errors import PullFailed
from moondesk.directory.models import DirectoryPull, DirectoryRun
from moondesk.directory.pull import actions
from moondesk.directory.pull.actions import PullEdit, Trial
from moondesk.directory.pull.queries import find_pull, latest_runs, run_under_way
from moondesk.directory.pull_rules import TRIES, Proof, RunState, Schedule
from moondesk.directory.rules import StepKind
from moondesk.kit.errors import Conflict, InvalidInput, NotAllowed, TooMany
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.directory_pull_shown import (
    PROOFS,
    SCHEDULES,
    shown_notes,
    shown_run,
    trouble_words,
)
from moondesk.web.settings.directory_shown import COLOURS, STEPS, Names, shown_person
from moondesk.web.settings.page import carry_out, refused, show

PAGE = "directory_pull"
SHOWN = 200
_CHANGES = (StepKind.JOIN, StepKind.MOVE, StepKind.LEAVE, StepKind.CONFLICT)


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.DIRECTORY_MANAGE)
def directory_pull(request: TenantRequest) -> HttpResponse:
    """Show it, and set it up or change it."""
    if request.method != "POST":
        return _page(request)
    sent = {name: request.POST.get(name, "") for name in ("url", "proof", "name", "secret", "schedule", "daily_at")}
    edit = PullEdit(**sent)
    return carry_out(request, PAGE, lambda: actions.set_pull(edit, by=request.actor), _("Saved."), _page)


@require_POST
@in_desk(Permission.DIRECTORY_MANAGE)
def switch(request: TenantRequest) -> HttpResponse:
    """Read by the clock from now on, or stop."""
    on = request.POST.get("on") == "yes"
    said = _("It is read by the clock from now on.") if on else _("Nothing is read by the clock any more.")
    return carry_out(request, PAGE, lambda: actions.switch_pull(on, by=request.actor), said, _page)


@require_POST
@in_desk(Permission.DIRECTORY_MANAGE)
def trial(request: TenantRequest) -> HttpResponse:
    """Read the first page and show what it would do. Nothing is kept."""
    try:
        found = actions.try_pull(by=request.actor)
    except PullFailed as error:
        words = trouble_words(error.extra["trouble"], error.extra["detail"])
        return _page(request, status=error.status, failed=words)
    except (InvalidInput, Conflict, NotAllowed, TooMany) as error:
        return refused(request, error, _page)
    return _page(request, trial=_shown_trial(found))


@require_POST
@in_desk(Permission.DIRECTORY_MANAGE)
def run(request: TenantRequest) -> HttpResponse:
    """Have all of it read now."""
    act = lambda: actions.run_now(by=request.actor, takes_fewer="takes_fewer" in request.POST)  # noqa: E731
    return carry_out(request, PAGE, act, _("The other system is being read."), _page)


@require_POST
@in_desk(Permission.DIRECTORY_MANAGE)
def remove(request: TenantRequest) -> HttpResponse:
    """Read no more from the other system."""
    act = lambda: actions.remove_pull(by=request.actor)  # noqa: E731
    return carry_out(request, PAGE, act, _("The connection is removed. Its people stay as they are."), _page)


def _shown_trial(found: Trial) -> dict[str, Any]:
    crowd = Counter(one.step.kind for one in found.planned)
    changing = sorted(
        (one for one in found.planned if one.step.kind in _CHANGES), key=lambda one: _CHANGES.index(one.step.kind)
    )
    names = Names()
    return {
        "read": found.read,
        "has_more": found.has_more,
        "skipped": found.skipped,
        "counts": [(STEPS[kind], crowd[kind]) for kind in _CHANGES],
        "rows": [shown_person(one, names) for one in changing[:SHOWN]],
        "more": max(0, len(changing) - SHOWN),
        "notes": shown_notes(found.notes),
    }


def _typed(pull: DirectoryPull | None) -> dict[str, str]:
    if pull is None:
        return {"schedule": Schedule.HOUR.value, "proof": Proof.BEARER.value, "daily_at": "03:00"}
    typed = {name: getattr(pull, name) for name in ("url", "proof", "name", "schedule")}
    return typed | {"daily_at": f"{pull.daily_at:%H:%M}"}


def _held(runs: list[DirectoryRun]) -> dict[str, str] | None:
    """Return of how many people a listing lacks how many, where the last one is held."""
    if not runs or runs[0].state != RunState.HELD:
        return None
    lacking, _slash, known = runs[0].detail.partition("/")
    return {"lacking": lacking, "known": known}


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    pull, runs = find_pull(), latest_runs()
    more["typed"] = _typed(pull) | more.get("typed", {})
    values = {
        "pull": pull,
        "is_failing": pull is not None and pull.failures >= TRIES,
        "trouble": trouble_words(pull.trouble, pull.detail) if pull is not None and pull.trouble else "",
        "held": _held(runs),
        "under_way": run_under_way() is not None,
        "runs": [shown_run(one) for one in runs],
        "proofs": [(kind.value, str(label)) for kind, label in PROOFS.items()],
        "schedules": [(kind.value, str(label)) for kind, label in SCHEDULES.items()],
        "colours": COLOURS,
        "trial": None,
        "failed": "",
    }
    return show(request, "directory", values | more, status=status, template=PAGE)
