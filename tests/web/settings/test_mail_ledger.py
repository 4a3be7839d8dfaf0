"""The pages and the API of the mail ledger: who may see what, and that each decision works by both."""

import json
import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from moondesk.channels.ledger import counting, keeping
from moondesk.channels.models import ListedSender, ReceivedMail
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.ids import digest
from moondesk.organizations.models import Organization
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
PAGE, API = "/acme/settings/ledger", "/api/v1/received-mails"
RAW = b"From: zoe@spam.test\r\nSubject: =?utf-8?q?Win_=3Cb=3E?=\r\n\r\n<script>1</script> Win!\r\n"


def make_waiting(organization: Organization, number: int = 1, **more: Any) -> list[ReceivedMail]:
    """Return mails that wait for a decision."""
    with tenancy.organization(organization.pk):
        address = factories.make_mail_address()
        fields = {"sender": "zoe@spam.test", "subject": "Win <b>", "outcome": "quarantined", "reason": "blocked"} | more
        return [
            ReceivedMail.objects.create(
                address=address, recipient=address.address, content_hash=digest(str(uuid.uuid4())), raw=RAW,
                size=len(RAW), header_id=f"<{one}.{uuid.uuid4()}@spam.test>", **fields,
            )
            for one in range(number)
        ]  # fmt: skip


def ask(secret: str, method: str, path: str, data: Any = None) -> HttpResponse:
    body = {"data": json.dumps(data), "content_type": "application/json"} if data is not None else {}
    return getattr(Client(), method)(path, **body, headers={"Authorization": f"Bearer {secret}"})


def now_of(organization: Organization, mail: ReceivedMail) -> ReceivedMail:
    with tenancy.organization(organization.pk):
        return ReceivedMail.objects.get(pk=mail.pk)


def test_a_mail_is_found_looked_into_and_downloaded_and_that_is_written_down(cast: Cast, client_of) -> None:
    (mail,) = make_waiting(cast.acme)
    client = client_of(cast.administrator)
    listed = client.get(f"{PAGE}?sender=zoe@spam.test").content.decode()
    assert "Win &lt;b&gt;" in listed
    assert "No mail fits" in client.get(f"{PAGE}?sender=other@spam.test").content.decode()
    assert "Blocked sender" in client.get(f"{PAGE}/mails/{mail.pk}").content.decode()
    look = client.get(f"{PAGE}/mails/{mail.pk}?look=1").content.decode()
    assert "&lt;script&gt;1&lt;/script&gt; Win!" in look
    raw = client.get(f"{PAGE}/mails/{mail.pk}/raw")
    assert raw.content == RAW
    assert raw.headers["Content-Type"] == "application/octet-stream"
    assert raw.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in raw.headers["Content-Security-Policy"]
    with tenancy.organization(cast.acme.pk):
        assert [one.data["how"] for one in Event.objects.filter(subject_id=mail.pk).order_by("id")] == [
            "look",
            "download",
        ]


def test_a_mail_of_a_ticket_that_one_may_not_see_has_no_link_no_subject_and_no_content(cast: Cast, token_of) -> None:
    with tenancy.organization(cast.acme.pk):
        ticket = factories.make_ticket()
        own = factories.make_outgoing_mail()
        own.ticket = ticket
        own.save()
    (mail,) = make_waiting(cast.acme, outcome="ticket", reason="", ticket=ticket, subject="Secret matter")
    with tenancy.organization(cast.acme.pk):
        ReceivedMail.objects.filter(pk=mail.pk).update(recipient=f"support+r1{'a' * 26}@acme.test")
    seen = ask(token_of(cast.owner), "get", f"{API}/{mail.pk}").json()
    assert (seen["ticket"], seen["subject"]) == (ticket.number, "Secret matter")
    blind = token_of(cast.owner, scopes=["channels:mail:view"])
    hidden = ask(blind, "get", f"{API}/{mail.pk}").json()
    assert (hidden["ticket"], hidden["subject"], hidden["outcome"]) == (None, None, "ticket")
    assert (seen["recipient"], hidden["recipient"]) == ("support@acme.test",) * 2
    told = [
        ask(one, "get", "/api/v1/sent-mails").json()["items"][0]["message_id"] for one in (token_of(cast.owner), blind)
    ]
    assert told == [own.header_id, ""]
    for part in ("raw", "content"):
        assert ask(blind, "get", f"{API}/{mail.pk}/{part}").status_code == 403


def test_mails_are_decided_about_by_page_and_api(cast: Cast, client_of, token_of) -> None:
    one, two, three, four = make_waiting(cast.acme, 4)
    client, secret = client_of(cast.owner), token_of(cast.owner)
    assert client.post(f"{PAGE}/mails/{one.pk}/decision", {"what": "released"}).status_code == 302
    assert now_of(cast.acme, one).outcome == "pending"
    assert ask(secret, "post", f"{API}/{two.pk}/release", {}).json()["outcome"] == "pending"
    assert ask(secret, "post", f"{API}/{two.pk}/release", {}).json()["code"] == "mail_decided"
    assert ask(secret, "post", f"{API}/{three.pk}/discard").json()["decision"] == "discarded"
    assert ask(secret, "post", f"{API}/{three.pk}/restore").json()["outcome"] == "quarantined"
    ids = [str(three.pk), str(four.pk)]
    answer = client.post(f"{PAGE}/decision", {"what": "discarded", "mail": ids}, follow=True)
    undo = answer.content.decode().partition('data-undo="/')[2].partition('"')[0]
    assert now_of(cast.acme, four).outcome == "ignored"
    assert client.post(f"/{undo}").status_code == 302
    assert {now_of(cast.acme, mail).outcome for mail in (three, four)} == {"quarantined"}
    decided = ask(secret, "post", f"{API}/decisions", {"decision": "again", "mails": [str(one.pk), *ids]}).json()
    assert (decided["done"], list(decided["refused"])) == (2, [str(one.pk)])


