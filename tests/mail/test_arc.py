"""Chains of seals (ARC, RFC 8617): what a forwarder found counts if the operator named it and the chain holds."""

from typing import Any

import pytest

from moondesk.channels.mail.proof.checking import check_proof
from moondesk.channels.models import ReceivedMail
from moondesk.channels.rules import Evidence, Proof
from tests.harness.names import Names
from tests.mail import signing
from tests.mail.conftest import mail
from tests.mail.signing import publish

LIST, OTHER = "list.test", "other.test"
PASSED = "dkim=pass header.d=customer.test; dmarc=pass header.from=customer.test"
_FAILED = PASSED.replace("pass", "fail")


def sealed(raw: bytes, domain: str, found: str = PASSED, **how: str) -> bytes:
    """Return a mail as a forwarder hands it on that found the sender to be true."""
    return signing.sealed(raw, domain, found, **how)


@pytest.fixture
def sender(names: Names, settings: Any) -> None:
    """The customer's domain asks for rejection, and the operator trusts one of two forwarders."""
    publish(names, "customer.test", policy="p=reject")
    for domain in (LIST, OTHER):
        publish(names, domain, key=True)
    settings.MAIL_ARC_SEALERS = [LIST]


def evidence(raw: bytes) -> Evidence:
    came = ReceivedMail(peer="198.51.99.7", helo=LIST, envelope_from=f"bounces@{LIST}")
    return check_proof(came, raw, "carla@customer.test", ())


def test_a_named_forwarder_vouches_for_the_sender(sender: None, settings: Any) -> None:
    raw = sealed(mail(), LIST)
    said = evidence(raw)
    assert (said.proof, said.by, said.policy) == (Proof.PROVEN, LIST, "reject")
    through_both = sealed(sealed(mail(), OTHER), LIST, "arc=pass; dmarc=fail header.from=customer.test")
    assert evidence(through_both).proof is Proof.FORGED
    settings.MAIL_ARC_SEALERS = [LIST, OTHER]
    assert evidence(through_both).by == OTHER
    settings.MAIL_ARC_SEALERS = []
    assert evidence(raw).proof is Proof.FORGED


@pytest.mark.parametrize(
    ("why", "make"),
    [
        ("nobody named it", lambda: sealed(mail(), OTHER)),
        ("one that nobody named came after", lambda: sealed(sealed(mail(), LIST), OTHER)),
        ("the body changed since", lambda: sealed(mail(), LIST).replace(b"My bag is lost", b"Pay me")),
        ("the sender changed since", lambda: sealed(mail(), LIST).replace(b"carla@customer", b"boss@customer")),
        ("the result changed since", lambda: sealed(mail(), LIST, _FAILED).replace(b"=fail", b"=pass")),
        ("it found nothing", lambda: sealed(mail(), LIST, "dkim=none; dmarc=fail header.from=customer.test")),
        ("it spoke of another sender", lambda: sealed(mail(), LIST, "dmarc=pass header.from=other.test")),
        ("it spoke of no sender", lambda: sealed(mail(), LIST, "dmarc=pass")),
        ("the sender is not signed", lambda: sealed(mail(), LIST, signs="subject:to")),
        ("the seal is of nobody's", lambda: sealed(mail(), "unknown.test")),
        ("it says that the chain was broken", lambda: sealed(sealed(mail(), LIST), LIST, result="fail")),
        ("the seals are endless", lambda: b"ARC-Seal: i=1; d=list.test; s=s1; cv=none; b=x\r\n" * 99 + mail()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_otherwise_nothing_changes(sender: None, why: str, make: Any) -> None:
    raw = make()
    assert raw != mail()
    assert evidence(raw).proof is Proof.FORGED
