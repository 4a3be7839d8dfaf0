"""How mail comes in concerns those who manage it: at the bell, by mail, once for each time that it fails."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from moondesk.channels import floods
from moondesk.channels import reactions as mailing
from moondesk.channels.ledger.telling import tell_of_waiting
from moondesk.channels.mail.compose import compose
from moondesk.channels.mail.unread_mailbox import why_mailbox_is_not_told
from moondesk.channels.mailboxes import keeping
from moondesk.channels.mailboxes.keeping import Reading
from moondesk.channels.mailboxes.rules import TRIES, Trouble
from moondesk.channels.mailboxes.standing import note_failure, note_success
from moondesk.channels.models import Mailbox, OutgoingMail, ReceivedMail
from moondesk.channels.rules import Kind, Outcome
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.database import crossing
from moondesk.notifications.models import Notification
from tests.factories import make_received_mail
from tests.factories_lasting import make_mailbox
from tests.harness.people import Cast, Person
from tests.notifications.test_telling import react, told


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that reads a mailbox gives its connection back; a test in one transaction keeps its own."""
    monkeypatch.setattr(keeping, "connection", SimpleNamespace(close=lambda: None))


def fail(mailbox: Mailbox) -> None:
    reading = Reading(mailbox.organization_id, mailbox.pk, mailbox.revision)
    for _time in range(TRIES + 2):
        note_failure(reading, Trouble.SIGN_IN)


def test_a_mailbox_that_fails_is_told_once_and_forgotten_when_it_is_read_again(in_acme: Cast) -> None:
    mailbox = make_mailbox()
    fail(mailbox)
    failing = Event.objects.get(name="mailbox.failing")
    react()
    for _twice in range(2):
        mailing.mail_failing_mailbox(failing)
    assert (told(in_acme.owner), told(in_acme.administrator)) == ([("mailbox", 1)], [("mailbox", 1)])
    assert told(in_acme.agent) == [], "who does not manage mail hears nothing of it"
    mails = OutgoingMail.objects.filter(kind=Kind.MAILBOX).select_related("member__user")
    assert {one.recipient for one in mails} == {in_acme.owner.user.email, in_acme.administrator.user.email}
    letter = compose(mails[0], in_acme.acme, "")
    assert str(mailbox) in letter.subject
    assert "does not take this name and password" in letter.paragraphs[0]
    assert crossing("mail_standing")[0][2] == 1
    assert why_mailbox_is_not_told(mails[0]) == ""
    note_success(Reading(mailbox.organization_id, mailbox.pk, mailbox.revision), Trouble.NONE)
    react()
    assert told(in_acme.owner) == []
    assert why_mailbox_is_not_told(mails[0]) == "The mailbox is read again."
    fail(mailbox)
    again = Event.objects.filter(name="mailbox.failing").latest("id")
    react()
    mailing.mail_failing_mailbox(again)
    assert told(in_acme.owner) == [("mailbox", 1)]
    assert not OutgoingMail.objects.filter(event_id=again.pk).exists(), (
        "one that comes and goes is not mailed each time"
    )


@pytest.mark.django_db
def test_the_bell_says_what_is_wrong_now_and_only_to_whom_it_concerns(
    cast: Cast, client_of: Callable[[Person], Client], token_of: Callable[[Person], str], client: Client
) -> None:
    with tenancy.organization(cast.acme.pk):
        mailbox = make_mailbox()
        fail(mailbox)
        mail = make_received_mail()
        ReceivedMail.objects.filter(pk=mail.pk).update(outcome=Outcome.QUARANTINED)
        assert tell_of_waiting() == 2
        react()
        one = Notification.objects.get(kind="mailbox", member=cast.owner.member)
    owner, home = client_of(cast.owner), "/acme/desk/notifications"
    page = owner.get(home).content.decode()
    for words in (f"The mailbox {mailbox} cannot be read", "does not take this name", "1 mail waits for a decision"):
        assert words in page
    assert f"/acme/settings/mail/mailboxes/{mailbox.pk}" in owner.get(f"{home}/{one.pk}").content.decode()
    assert "A mailbox cannot be read" not in client_of(cast.agent).get(home).content.decode()
    assert client_of(cast.agent).get(f"{home}/{one.pk}").status_code == 404
    by = {"authorization": f"Bearer {token_of(cast.owner)}"}
    items = client.get("/api/v1/notifications", headers=by).json()["items"]
    found = {(item["kind"], item["ticket"], item["about"]) for item in items}
    assert found == {("mailbox", None, str(mailbox.pk)), ("waiting", None, str(cast.acme.pk))}
    assert owner.post(f"{home}/read", {"all": "1"}).status_code == 302
    text = client.get("/metrics").content.decode()
    assert "moondesk_mails_waiting 1.0" in text
    assert "moondesk_mailboxes_failing 1.0" in text


def test_an_address_that_is_not_answered_any_more_is_told_once(
    in_acme: Cast, client_of: Callable[[Person], Client]
) -> None:
    event = Event.objects.filter(subject_id=in_acme.ticket.pk).latest("id")
    for number in range(floods.AUTOMATIC.most + 3):
        said = floods.why_withheld(f"robot+{number}@machines.test", event, Kind.STATUS)
        assert bool(said) == (number >= floods.AUTOMATIC.most)
    react()
    assert (told(in_acme.administrator), told(in_acme.agent)) == ([("flood", 1)], [])
    page = client_of(in_acme.administrator).get("/acme/desk/notifications").content.decode()
    assert "We stopped answering robot@machines.test by machine" in page
    assert "/acme/settings/ledger/sent?state=withheld" in page
