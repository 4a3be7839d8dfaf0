"""The workflow: statuses, who may move tickets where, and when they close and reopen by themselves."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from moondesk.api.answers import answer, check_content, content_etag, page, unchanged
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.errors import UnknownParameter
from moondesk.api.shapes import RetirementOut, StatusPage, TimesOut, TransitionPage
from moondesk.api.workflow_inputs import RetirementIn, StatusIn, StatusPatch, TimesPatch, TransitionsIn
from moondesk.organizations.permissions import Permission
from moondesk.tickets import actions
from moondesk.tickets.errors import StatusNotFound
from moondesk.tickets.models import Status
from moondesk.tickets.schemas import StatusOut
from moondesk.tickets.statuses import latest_moves, read_workflow
from moondesk.tickets.workflow import WaitsFor

router = Router(tags=["Workflow"])
router.add_decorator(edge, mode="view")


def status_out(status: Status) -> dict[str, Any]:
    """Return a status in the shape of ``StatusOut``."""
    names = ("key", "stage", "labels", "customer_labels", "position", "is_default", "needs_note", "wip_limit")
    return (
        {"id": status.pk}
        | {name: getattr(status, name) for name in names}
        | {
            "colour": status.shown_colour,
            "waits_for": status.waits_for or None,
            "retired": status.retired_at is not None,
        }
    )


def _status(key: str) -> Status:
    status = Status.objects.filter(key=key).first()
    if status is None:
        raise StatusNotFound("There is no such status.")
    return status


@router.get("/statuses", response=StatusPage, summary="List statuses", operation_id="list_statuses")
@needs(None, parameters=("retired",))
def list_statuses(request: ApiRequest) -> HttpResponse:
    """The statuses in order. Those that no ticket can take any more are in the list with `retired=true`."""
    retired = _flag(request, "retired")
    statuses = Status.objects.all() if retired else Status.objects.filter(retired_at=None)
    return page([status_out(status) for status in statuses], None)


def _flag(request: HttpRequest, name: str) -> bool:
    value = request.GET.get(name, "false")
    if value not in ("true", "false"):
        text = "Say true or false."
        raise UnknownParameter(text, fields={name: text})
    return value == "true"


@router.post("/statuses", response={201: StatusOut}, summary="Add a status", operation_id="create_status")
@needs(Permission.WORKFLOW_MANAGE)
def create_status(request: ApiRequest, new: StatusIn) -> HttpResponse:
    """Adds a status at the end of its stage. Every move to and from it is open until you limit it."""
    fields = new.model_dump(exclude={"stage", "labels"}) | {
        "colour": new.colour or "",
        "waits_for": WaitsFor(new.waits_for or ""),
    }
    added = actions.add_status(new.stage, new.labels, by=request.actor, **fields)
    shown = status_out(added)
    return answer(shown, status=201, etag=content_etag(shown), location=f"/api/v1/statuses/{added.key}")


@router.get("/statuses/{slug:key}", response=StatusOut, summary="Read a status", operation_id="get_status")
@needs(None)
def get_status(request: ApiRequest, key: str) -> HttpResponse:
    """One status, also a retired one."""
    shown = status_out(_status(key))
    etag = content_etag(shown)
    return unchanged(request, etag) or answer(shown, etag=etag)


@router.patch("/statuses/{slug:key}", response=StatusOut, summary="Change a status", operation_id="update_status")
@needs(Permission.WORKFLOW_MANAGE)
def update_status(request: ApiRequest, key: str, changes: StatusPatch) -> HttpResponse:
    """Renames, recolours or moves a status, or makes it the default. Its stage cannot change."""
    status = _status(key)
    check_content(request, status_out(status))
    given = changes.model_dump(exclude_unset=True)
    position = given.pop("position", None)
    if "colour" in given:
        given["colour"] = given["colour"] or ""
    if "waits_for" in given:
        given["waits_for"] = WaitsFor(given["waits_for"] or "")
    if given.get("stage", "") is None:
        del given["stage"]
    order = () if position is None else _order(status, position)
    actions.change_workflow(actions.WorkflowEdit({key: given}, order=order), by=request.actor)
    shown = status_out(_status(key))
    return answer(shown, etag=content_etag(shown))


def _order(status: Status, position: int) -> Sequence[str]:
    keys = list(Status.objects.filter(stage=status.stage, retired_at=None).values_list("key", flat=True))
    others = [key for key in keys if key != status.key]
    return [*others[:position], status.key, *others[position:]]


@router.post(
    "/statuses/{slug:key}/retirement",
    response={202: RetirementOut},
    summary="Retire a status",
    operation_id="retire_status",
)
@needs(Permission.WORKFLOW_MANAGE)
def retire_status(request: ApiRequest, key: str, retirement: RetirementIn) -> HttpResponse:
    """Lets no ticket take the status any more. Those that have it get another one, in the background, without mails."""
    actions.retire_status(key, to=retirement.to, by=request.actor)
    return answer(_retirement(key), status=202, location=f"/api/v1/statuses/{key}/retirement")


@router.get(
    "/statuses/{slug:key}/retirement",
    response=RetirementOut,
    summary="Follow a retirement",
    operation_id="get_retirement",
)
@needs(None)
def get_retirement(request: ApiRequest, key: str) -> HttpResponse:
    """How many tickets of a retired status have moved."""
    return answer(_retirement(key))


@router.delete(
    "/statuses/{slug:key}/retirement",
    response=StatusOut,
    summary="Bring a status back",
    operation_id="restore_status",
)
@needs(Permission.WORKFLOW_MANAGE)
def restore_status(request: ApiRequest, key: str) -> HttpResponse:
    """Lets tickets take the status again. Those that moved away stay where they are."""
    actions.restore_status(key, by=request.actor)
    return answer(status_out(_status(key)))


def _retirement(key: str) -> dict[str, Any]:
    move = latest_moves().get(_status(key).pk)
    if move is None:
        raise StatusNotFound("This status is not retired.")
    return {
        "to": move.new.key,
        "total": move.total,
        "moved": move.moved,
        "started_at": move.started_at,
        "finished_at": move.finished_at,
    }


@router.get(
    "/transitions", response=TransitionPage, by_alias=True, summary="List transitions", operation_id="list_transitions"
)
@needs(None)
def list_transitions(request: ApiRequest) -> HttpResponse:
    """Every move between two statuses, and who may make it."""
    workflow = read_workflow()
    keys = [step.key for step in workflow.live]
    limits = workflow.limits
    return page(
        [
            {"from": old, "to": new, "roles": sorted(limits[old, new]) if (old, new) in limits else None}
            for old in keys
            for new in keys
            if old != new
        ],
        None,
    )


@router.put(
    "/transitions",
    response=TransitionPage,
    by_alias=True,
    summary="Limit transitions",
    operation_id="update_transitions",
)
@needs(Permission.WORKFLOW_MANAGE)
def update_transitions(request: ApiRequest, limits: TransitionsIn) -> HttpResponse:
    """Says for some moves who may make them. What Moondesk does by itself, as after a customer's answer, goes on."""
    moves = {(one.from_, one.to): None if one.roles is None else frozenset(one.roles) for one in limits.transitions}
    actions.change_workflow(actions.WorkflowEdit(moves=moves), by=request.actor)
    return list_transitions(request)


