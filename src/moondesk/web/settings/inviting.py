"""Inviting people by mail: one, or a pasted list; sending again, taking back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from moondesk.channels.inviting import Answer, Place, invite_many, resend_invitation
from moondesk.kit.errors import Conflict, InvalidInput, NotAllowed
from moondesk.organizations import people
from moondesk.organizations.actions import revoke_invitation
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.members import chosen_departments, show_members
from moondesk.web.settings.page import carry_out, refused
from moondesk.web.settings.proof import prove_for_owners
from moondesk.web.settings_list import address


@require_POST
@in_desk(Permission.MEMBER_MANAGE)
def invitations(request: TenantRequest) -> HttpResponse:
    """Invite one or many by mail. Those who cannot be invited stay in the form, each with the reason."""
    if proof := prove_for_owners(request, request.POST.get("role", "")):
        return proof
    try:
        answers = invite_pasted(request)
    except (InvalidInput, Conflict, NotAllowed) as error:
        return refused(request, error, show_members)
    if all(one.is_invited for one in answers):
        say_invited(request, len(answers))
        return redirect(address(request, "members"))
    return show_members(request, form="invite", **left_over(request, answers))


def invite_pasted(request: TenantRequest) -> list[Answer]:
    """Invite those whom a form names, and say what became of each."""
    place = Place(request.POST.get("role", ""), chosen_departments(request))
    return invite_many(request.POST.get("email", ""), place, by=request.actor)


def say_invited(request: TenantRequest, count: int) -> None:
    """Say that invitations leave."""
    said = ngettext("The invitation is on its way.", "%(count)d invitations are on their way.", count)
    messages.success(request, said % {"count": count})


def left_over(request: TenantRequest, answers: list[Answer]) -> dict[str, Any]:
    """Return what a page shows when not all could be invited: those who are left, each with the reason.

    Whoever was in the list twice was answered the first time, and need not be typed again.
    """
    left = [one for one in answers if not one.is_invited]
    return {
        "answers": answers,
        "typed": {
            "email": "\n".join(one.text for one in left if not one.is_repeated),
            "role": request.POST.get("role", ""),
        },
        "errors": {"email": [left[0].reason]} if len(answers) == 1 else {},
        "invited": len(answers) - len(left),
        "status": 429 if all(one.is_limit for one in left) else 422,
    }


@require_POST
@in_desk(Permission.MEMBER_MANAGE)
def invitation(request: TenantRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Send an invitation again, or take it back."""
    found = people.get_invitation(invitation_id)
    if request.POST.get("do") == "resend":
        if proof := prove_for_owners(request, found.role):
            return proof
        resend = lambda: resend_invitation(found, by=request.actor)  # noqa: E731
        return carry_out(request, "members", resend, _("The invitation is on its way again."), show_members)
    revoke = lambda: revoke_invitation(found, by=request.actor)  # noqa: E731
    return carry_out(request, "members", revoke, _("The invitation no longer works."), show_members)
