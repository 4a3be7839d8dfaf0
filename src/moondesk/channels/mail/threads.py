"""To which ticket a mail belongs. Only what we signed decides, and only together with who sent it (security R12)."""

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from moondesk.channels.mail.parsed import ParsedMail
from moondesk.channels.mail.signing import read_mark, split_reply_address
from moondesk.channels.mail.store import participant_of_token
from moondesk.channels.models import OutgoingMail, ReceivedMail
from moondesk.channels.rules import Outcome, Proof, may_speak_for_participant
from moondesk.kit.compiled import MOST_VALUES, compiled
from moondesk.organizations.queries import current_organization
from moondesk.tickets.models import Participant


@dataclass(frozen=True)
class Thread:
    """What a mail answers: the participant it may speak for, or the one for whom somebody else tried to.

    ``notice`` is the mail to a member that it answers, which says who alone may answer it.
    """

    participant: Participant | None = None
    other: Participant | None = None
    notice: OutgoingMail | None = None


def marked_mail(header_id: str) -> OutgoingMail | None:
    """Return the mail of ours that has this Message-ID, if this organization really signed it."""
    mark = read_mark(header_id)
    if mark is None or not mark.is_valid(bytes(current_organization().mail_key)):
        return None
    return next(iter(_named(mark.mail_id, header_id)), None)


@compiled
def _named(mail_id: uuid.UUID, header_id: str) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(pk=mail_id, header_id=header_id)


def find_thread(mail: ReceivedMail, parsed: ParsedMail, proof: Proof) -> Thread:
    """Return the thread of a mail: by the signed address, else by our signed ids, else by ids of others' mails."""
    known = _participants(mail, parsed)
    mine = next((one for one in known if one.contact.email == parsed.sender), None)
    if mine is None and not known:
        notice = _notice(parsed)
        if notice is not None:
            return Thread(notice=notice)
        known = _participants_by_their_ids(parsed)
        mine = next((one for one in known if one.contact.email == parsed.sender), None)
        return _judged(mine, known, may_speak_for_participant(proof, by_our_word=False))
    return _judged(mine, known, may_speak_for_participant(proof, by_our_word=True))


def _judged(mine: Participant | None, known: list[Participant], may_speak: bool) -> Thread:
    if mine is not None and may_speak:
        return Thread(mine)
    return Thread(other=mine or (known[0] if known else None))


def _notice(parsed: ParsedMail) -> OutgoingMail | None:
    """Return the mail to a member that is answered, by the id that we signed."""
    marked = (marked_mail(reference) for reference in parsed.references)
    return next((found for found in marked if found is not None and found.member_id is not None), None)


def _participants_by_their_ids(parsed: ParsedMail) -> list[Participant]:
    """Return who takes part in the tickets that mails with these ids, which anybody may know, came to."""
    if not parsed.references:
        return []
    came = ReceivedMail.objects.filter(header_id__in=parsed.references, outcome__in=[Outcome.TICKET, Outcome.MESSAGE])
    tickets = list(came.exclude(ticket=None).order_by("-id").values_list("ticket_id", flat=True)[:20])
    rows = Participant.objects.select_related("ticket", "contact").filter(ticket__in=tickets, ticket__deleted_at=None)
    return sorted(rows.order_by("id")[:200], key=lambda row: tickets.index(row.ticket_id))


def message_answered(answered: list[str]) -> uuid.UUID | None:
    """Return which message a mail answers by what it says (In-Reply-To): one we mailed, or one that came as a mail.

    Whether its sender may know of that message is for the caller to see.
    """
    for header_id in answered:
        own = marked_mail(header_id)
        if own is not None and own.message_id is not None:
            return own.message_id
        theirs = ReceivedMail.objects.filter(header_id=header_id, message__isnull=False).order_by("-id").first()
        if theirs is not None:
            return theirs.message_id
    return None


def _participants(mail: ReceivedMail, parsed: ParsedMail) -> list[Participant]:
    ids = []
    parts = split_reply_address(mail.recipient)
    if parts and (named := participant_of_token(parts[1])):
        # The address says which conversation is meant; what else the mail refers to does not.
        ids.append(named)
    else:
        marked = (marked_mail(reference) for reference in parsed.references)
        ids += [found.participant_id for found in marked if found is not None and found.participant_id]
    wanted = list(dict.fromkeys(ids))[:20]
    some = (wanted[start : start + MOST_VALUES] for start in range(0, len(wanted), MOST_VALUES))
    by_id = {row.pk: row for ids_together in some for row in _rows(*ids_together)}
    return [by_id[pk] for pk in wanted if pk in by_id]


@compiled
def _rows(*ids: uuid.UUID) -> QuerySet[Participant]:
    return Participant.objects.select_related("ticket", "contact").filter(pk__in=ids, ticket__deleted_at=None)
