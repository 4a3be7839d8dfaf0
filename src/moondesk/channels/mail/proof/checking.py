"""Checking one mail: the operator's server is believed where it spoke, all else is found out here."""

import re
from contextlib import suppress
from dataclasses import replace

import dkim
from django.conf import settings

from moondesk.channels.mail.precheck import header_end
from moondesk.channels.mail.proof.dmarc import is_aligned, policy_of
from moondesk.channels.mail.proof.lookups import Lookups, NotNow
from moondesk.channels.mail.proof.spf import check_spf
from moondesk.channels.mail.proof.trusted import read_trusted
from moondesk.channels.models import ReceivedMail
from moondesk.channels.rules import Evidence
from moondesk.kit.egress.addresses import is_in, is_public

_SIGNATURES = 3
_SIGNATURE = re.compile(rb"(?im)^dkim-signature[ \t]*:((?:[^\r\n]|\r?\n[ \t]){0,8000})")


def check_proof(mail: ReceivedMail, raw: bytes, sender: str, extra_servers: tuple[str, ...] = ()) -> Evidence:
    """Return what proves, or does not, that the mail is from its sender. Asks DNS; never raises for what it says."""
    domain = sender.rpartition("@")[2]
    servers = [*settings.MAIL_AUTHSERV_IDS, *extra_servers]
    said = read_trusted(raw, servers) if servers and _came_by_our_server(mail) else None
    if said is not None and said.dmarc == "pass":
        return said
    lookups = Lookups()
    try:
        policy = policy_of(domain, lookups)
        if said is not None and said.dmarc == "fail":
            return replace(said, policy=policy.wish)
        spf, spf_domain = _spf(mail, said, lookups)
        signed = tuple(dict.fromkeys([*(said.dkim if said else ()), *_signed_by(raw, lookups)]))
        by_spf = spf == "pass" and is_aligned(domain, spf_domain, policy, lookups, strict=policy.strict_spf)
        by_dkim = any(is_aligned(domain, one, policy, lookups, strict=policy.strict_dkim) for one in signed)
    except NotNow:
        return Evidence(dmarc="temperror", by=said.by if said else "")
    verdict = "pass" if by_spf or by_dkim else "fail" if policy.wish else "none"
    return Evidence(spf, spf_domain, signed, verdict, policy.wish, said.by if said else "")


def _came_by_our_server(mail: ReceivedMail) -> bool:
    """Say whether a server of the operator's handed the mail over: from anybody else its headers prove nothing."""
    return mail.peer is None or not is_public(mail.peer) or is_in(mail.peer, settings.MAIL_RELAYS)


def _spf(mail: ReceivedMail, said: Evidence | None, lookups: Lookups) -> tuple[str, str]:
    if said is not None and said.spf:
        return said.spf, said.spf_domain
    if mail.peer is None or not is_public(mail.peer) or is_in(mail.peer, settings.MAIL_RELAYS):
        return "", ""
    result, domain = check_spf(mail.peer, mail.envelope_from, mail.helo, lookups)
    if result == "temperror":
        raise NotNow
    return result, domain


def _signed_by(raw: bytes, lookups: Lookups) -> list[str]:
    """Return the domains whose DKIM signatures hold. One over only the beginning of the body proves nothing."""
    head = raw[: max(header_end(raw), 0)]
    found = [one[1] for one in _SIGNATURE.finditer(head)]

    def text(name: bytes, timeout: int = 5) -> bytes | None:
        records = lookups.ask(name.decode("ascii", "replace").rstrip("."), "TXT")
        return records[0].encode() if records else None

    signed = []
    for at, value in enumerate(found[:_SIGNATURES]):
        if re.search(rb"(?:^|;)\s*l\s*=", value):
            continue
        with suppress(dkim.DKIMException, ValueError, KeyError, TypeError, IndexError, UnicodeError):
            checker = dkim.DKIM(raw, minkey=1024)
            if checker.verify(idx=at, dnsfunc=text):
                signed.append(checker.domain.decode("ascii", "replace").lower())
    return signed
