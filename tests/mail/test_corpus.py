"""Every kind of mail, in every language, in its own words and in those of the organization, built for real."""

import datetime
import html
import json
import re
import uuid
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from django.conf import settings

from moondesk.channels.events import MailboxFailing
from moondesk.channels.mail.compose import compose
from moondesk.channels.mail.envelope import build
from moondesk.channels.mail.outbox import About, put_in_outbox
from moondesk.channels.models import MailAddress, OutgoingMail, WayOut
from moondesk.channels.rules import AUTO_SUBMITTED, Kind, State
from moondesk.channels.wording.actions import write_template
from moondesk.channels.wording.defaults import default_texts
from moondesk.channels.wording.rules import VARIABLES
from moondesk.conversations.actions import reply_to_customer
from moondesk.conversations.models import Message
from moondesk.directory.events import DirectoryPullFailing
from moondesk.events.actions import emit
from moondesk.kit import tenancy
from moondesk.organizations.actions.preferences import MemberMail
from moondesk.organizations.actor import Actor
from moondesk.organizations.events import DeletionNear, TokenEnding
from moondesk.organizations.models import Member, Organization
from moondesk.tickets.actions import keep_in_copy
from moondesk.tickets.events import ClosingSoon, ReminderDue, StatusChanged, TicketWoken
from moondesk.tickets.models import Participant, Ticket
from tests import factories
from tests.factories_lasting import make_bulk_change, make_mailbox, make_reminder, make_sign_in_link
from tests.harness.people import Cast
from tests.webforms.making import make_unconfirmed_request

pytestmark = pytest.mark.django_db
type Sent = tuple[About, str, str]
SECRET = "s3cretOfTheLink"
BODY = "Qorvex ultim grendal <b>zib</b> & zab.\n\n- vint\n- https://vint.test/qa?a=1&b=2"
INVISIBLE = re.compile(
    r"<style.*?</style>|<title.*?</title>|<div style=\"display:none.*?</div>|<[^>]*aria-hidden.*?</td>", re.DOTALL
)
ENGLISH = re.compile(
    r"\b(the|this|you|your|and|is|it|of|to|was|for|we|our|not|with|on|by|here|wrote|mail)\b", re.IGNORECASE
)
"""Words that no name in these mails has, and no other language."""
LEADS_IN = {
    Kind.MENTION: "/desk/tickets/",
    Kind.NEWS: "/desk/tickets/",
    Kind.WAITING: "/settings/ledger/waiting",
    Kind.MAILBOX: "/settings/mail/mailboxes/",
    Kind.TOKEN_ENDING: "/settings/tokens",
    Kind.DIRECTORY: "/settings/directory/pull",
    Kind.DELETION: "/settings/deletion",
    Kind.TEST: "/settings/mail",
    Kind.INVITATION: f"/invitations/{SECRET}",
    Kind.CONFIRM_REQUEST: f"/help/confirm/{SECRET}",
    Kind.SIGN_IN: f"/help/sign-in/{SECRET}",
}
TO_CUSTOMERS = (Kind.CONFIRMATION, Kind.REPLY, Kind.STATUS, Kind.CLOSING, Kind.NEW_LINK, Kind.SURVEY)


def abouts(cast: Cast, language: str) -> Iterator[Sent]:
    """Give what each kind of mail tells of, whom it goes to and the secret that is in it."""
    ticket, by = Ticket.objects.get(pk=cast.ticket.pk), cast.agent.actor
    keep_in_copy(ticket, factories.make_contact("copy@zorblax.test", name="Wumble"), by=by)
    message = reply_to_customer(ticket, BODY, by=by)
    yield from _to_customers(ticket, message, by)
    yield from _of_tickets(ticket, message, by, cast.agent.member)
    yield from _of_mail(cast)
    waiting = make_unconfirmed_request()
    type(waiting).objects.update(language=language)
    yield About(Kind.CONFIRM_REQUEST, waiting.pk), waiting.email, SECRET
    link = make_sign_in_link()
    type(link).objects.update(language=language)
    yield About(Kind.SIGN_IN, link.pk), link.email, SECRET
    invitation = factories.make_invitation("new@zorblax.test", by=cast.owner.actor)
    yield About(Kind.INVITATION, uuid.uuid4(), invitation=invitation), "new@zorblax.test", SECRET
    texts = default_texts("reply", language)
    content = {"kind": "reply", "language": language, "subject": texts.subject, "heading": "", "body": "Qorvex"}
    about = About(Kind.SAMPLE, uuid.uuid4(), member=cast.agent.member, ticket=ticket.pk)
    yield about, cast.agent.user.email, json.dumps(content)


