"""The mailboxes elsewhere that are read."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.channels.addressing import addresses
from moondesk.channels.mailboxes import actions, queries
from moondesk.channels.mailboxes.applications import application_at
from moondesk.channels.mailboxes.probing import probe
from moondesk.channels.mailboxes.rules import After, Past, Security, SignIn
from moondesk.channels.mailboxes.words import words_of
from moondesk.channels.models import Mailbox
from moondesk.kit.errors import TooMany
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.mail.consent import begin
from moondesk.web.settings.mail.mailbox_form import address_of_form, settings_of_form
from moondesk.web.settings.mail.sections import show_section
from moondesk.web.settings.page import carry_out
from moondesk.web.settings_list import address as address_of

PAGE = "mailboxes"


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.MAIL_MANAGE)
def mailboxes(request: TenantRequest) -> HttpResponse:
    """List the mailboxes, and add one."""
    if request.method != "POST":
        return _page(request)
    if "consent" in request.POST:
        return begin(request, None, _page)

    def add() -> None:
        actions.add_mailbox(address_of_form(request.POST), settings_of_form(request.POST), by=request.actor)

    return carry_out(request, PAGE, add, _("The mailbox is read from now on."), _page)


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.MAIL_MANAGE)
def mailbox(request: TenantRequest, mailbox_id: uuid.UUID) -> HttpResponse:
    """Show one mailbox to be changed, and change it."""
    found = queries.get_mailbox(request.actor, mailbox_id)

    def again(request: TenantRequest, **more: Any) -> HttpResponse:
        return _page(request, changing=found, **more)

    if request.method != "POST":
        return again(request)
    if "consent" in request.POST:
        return begin(request, found, again)

    def save() -> None:
        actions.change_mailbox(found, address_of_form(request.POST), settings_of_form(request.POST), by=request.actor)

    return carry_out(request, PAGE, save, _("Saved."), again)


@require_POST
@in_desk(Permission.MAIL_MANAGE)
def test(request: TenantRequest, mailbox_id: uuid.UUID) -> HttpResponse:
    """Try whether a mailbox can be read, and say what is wrong."""
    found = queries.get_mailbox(request.actor, mailbox_id)
    try:
        result = probe(found, by=request.actor)
    except TooMany as error:
        messages.error(request, error.message)
    else:
        (messages.error if result.trouble else messages.success)(request, result.words)
    return redirect(address_of(request, PAGE))


@require_POST
@in_desk(Permission.MAIL_MANAGE)
def pause(request: TenantRequest, mailbox_id: uuid.UUID) -> HttpResponse:
    """Stop reading a mailbox, or go on."""
    found = queries.get_mailbox(request.actor, mailbox_id)
    paused = request.POST.get("paused") == "on"
    act = lambda: actions.pause_mailbox(found, by=request.actor, paused=paused)  # noqa: E731
    said = _("The mailbox is read no more until you go on.") if paused else _("The mailbox is read again.")
    return carry_out(request, PAGE, act, said, _page)


@require_POST
@in_desk(Permission.MAIL_MANAGE)
def remove(request: TenantRequest, mailbox_id: uuid.UUID) -> HttpResponse:
    """Read a mailbox no more."""
    found = queries.get_mailbox(request.actor, mailbox_id)
    act = lambda: actions.remove_mailbox(found, by=request.actor)  # noqa: E731
    return carry_out(request, PAGE, act, _("The mailbox is gone from here. Its mails are not touched."), _page)


def _page(request: TenantRequest, *, changing: Mailbox | None = None, status: int = 200, **more: Any) -> HttpResponse:
    passed_by = queries.passed_by()
    values = {
        "mailboxes": [] if changing else [_shown(one, passed_by) for one in queries.all_mailboxes(request.actor)],
        "changing": changing,
        "addresses": [(str(one.pk), one.address) for one in addresses() if one.is_active],
        "choices": _choices(),
        "can_consent": any(application_at(kind) for kind in SignIn),
    }
    return show_section(request, PAGE, "mailboxes", values | more, status=status)


def _shown(one: Mailbox, passed_by: Mapping[uuid.UUID, int]) -> dict[str, Any]:
    if one.is_paused:
        state, label = "off", _("paused")
    elif one.trouble:
        state, label = "bad", _("not read") if one.failures else _("trouble")
    else:
        state, label = ("good", _("being read")) if one.last_success_at else ("new", _("beginning"))
    left = one.past_until - one.past_uid if one.past_until > one.past_uid else 0
    return {
        "row": one,
        "state": state,
        "label": label,
        "words": words_of(one.trouble) if not one.is_paused else "",
        "passed_by": passed_by.get(one.pk, 0),
        "left": left,
    }


def _choices() -> dict[str, list[tuple[str, Any]]]:
    return {
        "security": [
            (Security.TLS, _("TLS from the beginning (port 993)")),
            (Security.STARTTLS, _("STARTTLS (port 143)")),
        ],
        "sign_in": [
            (SignIn.PASSWORD, _("Password")),
            (SignIn.GOOGLE, _("Google (OAuth 2)")),
            (SignIn.MICROSOFT, _("Microsoft 365 (OAuth 2)")),
            (SignIn.OAUTH, _("Another provider (OAuth 2)")),
        ],
        "after": [
            (After.SEEN, _("Mark as read")),
            (After.MOVE, _("Move to a folder")),
            (After.DELETE, _("Delete after some days")),
            (After.KEEP, _("Nothing")),
        ],
        "past": [
            (Past.LEAVE, _("Leave it there: only new mail comes in")),
            (Past.TAKE, _("Take it all in, and answer none of it by machine")),
        ],
    }
