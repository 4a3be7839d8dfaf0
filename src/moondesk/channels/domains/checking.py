"""Checking what DNS says of the domain of an address, and that the domain is the organization's."""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _

from moondesk.channels.domains import owning, rules
from moondesk.channels.domains.rules import Finding, Leaving, Part, Standing
from moondesk.channels.errors import InvalidAddress
from moondesk.channels.mail.proof.dmarc import policy_of
from moondesk.channels.mail.proof.spf import check_spf
from moondesk.channels.models import MailAddress
from moondesk.kit.asking import asked
from moondesk.kit.egress.lookups import Lookups, NotNow
from moondesk.kit.egress.names import Deadline, look_up
from moondesk.kit.errors import TooMany
from moondesk.limits.actions import Limit, hit
from moondesk.organizations import domains as proofs
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission

CHECKS = Limit("mail-domain-check", 60, 3600)
_SELECTOR = re.compile(r"(?=.{1,63}$)[a-z0-9]([a-z0-9._-]*[a-z0-9])?")
_MOST_INCLUDES = 10
_MOST_SHOWN = 500
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Checked:
    """What was found of a domain."""

    domain: str
    findings: tuple[Finding, ...]

    @property
    def is_right(self) -> bool:
        """Whether nothing is missing or wrong."""
        return not any(one.standing in (Standing.MISSING, Standing.WRONG) for one in self.findings)


def check_address(address: MailAddress, *, by: Actor, selector: str = "") -> Checked:
    """Ask DNS about the domain of an address. ``selector`` is the name under which its mail is signed, if it is known.

    Raises ``InvalidAddress`` for what is no selector, and ``TooMany``.
    """
    by.require(Permission.MAIL_MANAGE)
    wanted = selector.strip().lower()
    if wanted and not _SELECTOR.fullmatch(wanted):
        text = _("A selector has letters, digits and dashes, such as s1.")
        raise InvalidAddress(text, fields={"selector": text})
    check = _Check(address, wanted)
    counted = partial(hit, CHECKS, str(by.organization_id))
    findings = asked(("mail domain", address.pk, address.way_out_id, wanted), partial(_alone, check), first=counted)
    if owning.is_demanded():
        findings = (check.owner(by, findings[0]), *findings[1:])
    return Checked(check.domain, findings)


def _alone(check: "_Check") -> tuple[Finding, ...]:
    if not _one_at_a_time.acquire(blocking=False):
        raise TooMany(_("Another domain is being checked. Try again in a moment."), extra={"retry_after": 5})
    try:
        return check.run()
    finally:
        _one_at_a_time.release()


class _Check:
    def __init__(self, address: MailAddress, selector: str) -> None:
        self.address = address
        self.domain = address.address.rpartition("@")[2]
        self.lookups = Lookups()
        way = address.way_out
        host = way.host if way else settings.MAIL_SERVER.host
        leaving = rules.leaving_by(way.kind if way else "", host)
        self.record = proofs.record_of(self.domain) if owning.is_demanded() else ""
        self.guesses = not selector
        self.leaving = Leaving(leaving.include, leaving.host, (selector,) if selector else leaving.selectors)

    def run(self) -> tuple[Finding, ...]:
        """Look at each part; what DNS does not answer now says nothing of the others. Reads nothing of ours."""
        parts: list[tuple[Part, str, Callable[[], Finding]]] = [
            (Part.MX, self.domain, self._mx),
            (Part.SPF, self.domain, self._spf),
            (Part.DKIM, f"_domainkey.{self.domain}", self._dkim),
            (Part.DMARC, f"_dmarc.{self.domain}", self._dmarc),
        ]
        if self.record:
            parts.insert(0, (Part.OWNER, proofs.record_name(self.domain), self._record))
        return tuple(self._asked(*one) for one in parts)

    def _asked(self, part: Part, name: str, ask: Callable[[], Finding]) -> Finding:
        try:
            return ask()
        except NotNow:
            return Finding(part, Standing.UNKNOWN, "not_now", name, "MX" if part is Part.MX else "TXT")

    def _texts(self, name: str, beginning: str) -> list[str]:
        said = self.lookups.ask(name, "TXT")
        return [one[:_MOST_SHOWN] for one in said if one.lower().replace(" ", "").startswith(beginning)]

    def _record(self) -> Finding:
        """Say whether the record that proves the domain is there."""
        name = proofs.record_name(self.domain)
        if self.record in self.lookups.ask(name, "TXT"):
            return Finding(Part.OWNER, Standing.RIGHT, "owner_there", name)
        return Finding(Part.OWNER, Standing.MISSING, "owner_none", name, record=self.record)

    def owner(self, by: Actor, found: Finding) -> Finding:
        """Return whose the domain is, by what DNS says of it or by what was known; write down what is new."""
        if owning.is_ours(self.domain):
            return Finding(Part.OWNER, Standing.RIGHT, "owner_ours", found.name)
        if found.standing is Standing.RIGHT:
            proofs.note_proof(self.domain, by=by)
        if proofs.is_proven(self.domain):
            return Finding(Part.OWNER, Standing.RIGHT, "owner_there", found.name)
        if self.address.way_out is not None and found.standing is not Standing.UNKNOWN:
            return Finding(Part.OWNER, Standing.RIGHT, "owner_not_needed", found.name)
        return found

    def _mx(self) -> Finding:
        return rules.judge_mx(self.domain, self.lookups.ask(self.domain, "MX"), owning.mail_server())

    def _spf(self) -> Finding:
        found = self._texts(self.domain, "v=spf1")
        result = self._spf_result() if len(found) == 1 else ""
        return rules.judge_spf(self.domain, found, result, self.leaving)

    def _spf_result(self) -> str:
        addresses = look_up(self.leaving.host, Deadline(5)) if self.leaving.host else ()
        # An address for documentation, which no record names: it tells whether the record can be read at all.
        said = {check_spf(one, f"postmaster@{self.domain}", "", self.lookups)[0] for one in addresses or ("192.0.2.1",)}
        if "temperror" in said:
            raise NotNow
        if "permerror" in said:
            return "permerror"
        if self.leaving.include:
            return "pass" if self.leaving.include in self._includes() else "neutral"
        return "pass" if said == {"pass"} else "neutral"

    def _includes(self) -> set[str]:
        """Return what the record includes, by itself or by others."""
        seen: set[str] = set()
        waiting = [self.domain]
        while waiting and len(seen) <= _MOST_INCLUDES:
            for record in self._texts(waiting.pop(), "v=spf1"):
                terms = (term.lower().lstrip("+?~-") for term in record.split()[1:])
                names = {term.partition("=" if "=" in term else ":")[2] for term in terms if _leads_on(term)}
                waiting += names - seen
                seen |= names
        return seen

    def _dkim(self) -> Finding:
        found = {one: self.lookups.ask(f"{one}._domainkey.{self.domain}", "TXT") for one in self.leaving.selectors}
        shown = {one: [record[:_MOST_SHOWN] for record in records] for one, records in found.items()}
        return rules.judge_dkim(self.domain, shown, is_guess=self.guesses)

    def _dmarc(self) -> Finding:
        found = self._texts(f"_dmarc.{self.domain}", "v=dmarc1")
        return rules.judge_dmarc(self.domain, found, policy_of(self.domain, self.lookups).wish)


def _leads_on(term: str) -> bool:
    return term.startswith(("include:", "redirect="))