def _to_customers(ticket: Ticket, message: Message, by: Actor) -> Iterator[Sent]:
    requester = Participant.objects.get(ticket=ticket, is_requester=True)
    customer = requester.contact.email or ""
    moved: dict[str, Any] = {"old": "open", "new": "resolved", "old_stage": "open", "new_stage": "resolved"}
    status = emit(StatusChanged(subject_id=ticket.pk, **moved), by=by)
    closing = emit(ClosingSoon(subject_id=ticket.pk, closes_at="2026-12-01T10:00:00+00:00"), by=by)
    told = ((Kind.CONFIRMATION, uuid.uuid4()), (Kind.STATUS, status.pk), (Kind.CLOSING, closing.pk))
    for kind, event in (*told, (Kind.SURVEY, status.pk)):
        yield About(kind, event, requester), customer, SECRET
    yield About(Kind.NEW_LINK, uuid.uuid4(), requester), customer, SECRET
    yield About(Kind.REPLY, uuid.uuid4(), requester, message), customer, SECRET
    in_copy = Participant.objects.get(ticket=ticket, contact__email="copy@zorblax.test")
    yield About(Kind.REPLY, uuid.uuid4(), in_copy, message), "copy@zorblax.test", SECRET


def _of_tickets(ticket: Ticket, message: Message, by: Actor, member: Member | None) -> Iterator[Sent]:
    assert member is not None
    due = ReminderDue(subject_id=ticket.pk, reminder=make_reminder().pk, member=member.pk, label="x")
    woken = TicketWoken(subject_id=ticket.pk, why="time", until=None, member=member.pk)
    moments = [(Kind.REMINDER, emit(due, by=by).pk), (Kind.WOKEN, emit(woken, by=by).pk)]
    for kind, event in (*moments, (Kind.BULK, make_bulk_change(member=member).pk), (Kind.ASSIGNED, uuid.uuid4())):
        yield About(kind, event, member=member, ticket=ticket.pk), member.user.email, ""
    for kind in (Kind.MENTION, Kind.NEWS):
        yield About(kind, uuid.uuid4(), message=message, member=member, ticket=ticket.pk), member.user.email, ""


def _of_mail(cast: Cast) -> Iterator[Sent]:
    member, email = cast.agent.member, cast.agent.user.email
    failing = MailboxFailing(subject_id=make_mailbox().pk, label="Plimsol", trouble="sign_in")
    yield About(Kind.WAITING, uuid.uuid4(), member=member), email, ""
    yield About(Kind.MAILBOX, emit(failing, by=cast.agent.actor).pk, member=member), email, ""
    token = factories.make_token(member, expires_in=datetime.timedelta(days=7)).token
    ending = TokenEnding(subject_id=token.pk, label="Plimsol", days=7)
    yield About(Kind.TOKEN_ENDING, emit(ending, by=cast.agent.actor).pk, member=member), email, ""
    pull = DirectoryPullFailing(subject_id=cast.acme.pk, label="https://office.test", trouble="refused")
    yield About(Kind.DIRECTORY, emit(pull, by=cast.agent.actor).pk, member=member), email, ""
    near = DeletionNear(subject_id=cast.acme.pk, days=7, due_at="2026-12-24T00:00:00+00:00")
    yield About(Kind.DELETION, emit(near, by=cast.agent.actor).pk, member=member), email, ""
    way = WayOut.objects.create(name="Plimsol", kind="smtp", host="mx.zorblax.test")
    yield About(Kind.TEST, uuid.uuid4(), way=way), email, ""


def built(cast: Cast, language: str) -> dict[str, tuple[OutgoingMail, EmailMessage]]:
    """Return each kind of mail as it goes to the server."""
    found = {}
    organization = Organization.objects.get(pk=cast.acme.pk)
    for about, recipient, secret in abouts(cast, language):
        mail = put_in_outbox(about, recipient, secret=secret)
        assert mail is not None
        name = f"{mail.kind}{'-copy' if recipient.startswith('copy@') else ''}"
        found[name] = mail, build(mail, compose(mail, organization, secret), organization).message()
        OutgoingMail.objects.filter(pk=mail.pk).update(state=State.SENT)
    return found


