"""How the organization looks to its customers: colour, logo, the words and links of the help pages."""

from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moondesk.branding.actions import LENGTHS, LinkEdit, LookEdit, change_look
from moondesk.branding.logos import MOST_BYTES
from moondesk.branding.queries import Look, current_look
from moondesk.branding.rules import MOST_LINKS
from moondesk.channels.mail.colours import brand_of, oklch
from moondesk.organizations.permissions import Permission
from moondesk.web.brand import logo_of
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.page import carry_out, show

_SHOWN_LIGHTNESS, _SHOWN_CHROMA = 0.5, 0.12


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.ORGANIZATION_MANAGE)
def branding(request: TenantRequest) -> HttpResponse:
    """Show the look with a preview, and change it."""
    if request.method != "POST":
        return _page(request)
    change = lambda: change_look(request.organization, _edit(request), by=request.actor)  # noqa: E731
    return carry_out(request, "branding", change, _("Saved."), _page, undo_of=lambda: request.organization.pk)


def _edit(request: TenantRequest) -> LookEdit:
    languages, given = [code for code, _name in settings.LANGUAGES], request.POST
    texts = {one: {name: given.get(f"{name}-{one}", "") for name in LENGTHS} for one in languages}
    links = [
        LinkEdit(given.get(f"url-{at}", ""), {one: given.get(f"label-{at}-{one}", "") for one in languages})
        for at in range(MOST_LINKS)
    ]
    return LookEdit(texts=texts, links=links, **own_look(request))


def own_look(request: TenantRequest) -> dict[str, Any]:
    """Return the colour and the logo as a form names them; a colour that was not touched is none."""
    colour, logo = request.POST.get("colour", ""), request.FILES.get("logo")
    return {
        "colour": "" if colour.strip().lower() == shown_colour(request) else colour,
        "logo": _content(logo) if isinstance(logo, UploadedFile) and logo.name else None,
        "drop_logo": request.POST.get("drop_logo") == "on",
    }


def _content(logo: "UploadedFile[Any]") -> tuple[str, bytes]:
    return logo.name or "", cast("bytes", logo.read(MOST_BYTES + 1))


def shown_colour(request: TenantRequest) -> str:
    """Return the colour of now as it stands in the field."""
    return oklch(_SHOWN_LIGHTNESS, _SHOWN_CHROMA, request.organization.brand_hue)


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    look = current_look()
    values = look_shown(request, look) | {
        "languages_offered": settings.LANGUAGES,
        "texts": look.texts,
        "lengths": LENGTHS,
        "links": [*look.links, *([{"url": "", "labels": {}}] * (MOST_LINKS - len(look.links)))],
    }
    return show(request, "branding", values | more, status=status)


def look_shown(request: TenantRequest, look: Look) -> dict[str, Any]:
    """Return what the preview draws."""
    own = request.organization
    return {
        "colour": shown_colour(request),
        "logo": logo_of(own),
        "mail_brand": brand_of(own.brand_hue),
        "heading_shown": look.text("heading", own.language),
        "welcome_shown": look.text("welcome", own.language),
        "foot_shown": look.foot(own.language),
        "own": own,
    }
