"""What the pages of settings share: their frame, their list, and how a form is answered."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from moondesk.channels.ledger.counting import MOST_COUNTED, count_waiting
from moondesk.kit import context
from moondesk.kit.errors import Conflict, DomainError, InvalidInput, NotAllowed
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest
from moondesk.web.frame import Frame
from moondesk.web.settings_list import address, pages


def show(
    request: TenantRequest, name: str, values: dict[str, Any], *, status: int = 200, template: str = ""
) -> HttpResponse:
    """Draw a page of settings; ``template`` is another one for a page below that of the list."""
    context = Frame(request, current="settings").context
    context |= {
        "settings_pages": pages(request),
        "waiting_count": _waiting(request),
        "page": name,
        "errors": {},
        "typed": {},
        "form": "",
        **values,
    }
    return render(request, f"settings/{template or name}.html", context, status=status)


def _waiting(request: TenantRequest) -> int | str:
    """Return how many mails wait for a decision, for those who may see the ledger."""
    waiting = count_waiting() if request.actor.may(Permission.MAIL_VIEW) else 0
    return f"{MOST_COUNTED}+" if waiting > MOST_COUNTED else waiting


def carry_out(
    request: TenantRequest,
    name: str,
    act: Callable[[], object],
    said: str,
    again: Callable[..., HttpResponse],
    *,
    undo_of: Callable[[], uuid.UUID] | None = None,
) -> HttpResponse:
    """Do what a form asks, say that it is done and show the page anew; or show what does not fit beside its field.

    ``undo_of`` says of which subject what was done can be taken back.
    """
    try:
        act()
    except (InvalidInput, Conflict, NotAllowed) as error:
        return refused(request, error, again)
    messages.success(request, said, extra_tags=_undo_address(request, name, undo_of()) if undo_of else "")
    return redirect(address(request, name))


def refused(request: TenantRequest, error: DomainError, again: Callable[..., HttpResponse]) -> HttpResponse:
    """Show the page again with what was typed and what does not fit."""
    errors = error.fields or {"": error.message}
    typed = {key: request.POST.get(key, "") for key in request.POST if key != "csrfmiddlewaretoken"}
    return again(
        request,
        errors={field: [text] for field, text in errors.items()},
        typed=typed,
        form=request.POST.get("which", ""),
        status=error.status,
    )


def _undo_address(request: TenantRequest, name: str, subject: uuid.UUID) -> str:
    kwargs = {"slug": request.organization.slug, "page": name, "subject": subject, "operation": context.operation.get()}
    return reverse("settings:undo", kwargs=kwargs)