@pytest.fixture
def corpus(cast: Cast, django_capture_on_commit_callbacks: Any) -> Any:
    """Gives all mails in a language; with ``own`` words of the organization, which are the ones to begin with."""

    def make(language: str, *, own: bool = False) -> dict[str, tuple[OutgoingMail, EmailMessage]]:
        with tenancy.organization(cast.acme.pk):
            Organization.objects.update(language=language, name="Plimsol")
            MailAddress.objects.create(address="support@acme.test", is_default=True)
            Ticket.objects.update(language=language, subject="Zorblax <i>vint</i> & Qorvex")
            people = [one for one in cast.people.values() if one.user]
            for person in people:
                type(person.user).objects.filter(pk=person.user.pk).update(language=language, name="Wumble")
            cast.agent.member.user.refresh_from_db()
            cast.ticket.requester.__class__.objects.filter(pk=cast.ticket.requester_id).update(name="Carla Zorblax")
            for kind in VARIABLES if own else ():
                write_template(kind, language, default_texts(kind, language), by=cast.owner.actor)
            return built(cast, language)

    return make


def texts_of(message: EmailMessage) -> tuple[str, str]:
    ends = [one for one in message.walk() if not one.is_multipart()]
    parts = {one.get_content_type(): one.get_content() for one in ends}
    return parts["text/plain"], parts["text/html"]


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", re.sub(r"https?://\S+", " ", text)))


def visible(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", INVISIBLE.sub(" ", page)))


def links(text: str) -> set[str]:
    return set(re.findall(r"https?://[^\s\"'<>)]+", text))


@pytest.mark.parametrize("own", [False, True], ids=["as it comes", "own words"])
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_mail_says_the_same_twice_and_has_the_right_headers(corpus: Any, language: str, own: bool) -> None:
    mails = corpus(language, own=own)
    assert {name.partition("-")[0] for name in mails} == {kind.value for kind in Kind}
    for name, (mail, message) in mails.items():
        text, page = texts_of(message)
        kind = Kind(mail.kind)
        assert words(text) ^ words(visible(page)) == set(), name
        hrefs = {html.unescape(one) for one in re.findall(r'href="([^"]+)"', page)}
        assert links(text) == hrefs, name
        for mark in ("{{", "}}", "{%", "%(", "None", "Markup(", "&amp;lt;", "&lt;b&gt;zib"):
            assert mark not in f"{message['Subject']}\n{text}", (name, mark)
        assert f'<html lang="{language}">' in page, name
        for tag in re.findall(r"<(?:p|a|h1|h2|ul|li|blockquote|body|td class)\b[^>]*>", page):
            assert "style=" in tag, (name, tag)
        assert not re.search(r"<(script|img|link|form|iframe|b)\b|\bon\w+=|url\(", page), name
        _check_headers(name, mail, message)
        leads = LEADS_IN.get(kind, f"/help/t/{SECRET}" if kind in TO_CUSTOMERS else "/desk/tickets/")
        assert leads in text, name
        assert (SECRET in text) == (SECRET in leads), name
        if kind in TO_CUSTOMERS or kind == Kind.CONFIRM_REQUEST:
            assert not re.search(r"/(desk|settings)/", text), name
        said = re.sub(r"https?://\S+|\S+@\S+", " ", f"{message['Subject']}\n{text}")
        assert bool(ENGLISH.search(said)) == (language == "en"), (name, said)


def _check_headers(name: str, mail: OutgoingMail, message: EmailMessage) -> None:
    kind, follows = Kind(mail.kind), mail.participant is not None and name not in ("confirmation", "reply-copy")
    assert str(message["Message-ID"]) == mail.header_id
    assert str(message["To"]) == mail.recipient
    assert all(message[header] is None for header in ("Cc", "Bcc")), name
    assert message["Auto-Submitted"] == AUTO_SUBMITTED.get(kind), name
    assert (message["In-Reply-To"] is not None) == (message["References"] is not None) == follows, name
    mutes = kind in set(MemberMail)
    leaves = mutes or name in ("news", "reply-copy", "survey")
    assert (message["List-Unsubscribe-Post"] is not None) == leaves, name
    assert (message["List-Unsubscribe"] is not None) == leaves, name
    assert ("/acme/help/mute/" in texts_of(message)[0]) == ("/help/mute/" in str(message["List-Unsubscribe"])) == mutes
    assert (message["Reply-To"] is not None) == (mail.participant is not None), name
    assert "support@acme.test" in str(message["From"])
