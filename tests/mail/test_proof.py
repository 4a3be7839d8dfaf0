"""SPF, DKIM, DMARC and the trusted server's own word: records in a real name server, signatures that are real."""

import dkim
import pytest
from django.conf import settings

from moondesk.channels.mail.proof.believed import is_beside
from moondesk.channels.mail.proof.checking import check_proof
from moondesk.channels.mail.proof.spf import check_spf
from moondesk.channels.models import ReceivedMail
from moondesk.kit.egress.lookups import Lookups
from tests.harness.names import Names
from tests.mail.conftest import mail
from tests.mail.signing import SELECTOR, keys, publish, signed

OUTSIDE, OTHER = "198.51.99.7", "198.51.99.8"
SIX = "2606:4700::7"

# (what the domain publishes, the address that sends, the result)
SPF = [
    ("ip4:198.51.99.7 -all", OUTSIDE, "pass"),
    ("ip4:198.51.99.0/24 -all", OUTSIDE, "pass"),
    ("ip4:198.51.99.8 -all", OUTSIDE, "fail"),
    ("ip4:198.51.99.8 ~all", OUTSIDE, "softfail"),
    ("ip4:198.51.99.8 ?all", OUTSIDE, "neutral"),
    ("ip4:198.51.99.8", OUTSIDE, "neutral"),
    ("-ip4:198.51.99.7 +all", OUTSIDE, "fail"),
    ("ip6:2606:4700::/32 -all", SIX, "pass"),
    ("ip6:2606:4700::/32 -all", OUTSIDE, "fail"),
    ("a -all", OUTSIDE, "pass"),
    ("a -all", OTHER, "fail"),
    ("a:host.sender.test -all", OTHER, "pass"),
    ("a/24 -all", OTHER, "pass"),
    ("a//64 -all", SIX, "pass"),
    ("mx -all", OTHER, "pass"),
    ("mx -all", OUTSIDE, "fail"),
    ("include:provider.test -all", OTHER, "pass"),
    ("include:provider.test -all", OUTSIDE, "fail"),
    ("include:nothing.test -all", OUTSIDE, "permerror"),
    ("redirect=provider.test", OTHER, "pass"),
    ("redirect=provider.test", OUTSIDE, "softfail"),
    ("redirect=nothing.test", OUTSIDE, "permerror"),
    ("exists:%{ir}.%{v}.%{l1r-}.lists.test -all", OUTSIDE, "pass"),
    ("exists:%{ir}.%{v}.%{l1r-}.lists.test -all", OTHER, "fail"),
    ("ptr -all", OUTSIDE, "fail"),
    ("include:loop.test -all", OUTSIDE, "permerror"),
    ("a:n1.test a:n2.test a:n3.test -all", OUTSIDE, "permerror"),
    ("nonsense -all", OUTSIDE, "permerror"),
    ("ip4:999.1.1.1 -all", OUTSIDE, "permerror"),
    ("unknown=thing ip4:198.51.99.7 -all", OUTSIDE, "pass"),
    ("", OUTSIDE, "none"),
]


@pytest.mark.parametrize(("record", "address", "result"), SPF, ids=lambda value: value or "nothing")
def test_spf(names: Names, record: str, address: str, result: str) -> None:
    publish(names, "sender.test", spf=record)
    publish(names, "provider.test", spf="ip4:198.51.99.8 ~all")
    publish(names, "loop.test", spf="include:loop.test -all")
    names.add("sender.test", "A", OUTSIDE)
    names.add("sender.test", "AAAA", "2606:4700::1")
    names.add("host.sender.test", "A", OTHER)
    names.add("sender.test", "MX", "10 host.sender.test.")
    names.add("7.99.51.198.in-addr.b.lists.test", "A", "127.0.0.2")
    assert check_spf(address, "b-a@sender.test", "helo.test", Lookups()) == (result, "sender.test")


def test_spf_of_a_null_sender_is_that_of_the_greeting(names: Names) -> None:
    publish(names, "mx.sender.test", spf="ip4:198.51.99.7 -all")
    assert check_spf(OUTSIDE, "", "mx.sender.test", Lookups()) == ("pass", "mx.sender.test")
    names.failing.add("away.test")
    assert check_spf(OUTSIDE, "x@away.test", "h", Lookups())[0] == "temperror"


