"""SPF (RFC 7208): may this network address send for that domain?

Written here because the library there is has not been touched since 2020. ``ptr`` matches nothing, as the RFC asks
senders not to use it; ``exp`` is not read, as nobody here needs a sender's own words.
"""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from urllib.parse import quote

from moondesk.kit.egress.lookups import Lookups, NotNow

_TERM = re.compile(
    r"([+?~-]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?=[:/]|$)(?::([^/]*))?((?:/\d{1,3})?(?://\d{1,3})?)", re.IGNORECASE
)
_MODIFIER = re.compile(r"([a-z][a-z0-9_.-]*)=(.*)", re.IGNORECASE)
_MACRO = re.compile(r"%(?:\{([slodiphcrtv])(\d{0,3})(r?)([.\-+,/_=]*)\}|([%_-]))", re.IGNORECASE)
_QUALIFIED = {"+": "pass", "": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
_MOST_LOOKUPS = 10
_MOST_VOID = 2
_MOST_HOSTS = 10


class _Broken(Exception):
    """The record cannot be read (permerror)."""


@dataclass
class _Check:
    address: str
    sender: str
    helo: str
    lookups: Lookups
    counted: int = 0
    void: int = 0
    seen: list[str] = field(default_factory=list)

    def count(self) -> None:
        self.counted += 1
        if self.counted > _MOST_LOOKUPS:
            raise _Broken

    def ask(self, name: str, kind: str) -> list[str]:
        found = self.lookups.ask(name, kind)
        if not found:
            self.void += 1
            if self.void > _MOST_VOID:
                raise _Broken
        return found

    def check(self, domain: str) -> str:
        records = [one for one in self.lookups.ask(domain, "TXT") if re.fullmatch(r"v=spf1( .*)?", one, re.IGNORECASE)]
        if not records:
            return "none"
        if len(records) > 1 or len(self.seen) > _MOST_LOOKUPS:
            raise _Broken
        self.seen.append(domain)
        terms = records[0].split()[1:]
        onward = ""
        mechanisms = []
        for term in terms:
            found, other = _TERM.fullmatch(term), _MODIFIER.fullmatch(term)
            if found:
                mechanisms.append(found)
            elif other is None:
                raise _Broken
            elif other[1].lower() == "redirect":
                onward = other[2]
        for found in mechanisms:
            if self._matches(found[2].lower(), found[3], found[4], domain):
                return _QUALIFIED[found[1]]
        return self._redirect(onward, domain) if onward else "neutral"

    def _redirect(self, onward: str, domain: str) -> str:
        self.count()
        result = self.check(self.expand(onward, domain))
        if result == "none":
            raise _Broken
        return result

    def _matches(self, kind: str, value: str | None, lengths: str, domain: str) -> bool:
        if kind == "all":
            return True
        if kind in ("ip4", "ip6"):
            return self._is_in(f"{value or ''}{lengths}")
        self.count()
        name = self.expand(value, domain) if value else domain
        if kind == "include":
            result = self.check(name)
            if result == "none":
                raise _Broken
            return result == "pass"
        if kind == "exists":
            return bool(self.ask(name, "A"))
        hosts = [name] if kind == "a" else self.ask(name, "MX") if kind == "mx" else []
        if len(hosts) > _MOST_HOSTS:
            raise _Broken
        four, _slash, six = lengths.partition("//")
        length = (six or "128") if ":" in self.address else (four.removeprefix("/") or "32")
        record = "AAAA" if ":" in self.address else "A"
        return any(self._is_in(f"{found}/{length}") for host in hosts for found in self._hosts(host, record, kind))

    def _hosts(self, host: str, record: str, kind: str) -> list[str]:
        return self.lookups.ask(host, record) if kind == "mx" else self.ask(host, record)

    def _is_in(self, network: str) -> bool:
        try:
            return ip_address(self.address) in ip_network(network, strict=False)
        except ValueError:
            raise _Broken from None

    def expand(self, text: str, domain: str) -> str:
        """Return a name with its macros filled in (RFC 7208, 7)."""
        local, _at, sender_domain = self.sender.rpartition("@")
        address = ip_address(self.address)
        dotted = ".".join(address.exploded.replace(":", "")) if address.version == 6 else str(address)
        values = {
            "s": self.sender, "l": local, "o": sender_domain, "d": domain, "i": dotted, "h": self.helo,
            "v": "ip6" if address.version == 6 else "in-addr", "p": "unknown", "c": str(address), "r": "unknown",
            "t": "0",
        }  # fmt: skip

        def fill(found: re.Match[str]) -> str:
            if found[5]:
                return {"%": "%", "_": " ", "-": "%20"}[found[5]]
            parts = re.split(f"[{re.escape(found[4] or '.')}]", values[found[1].lower()])
            parts = parts[::-1] if found[3] else parts
            kept = ".".join(parts[-int(found[2]) :] if found[2] and int(found[2]) else parts)
            return quote(kept) if found[1].isupper() else kept

        filled = _MACRO.sub(fill, text)
        if "%{" in filled:
            raise _Broken
        return filled[-253:].rstrip(".")


def domain_of(envelope_from: str, helo: str) -> str:
    """Return the domain that SPF is about: that of the envelope, of the greeting for a null sender."""
    domain = (envelope_from.rpartition("@")[2] or helo).lower().rstrip(".")
    return domain if "." in domain else ""


def check_spf(address: str, envelope_from: str, helo: str, lookups: Lookups) -> tuple[str, str]:
    """Return SPF's result and the domain it is about."""
    domain = domain_of(envelope_from, helo)
    if not domain:
        return "none", ""
    sender = envelope_from if "@" in envelope_from else f"postmaster@{domain}"
    try:
        return _Check(address, sender, helo, lookups).check(domain), domain
    except NotNow:
        return "temperror", domain
    except (_Broken, ValueError, RecursionError):
        return "permerror", domain
