"""Inviting people by mail: one, or a pasted list; sending again, taking back."""

import uuid

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
from moondesk.web.settings_list import address


@require_POST
@in_desk(Permission.MEMBER_MANAGE)
def invitations(request: TenantRequest) -> HttpResponse:
    """Invite one or many by mail. Those who cannot be invited stay in the form, each with the reason."""
    try:
        place = Place(request.POST.get("role", ""), chosen_departments(request))
        answers = invite_many(request.POST.get("email", ""), place, by=request.actor)
    except (InvalidInput, Conflict, NotAllowed) as error:
        return refused(request, error, show_members)
    invited = [one for one in answers if one.is_invited]
    if len(invited) == len(answers):
        said = ngettext("The invitation is on its way.", "%(count)d invitations are on their way.", len(invited))
        messages.success(request, said % {"count": len(invited)})
        return redirect(address(request, "members"))
    return _with_reasons(request, answers)


def _with_reasons(request: TenantRequest, answers: list[Answer]) -> HttpResponse:
    left = [one for one in answers if not one.is_invited]
    typed = {"email": "\n".join(one.text for one in left), "role": request.POST.get("role", "")}
    errors = {"email": [left[0].reason]} if len(answers) == 1 else {}
    status = 429 if all(one.is_limit for one in left) else 422
    return show_members(
        request, answers=answers, typed=typed, errors=errors, form="invite", invited=len(answers) - len(left),
        status=status,
    )  # fmt: skip


@require_POST
@in_desk(Permission.MEMBER_MANAGE)
def invitation(request: TenantRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Send an invitation again, or take it back."""
    found = people.get_invitation(invitation_id)
    if request.POST.get("do") == "resend":
        resend = lambda: resend_invitation(found, by=request.actor)  # noqa: E731
        return carry_out(request, "members", resend, _("The invitation is on its way again."), show_members)
    revoke = lambda: revoke_invitation(found, by=request.actor)  # noqa: E731
    return carry_out(request, "members", revoke, _("The invitation no longer works."), show_members)
