"""The external directory: whether it is carried out, by which rules, and what becomes of whom. It writes by SCIM."""

import datetime
import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from moondesk.api.answers import answer, page
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.api.shapes import Page
from moondesk.directory import actions
from moondesk.directory.queries import (
    Planned,
    all_groups,
    get_person,
    latest_entries,
    people_to_page,
    plan,
    setup,
)
from moondesk.directory.rules import StepKind
from moondesk.organizations.permissions import Permission

router = Router(tags=["Directory"])
router.add_decorator(edge, mode="view")
BASE = "/api/v1/directory"
type StepName = Literal["nothing", "join", "invited", "move", "leave", "outside", "conflict"]
type ProblemName = Literal["is_member", "is_owner", "kept_out", "no_address", "no_role", "same_address"]


class Out(BaseModel):
    """What is answered about a directory."""

    model_config = ConfigDict(extra="forbid")


class DirectoryOut(Out):
    """Whether the directory is carried out, and how many people it would bring, move and send away."""

    is_on: bool
    steps: dict[str, int] = Field(description="People of the directory by what becomes of them")


class DirectoryIn(Input):
    """Whether the directory is carried out."""

    is_on: bool
    however_many: bool = Field(default=False, description="Also when more would leave at once than go unasked")


class DirectoryPersonOut(Out):
    """One person of the directory, and what becomes of them."""

    id: uuid.UUID
    user_name: str
    name: str
    email: str
    is_active: bool
    groups: list[str]
    member: uuid.UUID | None
    is_left_out: bool = Field(description="Whether somebody here said that nothing is done about them")
    step: StepName
    role: str = Field(description="What they shall have")
    departments: list[uuid.UUID]
    problem: ProblemName | None = Field(description="Why nothing is done until somebody decides")


class DirectoryPersonPage(Page):
    """A page of people."""

    items: list[DirectoryPersonOut]


class DirectoryPlaceOut(Out):
    """A role and the names of departments; empty before somebody joined and after they left."""

    role: str = ""
    departments: list[str] = []


class DirectoryEntryOut(Out):
    """One thing that the directory brought about."""

    id: uuid.UUID
    done: Literal["joined", "invited", "moved", "left"]
    name: str
    email: str
    member: uuid.UUID | None
    old: DirectoryPlaceOut
    new: DirectoryPlaceOut
    created_at: datetime.datetime


class DirectoryEntryPage(Page):
    """The latest of them."""

    items: list[DirectoryEntryOut]


class DirectoryGroupOut(Out):
    """One group of the directory."""

    id: uuid.UUID
    name: str
    people: int


class DirectoryGroupPage(Page):
    """All groups."""

    items: list[DirectoryGroupOut]


@router.get("/directory", response=DirectoryOut, summary="Read the directory", operation_id="get_directory")
@needs(Permission.DIRECTORY_MANAGE)
def get_directory(request: ApiRequest) -> HttpResponse:
    """Whether what it says is carried out, and what that would do now."""
    return answer(_directory())


@router.put("/directory", response=DirectoryOut, summary="Switch the directory", operation_id="switch_directory")
@needs(Permission.DIRECTORY_MANAGE)
def switch_directory(request: ApiRequest, wanted: DirectoryIn) -> HttpResponse:
    """Carries it out from now on, or stops. Refused with `directory_too_many_leavers` until you say `however_many`."""
    actions.switch(on=wanted.is_on, by=request.actor, however_many=wanted.however_many)
    return answer(_directory())


def _directory() -> dict[str, Any]:
    steps = Counter(one.step.kind for one in plan())
    return {"is_on": setup().is_on, "steps": {kind.value: steps[kind] for kind in StepKind}}


@router.get(
    "/directory/people", response=DirectoryPersonPage, summary="List its people", operation_id="list_directory_people"
)
@needs(Permission.DIRECTORY_MANAGE, parameters=PARAMETERS)
def list_people(request: ApiRequest) -> HttpResponse:
    """People by user name, each with what becomes of them."""
    found, after = paged(people_to_page(), read_page(request, sorts={"user_name": str}, default="user_name"))
    return page(shown_people(plan(found)), after)


