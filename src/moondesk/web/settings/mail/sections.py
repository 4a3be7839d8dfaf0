"""The sections of the pages of mail, and how each is drawn."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from moondesk.channels.queries import flooding
from moondesk.organizations.features import feature_at
from moondesk.organizations.permissions import Permission
from moondesk.organizations.switches import is_off
from moondesk.web.edges import TenantRequest
from moondesk.web.settings.page import show
from moondesk.web.settings_list import address

SECTIONS = (
    ("mail_addresses", _("Addresses"), Permission.MAIL_MANAGE),
    ("mailboxes", _("Mailboxes"), Permission.MAIL_MANAGE),
    ("mail_hooks", _("Providers"), Permission.MAIL_MANAGE),
    ("mail_ways_out", _("Ways out"), Permission.MAIL_MANAGE),
    ("mail_templates", _("Templates of mails"), Permission.MAIL_MANAGE),
    ("mail_survey", _("Survey"), Permission.MAIL_MANAGE),
    ("mail_dead", _("Dead addresses"), Permission.MAIL_MANAGE),
)
"""The name of each section's address, its label and what it takes to open it, in their order."""


def show_section(
    request: TenantRequest, section: str, template: str, values: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Draw a section from ``settings/mail/<template>.html``, which extends ``settings/mail/base.html``."""
    tabs = [
        {"label": label, "href": address(request, name), "current": name == section}
        for name, label, permission in SECTIONS
        if request.actor.may(permission) and not _is_off(request, address(request, name))
    ]
    shared = {"page": "mail", "sections": tabs, "flooding": flooding()}
    return show(request, f"mail/{template}", shared | values, status=status)


def _is_off(request: TenantRequest, place: str) -> bool:
    feature = feature_at(place.removeprefix(f"/{request.organization.slug}"))
    return feature is not None and is_off(feature, request.organization)
