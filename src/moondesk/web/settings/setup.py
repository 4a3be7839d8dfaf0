"""The guided beginning of an organization, one step a page. Each step does what its page of settings does."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from moondesk.channels.mail.colours import brand_of
from moondesk.kit.errors import Conflict, DomainError, InvalidInput, NotAllowed, TooMany
from moondesk.organizations.permissions import Permission
from moondesk.web import fragments
from moondesk.web.brand import logo_of
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.looking.mark import mark_of
from moondesk.web.settings import setup_stages as stages
from moondesk.web.setup_walk import FOUNDING, Walk

type Save = Callable[[TenantRequest, Walk], dict[str, Any] | HttpResponse | None]
_SAVES: dict[str, Save] = {
    "name": stages.save_name,
    "look": stages.save_look,
    "department": stages.save_department,
    "people": stages.save_people,
    "mail": stages.save_mail,
    "request": stages.save_request,
}
_SHOWS: dict[str, Callable[[TenantRequest, Walk], dict[str, Any]]] = {
    "name": stages.show_name,
    "look": stages.show_look,
    "department": stages.show_department,
    "people": stages.show_people,
    "mail": stages.show_mail,
    "request": stages.show_request,
}


@require_safe
@in_desk(Permission.ORGANIZATION_MANAGE)
def setup(request: TenantRequest) -> HttpResponse:
    """Go on where somebody stopped; after the last step, to the list of first steps."""
    walk = Walk(request)
    return redirect(walk.address(walk.current))


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.ORGANIZATION_MANAGE)
def setup_stage(request: TenantRequest, stage: str) -> HttpResponse:
    """Show one step, carry it out, skip it, or go back; what was typed is kept whichever way somebody goes."""
    walk = Walk(request)
    if mark_of(request) is not None:
        return redirect(walk.address(""))  # these pages have no bar that says with whose eyes one looks
    if stage not in [one.key for one in walk.stages]:
        raise Http404
    if request.method != "POST":
        return _page(request, walk, stage)
    go = request.POST.get("go", "")
    if go in ("back", "skip"):
        return _leave(walk, stage, go)
    try:
        done = _SAVES[stage](request, walk)
    except (InvalidInput, Conflict, NotAllowed, TooMany) as error:
        return _refused(request, walk, stage, error)
    if isinstance(done, dict):
        return _page(request, walk, stage, **done)
    walk.forget(stage)
    walk.note(stage)
    return done or redirect(walk.address(walk.beside(stage, 1)))


def _leave(walk: Walk, stage: str, go: str) -> HttpResponse:
    walk.keep(stage)
    if go == "back":
        return redirect(walk.address(walk.beside(stage, -1)))
    if stage != FOUNDING:
        walk.note(stage, is_skipped=True)
    return redirect(walk.address(walk.beside(stage, 1)))


def _refused(request: TenantRequest, walk: Walk, stage: str, error: DomainError) -> HttpResponse:
    errors = {field: [text] for field, text in (error.fields or {"": error.message}).items()}
    return _page(request, walk, stage, errors=errors, status=error.status)


def _page(request: TenantRequest, walk: Walk, stage: str, *, status: int = 200, **more: Any) -> HttpResponse:
    own, slug = request.organization, {"slug": request.organization.slug}
    sent = (
        {name: request.POST.getlist(name) for name in request.POST} if request.method == "POST" else walk.typed(stage)
    )
    values = {
        "slug": own.slug,
        "own": own,
        "brand": {
            "name": own.name,
            "href": reverse("desk:list", kwargs=slug),
            "logo": logo_of(own),
            "colour": brand_of(own.brand_hue).solid,
        },
        "walk": walk.marks(stage),
        "before": walk.beside(stage, -1),
        "stage": stage,
        "typed": {name: given[-1] for name, given in sent.items() if given},
        "chosen": sent.get("departments", []),
        "errors": {},
        **_SHOWS[stage](request, walk),
    }
    template = f"organizations/setup/{stage}.html"
    if stage == "mail" and fragments.is_partial(request):
        return HttpResponse(fragments.draw(request, template, values, "arrival"))
    return render(request, template, values | more, status=status)
