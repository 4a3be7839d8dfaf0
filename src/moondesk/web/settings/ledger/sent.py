"""The mails that went out, and how far they got."""

import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moondesk.channels.ledger import looking, posting
from moondesk.channels.ledger.posting import SentQuestion
from moondesk.channels.ledger.words import KINDS, STATES
from moondesk.channels.resending import is_resendable, send_again
from moondesk.kit.errors import InvalidInput
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.levels import level
from moondesk.web.settings.ledger.page import show_tab, walk
from moondesk.web.settings.page import carry_out

PAGE = "ledger_sent"
_COLOURS = {
    "sent": "resolved",
    "delivered": "resolved",
    "failed": "urgent",
    "bounced": "urgent",
    "complained": "urgent",
}


@require_safe
@in_desk(Permission.MAIL_VIEW)
def sent(request: TenantRequest) -> HttpResponse:
    """List what went out."""
    return _page(request)


@require_POST
@in_desk(Permission.MAIL_MANAGE)
def again(request: TenantRequest, mail_id: uuid.UUID) -> HttpResponse:
    """Send a mail again that did not arrive."""
    mail = posting.get_sent(mail_id)
    return carry_out(request, PAGE, lambda: send_again(mail, by=request.actor), _("It is sent again."), _page)


def _page(request: TenantRequest, *, status: int = 200, **more: object) -> HttpResponse:
    errors = {}
    try:
        question = posting.read_question(request.GET.dict())
    except InvalidInput as error:
        question, errors = SentQuestion(), {name: [text] for name, text in error.fields.items()}
        status = error.status
    here = reverse(f"settings:{PAGE}", kwargs={"slug": request.organization.slug})
    rows, links = walk(posting.sent_mails(question), "created_at", request.GET.dict(), here)
    numbers = looking.tickets_seen((row.ticket_id for row in rows), request.actor)
    values = {
        "mails": [
            {
                "id": one.pk,
                "at": one.created_at,
                "recipient": one.recipient,
                "kind": KINDS.get(one.kind, one.kind),
                "state": STATES.get(one.state, one.state),
                "colour": _COLOURS.get(one.state, "waiting"),
                "error": one.error,
                "attempts": one.attempts,
                "number": f"{request.organization.number_prefix}-{numbers[one.ticket_id]}"
                if one.ticket_id in numbers
                else "",
                "plain_number": numbers.get(one.ticket_id, "") if one.ticket_id else "",
                "can_again": is_resendable(one),
            }
            for one in rows
        ],
        "links": links,
        "typed": {"recipient": question.recipient, "state": question.state, "message_id": question.message_id},
        "states": [("", _("All")), *((key, str(label)) for key, label in STATES.items())],
        "may_manage": level(request, Element.LEDGER).full,
        "errors": errors,
    }
    return show_tab(request, PAGE, "sent", values | more, status=status)
