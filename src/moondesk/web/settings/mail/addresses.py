"""The addresses at which the organization receives mail."""

import uuid
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from moondesk.channels import addressing
from moondesk.channels.addressing import NAME_LENGTH, SIGNATURE_LENGTH, AddressEdit
from moondesk.channels.domains.owning import waits_for_proof
from moondesk.channels.models import MailAddress
from moondesk.kit.errors import InvalidInput
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import department_tree
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.mail.sections import show_section
from moondesk.web.settings.page import carry_out
from moondesk.web.settings_list import address as address_of

PAGE = "mail_addresses"


@require_safe
@in_desk(Permission.MAIL_MANAGE)
def first(request: TenantRequest) -> HttpResponse:
    """Lead to the first section."""
    return redirect(address_of(request, PAGE))


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.MAIL_MANAGE)
def addresses(request: TenantRequest) -> HttpResponse:
    """List the addresses, and add one."""
    if request.method != "POST":
        return _page(request)
    add = lambda: addressing.add_address(_edit(request.POST), by=request.actor)  # noqa: E731
    return carry_out(request, PAGE, add, _("The address is there."), _page)


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.MAIL_MANAGE)
def address(request: TenantRequest, address_id: uuid.UUID) -> HttpResponse:
    """Show one address to be changed, and change it."""
    found = addressing.get_address(address_id)

    def again(request: TenantRequest, **more: Any) -> HttpResponse:
        return _page(request, changing=found, **more)

    if request.method != "POST":
        return again(request)
    save = lambda: addressing.change_address(found, _edit(request.POST, found), by=request.actor)  # noqa: E731
    return carry_out(request, PAGE, save, _("Saved."), again)


@require_POST
@in_desk(Permission.MAIL_MANAGE)
def remove(request: TenantRequest, address_id: uuid.UUID) -> HttpResponse:
    """Remove an address that no mail has come to."""
    found = addressing.get_address(address_id)
    delete = lambda: addressing.remove_address(found, by=request.actor)  # noqa: E731
    return carry_out(request, PAGE, delete, _("The address is gone."), _page)


def _edit(sent: QueryDict, found: MailAddress | None = None) -> AddressEdit:
    department = sent.get("department", "")
    try:
        chosen = uuid.UUID(department) if department else None
    except ValueError:
        text = _("This cannot be chosen.")
        raise InvalidInput(text, fields={"department": text}) from None
    return AddressEdit(
        address=found.address if found else sent.get("address", ""),
        name=sent.get("name", ""),
        department=chosen,
        is_default=sent.get("is_default") == "on",
        is_active=found is None or found.is_default or sent.get("is_active") == "on",
        signature=sent.get("signature", ""),
    )


def _page(
    request: TenantRequest, *, changing: MailAddress | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    indented = ((str(one.pk), "\u2003" * depth + one.name) for one, depth in department_tree())
    rows = list(addressing.addresses())
    values = {
        "addresses": rows,
        "unproven": {one.pk for one in rows if one.way_out_id is None and waits_for_proof(one)},
        "changing": changing,
        "departments": [("", _("No department")), *indented],
        "most": {"name": NAME_LENGTH, "signature": SIGNATURE_LENGTH},
    }
    return show_section(request, PAGE, "addresses", values | more, status=status)
