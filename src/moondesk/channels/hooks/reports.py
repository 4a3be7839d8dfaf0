"""What a provider reports of mails that went out: proven as its other pushes, and noted as reports by mail are.

A report says of which mail it is by what we gave the provider with it, else by our signed Message-ID. It changes only
mails of the door's organization, and said again it changes nothing.
"""

import base64
import datetime
import hmac
import re
import time
import uuid

import structlog
from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from anymail.webhooks.base import AnymailCoreWebhookView
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.mailjet import MailjetTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.resend import ResendTrackingWebhookView, SvixWebhookValidationMixin
from django.http import HttpRequest

from moondesk.accounts.models import normal_email
from moondesk.channels.hooks.actions import Provider
from moondesk.channels.hooks.intake import Verdict, view_of
from moondesk.channels.mail.envelope import one_line
from moondesk.channels.mail.returns import News, note_news
from moondesk.channels.mail.threads import marked_mail
from moondesk.channels.models import MailHook, OutgoingMail
from moondesk.channels.rules import State
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.database import crossing
from moondesk.kit.ids import digest
from moondesk.organizations.features import Feature
from moondesk.organizations.switches import is_off

log = structlog.get_logger(__name__)

_STATES = {
    EventType.DELIVERED: State.DELIVERED,
    EventType.DEFERRED: State.DELAYED,
    EventType.BOUNCED: State.BOUNCED,
    EventType.REJECTED: State.BOUNCED,
    EventType.FAILED: State.BOUNCED,
    EventType.COMPLAINED: State.COMPLAINED,
}
"""What else providers tell, such as that a mail was opened, is nobody's business."""
_CODE = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)")
_CODES = {RejectReason.INVALID: "5.1.3", RejectReason.SPAM: "5.7.1", RejectReason.BLOCKED: "5.7.1"}
_FRESH = 12 * 3600
"""Providers try for hours to bring a report."""
_CLOCKS_DIFFER = datetime.timedelta(minutes=2)
_NOT_UNDERSTOOD = (
    *(ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError),
    AnymailConfigurationError,
)


class _Postmark(PostmarkTrackingWebhookView):
    warn_if_no_basic_auth = False


class _Brevo(BrevoTrackingWebhookView):
    warn_if_no_basic_auth = False


class _Mailjet(MailjetTrackingWebhookView):
    warn_if_no_basic_auth = False


class _Resend(ResendTrackingWebhookView):
    """Signed as Svix does, which Resend reports by: ``id.time.body`` with what stands behind ``whsec_``."""

    key = ""
    warn_if_no_basic_auth = False
    _svix_webhook = None

    def __init__(self, key: str) -> None:
        # What Svix signs is checked below, without its library.
        super(SvixWebhookValidationMixin, self).__init__()
        self.key = key

    def validate_request(self, request: HttpRequest) -> None:
        if not self.key:
            return
        said = [request.headers.get(f"svix-{name}", "") for name in ("id", "timestamp", "signature")]
        try:
            secret, at = base64.b64decode(self.key.removeprefix("whsec_"), validate=True), int(said[1])
        except ValueError:
            raise AnymailWebhookValidationFailure("The key or the time cannot be read") from None
        signed = hmac.digest(secret, f"{said[0]}.{said[1]}.".encode() + request.body, "sha256")
        right = "v1," + base64.b64encode(signed).decode()
        if abs(time.time() - at) > _FRESH or not any(hmac.compare_digest(one, right) for one in said[2].split()):
            raise AnymailWebhookValidationFailure("Not signed with the key of this door")


class _Mailgun(MailgunTrackingWebhookView):
    def validate_request(self, request: HttpRequest) -> None:
        if request.content_type != "application/json":
            raise AnymailWebhookValidationFailure("Mailgun signs documents")
        super().validate_request(request)


_VIEWS: dict[Provider, type[AnymailCoreWebhookView]] = {
    Provider.MAILGUN: _Mailgun,
    Provider.POSTMARK: _Postmark,
    Provider.BREVO: _Brevo,
    Provider.MAILJET: _Mailjet,
    Provider.RESEND: _Resend,
}


def take_report(secret: str, request: HttpRequest) -> int:
    """Note what is reported at a door; return the status to answer with."""
    rows = crossing("mail_hook_by_digest", digest(secret))
    if not rows:
        return Verdict.UNKNOWN
    with tenancy.organization(rows[0][0]):
        if is_off(Feature.MAIL_HOOKS):
            return Verdict.LATER
        hook = MailHook.objects.get(pk=rows[0][1])
        view = view_of(hook, _VIEWS)
        if view is None:
            return Verdict.NOT_PROVEN
        try:
            view.run_validators(request)
            is_early = [_note(event) for event in view.parse_events(request) if _is_fresh(event)]
        except AnymailWebhookValidationFailure:
            return Verdict.NOT_PROVEN
        except _NOT_UNDERSTOOD as error:
            log.warning("a provider's report was not understood", hook=str(hook.pk), error=type(error).__name__)
            return Verdict.UNREADABLE
        MailHook.objects.filter(pk=hook.pk).update(last_used_at=now())
    return Verdict.LATER if any(is_early) else Verdict.KEPT


def _is_fresh(event: AnymailTrackingEvent) -> bool:
    """Say whether a push of Mailgun was signed lately; the others do not sign what they say, or all of it at once."""
    signed = event.esp_event.get("signature")
    if isinstance(signed, dict) and abs(time.time() - int(signed["timestamp"])) > _FRESH:
        raise AnymailWebhookValidationFailure("An old report, sent again")
    return event.event_type in _STATES


def _note(event: AnymailTrackingEvent) -> bool:
    """Note one report; say whether it came too early, before we know that its mail is out."""
    mail = _mail_of(event)
    if mail is None or normal_email(str(event.recipient or mail.recipient)) != mail.recipient:
        return False
    if mail.state in (State.QUEUED, State.SENDING):
        return True
    if event.timestamp and mail.sent_at and event.timestamp < mail.sent_at - _CLOCKS_DIFFER:
        # Of an earlier try: the mail was sent again since.
        return False
    said = one_line(" ".join(str(text) for text in (event.mta_response, event.description) if text), 200)
    found = _CODE.search(said)
    code = found[0] if found else _CODES.get(event.reject_reason, "")
    note_news(mail, News(_STATES[event.event_type], code, said))
    return False


def _mail_of(event: AnymailTrackingEvent) -> OutgoingMail | None:
    given = event.metadata.get("mail") if event.metadata else None
    if given is not None:
        return OutgoingMail.objects.filter(pk=uuid.UUID(str(given))).first()
    return marked_mail(str(event.message_id or ""))
