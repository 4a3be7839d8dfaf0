"""Where somebody is signed in: noted when they come, shown to them, ended by them or by a new password."""

from typing import Any, cast
from uuid import UUID

from allauth.account import signals as account
from allauth.mfa import signals as factors
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from moondesk.accounts.actions import end_session, end_sessions, forget_shown, note_sign_in
from moondesk.accounts.devices import device_name, is_handheld
from moondesk.accounts.models import User
from moondesk.accounts.queries import sign_ins_of, with_second_factor
from moondesk.kit import tenancy
from moondesk.organizations.actions import revoke_all_tokens
from moondesk.organizations.queries import member_actor, member_of, memberships_of
from moondesk.web.client import address_of
from moondesk.web.edges import public


@public
@login_required
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Show where the person is signed in, this session first."""
    here = request.session.session_key
    rows = [
        {
            "id": one.pk,
            "device": device_name(one.agent),
            "is_handheld": is_handheld(one.agent),
            "address": one.address,
            "since": one.created_at,
            "seen": one.last_seen_at,
            "is_here": one.session_key == here,
        }
        for one in sign_ins_of(cast("User", request.user))
    ]
    rows.sort(key=lambda row: not row["is_here"])
    return render(request, "account/sessions.html", {"rows": rows})


@public
@login_required
@require_POST
def end_one(request: HttpRequest, sign_in: UUID) -> HttpResponse:
    """End one session; one of somebody else is none."""
    end_session(cast("User", request.user), sign_in)
    messages.success(request, _("Signed out there."))
    return redirect("account:sessions")


@public
@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    count = end_sessions(cast("User", request.user), but=request.session.session_key)
    text = ngettext("Signed out in %(num)d other browser.", "Signed out in %(num)d other browsers.", count)
    messages.success(request, text % {"num": count})
    return redirect("account:sessions")


def _note(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    agent = request.META.get("HTTP_USER_AGENT", "")
    note_sign_in(user, request.session.session_key or "", address=address_of(request), agent=agent)


def _new_password(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    end_sessions(user, but=request.session.session_key if request.user == user else None)
    if request.POST.get("revoke_tokens"):
        _revoke_tokens(user)


def _new_factor(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """End the other sessions: they were begun under other rules. Without a factor, none counts as shown any more."""
    end_sessions(user, but=request.session.session_key)
    if not with_second_factor([user.pk]):
        forget_shown(request.session)


def _revoke_tokens(user: User) -> None:
    for one in memberships_of(user):
        with tenancy.organization(one.organization_id):
            if member := member_of(user):
                revoke_all_tokens(by=member_actor(member))


def listen() -> None:
    """Hear who signs in, and who has a new password or second factor."""
    user_logged_in.connect(_note, dispatch_uid="moondesk.sign_in")
    for signal in (account.password_changed, account.password_set, account.password_reset):
        signal.connect(_new_password, dispatch_uid="moondesk.new_password")
    for signal in (factors.authenticator_added, factors.authenticator_removed):
        signal.connect(_new_factor, dispatch_uid="moondesk.new_factor")
