"""What can become of mails, as names."""

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


class Kind(StrEnum):
    """What a mail to a customer or member tells."""

    CONFIRMATION = "confirmation"
    REPLY = "reply"
    STATUS = "status"
    CLOSING = "closing"
    NEW_LINK = "new_link"
    INVITATION = "invitation"
    MENTION = "mention"
    NEWS = "news"
    REMINDER = "reminder"
    WOKEN = "woken"
    BULK = "bulk"


AUTO_SUBMITTED = {
    Kind.CONFIRMATION: "auto-replied",
    Kind.STATUS: "auto-generated",
    Kind.CLOSING: "auto-generated",
    Kind.NEW_LINK: "auto-replied",
    Kind.MENTION: "auto-generated",
    Kind.NEWS: "auto-generated",
    Kind.REMINDER: "auto-generated",
    Kind.WOKEN: "auto-generated",
    Kind.BULK: "auto-generated",
}
"""The mails that Moondesk sends by itself, and how they say so (RFC 3834)."""


class State(StrEnum):
    """How far a mail to send got."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    WITHHELD = "withheld"


HEADER_BLOCK_LIMIT = 256 * 1024
HEADER_COUNT_LIMIT = 1000
PARAMETER_LIMIT = 100
DEPTH_LIMIT = 30
PART_LIMIT = 500
RECIPIENT_LIMIT = 50
REFERENCE_LIMIT = 100
PARSE_ATTEMPTS = 3
