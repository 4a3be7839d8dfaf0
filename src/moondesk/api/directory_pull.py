"""The scheduled pull of the directory: from where people are read, a try, readings and what became of them."""

import datetime
import uuid
from collections import Counter
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Router
from pydantic import Field, StringConstraints

from moondesk.api.answers import answer, no_content, page
from moondesk.api.directory import DirectoryPersonOut, Out, shown_people
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input
from moondesk.api.shapes import Page
from moondesk.directory.models import DirectoryPull, DirectoryRun
from moondesk.directory.pull import actions
from moondesk.directory.pull.actions import SECRET_LENGTH, URL_LENGTH, PullEdit
from moondesk.directory.pull.queries import get_pull, get_run, latest_runs
from moondesk.directory.rules import StepKind
from moondesk.organizations.permissions import Permission

router = Router(tags=["Directory"])
router.add_decorator(edge, mode="view")
BASE = "/api/v1/directory/pull/runs/"
SHOWN = 200
_CHANGES = (StepKind.JOIN, StepKind.MOVE, StepKind.LEAVE, StepKind.CONFLICT)
type ProofName = Literal["bearer", "basic", "header"]
type ScheduleName = Literal["quarter", "hour", "six_hours", "day"]
type StateName = Literal["waiting", "running", "done", "same", "held", "failed"]
_TROUBLE = "What went wrong, empty if nothing did; docs/api/directory-pull.md has them all"


class DirectoryPullOut(Out):
    """From where people are read by the clock. Its secret is never given out."""

    url: str
    proof: ProofName = Field(description="How Moondesk proves who it is there")
    name: str = Field(description="The user name of HTTP basic, or the name of the header")
    schedule: ScheduleName
    daily_at: datetime.time = Field(description="For `day`: when, by the organization's clock")
    is_on: bool
    next_at: datetime.datetime | None
    failures: int = Field(description="How many in a row")
    trouble: str = Field(description=_TROUBLE)
    detail: str
    last_success_at: datetime.datetime | None
    last_failure_at: datetime.datetime | None


class DirectoryPullIn(Input):
    """From where people shall be read by the clock."""

    url: Annotated[str, StringConstraints(max_length=URL_LENGTH)]
    proof: ProofName = "bearer"
    name: Annotated[str, StringConstraints(max_length=254)] = ""
    secret: Annotated[str, StringConstraints(max_length=SECRET_LENGTH)] = Field(
        default="", description="Empty keeps the one that is kept, while it goes to the same place"
    )
    schedule: ScheduleName = "hour"
    daily_at: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "03:00"


class DirectoryPullSwitchIn(Input):
    """Whether it is read by the clock."""

    is_on: bool


class DirectoryNoteOut(Out):
    """What is said about one person or group of a listing, or about a field."""

    code: str
    id: str
    detail: str


class DirectoryRunOut(Out):
    """One reading of the other system."""

    id: uuid.UUID
    state: StateName
    is_full: bool = Field(description="Whether it was a whole listing; else only what changed")
    takes_fewer: bool
    pages: int
    read: int = Field(description="Entries: people and groups")
    joined: int
    moved: int
    left: int
    conflicts: int
    skipped: int = Field(description="Entries that stay as they are known, as something about them is wrong")
    trouble: str = Field(description=_TROUBLE)
    detail: str
    notes: list[DirectoryNoteOut]
    created_at: datetime.datetime
    finished_at: datetime.datetime | None


class DirectoryRunPage(Page):
    """The latest readings."""

    items: list[DirectoryRunOut]


class DirectoryRunIn(Input):
    """A reading of the whole listing, now."""

    takes_fewer: bool = Field(default=False, description="Also when far fewer people are listed than are known")


class DirectoryPullTrialOut(Out):
    """What the first page would do."""

    read: int
    has_more: bool = Field(description="Whether there are more pages")
    skipped: int
    steps: dict[str, int]
    people: list[DirectoryPersonOut] = Field(description="The first 200 who would join, move, leave or be a conflict")
    notes: list[DirectoryNoteOut]


