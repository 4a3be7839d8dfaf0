"""What is held back for somebody to decide, and what a decision changes when a mail comes in again."""

from django.db.models import QuerySet

from moondesk.channels.ledger.senders import listing_of
from moondesk.channels.mail.admission import is_too_often
from moondesk.channels.mail.parsed import ParsedMail
from moondesk.channels.models import MailAddress, ReceivedMail
from moondesk.channels.rules import Decision, Listing, Proof, Reason
from moondesk.kit.compiled import compiled


def is_released(mail: ReceivedMail) -> bool:
    """Say whether somebody let this mail in, and so vouches for its sender."""
    return mail.decision == Decision.RELEASED


def proof_of(mail: ReceivedMail) -> Proof:
    """Return how far a mail is from its sender. Whoever releases it saw it and vouches for that."""
    return Proof.PROVEN if is_released(mail) else own_proof_of(mail)


def own_proof_of(mail: ReceivedMail) -> Proof:
    """Return how far a mail by itself is from its sender, whoever released it: nobody vouches for a colleague."""
    return Proof(mail.proof) if mail.proof else Proof.UNPROVEN


def name_sender(mail: ReceivedMail, parsed: ParsedMail) -> None:
    """Take the sender that was given by whoever released a mail that names none."""
    if is_released(mail) and mail.given_sender:
        parsed.sender, parsed.sender_name, parsed.problem = mail.given_sender, "", ""


@compiled
def _own_addresses(address: str) -> QuerySet[MailAddress]:
    return MailAddress.objects.filter(address=address)


def held_back(mail: ReceivedMail, parsed: ParsedMail) -> Reason | None:
    """Return why a mail has to wait for a decision, if it does. To be let in always proves nothing of who wrote."""
    if parsed.problem:
        return Reason(parsed.problem)
    if _own_addresses(parsed.sender):
        return Reason.OWN_ADDRESS
    if is_released(mail):
        return None
    listing = listing_of(parsed.sender)
    if listing is Listing.BLOCK:
        return Reason.BLOCKED
    is_flood = is_too_often(parsed.sender, own_proof_of(mail))
    return Reason.TOO_OFTEN if is_flood and listing is not Listing.ALLOW else None
