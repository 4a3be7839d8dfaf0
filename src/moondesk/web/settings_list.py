"""The pages of settings that a member may open: for the list beside them, and for the palette of the desk."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moondesk.organizations.elements import Element
from moondesk.web.edges import TenantRequest
from moondesk.web.levels import level

PAGES = (
    ("start", _("Get started"), "list-checks", Element.START),
    ("organization", _("General"), "building-2", Element.ORGANIZATION),
    ("branding", _("Branding"), "image", Element.BRANDING),
    ("portal", _("Help pages"), "life-buoy", Element.PORTAL),
    ("members", _("Members"), "users-round", Element.MEMBERS),
    ("roles", _("Roles"), "shield", Element.ROLES),
    ("departments", _("Departments"), "network", Element.DEPARTMENTS),
    ("workflow", _("Statuses and workflow"), "workflow", Element.WORKFLOW),
    ("files", _("Files"), "paperclip", Element.FILES),
    ("tags", _("Tags"), "tag", Element.TAGS),
    ("trash", _("Deleted tickets"), "trash-2", Element.TRASH),
    ("responses", _("Responses and macros"), "zap", Element.MACROS),
    ("templates", _("Templates"), "file-text", Element.TEMPLATES),
    ("fields", _("Forms and fields"), "text-cursor-input", Element.FIELDS),
    ("mail", _("Mail"), "mail", Element.MAIL),
    ("web_forms", _("Web forms"), "globe", Element.WEB_FORMS),
    ("public_api", _("Public API"), "code", Element.PUBLIC_API),
    ("ledger", _("Mail ledger"), "inbox", Element.LEDGER),
    ("audit", _("Audit log"), "scroll-text", Element.AUDIT),
    ("sign_in", _("Sign-in"), "log-in", Element.SIGN_IN),
    ("directory", _("Directory"), "users-round", Element.DIRECTORY),
    ("tokens", _("API tokens"), "key-round", Element.TOKENS),
)
"""Key, name, sign and the element of each page, in the order of the list."""


def pages(request: TenantRequest) -> list[dict[str, Any]]:
    """Return the list of settings that the member may open."""
    return [
        {"id": name, "label": label, "icon": icon, "href": address(request, name)}
        for name, label, icon, element in PAGES
        if level(request, element).shown
    ]


def address(request: TenantRequest, name: str) -> str:
    """Return where a page of settings is."""
    return reverse(f"settings:{name}", kwargs={"slug": request.organization.slug})
