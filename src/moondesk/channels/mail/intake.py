"""What becomes of a received mail: a ticket, a message, a place in quarantine, or nothing. Exactly one of them."""

import dataclasses
import uuid
from collections.abc import Sequence
from typing import Any, cast

import structlog
from django.db.models import QuerySet

from moondesk.channels.ledger.holding import is_released
from moondesk.channels.ledger.raws import raw_of
from moondesk.channels.ledger.unread import open_unread
from moondesk.channels.mail.arrival import arrive
from moondesk.channels.mail.contents import files_apart
from moondesk.channels.mail.copies import is_copy
from moondesk.channels.mail.outcome import finish
from moondesk.channels.mail.parsed import ParsedMail
from moondesk.channels.mail.precheck import Checked, Refused, check
from moondesk.channels.mail.proof.believed import believed_servers
from moondesk.channels.mail.proof.checking import check_proof
from moondesk.channels.mail.sandbox import Answer, ParserFailed, parse_apart, said
from moondesk.channels.models import ReceivedMail
from moondesk.channels.rules import PARSE_ATTEMPTS, UNREAD, Evidence, Outcome, Proof, Reason
from moondesk.kit import context, tenancy
from moondesk.kit.compiled import compiled
from moondesk.kit.egress.lookups import NotNow

log = structlog.get_logger(__name__)


@dataclasses.dataclass(frozen=True)
class Begun:
    """A mail whose attempt is counted: its row, its bytes, and the servers whose word about it counts."""

    mail: ReceivedMail
    raw: bytes
    servers: Sequence[str]


def process(tenant: uuid.UUID, mail_id: uuid.UUID) -> None:
    """Process one mail; running it again after it is done does nothing.

    Raises what went wrong until the attempts are used up, so that the queue tries again.
    """
    begun = _begin(tenant, mail_id)
    if begun is not None:
        go_on(tenant, begun)


def go_on(tenant: uuid.UUID, begun: Begun, answer: Answer | None = None) -> None:
    """Process a mail that was begun, as ``process`` does; ``answer`` is what the parser said, if it was asked."""
    mail_id, raw = begun.mail.pk, begun.raw
    try:
        checked = check(raw)
        found = read(parse_apart(checked.content) if answer is None else said(answer), checked)
        evidence = _evidence(begun.mail, raw, begun.servers, found)
        files = files_apart(checked.content) if found.files else []
        with tenancy.organization(tenant, lasts=False), context.reading_once():
            mail = _locked(mail_id)
            if mail is not None:
                mail.proof, mail.evidence = evidence.proof, dataclasses.asdict(evidence)
                arrive(mail, found, files)
                log.info("mail processed", mail=str(mail_id), outcome=mail.outcome, reason=mail.reason)
    except Refused as refused:
        _quarantine(tenant, mail_id, refused.reason)
    except (ParserFailed, ValueError, TypeError, LookupError, RecursionError) as error:
        log.warning("mail not understood", mail=str(mail_id), error=type(error).__name__)
        with tenancy.organization(tenant):
            used_up = ReceivedMail.objects.get(pk=mail_id).attempts >= PARSE_ATTEMPTS
        if not used_up:
            raise
        _quarantine(tenant, mail_id, Reason.UNPARSEABLE)


def _evidence(mail: ReceivedMail, raw: bytes, servers: Sequence[str], parsed: ParsedMail) -> Evidence:
    """Return what proves the sender. While DNS is away the queue tries again, some times."""
    if not parsed.sender:
        return Evidence()
    found = check_proof(mail, raw, parsed.sender, servers)
    if found.proof is Proof.UNKNOWN and mail.attempts < PARSE_ATTEMPTS:
        raise NotNow(f"DNS does not answer for {mail.pk}")
    return found


def _begin(tenant: uuid.UUID, mail_id: uuid.UUID) -> Begun | None:
    """Count the attempt before the work begins, so that a mail that kills its worker is not tried for ever."""
    with tenancy.organization(tenant):
        mail = _locked(mail_id)
        if mail is None:
            return None
        if mail.attempts >= PARSE_ATTEMPTS:
            _set_apart(mail, Reason.UNPARSEABLE)
            return None
        mail.attempts += 1
        mail.save(update_fields=["attempts"])
        return Begun(mail, raw_of(mail), believed_servers(mail))


def _locked(mail_id: uuid.UUID) -> ReceivedMail | None:
    return next(iter(_waiting(mail_id)), None)


@compiled
def _waiting(mail_id: uuid.UUID) -> QuerySet[ReceivedMail]:
    waiting = ReceivedMail.objects.filter(pk=mail_id, outcome=Outcome.PENDING)
    return waiting.defer("raw").select_for_update(of=("self",)).select_related("address__department")


def _quarantine(tenant: uuid.UUID, mail_id: uuid.UUID, reason: Reason) -> None:
    with tenancy.organization(tenant):
        mail = _locked(mail_id)
        if mail is not None:
            _set_apart(mail, reason)


def _set_apart(mail: ReceivedMail, reason: Reason) -> None:
    """Let a mail wait for a decision; one that was let in although nothing can read it becomes a ticket."""
    if is_released(mail) and mail.given_sender and reason in UNREAD:
        open_unread(mail)
        return
    if is_copy(mail):
        finish(mail, Outcome.IGNORED, Reason.DUPLICATE)
        return
    finish(mail, Outcome.QUARANTINED, reason)
    log.warning("mail kept apart", mail=str(mail.pk), reason=reason.value)


def read(found: dict[str, Any], checked: Checked) -> ParsedMail:
    """Return what the child printed, its types checked: what comes from there is not trusted."""
    mail = ParsedMail()
    for name, default in vars(mail).copy().items():
        value = found[name]
        wanted = str if isinstance(default, list) else type(default)
        values = value if isinstance(default, list) else [value]
        if not isinstance(values, list) or not all(isinstance(one, wanted) for one in values):
            raise TypeError(f"The parser answered something else for {name}")
        setattr(mail, name, cast("Any", value))
    mail.is_cut |= checked.is_cut
    return mail
