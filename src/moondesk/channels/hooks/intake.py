"""What a provider pushes: proven to be the provider's, then kept by the same door as all mail.

django-anymail knows how each provider proves itself. It would also parse the mail, here in the process of pages; that
is left to the parser's own process, so only the whole mail as it was sent is taken. Who pushes is told nothing.
"""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.webhooks.base import AnymailCoreWebhookView
from anymail.webhooks.mailgun import MailgunInboundWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView
from django.conf import settings
from django.http import HttpRequest

from moondesk.channels.hooks.actions import BRING_MAIL, Provider
from moondesk.channels.hooks.forms import read_form
from moondesk.channels.mail.admission import put_off
from moondesk.channels.mail.piped import as_sent
from moondesk.channels.mail.store import Inbox, find_inbox, keep
from moondesk.channels.models import HookDelivery, MailHook
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.database import crossing
from moondesk.kit.ids import digest
from moondesk.kit.sealing import BrokenSeal, unseal
from moondesk.organizations.features import Feature
from moondesk.organizations.switches import is_off

log = structlog.get_logger(__name__)

_FRESH = 15 * 60


class Verdict:
    """What a provider is answered, as a status of HTTP."""

    KEPT = 200
    TOO_DEEP = 400
    NOT_PROVEN = 401
    UNKNOWN = 404
    UNREADABLE = 406
    TOO_LARGE = 413
    LATER = 429


@dataclass(frozen=True)
class Pushed:
    """One mail as a provider pushed it. ``name`` is the provider's own for this delivery."""

    name: str
    sender: str
    recipient: str
    content: bytes


def take(secret: str, request: HttpRequest) -> int:
    """Keep what is pushed to a door; return the status to answer with."""
    rows = crossing("mail_hook_by_digest", digest(secret))
    if not rows:
        return Verdict.UNKNOWN
    with tenancy.organization(rows[0][0]):
        off = is_off(Feature.MAIL_HOOKS)
        hook = MailHook.objects.select_related("address").get(pk=rows[0][1])
        if off or hook.provider not in BRING_MAIL:
            return Verdict.LATER if off else Verdict.UNKNOWN
        view = view_of(hook, _VIEWS)
        if view is None:
            return Verdict.NOT_PROVEN
        try:
            read_form(request)
            view.run_validators(request)
            pushed = _READERS[Provider(hook.provider)](request)
        except AnymailWebhookValidationFailure:
            return Verdict.NOT_PROVEN
        except RecursionError:
            log.warning("a provider's push is nested too deep", hook=str(hook.pk))
            return Verdict.TOO_DEEP
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            log.warning("a provider's push was not understood", hook=str(hook.pk), error=type(error).__name__)
            return Verdict.UNREADABLE
        if len(pushed.content) > settings.MAIL_SIZE_LIMIT:
            log.warning("a pushed mail is too large", hook=str(hook.pk), size=len(pushed.content))
            return Verdict.TOO_LARGE
        return _keep(hook, pushed)


def view_of(hook: MailHook, views: Mapping[Provider, type[AnymailCoreWebhookView]]) -> AnymailCoreWebhookView | None:
    """Return what knows how the provider of a door proves itself; None if the key of the door cannot be read."""
    try:
        key = unseal(bytes(hook.sealed_key), hook.pk) if hook.sealed_key else ""
    except BrokenSeal:
        return None
    provider = Provider(hook.provider)
    if provider == Provider.MAILGUN:
        return views[provider](webhook_signing_key=key)
    if provider == Provider.RESEND:
        return views[provider](key=key)
    # The others do not sign. The secret in the address proves them, and a name and password if one was agreed on.
    return views[provider](webhook_secret=key or None)


class _Postmark(PostmarkInboundWebhookView):
    warn_if_no_basic_auth = False


_VIEWS: dict[Provider, type[AnymailCoreWebhookView]] = {
    Provider.MAILGUN: MailgunInboundWebhookView,
    Provider.POSTMARK: _Postmark,
}


def _keep(hook: MailHook, pushed: Pushed) -> int:
    name = hashlib.sha256(pushed.name.encode()).hexdigest() if pushed.name else ""
    if name and HookDelivery.objects.filter(hook=hook, name=name).exists():
        return Verdict.KEPT
    inbox = _inbox(hook, pushed.recipient)
    if put_off(pushed.content, pushed.sender, [inbox]) is not None:
        return Verdict.LATER
    pk = keep(pushed.content, pushed.sender, [inbox])[0]
    if name:
        HookDelivery.objects.create(hook=hook, name=name, mail_id=pk)
    MailHook.objects.filter(pk=hook.pk).update(last_used_at=now())
    return Verdict.KEPT


def _inbox(hook: MailHook, recipient: str) -> Inbox:
    """Return where the mail leads: nowhere but into the organization whose door it is."""
    found = find_inbox(recipient) if recipient else None
    if found is not None and found.organization_id == hook.organization_id:
        return found
    return Inbox(hook.organization_id, hook.address_id, hook.address.address)


def _from_mailgun(request: HttpRequest) -> Pushed:
    if abs(time.time() - int(request.POST["timestamp"])) > _FRESH:
        raise AnymailWebhookValidationFailure("An old push, sent again")
    return Pushed(
        name=request.POST["token"],
        sender=request.POST.get("sender", ""),
        recipient=request.POST.get("recipient", ""),
        content=as_sent(request.POST["body-mime"].encode("utf-8", "surrogateescape")),
    )


def _from_postmark(request: HttpRequest) -> Pushed:
    said: dict[str, Any] = json.loads(request.body)
    first: dict[str, Any] = next(
        iter(said.get("Headers") or []), {}
    )  # Postmark writes the envelope's sender above all headers
    sender = str(first.get("Value", "")) if str(first.get("Name", "")).lower() == "return-path" else ""
    return Pushed(
        # Without a name of its own a delivery is known by what it brings.
        name=str(said["MessageID"]) or said["RawEmail"],
        sender=sender or str(said["FromFull"]["Email"]),
        recipient=str(said.get("OriginalRecipient") or ""),
        content=as_sent(said["RawEmail"].encode("utf-8", "surrogateescape")),
    )


_READERS: dict[Provider, Callable[[HttpRequest], Pushed]] = {
    Provider.MAILGUN: _from_mailgun,
    Provider.POSTMARK: _from_postmark,
}