@router.get("/workflow/times", response=TimesOut, summary="Read the times", operation_id="get_times")
@needs(None)
def get_times(request: ApiRequest) -> HttpResponse:
    """When resolved tickets close, and for how long an answer reopens them."""
    return answer(_times())


@router.patch("/workflow/times", response=TimesOut, summary="Change the times", operation_id="update_times")
@needs(Permission.WORKFLOW_MANAGE)
def update_times(request: ApiRequest, changes: TimesPatch) -> HttpResponse:
    """Changes the times of the organization, and of single departments."""
    given = changes.model_dump(exclude_unset=True)
    departments = given.pop("departments", [])
    wanted: dict[str, Any] = {"": given} if given else {}
    for one in departments:
        wanted[str(one.pop("department"))] = one
    actions.change_times(wanted, by=request.actor)
    return answer(_times())


def _times() -> dict[str, Any]:
    times = actions.read_times()
    own = times.pop("")
    return own | {"departments": [{"department": key} | values for key, values in times.items()]}


@router.delete("/workflow/change", response=StatusPage, summary="Undo the last change", operation_id="undo_workflow")
@needs(Permission.WORKFLOW_MANAGE)
def undo_workflow(request: ApiRequest) -> HttpResponse:
    """Takes back the last change of statuses, transitions or times; doing it again brings it back."""
    actions.undo_workflow(by=request.actor)
    return page([status_out(status) for status in Status.objects.filter(retired_at=None)], None)
