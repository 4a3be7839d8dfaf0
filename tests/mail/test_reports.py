"""What providers report of mails that went out: proven, of the right mail, noted as reports by mail are."""

import base64
import hashlib
import hmac
import json
import time
import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from moondesk.channels import dead
from moondesk.channels.hooks.actions import open_hook, reports_path_of
from moondesk.channels.mail.outbox import About, put_in_outbox
from moondesk.channels.models import MailAddress, OutgoingMail
from moondesk.channels.queries import delivery_of
from moondesk.channels.rules import Kind, State
from moondesk.conversations.actions import reply_to_customer
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.tickets.queries import participants_of
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
KEY = "key-of-mailgun"


@pytest.fixture
def own(cast: Cast) -> OutgoingMail:
    """A reply of acme that went out."""
    with tenancy.organization(cast.acme.pk):
        message = reply_to_customer(cast.ticket, "Found.", by=cast.agent.actor)
        participant = next(one for one in participants_of(cast.ticket) if one.is_requester)
        mail = put_in_outbox(About(Kind.REPLY, uuid.uuid4(), participant, message), participant.contact.email or "")
        assert mail is not None
        OutgoingMail.objects.filter(pk=mail.pk).update(state=State.SENT, sent_at=now())
    return mail


@pytest.fixture
def door(cast: Cast) -> Any:
    """Opens doors; returns where to report to."""

    def open_one(provider: str, key: str = "", of: str = "acme") -> str:
        organization, owner = (cast.acme, cast.owner) if of == "acme" else (cast.globex, cast.stranger)
        with tenancy.organization(organization.pk):
            address, _made = MailAddress.objects.get_or_create(address=f"support@{of}.test")
            return reports_path_of(open_hook(address, provider, key, by=owner.actor).secret)

    return open_one


def push(url: str, document: Any) -> HttpResponse:
    return Client().post(url, document if isinstance(document, str) else json.dumps(document), "application/json")


def mailgun(own: OutgoingMail, event: str, *, key: str = KEY, age: int = 0, **data: Any) -> dict[str, Any]:
    stamp, token = str(int(time.time()) - age), uuid.uuid4().hex
    signed = hmac.new(key.encode(), (stamp + token).encode(), hashlib.sha256).hexdigest()
    about = {"event": event, "recipient": own.recipient, "timestamp": time.time() + 1}
    about |= {"user-variables": {"mail": str(own.pk)}, "message": {"headers": {"message-id": own.header_id[1:-1]}}}
    return {"signature": {"timestamp": stamp, "token": token, "signature": signed}, "event-data": about | data}


def failed(severity: str = "permanent", said: str = "550 5.1.1 No such user\n") -> dict[str, Any]:
    return {"severity": severity, "delivery-status": {"message": said, "description": "", "code": 550}}


def state_of(own: OutgoingMail) -> tuple[str, str]:
    with tenancy.organization(own.organization_id):
        [one] = delivery_of([own.message_id])[own.message_id]
        return one.state, one.reason


def test_what_mailgun_reports_ends_in_the_states_of_reports_by_mail(cast: Cast, own: OutgoingMail, door: Any) -> None:
    url = door("mailgun", KEY)
    steps = [
        (mailgun(own, "opened"), ("sent", "")),
        (mailgun(own, "failed", **failed("temporary", "452 4.2.2 full")), ("delayed", "The mailbox is full.")),
        (mailgun(own, "delivered"), ("delivered", "")),
        (mailgun(own, "failed", **failed()), ("bounced", "The address does not exist.")),
        (mailgun(own, "failed", **failed()), ("bounced", "The address does not exist.")),
        (mailgun(own, "delivered"), ("bounced", "The address does not exist.")),
    ]
    for document, expected in steps:
        answer = push(url, document)
        assert (answer.status_code, answer.content, state_of(own)) == (200, b"", expected)
    with tenancy.organization(cast.acme.pk):
        assert [row.bounces for row in dead.DeadAddress.objects.all()] == [1]
    by_id = mailgun(own, "complained")
    by_id["event-data"]["user-variables"] = {}
    assert push(url, by_id).status_code == 200
    assert state_of(own)[0] == "complained"
    with tenancy.organization(cast.acme.pk):
        assert dead.is_dead(own.recipient)


