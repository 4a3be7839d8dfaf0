"""The ways out: accounts by which the organization's mail leaves."""

import uuid
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.channels import addressing
from moondesk.channels.mail.reasons import reason_of
from moondesk.channels.models import OutgoingMail, WayOut
from moondesk.channels.rules import State
from moondesk.channels.ways import actions
from moondesk.channels.ways.actions import WayEdit
from moondesk.channels.ways.queries import Shown, get_way, shown_way, ways
from moondesk.channels.ways.rules import KINDS, PROVIDERS, SMTP
from moondesk.kit.errors import DomainError
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.mail.sections import show_section
from moondesk.web.settings.page import carry_out

PAGE = "mail_ways_out"


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.MAIL_MANAGE)
def ways_out(request: TenantRequest) -> HttpResponse:
    """List the ways out, and add one of the kind that was chosen."""
    if request.method != "POST":
        return _page(request)
    added: list[WayOut] = []
    add = lambda: added.append(actions.add_way(_edit(request.POST), by=request.actor))  # noqa: E731
    answer = carry_out(request, PAGE, add, _("The way out is there. Try it before mail leaves by it."), _page)
    return _back(request, added[0]) if added else answer


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.MAIL_MANAGE)
def way_out(request: TenantRequest, way_id: uuid.UUID) -> HttpResponse:
    """Show one way out with its test, and change it."""
    found = get_way(way_id, lock=request.method == "POST")

    def again(request: TenantRequest, **more: Any) -> HttpResponse:
        return _page(request, changing=found, **more)

    if request.method != "POST":
        return again(request)
    save = lambda: actions.change_way(found, _edit(request.POST, found.kind), by=request.actor)  # noqa: E731
    answer = carry_out(request, PAGE, save, _("Saved."), again)
    return _back(request, found) if answer.status_code == HTTPStatus.FOUND else answer


@require_POST
@in_desk(Permission.MAIL_MANAGE)
def test(request: TenantRequest, way_id: uuid.UUID) -> HttpResponse:
    """Send a mail by a way, to try it."""
    found = get_way(way_id)
    try:
        actions.test_way(found, to_me=request.POST.get("to") == "me", by=request.actor)
    except DomainError as error:
        return _page(request, changing=found, errors={"": [error.message]}, status=error.status)
    return _back(request, found)


@require_POST
@in_desk(Permission.MAIL_MANAGE)
def pause(request: TenantRequest, way_id: uuid.UUID) -> HttpResponse:
    """Let the mails of a way wait, or send them again."""
    found = get_way(way_id, lock=True)
    act = actions.pause_way if found.is_active else actions.resume_way
    act(found, by=request.actor)
    return _back(request, found)


@require_POST
@in_desk(Permission.MAIL_MANAGE)
def remove(request: TenantRequest, way_id: uuid.UUID) -> HttpResponse:
    """Remove a way out."""
    found = get_way(way_id)
    delete = lambda: actions.remove_way(found, by=request.actor)  # noqa: E731
    said = _("The way out is gone. Its addresses use that of the installation.")
    return carry_out(request, PAGE, delete, said, _page)


def _back(request: TenantRequest, way: WayOut) -> HttpResponse:
    return redirect(reverse("settings:mail_way_out", kwargs={"slug": request.organization.slug, "way_id": way.pk}))


def _edit(sent: QueryDict, kind: str = "") -> WayEdit:
    port = sent.get("port", "").strip()
    return WayEdit(
        name=sent.get("name", ""),
        kind=kind or sent.get("kind", ""),
        host=sent.get("host", ""),
        port=int(port) if port.isascii() and port.isdigit() and len(port) < 6 else None,
        security=sent.get("security", ""),
        username=sent.get("username", ""),
        secret=sent.get("secret") or None,
        domain=sent.get("domain", ""),
        region=sent.get("region", ""),
        has_return_path=sent.get("has_return_path") == "on",
        addresses=tuple(sent.getlist("addresses")),
    )


def kind_label(kind: str) -> str:
    """Return what a kind of way is called."""
    return _("Mail server (SMTP)") if kind == SMTP else PROVIDERS[kind].label


def test_words(test: OutgoingMail | None) -> dict[str, str]:
    """Return how a test stands: a colour and a sentence, or nothing when there was none."""
    if test is None:
        return {}
    to = {"address": test.recipient}
    if test.state == State.DELIVERED:
        return {"kind": "success", "text": _("It works: the test arrived at %(address)s and was read back.") % to}
    if test.state in (State.SENT, State.DELAYED):
        return {"kind": "success", "text": _("The test left for %(address)s. Look there whether it arrives.") % to}
    if test.state in (State.QUEUED, State.SENDING):
        return {"kind": "accent", "text": _("The test is on its way.")}
    return {"kind": "danger", "text": reason_of(test.code) or test.error}


def is_under_way(test: OutgoingMail | None) -> bool:
    """Say whether something may still be heard of a test soon."""
    arrives_here = test is not None and test.address is not None and test.address.address == test.recipient
    waiting = (State.QUEUED, State.SENDING, State.SENT) if arrives_here else (State.QUEUED, State.SENDING)
    return test is not None and test.state in waiting


def _page(request: TenantRequest, *, changing: WayOut | None = None, status: int = 200, **more: Any) -> HttpResponse:
    asked = request.POST.get("kind", request.GET.get("kind", ""))
    one: Shown | None = shown_way(changing) if changing else None
    kind = changing.kind if changing else asked if asked in KINDS else ""
    addresses = [row.address for row in addressing.addresses()]
    chosen = [row.address for row in one.addresses] if one else []
    values = {
        "ways": ways() if not changing else [],
        "changing": one,
        "kind": kind,
        "kinds": [(key, kind_label(key)) for key in KINDS],
        "kind_names": {key: kind_label(key) for key in KINDS},
        "provider": PROVIDERS.get(kind),
        "securities": [
            ("starttls", _("STARTTLS, the usual with port 587")),
            ("tls", _("TLS from the start, the usual with port 465")),
            ("none", _("None: anybody between can read it")),
        ],
        "regions": [("us", _("United States")), ("eu", _("Europe"))],
        "addresses": addresses,
        "chosen": request.POST.getlist("addresses") if more.get("typed") else chosen,
        "installation": settings.MAIL_SERVER.host,
        "test": test_words(one.test) if one else {},
        "is_under_way": is_under_way(one.test) if one else False,
    }
    return show_section(request, PAGE, "ways_out", values | more, status=status)
