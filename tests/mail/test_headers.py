"""Nothing that people type makes a header, a recipient or a command of a mail."""

import email
import email.policy
import uuid
from typing import Any

import pytest
from django.core.mail import EmailMessage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moondesk.channels.mail.addresses import BadSender, normal_address, read_sender, shown_name
from moondesk.channels.mail.colours import brand_of
from moondesk.channels.mail.envelope import build
from moondesk.channels.mail.letters import Letter
from moondesk.channels.mail.signing import (
    message_id,
    read_mark,
    reply_address,
    reply_token,
    seal,
    split_reply_address,
    unseal,
)
from moondesk.channels.models import MailAddress, OutgoingMail
from moondesk.channels.ways.connecting import POLICY
from moondesk.organizations.models import Organization
from tests.harness.people import Cast

NASTY = st.text(
    alphabet=st.sampled_from("ab\r\n\0\u2028\x85\x0b\x1c\t<>@,;:\"'\\()=?\u202e\u200b\u00e9\U0001f600 Bcc"), max_size=60
)
HEADERS = ["Subject", "From", "To", "Reply-To", "Date", "Message-ID", "MIME-Version", "Content-Type"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(subject=NASTY, name=NASTY)
def test_a_mail_has_exactly_the_headers_we_meant(in_acme: Cast, subject: str, name: str) -> None:
    organization = Organization.objects.get()
    organization.name = name or "x"
    MailAddress.objects.get_or_create(address="support@acme.test", defaults={"is_default": True})
    mail = OutgoingMail(
        kind="reply",
        event_id=uuid.uuid4(),
        recipient="c@customer.test",
        header_id="<m1.x@acme.test>",
        reply_token="r1" + "a" * 26,
    )
    sent = build(mail, Letter(subject=f"Re: {subject}", language="en", text="x"), organization).message(
        policy=email.policy.SMTP
    )
    parsed = email.message_from_bytes(sent.as_bytes(), policy=email.policy.default)
    assert sorted(parsed.keys()) == sorted(HEADERS)
    assert [one.addr_spec for one in parsed["From"].addresses] == ["support@acme.test"]
    assert [one.addr_spec for one in parsed["To"].addresses] == ["c@customer.test"]
    assert [one.addr_spec for one in parsed["Reply-To"].addresses] == [f"support+r1{'a' * 26}@acme.test"]


@given(text=NASTY)
def test_a_sender_is_one_strict_address_or_none(text: str) -> None:
    try:
        sender = read_sender([text])
    except BadSender:
        return
    assert normal_address(sender.email) == sender.email
    assert sender.email.count("@") == 1
    assert sender.email.isascii()


@given(text=NASTY)
def test_a_shown_name_never_looks_like_an_address_and_never_turns_round(text: str) -> None:
    shown = shown_name(text)
    assert "@" not in shown
    assert shown.isprintable()


def test_senders_people_really_have() -> None:
    for text, email_, name in (
        ("a@b.test", "a@b.test", ""),
        ("<A@B.Test>", "a@b.test", ""),
        ('"Doe, Jane" <j@b.test>', "j@b.test", "Doe, Jane"),
        ("j@b.test (Jane)", "j@b.test", "Jane"),
        ("j@b.test <j@b.test>", "j@b.test", ""),
        ("x@ex\u00e4mple.test", "x@xn--exmple-cua.test", ""),
    ):
        sender = read_sender([text])
        assert (sender.email, sender.name) == (email_, name)


def test_signatures_hold_and_are_bound_to_one_organization_and_one_participant() -> None:
    one, other, key, another = uuid.uuid4(), uuid.uuid4(), b"k" * 32, b"l" * 32
    assert len({reply_token(key, one), reply_token(key, other), reply_token(another, one)}) == 3
    address = reply_address("support@acme.test", reply_token(key, one))
    assert split_reply_address(address.upper()) == ("support@acme.test", reply_token(key, one))
    assert len(address.partition("@")[0]) <= 64
    assert reply_address("a" * 40 + "@acme.test", reply_token(key, one)) == "a" * 40 + "@acme.test"
    mark = read_mark(message_id(key, one, "acme.test"))
    assert mark is not None
    assert mark.is_valid(key)
    assert not mark.is_valid(another)
    secret = "s" * 43
    assert unseal(seal(secret, one), one) == secret
    assert secret.encode() not in seal(secret, one)


def _contrast(one: str, two: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(two)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("hue", range(0, 360, 10))
def test_every_brand_can_be_read(hue: int) -> None:
    brand: Any = brand_of(hue)
    assert _contrast(brand.solid, "#ffffff") >= 4.5
    assert _contrast(brand.link_dark, "#1f2125") >= 4.5


def test_ids_and_addresses_longer_than_a_line_are_written_as_they_are() -> None:
    ids = [f"<m1.{'0123456789abcdef' * 4}.{number}@acme.example>" for number in range(3)]
    headers = {"In-Reply-To": ids[0], "References": " ".join(ids), "List-Unsubscribe": f"<https://x.test/{'a' * 90}>"}
    content = EmailMessage("Hello", "Text", to=["a@b.test"], headers=headers).message(policy=POLICY).as_bytes().decode()
    assert f"\r\nIn-Reply-To: {ids[0]}\r\n" in content
    assert "\r\nReferences: " + "\r\n ".join(ids) + "\r\n" in content
    assert f"\r\nList-Unsubscribe: {headers['List-Unsubscribe']}\r\n" in content


def test_an_id_of_somebody_else_never_begins_a_line() -> None:
    headers = {"References": "<=?us-ascii?q?a=0d=0aBcc:_x=40y?=@x.test>"}
    content = EmailMessage("Hello", "Text", to=["a@b.test"], headers=headers).message(policy=POLICY).as_bytes()
    assert not [line for line in content.splitlines() if line.strip().startswith(b"Bcc")]
