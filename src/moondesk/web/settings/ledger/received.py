"""The mails that came in: found, looked at, downloaded."""

import dataclasses
import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moondesk.channels.ledger import asking, counting, keeping, looking
from moondesk.channels.ledger.asking import Question
from moondesk.channels.ledger.looking import Seen
from moondesk.channels.ledger.raws import has_raw
from moondesk.channels.ledger.senders import listing_of
from moondesk.channels.ledger.words import DECISIONS, EVENTS, OUTCOMES, REASONS, why
from moondesk.channels.mail.signing import shown_address
from moondesk.channels.models import ReceivedMail
from moondesk.channels.rules import NAMELESS, UNREAD, Decision, Outcome, Reason
from moondesk.events.queries import all_of
from moondesk.files.giving import sealed
from moondesk.files.rules import size_words
from moondesk.kit.errors import DomainError, InvalidInput
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.levels import level
from moondesk.web.settings.ledger.page import show_tab, walk

COLOURS = {
    Outcome.PENDING: "open",
    Outcome.TICKET: "resolved",
    Outcome.MESSAGE: "resolved",
    Outcome.QUARANTINED: "waiting",
    Outcome.IGNORED: "closed",
}


@require_safe
@in_desk(Permission.MAIL_VIEW)
def ledger(request: TenantRequest) -> HttpResponse:
    """Find mails."""
    try:
        question = asking.read_question(request.GET.dict())
    except InvalidInput as error:
        errors = {name: [text] for name, text in error.fields.items()}
        typed = {name: request.GET.get(name, "") for name in asking.QUESTIONS}
        return _list(request, "ledger", Question(), errors=errors, typed=typed, status=error.status)
    return _list(request, "ledger", question)


@require_safe
@in_desk(Permission.MAIL_VIEW)
def waiting(request: TenantRequest) -> HttpResponse:
    """List what waits for a decision."""
    return _list(request, "ledger_waiting", Question(outcome=Outcome.QUARANTINED))


@require_safe
@in_desk(Permission.MAIL_VIEW)
def mail(request: TenantRequest, mail_id: uuid.UUID) -> HttpResponse:
    """Show one mail: what became of it, why, and what was decided about it."""
    return show_mail(request, asking.get_mail(mail_id))


@require_safe
@in_desk(Permission.MAIL_VIEW)
def raw(request: TenantRequest, mail_id: uuid.UUID) -> HttpResponse:
    """Give a mail as it came, as a download that no browser opens."""
    found = asking.get_mail(mail_id)
    content = looking.download(found, by=request.actor)
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"mail-{found.pk}.eml") or "attachment"
    return sealed(response)


def show_mail(request: TenantRequest, found: ReceivedMail, *, status: int = 200, **more: Any) -> HttpResponse:
    """Draw the page of one mail."""
    seen = looking.seen_of([found], request.actor)
    name, sentence = why(found.reason)
    values = {
        "mail": _row(request, found, seen),
        "found": found,
        "size": size_words(found.size),
        "why": {"name": name, "sentence": sentence},
        "evidence": _evidence(found),
        "history": [(event.created_at, event.actor_label, event.name) for event in all_of(found.pk)],
        "event_words": EVENTS,
        "needs_sender": found.reason in NAMELESS | UNREAD,
        "unread": found.reason in UNREAD,
        "may_release": level(request, Element.LEDGER).usable,
        "can_again": found.outcome in (Outcome.QUARANTINED, Outcome.IGNORED) and found.reason != Reason.DUPLICATE,
        "has_raw": has_raw(found),
        "listing": listing_of(found.sender) if found.sender else None,
        "look": None,
        "look_error": "",
    }
    if request.GET.get("look") and request.method != "POST":
        try:
            values["look"] = looking.look_into(found, by=request.actor)
        except DomainError as error:
            values["look_error"] = error.message
    return show_tab(request, "ledger", "mail", values | more, status=status)


def _evidence(found: ReceivedMail) -> list[tuple[str, str]]:
    """Return what SPF, DKIM and DMARC said, as far as they were asked."""
    said = found.evidence or {}
    lines = [
        ("SPF", " ".join(filter(None, (said.get("spf", ""), said.get("spf_domain", ""))))),
        ("DKIM", ", ".join(said.get("dkim", []))),
        ("DMARC", " ".join(filter(None, (said.get("dmarc", ""), said.get("policy", ""))))),
        (_("Found by"), said.get("by", "")),
    ]
    return [(name, value) for name, value in lines if value]


def _list(request: TenantRequest, tab: str, question: Question, *, status: int = 200, **more: Any) -> HttpResponse:
    here = reverse(f"settings:{tab}", kwargs={"slug": request.organization.slug})
    rows, links = walk(asking.found(question, by=request.actor), "received_at", request.GET.dict(), here)
    seen = looking.seen_of(rows, request.actor)
    values = {
        "mails": [_row(request, row, seen) for row in rows],
        "links": links,
        "asked": dataclasses.asdict(question),
        "is_asked": question != Question(),
        "typed": dataclasses.asdict(question),
        "outcomes": [("", _("All")), *((key, str(label)) for key, label in OUTCOMES.items())],
        "reasons": [("", _("All")), *((key, str(names[0])) for key, names in REASONS.items())],
        "may_release": level(request, Element.LEDGER).usable,
        "days": keeping.waiting_days(),
        "periods": [],
    }
    if tab == "ledger" and question == Question() and not links["newer"]:
        values["periods"] = _periods()
    template = "waiting" if tab == "ledger_waiting" else "received"
    return show_tab(request, tab, template, values | more, status=status)


def _periods() -> list[dict[str, Any]]:
    names = {"today": _("Today"), "week": _("7 days"), "month": _("30 days")}
    return [{"name": names[key], "period": period} for key, period in counting.counts().items()]


def _row(request: TenantRequest, one: ReceivedMail, seen: Seen) -> dict[str, Any]:
    number = seen.numbers.get(one.ticket_id) if one.ticket_id else None
    is_hidden = one.pk in seen.hidden
    return {
        "id": one.pk,
        "at": one.received_at,
        "sender": one.sender or one.envelope_from,
        "subject": "" if is_hidden else one.subject,
        "is_hidden": is_hidden,
        "recipient": shown_address(one.recipient),
        "outcome": OUTCOMES[one.outcome],
        "colour": COLOURS[Outcome(one.outcome)],
        "waits": one.outcome == Outcome.QUARANTINED,
        "reason": why(one.reason)[0] if one.reason else "",
        "decision": DECISIONS[one.decision] if one.decision in {item.value for item in Decision} else "",
        "number": f"{request.organization.number_prefix}-{number}" if number else "",
        "href": reverse("desk:ticket", kwargs={"slug": request.organization.slug, "number": number}) if number else "",
    }