@router.post(
    "/directory/people/{uuid:person_id}/connection",
    response=DirectoryPersonOut,
    summary="Connect a person with a member",
    operation_id="connect_directory_person",
)
@needs(Permission.DIRECTORY_MANAGE)
def connect_person(request: ApiRequest, person_id: uuid.UUID) -> HttpResponse:
    """Says that a person is the member who has their address: from then on the directory decides about that member."""
    person = get_person(person_id, lock=True)
    actions.connect(person, by=request.actor)
    return answer(shown_people(plan([person]))[0])


@router.get(
    "/directory/groups", response=DirectoryGroupPage, summary="List its groups", operation_id="list_directory_groups"
)
@needs(Permission.DIRECTORY_MANAGE)
def list_groups(request: ApiRequest) -> HttpResponse:
    """All groups by name."""
    return page([{"id": one.pk, "name": one.name, "people": crowd} for one, crowd in all_groups()], None)


@router.post(
    "/directory/people/{uuid:person_id}/return",
    response=DirectoryPersonOut,
    summary="Let a member back in",
    operation_id="let_directory_person_in",
)
@needs(Permission.DIRECTORY_MANAGE)
def let_person_in(request: ApiRequest, person_id: uuid.UUID) -> HttpResponse:
    """Lets the directory bring back a member whom somebody here deactivated (`kept_out`)."""
    person = get_person(person_id, lock=True)
    actions.let_in(person, by=request.actor)
    return answer(shown_people(plan([person]))[0])


@router.put(
    "/directory/people/{uuid:person_id}/exclusion",
    response=DirectoryPersonOut,
    summary="Leave a person out",
    operation_id="leave_directory_person_out",
)
@needs(Permission.DIRECTORY_MANAGE)
def leave_person_out(request: ApiRequest, person_id: uuid.UUID) -> HttpResponse:
    """Does nothing about a person from now on, whatever the directory says."""
    return _left_out(request, person_id, out=True)


@router.delete(
    "/directory/people/{uuid:person_id}/exclusion",
    response=DirectoryPersonOut,
    summary="Consider a person again",
    operation_id="consider_directory_person",
)
@needs(Permission.DIRECTORY_MANAGE)
def consider_person(request: ApiRequest, person_id: uuid.UUID) -> HttpResponse:
    """Ends that nothing is done about a person."""
    return _left_out(request, person_id, out=False)


def _left_out(request: ApiRequest, person_id: uuid.UUID, *, out: bool) -> HttpResponse:
    person = get_person(person_id, lock=True)
    actions.leave_out(person, out, by=request.actor)
    return answer(shown_people(plan([get_person(person_id)]))[0])


@router.get(
    "/directory/entries",
    response=DirectoryEntryPage,
    summary="List what it brought about",
    operation_id="list_directory_entries",
)
@needs(Permission.DIRECTORY_MANAGE)
def list_entries(request: ApiRequest) -> HttpResponse:
    """The latest 50 who joined, were invited, moved or left because of the directory, the last first."""
    names = ("id", "done", "name", "email", "old", "new", "created_at")
    rows = [{name: getattr(one, name) for name in names} | {"member": one.member_id} for one in latest_entries()]
    return page(rows, None)


def shown_people(planned: Sequence[Planned]) -> list[dict[str, Any]]:
    """Return people and what becomes of them, as the API writes them."""
    return [
        {
            "id": one.person.pk,
            "user_name": one.person.user_name,
            "name": one.facts.name,
            "email": one.facts.email,
            "is_active": one.facts.is_active,
            "groups": sorted(one.facts.groups),
            "member": one.person.member_id,
            "is_left_out": one.person.left_out,
            "step": one.step.kind,
            "role": one.step.role,
            "departments": sorted(one.step.departments),
            "problem": one.step.problem,
        }
        for one in planned
    ]
