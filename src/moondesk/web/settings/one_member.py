"""One member: what they did lately, what they have, and the way out, for others and of one's own accord."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from moondesk.accounts.queries import is_fresh
from moondesk.handover.actions import Heirs, deactivate_member, leave_organization
from moondesk.handover.queries import Belongings, belongings_of, doings_of
from moondesk.kit.errors import Conflict, InvalidInput, NotAllowed
from moondesk.organizations import people
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import assignable_members
from moondesk.organizations.transfer import has_to_prove
from moondesk.tickets.queries import visible_to
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.doings import said_of
from moondesk.web.settings.page import refused, show
from moondesk.web.settings.proof import prove_first, prove_for_owners
from moondesk.web.settings_list import address


@require_safe
@in_desk(Permission.MEMBER_MANAGE)
def member(request: TenantRequest, member_id: uuid.UUID) -> HttpResponse:
    """Show when somebody was last here, how much they did, and their latest steps."""
    found = people.get_member(member_id)
    doings = doings_of(found, request.actor)
    subjects = {event.subject_id for event in doings.latest}
    numbers = dict(visible_to(request.actor).filter(pk__in=subjects).values_list("pk", "number"))
    steps = [
        {"at": one.created_at, "said": said_of(one), "number": numbers.get(one.subject_id)} for one in doings.latest
    ]
    values = {"member": found, "doings": doings, "steps": steps, "belongings": belongings_of(found, request.actor)}
    return show(request, "member", values | {"page": "members"})


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.MEMBER_MANAGE)
def deactivation(request: TenantRequest, member_id: uuid.UUID) -> HttpResponse:
    """Ask where a member's tickets go, and close the door for them."""
    found = people.get_member(member_id)

    def again(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
        return _deactivation(request, found, status=status, **more)

    if proof := prove_for_owners(request, *found.roles):
        return proof
    if request.method != "POST":
        return again(request)
    try:
        changes = deactivate_member(found, _heirs(request), by=request.actor)
    except (InvalidInput, Conflict, NotAllowed) as error:
        return refused(request, error, again)
    messages.success(request, _("%(name)s can no longer sign in here.") % {"name": found.name})
    if changes:
        return redirect("desk:bulk_change", slug=request.organization.slug, change_id=changes[-1].pk)
    return redirect(address(request, "members"))


def _heirs(request: TenantRequest) -> Heirs:
    known = {str(one.pk): one for one in assignable_members()}

    def heir(value: str) -> Member | None:
        if value in ("", "nobody"):
            return None
        if value not in known:
            text = _("This cannot be chosen.")
            raise InvalidInput(text, fields={"tickets_to": text})
        return known[value]

    prefix = "department-"
    apart: dict[uuid.UUID, Member | None] = {}
    for name, value in request.POST.items():
        if name.startswith(prefix) and value:
            try:
                apart[uuid.UUID(name.removeprefix(prefix))] = heir(str(value))
            except ValueError:
                continue
    return Heirs(heir(request.POST.get("tickets_to", "")), apart)


def _deactivation(request: TenantRequest, found: Member, *, status: int = 200, **more: Any) -> HttpResponse:
    belongings: Belongings = belongings_of(found, request.actor)
    others = [(str(one.pk), one.name) for one in assignable_members() if one.pk != found.pk]
    values = {
        "member": found,
        "belongings": belongings,
        "may_assign": request.actor.may(Permission.TICKET_ASSIGN),
        "heirs": [("nobody", _("Nobody: they wait in their departments")), *others],
        "heirs_apart": [("", _("As above")), ("nobody", _("Nobody")), *others],
        "apart": [share for share in belongings.shares if share.department] if len(belongings.shares) > 1 else [],
        "page": "members",
    }
    return show(request, "deactivation", values | more, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.DESK_OPEN)
def leaving(request: TenantRequest) -> HttpResponse:
    """Let a member go of their own accord, after they typed the organization's name; an owner proves who they are."""
    if has_to_prove(request.actor, *request.member.roles) and not is_fresh(request):
        return prove_first(request, "leaving")
    if request.method != "POST":
        return _leaving(request)
    try:
        if request.POST.get("name", "").strip() != request.organization.name:
            text = _("Type the name exactly as it is written.")
            raise InvalidInput(text, fields={"name": text})
        leave_organization(by=request.actor)
    except (InvalidInput, Conflict) as error:
        return refused(request, error, _leaving)
    messages.success(request, _("You left %(name)s.") % {"name": request.organization.name})
    return redirect("organizations:list")


def _leaving(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    return show(request, "leaving", more, status=status)
