"""What the page after a web form was sent knows of it: the ticket's number, or that the address is to be confirmed.

It goes through the address of that page, signed, as nothing else ties the two together: no cookie is set. The ticket's
link is not in it (docs/decisions/web-forms.md).
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core import signing

from moondesk.tickets.models import Ticket
from moondesk.web.edges import TenantRequest
from moondesk.web.portal.embedding import Look
from moondesk.web.portal.page import address
from moondesk.webforms.models import UnconfirmedRequest, WebForm

_SALT = "moondesk.webforms.receipt"
_SECONDS = 3600


@dataclass(frozen=True)
class Receipt:
    """What became of what was sent."""

    number: str = ""
    waits: bool = False


def receipt_of(kept: Ticket | UnconfirmedRequest | None) -> Receipt | None:
    """Return what is said of what was kept; nothing of what was kept before."""
    if kept is None:
        return None
    return Receipt(kept.number) if isinstance(kept, Ticket) else Receipt(waits=True)


def sent_address(request: TenantRequest, look: Look, form: WebForm, receipt: Receipt | None = None) -> str:
    """Return the address of the page after sending."""
    where = address(request, "web_form_sent", key=form.key) + look.query
    if receipt is None:
        return where
    mark = signing.dumps([form.pk.hex, receipt.number, receipt.waits], salt=_SALT)
    return f"{where}{'&' if look.query else '?'}{urlencode({'receipt': mark})}"


def read_receipt(form: WebForm, mark: str) -> Receipt:
    """Return what a receipt says; without one of ours and of this form, what is so for most who send it."""
    try:
        key, number, waits = signing.loads(mark, salt=_SALT, max_age=_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return Receipt(waits=form.confirms)
    return Receipt(str(number), bool(waits)) if key == form.pk.hex else Receipt(waits=form.confirms)