RAW = mail(From="Carla <carla@sub.sender.test>")


def _check(raw: bytes = RAW, peer: str | None = OUTSIDE, path: str = "x@sub.sender.test") -> tuple[str, str]:
    received = ReceivedMail(peer=peer, envelope_from=path, helo="h.test")
    found = check_proof(received, raw, "carla@sub.sender.test", settings.MAIL_AUTHSERV_IDS)
    return found.proof, found.dmarc


@pytest.mark.parametrize(
    ("policy", "path", "signer", "expected"),
    [
        ("", "x@sub.sender.test", "", ("proven", "pass")),
        ("", "x@sender.test", "", ("unproven", "none")),
        ("", "x@else.test", "", ("unproven", "none")),
        ("p=reject", "x@else.test", "", ("forged", "fail")),
        ("p=quarantine", "x@else.test", "", ("forged", "fail")),
        ("p=none", "x@else.test", "", ("doubted", "fail")),
        ("p=none; sp=reject", "x@else.test", "", ("forged", "fail")),
        ("p=reject; sp=none", "x@else.test", "", ("doubted", "fail")),
        ("p=quarantine; t=y", "x@else.test", "", ("doubted", "fail")),
        ("p=reject", "x@sender.test", "", ("proven", "pass")),
        ("p=reject; aspf=s", "x@sender.test", "", ("forged", "fail")),
        ("p=reject; aspf=s", "x@sub.sender.test", "", ("proven", "pass")),
        ("p=reject", "x@else.test", "sender.test", ("proven", "pass")),
        ("p=reject; adkim=s", "x@else.test", "sender.test", ("forged", "fail")),
        ("p=reject", "x@else.test", "else.test", ("forged", "fail")),
        ("p=reject", "x@notsender.test", "notsender.test", ("forged", "fail")),
    ],
)
def test_dmarc(names: Names, policy: str, path: str, signer: str, expected: tuple[str, str]) -> None:
    """The policy stands at the organization's domain; SPF passes for whoever is in the envelope."""
    publish(names, "sender.test", policy=policy)
    for domain in ("sub.sender.test", "sender.test", "else.test", "notsender.test"):
        publish(names, domain, spf="ip4:198.51.99.7 -all", key=True)
    raw = signed(RAW, signer) if signer else RAW
    assert _check(raw, path=path) == expected


@pytest.mark.parametrize("change", ["body", "from", "key", "length", "fourth"])
def test_a_signature_that_does_not_hold_proves_nothing(names: Names, change: str) -> None:
    publish(names, "sub.sender.test", policy="p=reject", key=change != "key")
    raw = signed(RAW, "sub.sender.test", length=change == "length")
    if change == "body":
        raw += b"More.\r\n"
    elif change == "from":
        raw = raw.replace(b"carla@sub", b"boss@sub")
    elif change == "fourth":
        raw = b"DKIM-Signature: v=1; a=rsa-sha256; d=x.test; s=s; h=from; bh=x; b=x\r\n" * 3 + raw
    assert _check(raw, peer=None) == ("forged", "fail")


def test_a_strangers_name_server_that_is_away_does_not_make_a_forged_mail_an_unknown_one(names: Names) -> None:
    publish(names, "sender.test", policy="p=reject")
    publish(names, "evil.test", spf="include:away.evil.test -all", key=True)
    names.failing |= {"away.evil.test", "evil.away.test", f"{SELECTOR}._domainkey.away.test", "_dmarc.away.test"}
    by_strangers = signed(signed(RAW, "away.test"), "evil.test")
    for path in ("x@evil.test", "x@evil.away.test"):
        assert _check(by_strangers, path=path) == ("forged", "fail")
    names.failing.add(f"{SELECTOR}._domainkey.sender.test")
    assert _check(signed(RAW, "sender.test"), path="x@evil.test") == ("unknown", "temperror")


def test_a_mail_that_is_slow_to_check_is_checked_in_bounds(names: Names) -> None:
    """The library's pattern grows with the square of a line of blanks: at this one it would look for hours."""
    publish(names, "sub.sender.test", policy="p=reject", key=True)
    relaxed, named = (b"relaxed", b"relaxed"), [b"from"]
    head = dkim.sign(RAW, SELECTOR.encode(), b"sub.sender.test", keys()[0], canonicalize=relaxed, include_headers=named)
    assert _check(bytes(head) + RAW, peer=None) == ("proven", "pass")
    assert _check(bytes(head) + RAW + b"a" + b" " * 3_000_000 + b"b\r\n", peer=None) == ("forged", "fail")