def test_what_is_not_proven_or_not_of_this_mail_changes_nothing(cast: Cast, own: OutgoingMail, door: Any) -> None:
    url, bounce = door("mailgun", KEY), failed()
    tries = [
        (url, mailgun(own, "failed", key="wrong", **bounce), 401),
        (url, mailgun(own, "failed", age=50_000, **bounce), 401),
        (url, mailgun(own, "failed", **bounce) | {"signature": {}}, 401),
        (url, "[]", 406),
        (url, mailgun(own, "failed", **bounce) | {"event-data": []}, 406),
        (url, mailgun(own, "failed", **bounce | {"user-variables": {"mail": "x"}}), 406),
        (url, mailgun(own, "failed", **bounce | {"recipient": "else@customer.test"}), 200),
        (url, mailgun(own, "failed", **bounce | {"timestamp": time.time() - 3600}), 200),
        (url, mailgun(own, "failed", **bounce | {"user-variables": {"mail": str(uuid.uuid4())}}), 200),
        (door("mailgun", KEY, of="globex"), mailgun(own, "failed", **bounce), 200),
        (url.replace(url.split("/")[-2], "x" * 43), mailgun(own, "failed", **bounce), 404),
    ]
    for where, document, status in tries:
        assert push(where, document).status_code == status
    assert Client().post(url, {"event": "bounced", "mail": str(own.pk)}).status_code == 401
    assert Client().get(url).status_code == 405
    assert state_of(own) == ("sent", "")
    with tenancy.organization(cast.acme.pk):
        OutgoingMail.objects.filter(pk=own.pk).update(state=State.SENDING)
    assert push(url, mailgun(own, "delivered")).status_code == 429


def svix(own: OutgoingMail, key: bytes, *, age: int = 0) -> tuple[str, dict[str, str]]:
    """Return what Resend posts of a bounce, and its headers."""
    headers = [{"name": "X-Metadata", "value": json.dumps({"mail": str(own.pk)})}]
    about = {"to": [own.recipient], "headers": headers, "bounce": {"message": "hard bounce message 550 5.1.1"}}
    body = json.dumps({"type": "email.bounced", "created_at": now().isoformat(), "data": about})
    stamp = str(int(time.time()) - age)
    signed = base64.b64encode(hmac.digest(key, f"msg_1.{stamp}.{body}".encode(), "sha256")).decode()
    return body, {"svix-id": "msg_1", "svix-timestamp": stamp, "svix-signature": f"v1,bm8= v1,{signed}"}


def test_what_resend_reports_is_signed_where_its_key_is_known(cast: Cast, own: OutgoingMail, door: Any) -> None:
    key = b"a key of resend, thirty-two byte"
    url = door("resend", "whsec_" + base64.b64encode(key).decode())
    for wrong, status in ((svix(own, b"other"), 401), (svix(own, key, age=50_000), 401), (("{}", {}), 401)):
        assert Client().post(url, wrong[0], "application/json", headers=wrong[1]).status_code == status
    assert state_of(own) == ("sent", "")
    body, headers = svix(own, key)
    assert Client().post(url, body, "application/json", headers=headers).status_code == 200
    assert state_of(own) == ("bounced", "The address does not exist.")
    assert Client().post(url.replace("/reports", "/mime"), body, "application/json").status_code == 404


def test_what_brevo_and_mailjet_report(cast: Cast, own: OutgoingMail, door: Any) -> None:
    stamp = time.time() + 1
    custom = json.dumps({"mail": str(own.pk)})
    brevo = {"email": own.recipient, "ts_epoch": int(stamp * 1000), "X-Mailin-custom": custom, "message-id": "<x@y>"}
    mailjet = {"email": own.recipient, "time": int(stamp) + 1, "Payload": custom, "MessageID": 1}
    guarded = door("brevo", "us:secret")
    assert push(guarded, brevo | {"event": "hard_bounce"}).status_code == 401
    url = door("brevo")
    assert push(url, brevo | {"event": "opened"}).status_code == 200
    assert state_of(own) == ("sent", "")
    assert push(url, brevo | {"event": "deferred", "reason": "452 4.2.2 full"}).status_code == 200
    assert state_of(own) == ("delayed", "The mailbox is full.")
    assert push(door("mailjet"), [mailjet | {"event": "sent"}, mailjet | {"event": "open"}]).status_code == 200
    assert state_of(own) == ("delivered", "")
    assert push(url, brevo | {"event": "spam"}).status_code == 200
    assert state_of(own)[0] == "complained"


def test_what_postmark_reports(cast: Cast, own: OutgoingMail, door: Any) -> None:
    url, at = door("postmark"), now().isoformat()
    about = {"Metadata": {"mail": str(own.pk)}, "MessageID": "of-postmark"}
    assert push(url, about | {"RecordType": "Inbound"}).status_code == 406
    delivery = about | {"RecordType": "Delivery", "Recipient": own.recipient, "DeliveredAt": at}
    assert push(url, delivery).status_code == 200
    assert state_of(own) == ("delivered", "")
    words = {"Description": "Unknown user", "Details": "smtp;550 5.2.1 <b>off</b>", "BouncedAt": at}
    bounce = about | words | {"RecordType": "Bounce", "Type": "HardBounce", "Email": own.recipient}
    assert push(url, bounce).status_code == 200
    assert state_of(own) == ("bounced", "The mailbox is switched off.")
    guarded = door("postmark", "us:secret")
    complaint = about | {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "Email": own.recipient}
    assert push(guarded, complaint).status_code == 401
    assert push(url, complaint).status_code == 200
    assert state_of(own)[0] == "complained"
