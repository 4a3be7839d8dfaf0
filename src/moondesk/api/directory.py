"""The external directory: whether it is carried out, by which rules, and what becomes of whom. It writes by SCIM."""

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from moondesk.api.answers import answer, no_content, page
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input, Key
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.api.places import departments_named
from moondesk.api.shapes import Page
from moondesk.directory import actions
from moondesk.directory.models import NAME_LENGTH, DirectoryRule
from moondesk.directory.queries import (
    Planned,
    all_groups,
    all_rules,
    get_person,
    get_rule,
    people_to_page,
    plan,
    setup,
)
from moondesk.directory.rules import Attribute, StepKind
from moondesk.organizations.permissions import Permission

router = Router(tags=["Directory"])
router.add_decorator(edge, mode="view")
BASE = "/api/v1/directory"
type Kind = Literal["everyone", "group", "attribute"]
type StepName = Literal["nothing", "join", "invited", "move", "leave", "outside", "conflict"]
type ProblemName = Literal["is_member", "is_owner", "kept_out", "no_address", "no_role", "same_address"]


class _Out(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DirectoryOut(_Out):
    """Whether the directory is carried out, and how many people it would bring, move and send away."""

    is_on: bool
    steps: dict[str, int] = Field(description="People of the directory by what becomes of them")


class DirectoryIn(Input):
    """Whether the directory is carried out."""

    is_on: bool
    however_many: bool = Field(default=False, description="Also when more would leave at once than go unasked")


class DirectoryRuleOut(_Out):
    """One rule. The first that fits a person and has a role gives it; all that fit give their departments."""

    id: uuid.UUID
    kind: Kind
    attribute: str = Field(description="Of an attribute rule, its name in SCIM")
    value: str
    role: str
    department: uuid.UUID | None


class DirectoryRulePage(Page):
    """All rules, in their order."""

    items: list[DirectoryRuleOut]


class DirectoryRuleIn(Input):
    """A new rule, behind all others."""

    kind: Kind
    attribute: Literal[tuple(one.value for one in Attribute)] | None = None  # type: ignore[valid-type]
    value: Annotated[str, StringConstraints(max_length=NAME_LENGTH)] = ""
    role: Key = ""
    department: uuid.UUID | None = None


class DirectoryPersonOut(_Out):
    """One person of the directory, and what becomes of them."""

    id: uuid.UUID
    user_name: str
    name: str
    email: str
    is_active: bool
    groups: list[str]
    member: uuid.UUID | None
    step: StepName
    role: str = Field(description="What they shall have")
    departments: list[uuid.UUID]
    problem: ProblemName | None = Field(description="Why nothing is done until somebody decides")


class DirectoryPersonPage(Page):
    """A page of people."""

    items: list[DirectoryPersonOut]


class DirectoryGroupOut(_Out):
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
    return page(_people(plan(found)), after)


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
    return answer(_people(plan([person]))[0])


@router.get(
    "/directory/groups", response=DirectoryGroupPage, summary="List its groups", operation_id="list_directory_groups"
)
@needs(Permission.DIRECTORY_MANAGE)
def list_groups(request: ApiRequest) -> HttpResponse:
    """All groups by name."""
    return page([{"id": one.pk, "name": one.name, "people": crowd} for one, crowd in all_groups()], None)


@router.get(
    "/directory/rules", response=DirectoryRulePage, summary="List its rules", operation_id="list_directory_rules"
)
@needs(Permission.DIRECTORY_MANAGE)
def list_rules(request: ApiRequest) -> HttpResponse:
    """The rules in their order."""
    return page([_rule(one) for one in all_rules()], None)


@router.post(
    "/directory/rules", response={201: DirectoryRuleOut}, summary="Add a rule", operation_id="create_directory_rule"
)
@needs(Permission.DIRECTORY_MANAGE)
def create_rule(request: ApiRequest, new: DirectoryRuleIn) -> HttpResponse:
    """Adds a rule behind the others, and carries it out when the directory is switched on."""
    department = departments_named([new.department])[0] if new.department else None
    rule = actions.NewRule(new.kind, new.attribute or "", new.value, new.role, department)
    return answer(_rule(actions.add_rule(rule, by=request.actor)), status=201)


@router.delete(
    "/directory/rules/{uuid:rule_id}",
    response={204: None},
    summary="Remove a rule",
    operation_id="delete_directory_rule",
)
@needs(Permission.DIRECTORY_MANAGE)
def delete_rule(request: ApiRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Takes a rule away. Whom no other gives a role leaves, when the directory is switched on."""
    actions.remove_rule(get_rule(rule_id), by=request.actor)
    return no_content()


def _rule(one: DirectoryRule) -> dict[str, Any]:
    about = {"id": one.pk, "department": one.department_id}
    return about | {name: getattr(one, name) for name in ("kind", "attribute", "value", "role")}


def _people(planned: Sequence[Planned]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.person.pk,
            "user_name": one.person.user_name,
            "name": one.facts.name,
            "email": one.facts.email,
            "is_active": one.facts.is_active,
            "groups": sorted(one.facts.groups),
            "member": one.person.member_id,
            "step": one.step.kind,
            "role": one.step.role,
            "departments": sorted(one.step.departments),
            "problem": one.step.problem,
        }
        for one in planned
    ]