AR = "mx.ours.test; spf=pass smtp.mailfrom=x@sub.sender.test; dmarc={} header.from=sub.sender.test"


@pytest.mark.parametrize(
    ("said", "peer", "expected"),
    [
        (AR.format("pass"), None, "proven"),
        (AR.format("pass"), "10.0.0.3", "proven"),
        (AR.format("fail (p=REJECT)"), None, "forged"),
        (AR.format("pass"), OUTSIDE, "forged"),
        (AR.format("pass").replace("mx.ours", "mx.evil"), None, "forged"),
        (AR.format("pass").replace("sub.sender", "evil"), None, "forged"),
        (" (a (nested) comment) MX.Ours.Test 1 ; dmarc = pass (fine)", None, "proven"),
        ("mx.ours.test; none", None, "forged"),
        ('mx.evil.test; x="mx.ours.test; dmarc=pass"', None, "forged"),
        ("mx.evil.test (\r\n mx.ours.test; dmarc=pass)", None, "forged"),
    ],
)
def test_only_the_named_server_is_believed(names: Names, settings, said: str, peer: str | None, expected: str) -> None:
    settings.MAIL_AUTHSERV_IDS = ["mx.ours.test"]
    publish(names, "sub.sender.test", policy="p=reject")
    raw = b"Authentication-Results: " + said.encode() + b"\r\n" + RAW
    assert _check(raw, peer)[0] == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('dmarc=pass header.from="sub.sender.test"', "proven"),
        ('spf=pass smtp.mailfrom="; dkim=pass header.d=sub.sender.test; x"@evil.test', "forged"),
        ('spf=pass (of "); dkim=pass header.d=sub.sender.test; x ("@evil.test)', "forged"),
        ('dkim=pass header.i="x header.d=sub.sender.test x"@evil.test', "forged"),
        ('spf=pass smtp.mailfrom="x; dkim=pass header.d=sub.sender.test', "forged"),
    ],
)
def test_what_our_server_quotes_of_the_sender_is_no_result(names: Names, settings, said: str, expected: str) -> None:
    settings.MAIL_AUTHSERV_IDS = ["mx.ours.test"]
    publish(names, "sub.sender.test", policy="p=reject")
    raw = b'Authentication-Results: "mx.ours.test"; ' + said.encode() + b"\r\n" + RAW
    assert _check(raw, None)[0] == expected


@pytest.mark.parametrize(
    ("host", "server", "beside"),
    [
        ("imap.ours.test", "mx.ours.test", True),
        ("ours.test", "mx.ours.test", True),
        ("ours.test", "ours.test", True),
        ("imap.provider.test", "mx.ours.test", False),
        ("imap.evilours.test", "mx.ours.test", False),
        ("imap.provider.test", "ours.test", False),
        ("localhost", "mx.ours.test", False),
    ],
)
def test_a_mailbox_says_what_the_operators_server_found_only_beside_it(host: str, server: str, beside: bool) -> None:
    assert is_beside(host, server) is beside


def test_what_the_sender_wrote_in_our_servers_name_is_not_read(names: Names, settings) -> None:
    settings.MAIL_AUTHSERV_IDS = ["mx.ours.test"]
    publish(names, "sub.sender.test", policy="p=reject")
    ours = b"Authentication-Results: mx.ours.test; spf=fail smtp.mailfrom=x@evil.test\r\n"
    forged = b"Authentication-Results: mx.ours.test; dmarc=pass header.from=sub.sender.test\r\n"
    hop = b"Received: from evil by mx.ours.test; Sat, 21 Nov 2026 10:00:00 +0000\r\n"
    assert _check(ours + hop + forged + RAW, None)[0] == "forged"
    settings.MAIL_AUTHSERV_IDS = []
    assert _check(forged + RAW, None)[0] == "forged"


def test_names_that_cannot_exist_are_not_asked_for(names: Names, settings) -> None:
    settings.DNS_SERVERS = []
    assert _check() == ("unproven", "none")
    assert names.asked == []
