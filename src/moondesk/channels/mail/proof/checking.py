"""Checking one mail: the operator's server is believed where it spoke, all else is found out here.

Only what could speak for the domain in From decides. What strangers sign or send for is asked apart from that, or a
server of theirs that never answers would make of a forged mail one of which nobody knows.
"""

import itertools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.conf import settings

from moondesk.channels.mail.precheck import header_end
from moondesk.channels.mail.proof import signatures
from moondesk.channels.mail.proof.dmarc import Policy, could_speak, is_aligned, policy_of
from moondesk.channels.mail.proof.spf import check_spf, domain_of
from moondesk.channels.mail.proof.trusted import read_sealed, read_trusted
from moondesk.channels.models import ReceivedMail
from moondesk.channels.rules import Evidence
from moondesk.kit.apart import ChildFailed
from moondesk.kit.egress.addresses import is_in, is_public
from moondesk.kit.egress.lookups import Lookups, NotNow
from moondesk.kit.warm import run_warm

_SIGNATURE = re.compile(rb"(?im)^dkim-signature[ \t]*:((?:[^\r\n]|\r?\n[ \t]){0,8000})")
_SEAL = re.compile(rb"(?im)^arc-(?:seal|message-signature)[ \t]*:((?:[^\r\n]|\r?\n[ \t]){0,8000})")
_TAG = re.compile(rb"(?:^|;)[ \t\r\n]*([ds])[ \t\r\n]*=[ \t\r\n]*([A-Za-z0-9._-]{1,253})")
_KEY_LENGTH = 4000


@dataclass
class _Case:
    """Whom a mail says it is from, what that domain asks for, and who is asked about it and about strangers."""

    domain: str
    policy: Policy
    own: Lookups
    strangers: Lookups = field(default_factory=Lookups)

    def is_near(self, other: str) -> bool:
        return could_speak(self.domain, other, self.policy)

    def ask(self, other: str) -> Lookups:
        return self.own if self.is_near(other) else self.strangers


@dataclass(frozen=True)
class _Signatures:
    """The domains whose signatures hold, and the seals of a chain that holds, the latest first."""

    signed: tuple[str, ...] = ()
    sealed: tuple[tuple[str, str], ...] = ()


def check_proof(mail: ReceivedMail, raw: bytes, sender: str, servers: Sequence[str]) -> Evidence:
    """Return what proves, or does not, that the mail is from its sender. Asks DNS; never raises for what it says.

    ``servers`` are those whose word counts (``believed_servers``).
    """
    domain = sender.rpartition("@")[2]
    said = read_trusted(raw, servers, domain) if servers and _came_by_our_server(mail) else None
    if said is not None and said.dmarc == "pass":
        return said
    lookups = Lookups()
    try:
        policy = policy_of(domain, lookups)
        case = _Case(domain, policy, lookups)
        if said is not None and said.dmarc == "fail":
            vouched = _vouched(_signatures(raw, case).sealed, case) if settings.MAIL_ARC_SEALERS else None
            return vouched or replace(said, policy=policy.wish)
        spf, spf_domain = _spf(mail, said, case)
        found = _signatures(raw, case)
        signed = tuple(dict.fromkeys([*(said.dkim if said else ()), *found.signed]))
        by_spf = spf == "pass" and is_aligned(domain, spf_domain, policy, lookups, strict=policy.strict_spf)
        by_dkim = any(is_aligned(domain, one, policy, lookups, strict=policy.strict_dkim) for one in signed)
        vouched = None if by_spf or by_dkim else _vouched(found.sealed, case)
    except NotNow:
        return Evidence(dmarc="temperror", by=said.by if said else "")
    if vouched is not None:
        return vouched
    verdict = "pass" if by_spf or by_dkim else "fail" if policy.wish else "none"
    return Evidence(spf, spf_domain, signed, verdict, policy.wish, said.by if said else "")


def _vouched(chain: Sequence[tuple[str, str]], case: _Case) -> Evidence | None:
    """Return what a forwarder that the operator named found, if that proves the sender; else nothing changes."""
    said = read_sealed(chain, settings.MAIL_ARC_SEALERS, case.domain)
    if said is None:
        return None
    policy = case.policy
    by_spf = said.spf == "pass" and _speaks(case, said.spf_domain, strict=policy.strict_spf)
    by_dkim = any(_speaks(case, one, strict=policy.strict_dkim) for one in said.dkim)
    if said.dmarc == "pass" or by_spf or by_dkim:
        return replace(said, dmarc="pass", policy=policy.wish)
    return None


def _speaks(case: _Case, other: str, *, strict: bool) -> bool:
    return is_aligned(case.domain, other, case.policy, case.own, strict=strict)


def _came_by_our_server(mail: ReceivedMail) -> bool:
    """Say whether a server of the operator's handed the mail over: from anybody else its headers prove nothing."""
    return mail.peer is None or not is_public(mail.peer) or is_in(mail.peer, settings.MAIL_RELAYS)


def _spf(mail: ReceivedMail, said: Evidence | None, case: _Case) -> tuple[str, str]:
    if said is not None and said.spf:
        return said.spf, said.spf_domain
    if mail.peer is None or not is_public(mail.peer) or is_in(mail.peer, settings.MAIL_RELAYS):
        return "", ""
    about = domain_of(mail.envelope_from, mail.helo)
    result, domain = check_spf(mail.peer, mail.envelope_from, mail.helo, case.ask(about))
    if result == "temperror" and case.is_near(domain):
        raise NotNow
    return result, domain


def _signatures(raw: bytes, case: _Case) -> _Signatures:
    """Return which DKIM signatures hold, and who sealed the mail. A mail that cannot be checked in bounds has none."""
    keys = _keys(raw[: max(header_end(raw), 0)], case)
    if not keys:
        return _Signatures()
    try:
        found = json.loads(run_warm(signatures.__name__, json.dumps(keys).encode() + b"\n" + raw, signatures.BOUNDS))
        sealed = tuple((str(sealer), str(value)) for sealer, value in found["sealed"])
        return _Signatures(tuple(str(one) for one in found["signed"]), sealed if settings.MAIL_ARC_SEALERS else ())
    except (ChildFailed, ValueError, TypeError, KeyError):
        return _Signatures()


def _keys(head: bytes, case: _Case) -> dict[str, str]:
    """Return the keys that the signatures name, by their names in DNS."""
    keys = {}
    seals = _SEAL.finditer(head) if settings.MAIL_ARC_SEALERS else iter(())
    for signature in itertools.chain(
        itertools.islice(_SIGNATURE.finditer(head), signatures.MOST),
        itertools.islice(seals, 2 * signatures.MOST_SEALS),
    ):
        tags = {name: value.decode().lower().rstrip(".") for name, value in _TAG.findall(signature[1])}
        signer, name = tags.get(b"d", ""), f"{tags.get(b's', '')}._domainkey.{tags.get(b'd', '')}"
        try:
            records = case.ask(signer).ask(name, "TXT") if signer else []
        except NotNow:
            if case.is_near(signer):
                raise
            continue
        if records:
            keys[name] = records[0][:_KEY_LENGTH]
    return keys
