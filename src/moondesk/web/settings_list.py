"""The pages of settings that a member may open: for the list beside them, and for the palette of the desk."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest

PAGES = (
    ("start", _("Get started"), "list-checks", Permission.ORGANIZATION_MANAGE),
    ("organization", _("General"), "building-2", Permission.SETTINGS_OPEN),
    ("branding", _("Branding"), "image", Permission.ORGANIZATION_MANAGE),
    ("members", _("Members"), "users-round", Permission.SETTINGS_OPEN),
    ("roles", _("Roles"), "shield", Permission.SETTINGS_OPEN),
    ("departments", _("Departments"), "network", Permission.SETTINGS_OPEN),
    ("workflow", _("Statuses and workflow"), "workflow", Permission.SETTINGS_OPEN),
    ("files", _("Files"), "paperclip", Permission.SETTINGS_OPEN),
    ("tags", _("Tags"), "tag", Permission.SETTINGS_OPEN),
    ("trash", _("Deleted tickets"), "trash-2", Permission.TICKET_DELETE),
    ("responses", _("Responses and macros"), "zap", Permission.MACRO_OWN),
    ("templates", _("Templates"), "file-text", Permission.MACRO_MANAGE),
    ("fields", _("Forms and fields"), "text-cursor-input", Permission.SETTINGS_OPEN),
    ("mail", _("Mail"), "mail", Permission.MAIL_MANAGE),
    ("web_forms", _("Web forms"), "globe", Permission.ORGANIZATION_MANAGE),
    ("ledger", _("Mail ledger"), "inbox", Permission.MAIL_VIEW),
    ("audit", _("Audit log"), "scroll-text", Permission.AUDIT_VIEW),
    ("sign_in", _("Sign-in"), "log-in", Permission.ORGANIZATION_MANAGE),
    ("tokens", _("API tokens"), "key-round", Permission.DESK_OPEN),
)
"""Key, name, sign and what it takes to open each page, in the order of the list."""


def pages(request: TenantRequest) -> list[dict[str, Any]]:
    """Return the list of settings that the member may open."""
    return [
        {"id": name, "label": label, "icon": icon, "href": address(request, name)}
        for name, label, icon, permission in PAGES
        if request.actor.may(permission)
    ]


def address(request: TenantRequest, name: str) -> str:
    """Return where a page of settings is."""
    return reverse(f"settings:{name}", kwargs={"slug": request.organization.slug})
