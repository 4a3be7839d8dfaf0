"""The rules of the external directory: read, written, put in order, and looked at before they are carried out."""

import uuid
from collections import Counter
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Router
from pydantic import Field, StringConstraints

from moondesk.api.answers import answer, no_content, page
from moondesk.api.directory import DirectoryPersonOut, Out, shown_people
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input, Key
from moondesk.api.places import departments_named
from moondesk.api.shapes import Page
from moondesk.directory import actions
from moondesk.directory.models import NAME_LENGTH, DirectoryRule
from moondesk.directory.queries import all_rules, get_rule, plan
from moondesk.directory.rules import Attribute, StepKind
from moondesk.organizations.permissions import Permission

router = Router(tags=["Directory"])
router.add_decorator(edge, mode="view")
SHOWN = 200
_CHANGES = (StepKind.JOIN, StepKind.MOVE, StepKind.LEAVE, StepKind.CONFLICT)
type Kind = Literal["everyone", "group", "attribute"]


class DirectoryRuleOut(Out):
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
    """A rule as it shall be; a new one comes behind all others."""

    kind: Kind
    attribute: Literal[tuple(one.value for one in Attribute)] | None = None  # type: ignore[valid-type]
    value: Annotated[str, StringConstraints(max_length=NAME_LENGTH)] = ""
    role: Key = ""
    department: uuid.UUID | None = None


class DirectoryRuleOrderIn(Input):
    """The order of the rules."""

    rules: Annotated[list[uuid.UUID], Field(max_length=actions.MOST_RULES)]


class DirectoryTrialIn(Input):
    """Rules to be tried; without any, those that are there."""

    rules: Annotated[list[DirectoryRuleIn], Field(max_length=actions.MOST_RULES)] | None = None


class DirectoryTrialOut(Out):
    """What would become of everybody by some rules."""

    steps: dict[str, int] = Field(description="People of the directory by what would become of them")
    people: list[DirectoryPersonOut] = Field(description="The first 200 who would join, move, leave or be a conflict")


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
    return answer(_rule(actions.add_rule(_new(new), by=request.actor)), status=201)


@router.put(
    "/directory/rules/order",
    response=DirectoryRulePage,
    summary="Order the rules",
    operation_id="order_directory_rules",
)
@needs(Permission.DIRECTORY_MANAGE)
def order_rules(request: ApiRequest, order: DirectoryRuleOrderIn) -> HttpResponse:
    """Puts the rules into an order; those not named come last. Carried out when the directory is switched on."""
    actions.order_rules(order.rules, by=request.actor)
    return page([_rule(one) for one in all_rules()], None)


@router.put(
    "/directory/rules/{uuid:rule_id}",
    response=DirectoryRuleOut,
    summary="Change a rule",
    operation_id="change_directory_rule",
)
@needs(Permission.DIRECTORY_MANAGE)
def change_rule(request: ApiRequest, rule_id: uuid.UUID, wanted: DirectoryRuleIn) -> HttpResponse:
    """Makes a rule what it shall be, in its place. Carried out when the directory is switched on."""
    found = get_rule(rule_id)
    actions.change_rule(found, _new(wanted), by=request.actor)
    return answer(_rule(found))


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


@router.post("/directory/trial", response=DirectoryTrialOut, summary="Try rules", operation_id="try_directory_rules")
@needs(Permission.DIRECTORY_MANAGE)
def try_rules(request: ApiRequest, trial: DirectoryTrialIn) -> HttpResponse:
    """Who would join, move and leave by some rules, and how. Nothing is kept or carried out."""
    rules = None if trial.rules is None else [_unsaved(one) for one in trial.rules]
    planned = plan(rules=rules)
    steps = Counter(one.step.kind for one in planned)
    changing = [one for one in planned if one.step.kind in _CHANGES]
    return answer({"steps": {kind.value: steps[kind] for kind in StepKind}, "people": shown_people(changing[:SHOWN])})


def _new(one: DirectoryRuleIn) -> actions.NewRule:
    department = departments_named([one.department])[0] if one.department else None
    return actions.NewRule(one.kind, one.attribute or "", one.value, one.role, department)


def _unsaved(one: DirectoryRuleIn) -> DirectoryRule:
    new = _new(one)
    about = {name: getattr(new, name) for name in ("kind", "attribute", "value", "role", "department")}
    return DirectoryRule(**about)


def _rule(one: DirectoryRule) -> dict[str, Any]:
    about = {"id": one.pk, "department": one.department_id}
    return about | {name: getattr(one, name) for name in ("kind", "attribute", "value", "role")}
