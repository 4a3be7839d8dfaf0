"""Checking what DNS says of the domain of an address."""

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from moondesk.channels.addressing import get_address
from moondesk.channels.domains.checking import Checked, check_address
from moondesk.channels.domains.words import PARTS, STANDINGS, sentence
from moondesk.kit.errors import InvalidInput, TooMany
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.mail.sections import show_section

PAGE = "mail_addresses"
_COLOURS = {"right": "resolved", "advice": "open", "missing": "urgent", "wrong": "urgent", "unknown": "waiting"}


@require_POST
@in_desk(Permission.MAIL_MANAGE)
def check(request: TenantRequest, address_id: uuid.UUID) -> HttpResponse:
    """Ask DNS about the domain of an address, and say what is right, what is missing and what to add."""
    address = get_address(address_id)
    selector = request.POST.get("selector", "")
    values = {"address": address, "domain": address.address.rpartition("@")[2], "findings": [], "selector": selector}
    try:
        found = check_address(address, by=request.actor, selector=selector)
    except (InvalidInput, TooMany) as error:
        errors = {name: [text] for name, text in (error.fields or {"": error.message}).items()}
        return show_section(request, PAGE, "domain", values | {"errors": errors}, status=error.status)
    return show_section(request, PAGE, "domain", values | {"findings": _shown(found), "is_right": found.is_right})


def _shown(checked: Checked) -> list[dict[str, object]]:
    return [
        {
            "part": PARTS[one.part],
            "standing": STANDINGS[one.standing],
            "colour": _COLOURS[one.standing],
            "sentence": sentence(one.code),
            "name": one.name,
            "type": one.type,
            "found": one.found,
            "record": one.record,
        }
        for one in checked.findings
    ]
