"""Members: who works here, what they may do, and where."""

import uuid
from collections.abc import Sequence
from typing import Annotated

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from moondesk.api.answers import answer, check_content, content_etag, page, unchanged
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.errors import NoSuchReference
from moondesk.api.inputs import Input, Key
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.api.places import categories_named, departments_named
from moondesk.api.proof import check_proof_for_owners
from moondesk.api.shapes import MemberPage
from moondesk.handover.actions import Heirs, deactivate_member
from moondesk.kit.errors import NotFound
from moondesk.organizations import actions
from moondesk.organizations.actions.offers import lock_sides
from moondesk.organizations.models import Member, MemberDepartment
from moondesk.organizations.permissions import Permission
from moondesk.organizations.schemas import MemberOut, member_out
from moondesk.tickets.rules import TicketType

router = Router(tags=["Organization"])
router.add_decorator(edge, mode="view")


class MemberNotFound(NotFound):
    """There is no such member."""

    code = "member_not_found"


class MemberPatch(Input):
    """What is to change of a member; what is left out stays."""

    role: Key | None = Field(default=None, description="None that allows more than your own")
    departments: Annotated[list[uuid.UUID], Field(max_length=200)] | None = Field(
        default=None, description="Exactly these, in place of those of now"
    )
    managed_categories: Annotated[list[uuid.UUID], Field(max_length=500)] | None = Field(
        default=None, description="Of a category manager: exactly these, in place of those of now"
    )
    managed_types: Annotated[list[TicketType], Field(max_length=len(TicketType))] | None = Field(
        default=None, description="Of a type manager: exactly these, in place of those of now"
    )


def members_out(members: Sequence[Member]) -> list[dict[str, object]]:
    """Return members in their public shape, each with their departments."""
    places: dict[uuid.UUID, list[uuid.UUID]] = {}
    for place in MemberDepartment.objects.filter(member__in=members).order_by("id"):
        places.setdefault(place.member_id, []).append(place.department_id)
    return [member_out(member, places.get(member.pk, [])) for member in members]


@router.get("/members", response=MemberPage, summary="List members", operation_id="list_members")
@needs(Permission.MEMBER_VIEW, parameters=PARAMETERS)
def list_members(request: ApiRequest) -> HttpResponse:
    """Members by name."""
    found, after = paged(Member.objects.select_related("user"), read_page(request, sorts={"name": str}, default="name"))
    return page(members_out(found), after)


@router.get("/members/{uuid:member_id}", response=MemberOut, summary="Read a member", operation_id="get_member")
@needs(Permission.MEMBER_VIEW)
def get_member(request: ApiRequest, member_id: uuid.UUID) -> HttpResponse:
    """One member."""
    member = Member.objects.select_related("user").filter(pk=member_id).first()
    if member is None:
        raise MemberNotFound("There is no such member.")
    shown = members_out([member])[0]
    etag = content_etag(shown)
    return unchanged(request, etag) or answer(shown, etag=etag)


def _member(member_id: uuid.UUID) -> Member:
    lock_sides(member_id)
    found = Member.objects.select_related("user").filter(pk=member_id).first()
    if found is None:
        raise MemberNotFound("There is no such member.")
    return found


def _answer(member: Member) -> HttpResponse:
    shown = members_out([member])[0]
    return answer(shown, etag=content_etag(shown))


@router.patch("/members/{uuid:member_id}", response=MemberOut, summary="Change a member", operation_id="update_member")
@needs(Permission.MEMBER_MANAGE)
def update_member(request: ApiRequest, member_id: uuid.UUID, changes: MemberPatch) -> HttpResponse:
    """Gives a member another role, other departments, or other categories and types to manage.

    Refused with `more_than_own` for a role above yours or tickets that you do not see, and with `last_owner` when no
    owner would be left. To make or unmake an owner takes an owner's session, proven again lately (`proof_needed`).
    """
    member = _member(member_id)
    check_content(request, members_out([member])[0])
    if changes.role is not None:
        check_proof_for_owners(request, *member.roles, changes.role)
        actions.change_role(member, changes.role, by=request.actor)
    if changes.departments is not None:
        chosen = departments_named(changes.departments)
        actions.change_departments(member, [one.pk for one in chosen], by=request.actor)
    if changes.managed_categories is not None or changes.managed_types is not None:
        categories, types = changes.managed_categories, changes.managed_types
        actions.change_managed(
            member,
            member.managed_categories if categories is None else categories_named(categories),
            member.managed_types if types is None else [one.value for one in types],
            by=request.actor,
        )
    return _answer(member)


@router.post(
    "/members/{uuid:member_id}/reactivation",
    response=MemberOut,
    summary="Activate a member again",
    operation_id="reactivate_member",
)
@needs(Permission.MEMBER_MANAGE)
def reactivate(request: ApiRequest, member_id: uuid.UUID) -> HttpResponse:
    """The member can sign in here again, with the role and departments of before. Their tokens stay revoked."""
    member = _member(member_id)
    check_proof_for_owners(request, *member.roles)
    actions.set_active(member, True, by=request.actor)
    return _answer(member)


class HeirsIn(Input):
    """Who gets the member's open tickets; null is nobody: they wait unassigned in their departments."""

    tickets_to: uuid.UUID | None = None
    departments: Annotated[dict[uuid.UUID, uuid.UUID | None], Field(max_length=200)] = Field(
        default={}, description="Other heirs for the tickets of some departments, by department"
    )


class DeactivatedOut(BaseModel):
    """The member as they are now, and the changes of many tickets that hand theirs on."""

    model_config = ConfigDict(extra="forbid")

    member: MemberOut
    bulk_changes: list[uuid.UUID] = Field(description="To be followed at `/bulk-changes/{id}`")


@router.post(
    "/members/{uuid:member_id}/deactivation",
    response=DeactivatedOut,
    summary="Deactivate a member",
    operation_id="deactivate_member",
)
@needs(Permission.MEMBER_MANAGE)
def deactivate(request: ApiRequest, member_id: uuid.UUID, heirs: HeirsIn) -> HttpResponse:
    """Closes the door for a member: their tokens are revoked, their timer pauses, their open tickets go to others.

    Refused with `last_owner` for the last owner. For an owner, takes an owner's session, proven again lately.
    """
    member = _member(member_id)
    check_proof_for_owners(request, *member.roles)
    wanted = {pk for pk in (heirs.tickets_to, *heirs.departments.values()) if pk is not None}
    known = {one.pk: one for one in Member.objects.filter(pk__in=wanted)}
    if len(known) < len(wanted):
        text = "There is no such member."
        raise NoSuchReference(text, fields={"tickets_to": text})
    departments_named(list(heirs.departments))
    apart = {place: known[heir] if heir else None for place, heir in heirs.departments.items()}
    to = known[heirs.tickets_to] if heirs.tickets_to else None
    changes = deactivate_member(member, Heirs(to, apart), by=request.actor)
    return answer({"member": members_out([member])[0], "bulk_changes": [one.pk for one in changes]})
