"""The mail ledger: received mails found, looked at, downloaded and decided about; sent ones; lists of senders."""

import datetime
import uuid
from typing import Annotated, Literal

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from moondesk.api.answers import answer, no_content, page
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Email, Input
from moondesk.api.mail_shapes import (
    CountsOut,
    LedgerMailOut,
    LedgerMailPage,
    ListedSenderOut,
    ListedSenderPage,
    MailContentOut,
    SentMailOut,
    SentMailPage,
    listed_shown,
    mail_shown,
    sent_shown,
)
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.channels.ledger import asking, counting, deciding, keeping, looking, posting, senders
from moondesk.channels.models import ReceivedMail
from moondesk.channels.resending import send_again
from moondesk.channels.rules import Decision, Listing
from moondesk.files.giving import sealed
from moondesk.organizations.permissions import Permission

router = Router(tags=["Mail"])
router.add_decorator(edge, mode="view")
_SORTS: dict[str, type] = {"received_at": datetime.datetime}


class KeepingShape(Input):
    """How the ledger is kept."""

    waiting_days: int = Field(ge=1, le=365, description="After how many days a mail that waits is let go")


class ReleaseIn(Input):
    """How a mail is let in."""

    sender: Email = Field(default="", description="Whose it is, where the mail does not say")


class DecisionIn(Input):
    """What is decided about several mails at once."""

    decision: Literal[Decision.RELEASED, Decision.AGAIN, Decision.DISCARDED]
    mails: Annotated[list[uuid.UUID], Field(max_length=deciding.MOST)]


class DecidedOut(BaseModel):
    """How many mails were decided about, and why not the others."""

    model_config = ConfigDict(extra="forbid")

    done: int
    refused: dict[uuid.UUID, str]


class ListedSenderIn(Input):
    """A sender or domain for a list."""

    sender: Annotated[str, StringConstraints(max_length=255)] = Field(examples=["anna@example.com", "example.com"])
    kind: Listing


def _answer(request: ApiRequest, mail: ReceivedMail) -> HttpResponse:
    return answer(mail_shown(mail, looking.seen_of([mail], request.actor)))


@router.get(
    "/received-mails", response=LedgerMailPage, summary="Find received mails", operation_id="list_received_mails"
)
@needs(Permission.MAIL_VIEW, parameters=(*PARAMETERS, *asking.QUESTIONS))
def list_mails(request: ApiRequest) -> HttpResponse:
    """Filter by `q` (words), `sender` (address, `@domain` or a part), `recipient`, `message_id`, `outcome` and more.

    Also by `reason`, `decision`, `since` and `until`. By words, the latest 2000 mails that have them are found,
    of those whose ticket you may see.
    """
    question = asking.read_question(request.GET.dict())
    found, following = paged(
        asking.found(question, by=request.actor), read_page(request, sorts=_SORTS, default="-received_at")
    )
    seen = looking.seen_of(found, request.actor)
    return page([mail_shown(one, seen) for one in found], following)


@router.get("/mail-ledger", response=KeepingShape, summary="How the ledger is kept", operation_id="mail_ledger")
@needs(Permission.MAIL_VIEW)
def ledger_keeping(request: ApiRequest) -> HttpResponse:
    """After how many days a mail that waits, was discarded or ignored loses its bytes. Its line stays."""
    return answer({"waiting_days": keeping.waiting_days()})


@router.put("/mail-ledger", response=KeepingShape, summary="Keep the ledger", operation_id="keep_mail_ledger")
@needs(Permission.MAIL_MANAGE)
def keep_ledger(request: ApiRequest, wanted: KeepingShape) -> HttpResponse:
    """Changes after how many days a mail that waits is let go."""
    keeping.set_waiting_days(wanted.waiting_days, by=request.actor)
    return answer({"waiting_days": keeping.waiting_days()})


@router.get("/received-mails/counts", response=CountsOut, summary="Count received mails", operation_id="count_mails")
@needs(Permission.MAIL_VIEW)
def count_mails(request: ApiRequest) -> HttpResponse:
    """How many mails came in today, in 7 and in 30 days, and what became of them: the outcomes add up to `received`."""
    periods = counting.counts()
    shown = {
        name: {"since": one.since, "received": one.received, "outcomes": one.outcomes} for name, one in periods.items()
    }
    return answer(shown)


@router.post(
    "/received-mails/decisions", response=DecidedOut, summary="Decide about mails", operation_id="decide_mails"
)
@needs(Permission.MAIL_RELEASE)
def decide_mails(request: ApiRequest, wanted: DecisionIn) -> HttpResponse:
    """Decides about up to 100 mails at once; those for which it cannot be stay as they are."""
    decided = deciding.decide_many(wanted.mails, wanted.decision, by=request.actor)
    return answer({"done": decided.done, "refused": {str(key): text for key, text in decided.refused.items()}})


@router.get(
    "/received-mails/{uuid:mail_id}", response=LedgerMailOut, summary="Read a mail's line", operation_id="get_mail"
)
@needs(Permission.MAIL_VIEW)
def read_mail(request: ApiRequest, mail_id: uuid.UUID) -> HttpResponse:
    """What became of one mail, and why."""
    return _answer(request, asking.get_mail(mail_id))


@router.get(
    "/received-mails/{uuid:mail_id}/content",
    response=MailContentOut,
    summary="Look into a mail",
    operation_id="get_mail_content",
)
@needs(Permission.MAIL_VIEW)
def read_content(request: ApiRequest, mail_id: uuid.UUID) -> HttpResponse:
    """Headers that matter and the text, read apart. That you looked is written down."""
    look = looking.look_into(asking.get_mail(mail_id), by=request.actor)
    headers = [{"name": name, "value": value} for name, value in look.headers]
    return answer({"headers": headers, "text": look.text, "is_cut": look.is_cut, "files": look.files})