@router.get("/directory/pull", response=DirectoryPullOut, summary="Read the pull", operation_id="get_directory_pull")
@needs(Permission.DIRECTORY_MANAGE)
def read_pull(request: ApiRequest) -> HttpResponse:
    """From where and how often people are read, and how that went."""
    return answer(_pull(get_pull()))


@router.put("/directory/pull", response=DirectoryPullOut, summary="Set up the pull", operation_id="set_directory_pull")
@needs(Permission.DIRECTORY_MANAGE)
def set_pull(request: ApiRequest, wanted: DirectoryPullIn) -> HttpResponse:
    """Sets it up, or changes it. A new one is off."""
    return answer(_pull(actions.set_pull(PullEdit(**wanted.model_dump()), by=request.actor)))


@router.delete("/directory/pull", response={204: None}, summary="Remove the pull", operation_id="delete_directory_pull")
@needs(Permission.DIRECTORY_MANAGE)
def delete_pull(request: ApiRequest) -> HttpResponse:
    """Reads no more. Its people stay as they are, and belong to SCIM from then on."""
    actions.remove_pull(by=request.actor)
    return no_content()


@router.put(
    "/directory/pull/state",
    response=DirectoryPullOut,
    summary="Switch the pull",
    operation_id="switch_directory_pull",
)
@needs(Permission.DIRECTORY_MANAGE)
def switch_pull(request: ApiRequest, wanted: DirectoryPullSwitchIn) -> HttpResponse:
    """Reads by the clock from now on, or stops."""
    actions.switch_pull(wanted.is_on, by=request.actor)
    return answer(_pull(get_pull()))


@router.post(
    "/directory/pull/trial", response=DirectoryPullTrialOut, summary="Try the pull", operation_id="try_directory_pull"
)
@needs(Permission.DIRECTORY_MANAGE)
def try_pull(request: ApiRequest) -> HttpResponse:
    """Reads the first page, keeps nothing and says what it would do. 409 `directory_pull_failed` says what is wrong."""
    found = actions.try_pull(by=request.actor)
    steps = Counter(one.step.kind for one in found.planned)
    changing = [one for one in found.planned if one.step.kind in _CHANGES]
    return answer(
        {
            "read": found.read,
            "has_more": found.has_more,
            "skipped": found.skipped,
            "steps": {kind.value: steps[kind] for kind in StepKind},
            "people": shown_people(changing[:SHOWN]),
            "notes": [{"code": one.code, "id": one.about, "detail": one.detail} for one in found.notes],
        }
    )


@router.get(
    "/directory/pull/runs", response=DirectoryRunPage, summary="List readings", operation_id="list_directory_runs"
)
@needs(Permission.DIRECTORY_MANAGE)
def list_runs(request: ApiRequest) -> HttpResponse:
    """The latest 20 readings, the last first."""
    return page([_run(one) for one in latest_runs()], None)


@router.post(
    "/directory/pull/runs", response={201: DirectoryRunOut}, summary="Read now", operation_id="create_directory_run"
)
@needs(Permission.DIRECTORY_MANAGE)
def create_run(request: ApiRequest, wanted: DirectoryRunIn) -> HttpResponse:
    """Has a worker read the whole listing now. 409 `directory_pull_busy` while one is read."""
    made = actions.run_now(by=request.actor, takes_fewer=wanted.takes_fewer)
    return answer(_run(made), status=201, location=f"{BASE}{made.pk}")


@router.get(
    "/directory/pull/runs/{uuid:run_id}",
    response=DirectoryRunOut,
    summary="Read one reading",
    operation_id="get_directory_run",
)
@needs(Permission.DIRECTORY_MANAGE)
def read_run(request: ApiRequest, run_id: uuid.UUID) -> HttpResponse:
    """How far it is, what was read and what came of it."""
    return answer(_run(get_run(run_id)))


def _pull(one: DirectoryPull) -> dict[str, Any]:
    return {name: getattr(one, name) for name in DirectoryPullOut.model_fields}


def _run(one: DirectoryRun) -> dict[str, Any]:
    return {name: getattr(one, name) for name in DirectoryRunOut.model_fields}