def test_a_nameless_mail_asks_for_its_sender_beside_the_field(cast: Cast, client_of, token_of) -> None:
    (mail,) = make_waiting(cast.acme, sender="", reason="no_sender")
    answer = client_of(cast.owner).post(f"{PAGE}/mails/{mail.pk}/decision", {"what": "released", "sender": "x"})
    assert answer.status_code == 422
    assert 'aria-describedby="f-sender-error"' in answer.content.decode()
    assert ask(token_of(cast.owner), "post", f"{API}/{mail.pk}/release", {}).json()["code"] == "mail_sender_needed"


def test_senders_are_listed_by_page_api_and_from_a_mail(cast: Cast, client_of, token_of) -> None:
    (mail,) = make_waiting(cast.acme)
    client, secret = client_of(cast.owner), token_of(cast.owner)
    client.post(f"{PAGE}/mails/{mail.pk}/sender", {"kind": "block", "whole": "domain"})
    assert client.post(f"{PAGE}/senders", {"sender": "com", "kind": "block"}).status_code == 422
    made = ask(secret, "post", "/api/v1/mail-senders", {"sender": "Zoe@Spam.test", "kind": "allow"}).json()
    names = [(one["sender"], one["kind"]) for one in ask(secret, "get", "/api/v1/mail-senders").json()["items"]]
    assert names == [("@spam.test", "block"), ("zoe@spam.test", "allow")]
    assert ask(secret, "delete", f"/api/v1/mail-senders/{made['id']}").status_code == 204
    with tenancy.organization(cast.acme.pk):
        listed = ListedSender.objects.get()
    assert client.post(f"{PAGE}/senders/{listed.pk}/removal").status_code == 302
    assert client.post(f"{PAGE}/keeping", {"waiting_days": "0"}).status_code == 422
    assert client.post(f"{PAGE}/keeping", {"waiting_days": "7"}).status_code == 302
    assert ask(secret, "get", "/api/v1/mail-ledger").json() == {"waiting_days": 7}
    assert ask(secret, "put", "/api/v1/mail-ledger", {"waiting_days": 9}).json() == {"waiting_days": 9}
    assert ask(secret, "put", "/api/v1/mail-ledger", {"waiting_days": 400}).status_code == 422
    with tenancy.organization(cast.acme.pk):
        assert keeping.waiting_days() == 9


def test_the_list_goes_on_where_its_page_ended_and_says_what_does_not_fit(cast: Cast, client_of, token_of) -> None:
    mails = make_waiting(cast.acme, 51)
    client = client_of(cast.owner)
    first = client.get(f"{PAGE}?outcome=quarantined").content.decode()
    older = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    second = client.get(older).content.decode()
    assert sum(f"/ledger/mails/{mail.pk}" in first for mail in mails) == 50
    assert [mail.pk for mail in mails if f"/ledger/mails/{mail.pk}" in second] == [mails[0].pk]
    assert client.get(f"{PAGE}?after=nonsense").status_code == 422
    assert client.get(f"{PAGE}?since=tomorrow").status_code == 422
    assert ask(token_of(cast.owner), "get", f"{API}?outcome=lost").json()["code"] == "invalid_ledger_question"
    with tenancy.organization(cast.acme.pk):
        assert counting.count_waiting() == 51
    assert "51" in client.get("/acme/settings/tags").content.decode()


def test_sent_mails_are_listed_and_those_that_failed_go_out_again(cast: Cast, client_of, token_of) -> None:
    with tenancy.organization(cast.acme.pk):
        mail = factories.make_outgoing_mail()
        mail.state, mail.error = "failed", "There is no such mailbox"
        mail.save()
    client, secret = client_of(cast.owner), token_of(cast.owner)
    shown = client.get(f"{PAGE}/sent?recipient={mail.recipient}").content.decode()
    assert "There is no such mailbox" in shown
    found = ask(secret, "get", "/api/v1/sent-mails?state=failed").json()["items"]
    assert [one["id"] for one in found] == [str(mail.pk)]
    assert client.post(f"{PAGE}/sent/{mail.pk}/again").status_code == 302
    assert ask(secret, "post", f"/api/v1/sent-mails/{mail.pk}/resend").status_code == 409


def test_other_organizations_and_agents_are_kept_out(cast: Cast, client_of, token_of) -> None:
    (foreign,) = make_waiting(cast.globex)
    secret, agent = token_of(cast.owner), token_of(cast.agent)
    assert ask(secret, "get", f"{API}/{foreign.pk}").status_code == 404
    assert ask(secret, "post", f"{API}/{foreign.pk}/release", {}).status_code == 404
    assert client_of(cast.owner).get(f"{PAGE}/mails/{foreign.pk}/raw").status_code == 404
    assert ask(secret, "get", f"{API}/counts").json()["month"]["received"] == 0
    for path in (API, "/api/v1/sent-mails", "/api/v1/mail-senders"):
        assert ask(agent, "get", path).status_code == 403
    assert now_of(cast.globex, foreign).outcome == "quarantined"
