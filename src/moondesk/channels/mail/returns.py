"""What comes back of mails of ours: bounces, delays, deliveries, complaints. None opens or answers anything."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.channels.dead import note_arrival, note_bounce, note_complaint
from moondesk.channels.mail.outcome import finish
from moondesk.channels.mail.parsed import ParsedMail
from moondesk.channels.mail.reports import Row
from moondesk.channels.mail.signing import is_return_of, split_return_address
from moondesk.channels.mail.threads import marked_mail
from moondesk.channels.models import OutgoingMail, ReceivedMail
from moondesk.channels.rules import GONE_OUT, Outcome, Reason, State
from moondesk.kit.clock import now
from moondesk.organizations.queries import current_organization

_STATES = {"failed": State.BOUNCED, "delayed": State.DELAYED, "delivered": State.DELIVERED, "expanded": State.DELIVERED}
_FINAL = (State.BOUNCED, State.COMPLAINED)


@dataclass(frozen=True)
class News:
    """What was heard of a mail that went out."""

    state: State
    code: str = ""
    said: str = ""


def returned_mail(recipient: str) -> OutgoingMail | None:
    """Return the mail of ours whose own return path this is, if this organization really signed it."""
    parts = split_return_address(recipient)
    if parts is None or not is_return_of(bytes(current_organization().mail_key), parts[1], parts[2]):
        return None
    return OutgoingMail.objects.filter(pk=parts[1]).first()


def is_report(mail: ReceivedMail, parsed: ParsedMail) -> bool:
    """Note what a mail reports, if it does, and finish it."""
    has_no_path = not mail.envelope_from
    returned = returned_mail(mail.recipient)
    is_daemon = parsed.sender.startswith(("mailer-daemon@", "postmaster@"))
    is_bounce = has_no_path and (is_daemon or returned is not None)
    if returned is not None and not parsed.report and not is_bounce and parsed.auto_submitted:
        # A vacation answers to the return path, as it should (RFC 3834).
        mail.ticket_id = returned.ticket_id
        finish(mail, Outcome.IGNORED, Reason.AUTO_REPLY)
        return True
    if not parsed.report and not is_bounce:
        return False
    about = returned or next((own for own in map(marked_mail, parsed.report_ids) if own is not None), None)
    if about is not None:
        mail.ticket_id = about.ticket_id
        news = _news(parsed, is_plain=not parsed.report)
        if news is not None:
            note_news(about, news)
    finish(mail, Outcome.IGNORED, Reason(parsed.report or "bounce"))
    return True


def _news(parsed: ParsedMail, *, is_plain: bool) -> News | None:
    if parsed.report == Reason.COMPLAINT:
        return News(State.COMPLAINED)
    rows = [Row.unpacked(row) for row in parsed.report_rows]
    # A mail goes to one recipient; a report of several is of an address that is passed on, and the worst is told.
    for action in ("failed", "delayed", "delivered", "expanded"):
        found = next((row for row in rows if row.action == action), None)
        if found is not None:
            return News(_STATES[action], found.status, found.said)
    return News(State.BOUNCED) if is_plain and not rows else None


def note_news(own: OutgoingMail, news: News) -> None:
    """Write down what became of a mail that went out; what is final stays."""
    kept = [state for state in GONE_OUT if state not in _FINAL]
    if news.state == State.COMPLAINED:
        kept = [state for state in GONE_OUT if state != State.COMPLAINED]
    elif news.state == State.DELAYED:
        kept = [State.SENT, State.DELAYED]
    with translation.override(current_organization().language):
        said = {
            State.BOUNCED: _("The mail came back: the recipient's server could not deliver it."),
            State.DELAYED: _("The recipient's server has not taken it yet."),
            State.COMPLAINED: _("The recipient reported this mail as unwanted."),
        }.get(news.state, "")
    code = news.code if news.state in (State.BOUNCED, State.DELAYED) else ""
    error = f"{said} ({news.said})" if said and news.said else said
    changed = OutgoingMail.objects.filter(pk=own.pk, state__in=kept).update(
        state=news.state, error=error[:255], code=code, reported_at=now()
    )
    if changed and news.state == State.BOUNCED:
        note_bounce(own.recipient, code, news.said)
    elif changed and news.state == State.COMPLAINED:
        note_complaint(own.recipient)
    elif changed and news.state == State.DELIVERED:
        note_arrival(own.recipient)
