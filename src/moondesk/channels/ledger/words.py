"""What became of mails, and why, in plain words."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moondesk.channels.rules import Decision, Outcome, Reason

OUTCOMES: dict[str, Promise] = {
    Outcome.PENDING: _("On its way"),
    Outcome.TICKET: _("New ticket"),
    Outcome.MESSAGE: _("Message"),
    Outcome.QUARANTINED: _("Waits"),
    Outcome.IGNORED: _("Set aside"),
}
REASONS: dict[str, tuple[Any, Any]] = {
    Reason.DUPLICATE: (_("Came before"), _("The same mail had come in before, so it was not taken twice.")),
    Reason.OWN_MAIL: (_("Our own mail"), _("The desk had sent this mail itself, and it came back.")),
    Reason.OWN_ADDRESS: (
        _("From our own address"),
        _("It says it is from an address of this desk. Answering it would go round in circles."),
    ),
    Reason.BOUNCE: (_("Not delivered"), _("A server told that a mail of the desk could not be delivered.")),
    Reason.COMPLAINT: (_("Complaint"), _("A mail provider told that its user marked a mail of the desk as spam.")),
    Reason.RECEIPT: (_("Receipt"), _("Somebody's mail program confirmed that a mail was opened or delivered.")),
    Reason.AUTO_REPLY: (_("Automatic reply"), _("A machine wrote it, such as an out-of-office note.")),
    Reason.NO_SENDER: (_("No sender"), _("It does not say who sent it.")),
    Reason.SENDER_AMBIGUOUS: (_("Several senders"), _("It names more than one sender, so nobody can say whose it is.")),
    Reason.SENDER_INVALID: (_("Bad sender"), _("What it names as its sender is no mail address.")),
    Reason.HEADER_LIMIT: (_("Headers too large"), _("Its headers are larger than any honest mail's. It was not read.")),
    Reason.TOO_DEEP: (_("Nested too deep"), _("Its parts lie in each other deeper than is safe to read.")),
    Reason.TOO_MUCH: (_("Too much in it"), _("It has more parts than is safe to read.")),
    Reason.TOO_OFTEN: (_("Too many"), _("Its sender wrote more mails within an hour than people do.")),
    Reason.UNPARSEABLE: (_("Not readable"), _("The program that reads mails failed with it three times.")),
    Reason.BLOCKED: (_("Blocked sender"), _("Its sender, or the domain, is on your list of blocked senders.")),
    Reason.FORGED: (_("Forged"), _("Its sender's domain says that it did not send this mail.")),
    Reason.NOT_PROVEN: (
        _("Not proven"),
        _("It speaks for a member of the desk, but nothing proves that they sent it."),
    ),
    Reason.NOT_ALLOWED: (_("Not allowed"), _("It answers for a member who may not do that any more.")),
}
DECISIONS: dict[str, Promise] = {
    Decision.RELEASED: _("let in"),
    Decision.AGAIN: _("processed again"),
    Decision.DISCARDED: _("discarded"),
    Decision.EXPIRED: _("let go, as nobody decided in time"),
}
STATES: dict[str, Promise] = {
    "queued": _("Waits to be sent"),
    "sending": _("Being sent"),
    "sent": _("Sent"),
    "failed": _("Failed"),
    "withheld": _("Not sent"),
    "delivered": _("Delivered"),
    "delayed": _("Delayed"),
    "bounced": _("Came back"),
    "complained": _("Marked as spam"),
}
KINDS: dict[str, Promise] = {
    "confirmation": _("Confirmation"),
    "reply": _("Reply"),
    "status": _("Change of status"),
    "closing": _("Closes soon"),
    "survey": _("Survey"),
    "new_link": _("New link"),
    "invitation": _("Invitation"),
    "mention": _("Mention"),
    "news": _("News for a member"),
    "reminder": _("Reminder"),
    "woken": _("Ticket came back"),
    "bulk": _("Change of many tickets"),
    "waiting": _("Mails wait"),
    "mailbox": _("A mailbox cannot be read"),
    "test": _("Test"),
    "confirm_request": _("Confirmation"),
    "sample": _("Test"),
    "assigned": _("Assigned"),
}
EVENTS: dict[str, Promise] = {
    "mail.released": _("Let in"),
    "mail.processed_again": _("Looked at again"),
    "mail.discarded": _("Discarded"),
    "mail.brought_back": _("Brought back"),
    "mail.opened": _("Opened"),
}


def why(reason: str) -> tuple[str, str]:
    """Return a reason's name and its sentence; a code without words stands for itself."""
    name, sentence = REASONS.get(reason, (reason.replace("_", " ").capitalize(), ""))
    return str(name), str(sentence)
