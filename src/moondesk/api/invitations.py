"""Invitations: who was asked to become a member and has not answered yet."""

import uuid
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from moondesk.api.answers import answer, no_content, page
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Email, Input, Key
from moondesk.api.places import departments_named
from moondesk.api.proof import check_proof_for_owners
from moondesk.api.shapes import Page
from moondesk.channels.inviting import Place, invite_by_mail, resend_invitation
from moondesk.kit.clock import now
from moondesk.organizations import people
from moondesk.organizations.actions import revoke_invitation
from moondesk.organizations.models import Invitation
from moondesk.organizations.permissions import Permission

router = Router(tags=["Organization"])
router.add_decorator(edge, mode="view")


class InvitationIn(Input):
    """Whom to invite, and as what."""

    email: Email
    name: Annotated[str, StringConstraints(max_length=120)] = ""
    role: Key = Field(description="None that allows more than your own", examples=["support_agent"])
    departments: Annotated[list[uuid.UUID], Field(max_length=200)] = []


class InvitationOut(BaseModel):
    """One invitation. Its link is in the mail and nowhere else."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    email: str
    name: str
    role: str
    departments: list[uuid.UUID]
    invited_by: uuid.UUID = Field(description="The member who invited")
    created_at: AwareDatetime
    expires_at: AwareDatetime
    is_expired: bool


class InvitationPage(Page):
    """All invitations that wait, and those that expired lately."""

    items: list[InvitationOut]


def _out(invitation: Invitation) -> dict[str, Any]:
    return {
        "id": invitation.pk,
        "email": invitation.email,
        "name": invitation.name,
        "role": invitation.role,
        "departments": invitation.places,
        "invited_by": invitation.invited_by_id,
        "created_at": invitation.created_at,
        "expires_at": invitation.expires_at,
        "is_expired": invitation.expires_at <= now(),
    }


@router.get("/invitations", response=InvitationPage, summary="List invitations", operation_id="list_invitations")
@needs(Permission.MEMBER_MANAGE)
def list_invitations(request: ApiRequest) -> HttpResponse:
    """Those that nobody accepted or took back, the latest first."""
    return page([_out(one) for one in people.pending_invitations()], None)


@router.post("/invitations", response={201: InvitationOut}, summary="Invite somebody", operation_id="create_invitation")
@needs(Permission.MEMBER_MANAGE)
def create_invitation(request: ApiRequest, new: InvitationIn) -> HttpResponse:
    """Mails a link that works once, for this address only. An earlier one to the same address stops working.

    Refused with `already_member` for a member (`is_active` tells whether they were deactivated: reactivate them),
    and with `more_than_own` for a role that allows more than yours. To invite an owner takes an owner's session, proven
    again lately (`proof_needed`).
    """
    check_proof_for_owners(request, new.role)
    place = Place(new.role, departments_named(new.departments))
    invitation = invite_by_mail(new.email, place, by=request.actor, name=new.name)
    return answer(_out(invitation), status=201, location=f"/api/v1/invitations/{invitation.pk}")


@router.get(
    "/invitations/{uuid:invitation_id}",
    response=InvitationOut,
    summary="Read an invitation",
    operation_id="get_invitation",
)
@needs(Permission.MEMBER_MANAGE)
def get_invitation(request: ApiRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """One invitation that waits."""
    return answer(_out(people.get_invitation(invitation_id)))


@router.post(
    "/invitations/{uuid:invitation_id}/sendings",
    response={201: InvitationOut},
    summary="Send an invitation again",
    operation_id="resend_invitation",
)
@needs(Permission.MEMBER_MANAGE)
def resend(request: ApiRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Mails a new link with the time from the start; answers the new invitation, the one before is over."""
    found = people.get_invitation(invitation_id)
    check_proof_for_owners(request, found.role)
    again = resend_invitation(found, by=request.actor)
    return answer(_out(again), status=201, location=f"/api/v1/invitations/{again.pk}")


@router.delete(
    "/invitations/{uuid:invitation_id}",
    response={204: None},
    summary="Take an invitation back",
    operation_id="delete_invitation",
)
@needs(Permission.MEMBER_MANAGE)
def delete_invitation(request: ApiRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Its link stops working at once."""
    revoke_invitation(people.get_invitation(invitation_id), by=request.actor)
    return no_content()
