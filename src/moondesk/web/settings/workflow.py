"""The workflow: statuses, who may move tickets where, and when they close and reopen by themselves."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.kit.errors import InvalidInput
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import department_tree
from moondesk.tickets import actions
from moondesk.tickets.actions import editing
from moondesk.tickets.models import Status
from moondesk.tickets.rules import Stage
from moondesk.tickets.statuses import latest_moves, read_workflow, tickets_by_status
from moondesk.tickets.workflow import WaitsFor, Workflow, mark_of
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.levels import level
from moondesk.web.settings import workflow_form as form
from moondesk.web.settings import workflow_shown as shown
from moondesk.web.settings.page import carry_out, show
from moondesk.web.settings.workflow_graph import graph_of

_HISTORY = 20


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.SETTINGS_OPEN)
def workflow(request: TenantRequest) -> HttpResponse:
    """Show the workflow, and save what was changed in its form."""
    if request.method != "POST":
        return _page(request)
    current = read_workflow()
    edit = form.read_edit(request.POST, current)

    def save() -> None:
        actions.change_workflow(edit, by=request.actor, seen=request.POST.get("seen", ""))

    def again(request: TenantRequest, **more: Any) -> HttpResponse:
        return _page(request, typed_workflow=editing.edited(read_workflow(), edit), **more)

    return carry_out(request, "workflow", save, _("The workflow is saved."), again)


@require_POST
@in_desk(Permission.WORKFLOW_MANAGE)
def add(request: TenantRequest) -> HttpResponse:
    """Add a status."""

    def create() -> None:
        stage = request.POST.get("stage", "")
        if stage not in set(Stage):
            text = _("This cannot be chosen.")
            raise InvalidInput(text, fields={"stage": text})
        waits = request.POST.get("waits_for", "") if stage == Stage.WAITING else ""
        labels, customer_labels = form.new_labels(request.POST)
        actions.add_status(
            Stage(stage),
            labels,
            customer_labels=customer_labels,
            colour=request.POST.get("colour", ""),
            waits_for=WaitsFor(waits) if waits in set(WaitsFor) else WaitsFor.NOBODY,
            by=request.actor,
        )

    return carry_out(request, "workflow", create, _("The status is there. All moves to and from it are open."), _page)


@require_POST
@in_desk(Permission.WORKFLOW_MANAGE)
def retire(request: TenantRequest, key: str) -> HttpResponse:
    """Retire a status and move its tickets to another."""
    act = lambda: actions.retire_status(key, to=request.POST.get("to", ""), by=request.actor)  # noqa: E731
    return carry_out(request, "workflow", act, _("The status is retired. Its tickets are on their way."), _page)


@require_POST
@in_desk(Permission.WORKFLOW_MANAGE)
def restore(request: TenantRequest, key: str) -> HttpResponse:
    """Let tickets take a retired status again."""
    act = lambda: actions.restore_status(key, by=request.actor)  # noqa: E731
    said = _("The status is back. Tickets that moved away stay where they are.")
    return carry_out(request, "workflow", act, said, _page)


@require_POST
@in_desk(Permission.WORKFLOW_MANAGE)
def limit(request: TenantRequest) -> HttpResponse:
    """Say who may make one move."""
    who = request.POST.get("who", "")
    roles = {"all": None, "nobody": frozenset[str]()}.get(who, frozenset(request.POST.getlist("roles")))
    move = (request.POST.get("old", ""), request.POST.get("new", ""))
    act = lambda: actions.change_workflow(actions.WorkflowEdit(moves={move: roles}), by=request.actor)  # noqa: E731
    return carry_out(request, "workflow", act, _("The workflow is saved."), _page)


@require_POST
@in_desk(Permission.WORKFLOW_MANAGE)
def times(request: TenantRequest) -> HttpResponse:
    """Say when tickets close and for how long they reopen."""
    wanted = form.read_times(request.POST, [str(one.pk) for one, _depth in department_tree()])
    act = lambda: actions.change_times(wanted, by=request.actor)  # noqa: E731
    return carry_out(request, "workflow", act, _("Saved."), _page)


@require_POST
@in_desk(Permission.WORKFLOW_MANAGE)
def undo(request: TenantRequest) -> HttpResponse:
    """Take back the last change."""
    act = lambda: actions.undo_workflow(by=request.actor)  # noqa: E731
    return carry_out(request, "workflow", act, _("The last change is taken back."), _page)


def _page(
    request: TenantRequest, *, status: int = 200, typed_workflow: Workflow | None = None, **more: Any
) -> HttpResponse:
    current = read_workflow()
    drawn = typed_workflow or current
    rows = {one.pk: one for one in Status.objects.all()}
    counts = {rows[pk].key: number for pk, number in tickets_by_status().items() if pk in rows}
    moves = {rows[pk].key: shown.shown_move(move) for pk, move in latest_moves().items()}
    names = {one.key: one.label() for one in rows.values()}
    tree = [(str(one.pk), one.name, depth) for one, depth in department_tree()]
    told = actions.last_changes(_HISTORY)
    values = shown.choices() | {
        "may_manage": level(request, Element.WORKFLOW).usable,
        "stages": shown.shown_stages(drawn, counts),
        "retired": [shown.shown_step(one) | {"move": moves.get(one.key)} for one in current.steps if one.is_retired],
        "matrix": shown.matrix(drawn),
        "graph": graph_of(drawn),
        "shown_step": shown.shown_step,
        "mark": mark_of(current),
        "is_typed": typed_workflow is not None,
        "in_use": sum(counts.values()),
        "status_options": [(one.key, names[one.key]) for one in current.live],
        "times": actions.read_times(),
        "departments": tree,
        "changes": shown.shown_changes(told, names, {key: name for key, name, _depth in tree}),
    }
    return show(request, "workflow", values | more, status=status)
