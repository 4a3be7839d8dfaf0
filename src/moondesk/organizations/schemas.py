"""The public shape of organizations, members and departments. Nothing secret is in any of them."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field

from moondesk.organizations.models import Department, Member, Organization


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OrganizationOut(_Shape):
    """The organization of the one who asks."""

    id: uuid.UUID
    slug: str
    name: str
    language: str
    time_zone: str
    undo_seconds: int = Field(description="For how long a reply is held before it leaves")
    number_prefix: str = Field(description="What stands before ticket numbers", examples=["TKT"])
    data_region: str = Field(
        description="Where the data is, as the operator says; empty where nobody said", examples=["EU (Frankfurt)"]
    )


class MemberOut(_Shape):
    """One member."""

    id: uuid.UUID
    name: str
    email: str
    roles: list[str]
    departments: list[uuid.UUID]
    managed_categories: list[uuid.UUID] = Field(description="Categories whose tickets they see in any department")
    managed_types: list[str] = Field(description="Ticket types whose tickets they see in any department")
    is_active: bool
    created_at: datetime.datetime


class DepartmentOut(_Shape):
    """One department; departments form a tree."""

    id: uuid.UUID
    name: str
    parent: uuid.UUID | None = Field(description="The department above")
    position: int


def organization_out(organization: Organization) -> dict[str, Any]:
    """Return an organization in the shape of ``OrganizationOut``."""
    names = ("slug", "name", "language", "time_zone", "undo_seconds", "number_prefix")
    shown = {name: getattr(organization, name) for name in names}
    return {"id": organization.pk, **shown, "data_region": settings.DATA_REGION}


def member_out(member: Member, departments: Sequence[uuid.UUID]) -> dict[str, Any]:
    """Return a member in the shape of ``MemberOut``; its user is read with it."""
    return {
        "id": member.pk,
        "name": member.name,
        "email": member.user.email,
        "roles": member.roles,
        "departments": list(departments),
        "managed_categories": member.managed_categories,
        "managed_types": member.managed_types,
        "is_active": member.is_active,
        "created_at": member.created_at,
    }


def department_out(department: Department) -> dict[str, Any]:
    """Return a department in the shape of ``DepartmentOut``."""
    return {
        "id": department.pk,
        "name": department.name,
        "parent": department.parent_id,
        "position": department.position,
    }
