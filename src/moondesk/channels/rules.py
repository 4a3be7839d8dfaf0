"""What can become of mails, as names."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a received mail: exactly one of these in the end."""

    PENDING = "pending"
    TICKET = "ticket"
    MESSAGE = "message"
    QUARANTINED = "quarantined"
    IGNORED = "ignored"


class Reason(StrEnum):
    """Why a received mail was kept apart or made nothing."""

    NONE = ""
    DUPLICATE = "duplicate"
    OWN_MAIL = "own_mail"
    OWN_ADDRESS = "own_address"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    RECEIPT = "receipt"
    AUTO_REPLY = "auto_reply"
    NO_SENDER = "no_sender"
    SENDER_AMBIGUOUS = "sender_ambiguous"
    SENDER_INVALID = "sender_invalid"
    HEADER_LIMIT = "header_limit"
    TOO_DEEP = "too_deep"
    TOO_MUCH = "too_much"
    TOO_OFTEN = "too_often"
    UNPARSEABLE = "unparseable"
    FORGED = "forged"
    NOT_PROVEN = "not_proven"
    NOT_ALLOWED = "not_allowed"
    BLOCKED = "blocked"


class Decision(StrEnum):
    """What was decided about a mail after it was looked at first."""

    RELEASED = "released"
    AGAIN = "again"
    DISCARDED = "discarded"
    EXPIRED = "expired"


class Listing(StrEnum):
    """What a listed sender's mail meets."""

    ALLOW = "allow"
    BLOCK = "block"


NAMELESS = frozenset({Reason.NO_SENDER, Reason.SENDER_AMBIGUOUS, Reason.SENDER_INVALID, Reason.OWN_ADDRESS})
"""Why nobody can say who sent a mail: whoever releases it does."""
UNREAD = frozenset({Reason.HEADER_LIMIT, Reason.TOO_DEEP, Reason.TOO_MUCH, Reason.UNPARSEABLE})
"""Why a mail was not read: released, it becomes a ticket with the mail as a file."""


class Kind(StrEnum):
    """What a mail to a customer or member tells."""

    CONFIRMATION = "confirmation"
    REPLY = "reply"
    STATUS = "status"
    CLOSING = "closing"
    NEW_LINK = "new_link"
    CONFIRM_REQUEST = "confirm_request"
    INVITATION = "invitation"
    MENTION = "mention"
    NEWS = "news"
    REMINDER = "reminder"
    WOKEN = "woken"
    BULK = "bulk"
    TEST = "test"
    ASSIGNED = "assigned"
    SAMPLE = "sample"
    WAITING = "waiting"
    MAILBOX = "mailbox"
    SURVEY = "survey"
    DELETION = "deletion"
    TOKEN_ENDING = "token_ending"  # noqa: S105 - a kind of mail
    SIGN_IN = "sign_in"
    DIRECTORY = "directory"


WAITED_FOR = frozenset(
    (Kind.REPLY, Kind.NEW_LINK, Kind.CONFIRM_REQUEST, Kind.INVITATION, Kind.TEST, Kind.SAMPLE, Kind.SIGN_IN)
)
"""What somebody sent or asked for just now, and waits for: it goes before what came in, and that before all other."""

AUTO_SUBMITTED = {
    Kind.CONFIRMATION: "auto-replied",
    Kind.STATUS: "auto-generated",
    Kind.CLOSING: "auto-generated",
    Kind.NEW_LINK: "auto-replied",
    Kind.CONFIRM_REQUEST: "auto-replied",
    Kind.MENTION: "auto-generated",
    Kind.NEWS: "auto-generated",
    Kind.REMINDER: "auto-generated",
    Kind.WOKEN: "auto-generated",
    Kind.BULK: "auto-generated",
    Kind.TEST: "auto-generated",
    Kind.ASSIGNED: "auto-generated",
    Kind.SAMPLE: "auto-generated",
    Kind.WAITING: "auto-generated",
    Kind.MAILBOX: "auto-generated",
    Kind.SURVEY: "auto-generated",
    Kind.DELETION: "auto-generated",
    Kind.TOKEN_ENDING: "auto-generated",
    Kind.SIGN_IN: "auto-replied",
    Kind.DIRECTORY: "auto-generated",
}
"""The mails that Moondesk sends by itself, and how they say so (RFC 3834)."""


class State(StrEnum):
    """How far a mail to send got. What comes after ``sent`` is what the recipient's side said of it."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    WITHHELD = "withheld"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


GONE_OUT = (State.SENT, State.DELIVERED, State.DELAYED, State.BOUNCED, State.COMPLAINED)
"""The states of a mail that a mail server took from us."""
UNDELIVERED = (State.FAILED, State.BOUNCED)
"""The states of a mail that its recipient did not get, and that can be sent again."""


HEADER_BLOCK_LIMIT = 256 * 1024
HEADER_COUNT_LIMIT = 1000
PARAMETER_LIMIT = 100
DEPTH_LIMIT = 30
PART_LIMIT = 500
RECIPIENT_LIMIT = 50
REFERENCE_LIMIT = 100
PARSE_ATTEMPTS = 3


class Proof(StrEnum):
    """Whether a mail is from the address in its From."""

    PROVEN = "proven"
    UNPROVEN = "unproven"
    DOUBTED = "doubted"
    FORGED = "forged"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Evidence:
    """What the checks of a mail found: results as RFC 8601 names them, domains, and the name of whom we believed."""

    spf: str = ""
    spf_domain: str = ""
    dkim: tuple[str, ...] = ()
    dmarc: str = ""
    policy: str = ""
    by: str = ""

    @property
    def proof(self) -> Proof:
        """Return what follows. A domain that asks for nothing proves nothing, and what fails its wish is forged."""
        if self.dmarc == "fail":
            return Proof.FORGED if self.policy in ("quarantine", "reject") else Proof.DOUBTED
        return {"pass": Proof.PROVEN, "temperror": Proof.UNKNOWN}.get(self.dmarc, Proof.UNPROVEN)


def may_speak_for_participant(proof: Proof, *, by_our_word: bool) -> bool:
    """Say whether a mail may join a ticket in the name of the participant whose address it has in From.

    ``by_our_word`` is a reply address or Message-ID that we signed and gave to that participant alone; without it,
    by the Message-ID of a mail that others may know too, only what is proven counts.
    """
    if proof in (Proof.FORGED, Proof.UNKNOWN):
        return False
    return by_our_word or proof is Proof.PROVEN


def may_speak_for_member(proof: Proof) -> bool:
    """Say whether a mail may act with the rights of the member whose address it has in From."""
    return proof is Proof.PROVEN