@router.get("/received-mails/{uuid:mail_id}/raw", summary="Download a mail", operation_id="get_raw_mail")
@needs(Permission.MAIL_VIEW)
def read_raw(request: ApiRequest, mail_id: uuid.UUID) -> HttpResponse:
    """The mail as it came, byte for byte. That you took it is written down."""
    mail = asking.get_mail(mail_id)
    response = HttpResponse(looking.download(mail, by=request.actor), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"mail-{mail.pk}.eml") or "attachment"
    return sealed(response)


@router.post(
    "/received-mails/{uuid:mail_id}/release",
    response=LedgerMailOut,
    summary="Let a mail in",
    operation_id="release_mail",
)
@needs(Permission.MAIL_RELEASE)
def release_mail(request: ApiRequest, mail_id: uuid.UUID, how: ReleaseIn) -> HttpResponse:
    """Lets in a mail that waits: it becomes a ticket or a message in a moment, as if it had just come."""
    deciding.release(deciding.lock_mail(mail_id), by=request.actor, sender=how.sender)
    return _answer(request, asking.get_mail(mail_id))


@router.post(
    "/received-mails/{uuid:mail_id}/reprocess",
    response=LedgerMailOut,
    summary="Process a mail again",
    operation_id="reprocess_mail",
)
@needs(Permission.MAIL_RELEASE)
def reprocess_mail(request: ApiRequest, mail_id: uuid.UUID) -> HttpResponse:
    """Has a mail looked at again by the rules of now. One that became a ticket or message is refused."""
    deciding.process_again(deciding.lock_mail(mail_id), by=request.actor)
    return _answer(request, asking.get_mail(mail_id))


@router.post(
    "/received-mails/{uuid:mail_id}/discard",
    response=LedgerMailOut,
    summary="Discard a mail",
    operation_id="discard_mail",
)
@needs(Permission.MAIL_RELEASE)
def discard_mail(request: ApiRequest, mail_id: uuid.UUID) -> HttpResponse:
    """Throws a mail away that waits; `restore` brings it back while its bytes are kept."""
    deciding.discard(deciding.lock_mail(mail_id), by=request.actor)
    return _answer(request, asking.get_mail(mail_id))


@router.post(
    "/received-mails/{uuid:mail_id}/restore",
    response=LedgerMailOut,
    summary="Bring a mail back",
    operation_id="restore_mail",
)
@needs(Permission.MAIL_RELEASE)
def restore_mail(request: ApiRequest, mail_id: uuid.UUID) -> HttpResponse:
    """Lets a discarded mail wait again."""
    deciding.bring_back(deciding.lock_mail(mail_id), by=request.actor)
    return _answer(request, asking.get_mail(mail_id))


@router.get("/mail-senders", response=ListedSenderPage, summary="List senders on lists", operation_id="list_senders")
@needs(Permission.MAIL_RELEASE, parameters=PARAMETERS)
def list_senders(request: ApiRequest) -> HttpResponse:
    """Who is always let in, and who is blocked."""
    asked = read_page(request, sorts={"sender": str}, default="sender")
    found, following = paged(senders.listed_senders(), asked)
    return page([listed_shown(one) for one in found], following)


@router.post("/mail-senders", response={201: ListedSenderOut}, summary="List a sender", operation_id="list_sender")
@needs(Permission.MAIL_RELEASE)
def add_sender(request: ApiRequest, new: ListedSenderIn) -> HttpResponse:
    """Puts an address or a domain on a list; one that is on the other list moves over."""
    return answer(listed_shown(senders.list_sender(new.sender, new.kind, by=request.actor)), status=201)


@router.delete(
    "/mail-senders/{uuid:listed_id}", response={204: None}, summary="Unlist a sender", operation_id="unlist_sender"
)
@needs(Permission.MAIL_RELEASE)
def remove_sender(request: ApiRequest, listed_id: uuid.UUID) -> HttpResponse:
    """Takes a sender off the lists."""
    senders.unlist_sender(senders.get_listed(listed_id), by=request.actor)
    return no_content()


@router.get("/sent-mails", response=SentMailPage, summary="Find sent mails", operation_id="list_sent_mails")
@needs(Permission.MAIL_VIEW, parameters=(*PARAMETERS, *posting.QUESTIONS))
def list_sent(request: ApiRequest) -> HttpResponse:
    """Mails that the desk wrote, by `recipient`, `state` and `message_id`, and how far each got."""
    question = posting.read_question(request.GET.dict())
    asked = read_page(request, sorts={"created_at": datetime.datetime}, default="-created_at")
    found, following = paged(posting.sent_mails(question), asked)
    numbers = looking.tickets_seen((one.ticket_id for one in found), request.actor)
    return page([sent_shown(one, numbers) for one in found], following)


@router.post(
    "/sent-mails/{uuid:mail_id}/resend", response=SentMailOut, summary="Send a mail again", operation_id="resend_mail"
)
@needs(Permission.MAIL_MANAGE)
def resend_mail(request: ApiRequest, mail_id: uuid.UUID) -> HttpResponse:
    """Sends a mail again that did not arrive."""
    send_again(posting.get_sent(mail_id), by=request.actor)
    mail = posting.get_sent(mail_id)
    return answer(sent_shown(mail, looking.tickets_seen([mail.ticket_id], request.actor)))
