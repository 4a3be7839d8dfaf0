"""Asking members for a second factor."""

import datetime
import uuid
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from moondesk.api.answers import answer
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input
from moondesk.organizations.actions.second_factor import MOST_DAYS, ask_second_factor
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.organizations.second_factor import members_without

router = Router(tags=["Sign-in"])
router.add_decorator(edge, mode="view")
type RoleKey = Annotated[str, StringConstraints(max_length=40)]
_ROLES = "Keys of roles, which stand for those that inherit from them too; `*` for everybody, none for nobody"
_DAYS = "How many days those may take who have none, from when they are asked or join"


class WithoutSecondFactorOut(BaseModel):
    """One member who is asked for a second factor and has none."""

    model_config = ConfigDict(extra="forbid")

    member: uuid.UUID
    name: str
    until: datetime.datetime = Field(description="Until when they come in without")


class SecondFactorOut(BaseModel):
    """Of whom a second factor is asked."""

    model_config = ConfigDict(extra="forbid")

    roles: list[str] = Field(description=_ROLES)
    days: int = Field(description=_DAYS)
    since: datetime.datetime | None = Field(description="From when the days count")
    without: list[WithoutSecondFactorOut]


class SecondFactorIn(Input):
    """Whom to ask from now on."""

    roles: Annotated[list[RoleKey], Field(max_length=200)] = Field(description=_ROLES)
    days: int = Field(default=0, ge=0, le=MOST_DAYS, description=_DAYS)


def _shown() -> dict[str, Any]:
    own = current_organization()
    return {
        "roles": own.second_factor_roles,
        "days": own.second_factor_days,
        "since": own.second_factor_since,
        "without": [
            {"member": member.pk, "name": member.name, "until": moment} for member, moment in members_without(own)
        ],
    }


@router.get(
    "/second-factor", response=SecondFactorOut, summary="Who needs a second factor", operation_id="get_second_factor"
)
@needs(Permission.ORGANIZATION_MANAGE)
def get_second_factor(request: ApiRequest) -> HttpResponse:
    """Of whom a second factor is asked, and who has none yet."""
    return answer(_shown())


@router.put(
    "/second-factor", response=SecondFactorOut, summary="Ask for a second factor", operation_id="set_second_factor"
)
@needs(Permission.ORGANIZATION_MANAGE)
def set_second_factor(request: ApiRequest, asked: SecondFactorIn) -> HttpResponse:
    """Asks members for a second factor. 409 `own_second_factor_first` unless the account behind the token has one."""
    ask_second_factor(current_organization(), asked.roles, asked.days, by=request.actor)
    return answer(_shown())
