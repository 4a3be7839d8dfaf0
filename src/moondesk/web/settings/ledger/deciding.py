"""Deciding about mails: one on its page, several in the list, and taking that back."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from moondesk.channels.ledger import asking, deciding
from moondesk.channels.rules import Decision
from moondesk.kit import context
from moondesk.kit.errors import Conflict, InvalidInput, NotFound
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.ledger.received import show_mail
from moondesk.web.settings_list import address


@require_POST
@in_desk(Permission.MAIL_RELEASE)
def one(request: TenantRequest, mail_id: uuid.UUID) -> HttpResponse:
    """Let one mail in, have it looked at again, or throw it away."""
    wanted = _decision(request)
    try:
        with transaction.atomic():
            mail = deciding.lock_mail(mail_id)
            if wanted is Decision.RELEASED:
                deciding.release(mail, by=request.actor, sender=request.POST.get("sender", ""))
            elif wanted is Decision.AGAIN:
                deciding.process_again(mail, by=request.actor)
            else:
                deciding.discard(mail, by=request.actor)
    except (InvalidInput, Conflict) as error:
        errors = {name: [text] for name, text in (error.fields or {"": error.message}).items()}
        typed = {"sender": request.POST.get("sender", "")}
        return show_mail(request, asking.get_mail(mail_id), errors=errors, typed=typed, status=error.status)
    _say(request, wanted, 1)
    return redirect("settings:ledger_mail", slug=request.organization.slug, mail_id=mail_id)


@require_POST
@in_desk(Permission.MAIL_RELEASE)
def many(request: TenantRequest) -> HttpResponse:
    """Let several mails in or throw them away."""
    wanted = _decision(request)
    decided = deciding.decide_many(_chosen(request), wanted, by=request.actor)
    if decided.done:
        _say(request, wanted, decided.done)
    if decided.refused:
        reasons = " ".join(sorted(set(decided.refused.values())))
        number = len(decided.refused)
        said = ngettext("%(num)d mail was left: %(why)s", "%(num)d mails were left: %(why)s", number)
        messages.error(request, said % {"num": number, "why": reasons})
    if not decided.done and not decided.refused:
        messages.error(request, _("Choose some mails first."))
    return redirect(address(request, "ledger_waiting"))


@require_POST
@in_desk(Permission.MAIL_RELEASE)
def undo(request: TenantRequest, operation: uuid.UUID) -> HttpResponse:
    """Bring back what the member just threw away."""
    try:
        with transaction.atomic():
            brought = deciding.undo_discards(operation, by=request.actor)
    except (Conflict, NotFound) as error:
        messages.error(request, error.message)
    else:
        text = _("Undone.") if brought else _("It is too late to undo this.")
        (messages.success if brought else messages.error)(request, text)
    return redirect(address(request, "ledger_waiting"))


def _decision(request: TenantRequest) -> Decision:
    wanted = request.POST.get("what", "")
    if wanted not in (Decision.RELEASED, Decision.AGAIN, Decision.DISCARDED):
        text = _("This cannot be chosen.")
        raise InvalidInput(text, fields={"what": text})
    return Decision(wanted)


def _chosen(request: TenantRequest) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(value) for value in request.POST.getlist("mail")]
    except ValueError:
        text = _("This cannot be chosen.")
        raise InvalidInput(text, fields={"mail": text}) from None


def _say(request: TenantRequest, decision: Decision, number: int) -> None:
    said = {
        Decision.RELEASED: ngettext(
            "%(num)d mail is let in. It becomes a ticket or a message in a moment.",
            "%(num)d mails are let in. They become tickets or messages in a moment.",
            number,
        ),
        Decision.AGAIN: ngettext("%(num)d mail is looked at again.", "%(num)d mails are looked at again.", number),
        Decision.DISCARDED: ngettext("%(num)d mail is discarded.", "%(num)d mails are discarded.", number),
    }[decision]
    back: dict[str, Any] = {"slug": request.organization.slug, "operation": context.operation.get()}
    undo_at = reverse("settings:ledger_undo", kwargs=back) if decision is Decision.DISCARDED else ""
    messages.success(request, said % {"num": number}, extra_tags=undo_at)
