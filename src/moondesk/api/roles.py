"""Roles: what each allows, an organization's own ones, and why a member may do something."""

import uuid
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from moondesk.api.answers import answer, check_content, content_etag, no_content, page, unchanged
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.errors import UnknownParameter
from moondesk.api.inputs import Input, Key
from moondesk.api.members import MemberNotFound
from moondesk.api.shapes import Page
from moondesk.organizations import actions
from moondesk.organizations.actions import RoleDraft
from moondesk.organizations.elements import levels_of
from moondesk.organizations.errors import RoleNotFound
from moondesk.organizations.explaining import Cause, why
from moondesk.organizations.models import Member
from moondesk.organizations.permission_texts import AREAS
from moondesk.organizations.permissions import NEEDS, Permission
from moondesk.organizations.queries import member_actor
from moondesk.organizations.roles import RoleView, all_roles, get_custom, holders
from moondesk.tickets.explaining import Reach, sight_of
from moondesk.tickets.queries import get_visible

router = Router(tags=["Roles"])
router.add_decorator(edge, mode="view")
type Code = Annotated[str, Field(max_length=60)]
type Codes = Annotated[list[Code], Field(max_length=100)]
type Name = Annotated[str, Field(max_length=60)]
type Description = Annotated[str, Field(max_length=200)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PermissionOut(_Shape):
    """One thing that can be allowed."""

    code: str = Field(examples=["tickets:note:view"])
    name: str
    about: str
    area: str
    needs: str | None = Field(description="The permission without which it is worth nothing")


class PermissionPage(Page):
    """All permissions."""

    items: list[PermissionOut]


class RoleOut(_Shape):
    """One role that members can have."""

    key: str
    name: str
    description: str
    built_in: bool
    inherits: str | None = Field(description="The key of the role it stands on; null for a built-in one")
    adds: list[str]
    removes: list[str]
    permissions: list[str] = Field(description="What it comes to")
    elements: dict[str, str] = Field(description="What of the interface it gives: none, view, interact or full")
    members: int = Field(description="How many active members have it")


class RolePage(Page):
    """All roles."""

    items: list[RoleOut]


class RoleIn(Input):
    """A new role."""

    name: Name
    inherits: Key = Field(description="The key of a role but the owner's")
    description: Description = ""
    adds: Codes = Field(default=[], description="Codes of permissions; none that you do not have")
    removes: Codes = Field(default=[])


class RolePatch(Input):
    """Changes of a role; what is left out stays as it is."""

    name: Name | None = None
    inherits: Key | None = None
    description: Description | None = None
    adds: Codes | None = None
    removes: Codes | None = None


class SayOut(_Shape):
    """What one of a member's roles says."""

    role: str
    name: str
    allows: bool
    cause: Cause
    needs: str | None = Field(description="The permission that is missing, where the cause is `needs_other`")


class AccessOut(_Shape):
    """Whether and why a member may do something."""

    permission: str
    allowed: bool = Field(description="Whether they may do it at all; whether with the ticket, `sees` says")
    is_active: bool
    roles: list[SayOut]
    sees: bool | None = Field(description="Whether they see the ticket that was asked for")
    reaches: list[Reach] = Field(description="What brings the ticket into their sight")


def role_out(role: RoleView, members: int) -> dict[str, Any]:
    """Return a role in the shape of ``RoleOut``."""
    own = role.custom
    return {
        "key": role.key,
        "name": role.name,
        "description": own.description if own else "",
        "built_in": own is None,
        "inherits": role.inherits or None,
        "adds": own.adds if own else [],
        "removes": own.removes if own else [],
        "permissions": sorted(role.permissions),
        "elements": levels_of(role.permissions),
        "members": members,
    }


def _roles() -> dict[str, dict[str, Any]]:
    found = holders()
    return {role.key: role_out(role, len(found.get(role.key, ()))) for role in all_roles()}


def _role(key: str) -> dict[str, Any]:
    found = _roles().get(key)
    if found is None:
        raise RoleNotFound("There is no such role.")
    return found


@router.get("/permissions", response=PermissionPage, summary="List permissions", operation_id="list_permissions")
@needs(Permission.MEMBER_VIEW)
def list_permissions(request: ApiRequest) -> HttpResponse:
    """Everything that can be allowed, with its name in your language."""
    items = [
        {"code": one, "name": str(name), "about": str(about), "area": str(area), "needs": NEEDS.get(one)}
        for area, rows in AREAS.items()
        for one, name, about in rows
    ]
    return page(items, None)


@router.get("/roles", response=RolePage, summary="List roles", operation_id="list_roles")
@needs(Permission.MEMBER_VIEW)
def list_roles(request: ApiRequest) -> HttpResponse:
    """The built-in roles from the highest on, then the organization's own by name."""
    return page(list(_roles().values()), None)


@router.post("/roles", response={201: RoleOut}, summary="Make a role", operation_id="create_role")
@needs(Permission.ROLE_MANAGE)
def create_role(request: ApiRequest, new: RoleIn) -> HttpResponse:
    """Makes a role of the organization's own. Refused with `more_than_own` where it would allow more than you may."""
    made = actions.create_role(RoleDraft(**new.model_dump()), by=request.actor)
    shown = _role(made.key)
    return answer(shown, status=201, etag=content_etag(shown), location=f"/api/v1/roles/{made.key}")


@router.get("/roles/{slug:key}", response=RoleOut, summary="Read a role", operation_id="get_role")
@needs(Permission.MEMBER_VIEW)
def get_role(request: ApiRequest, key: str) -> HttpResponse:
    """One role."""
    shown = _role(key)
    etag = content_etag(shown)
    return unchanged(request, etag) or answer(shown, etag=etag)


@router.patch("/roles/{slug:key}", response=RoleOut, summary="Change a role", operation_id="update_role")
@needs(Permission.ROLE_MANAGE)
def update_role(request: ApiRequest, key: str, changes: RolePatch) -> HttpResponse:
    """Changes a role of the organization's own; whoever has it may do what it then allows within seconds."""
    role = get_custom(key)
    check_content(request, _role(key))
    names = ("name", "inherits", "adds", "removes", "description")
    wanted = {name: getattr(role, name) for name in names}
    wanted |= {name: value for name, value in changes.model_dump(exclude_unset=True).items() if value is not None}
    actions.update_role(role, RoleDraft(**wanted), by=request.actor)
    shown = _role(key)
    return answer(shown, etag=content_etag(shown))


@router.delete("/roles/{slug:key}", response={204: None}, summary="Delete a role", operation_id="delete_role")
@needs(Permission.ROLE_MANAGE, parameters=("moves_to",))
def delete_role(request: ApiRequest, key: str) -> HttpResponse:
    """Deletes a role of the organization's own. Its members and those invited to it get the role `moves_to`."""
    role = get_custom(key)
    check_content(request, _role(key))
    actions.delete_role(role, by=request.actor, moves_to=request.GET.get("moves_to", ""))
    return no_content()


@router.get(
    "/members/{uuid:member_id}/access",
    response=AccessOut,
    summary="Explain what a member may do",
    operation_id="explain_access",
)
@needs(Permission.MEMBER_VIEW, parameters=("permission", "ticket"))
def explain_access(request: ApiRequest, member_id: uuid.UUID) -> HttpResponse:
    """Says why a member has a permission or has it not, and with `ticket` whether and why they see that ticket."""
    member = Member.objects.filter(pk=member_id).first()
    if member is None:
        raise MemberNotFound("There is no such member.")
    found = why(member, _permission(request))
    number = request.GET.get("ticket", "")
    sight = sight_of(member_actor(member), get_visible(request.actor, number)) if number else None
    return answer(
        {
            "permission": found.permission,
            "allowed": found.allowed,
            "is_active": found.is_active,
            "roles": [
                {"role": one.role, "name": one.name, "allows": one.allows, "cause": one.cause, "needs": one.needs}
                for one in found.says
            ],
            "sees": sight.sees if sight else None,
            "reaches": sight.reaches if sight else [],
        }
    )


def _permission(request: ApiRequest) -> Permission:
    asked = request.GET.get("permission", "")
    if not asked:
        text = "Say which permission."
        raise UnknownParameter(text, fields={"permission": text})
    if asked not in {one.value for one in Permission}:
        text = "There is no such permission."
        raise UnknownParameter(text, fields={"permission": text})
    return Permission(asked)
