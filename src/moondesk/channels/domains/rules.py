"""What DNS should say of a domain that mail comes to and goes out from. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What is checked."""

    OWNER = "owner"
    MX = "mx"
    SPF = "spf"
    DKIM = "dkim"
    DMARC = "dmarc"


class Standing(StrEnum):
    """How it is."""

    RIGHT = "right"
    ADVICE = "advice"
    MISSING = "missing"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """What was found of one part, and the record that would mend it: its name, its type and, if there is one, its text.

    ``code`` says more than the standing does; ``words`` has a sentence for each.
    """

    part: Part
    standing: Standing
    code: str
    name: str
    type: str = "TXT"
    found: tuple[str, ...] = ()
    record: str = ""


SELECTORS: Mapping[str, Sequence[str]] = {
    "brevo": ("brevo1", "brevo2", "mail"),
    "mailgun": ("mx", "mg", "pic", "smtp", "k1"),
    "mailjet": ("mailjet",),
    "postmark": ("pm",),
    "resend": ("resend",),
}
"""Under which names providers mostly publish their keys."""
INCLUDES = {
    "brevo": "spf.brevo.com",
    "mailgun": "mailgun.org",
    "mailjet": "spf.mailjet.com",
    "postmark": "spf.mtasv.net",
    "resend": "amazonses.com",
}
_HOSTS = (
    (("gmail.com", "google.com", "googlemail.com"), "_spf.google.com", ("google",)),
    (("office365.com", "outlook.com"), "spf.protection.outlook.com", ("selector1", "selector2")),
    (("sendgrid.net",), "sendgrid.net", ("s1", "s2")),
    (("amazonaws.com",), "amazonses.com", ()),
    (("mailgun.org",), INCLUDES["mailgun"], tuple(SELECTORS["mailgun"])),
)


@dataclass(frozen=True)
class Leaving:
    """How mail leaves: what SPF should include, or the server that it should name, and names that keys may have."""

    include: str = ""
    host: str = ""
    selectors: tuple[str, ...] = ()

    @property
    def mechanism(self) -> str:
        """Return what SPF should have."""
        return f"include:{self.include}" if self.include else f"a:{self.host}" if self.host else "mx"


def leaving_by(kind: str, host: str) -> Leaving:
    """Return how mail leaves by a way of a kind, or by a mail server."""
    if kind in INCLUDES:
        return Leaving(INCLUDES[kind], selectors=tuple(SELECTORS[kind]))
    for ends, include, selectors in _HOSTS:
        if any(f".{host}".endswith(f".{end}") for end in ends):
            return Leaving(include, selectors=selectors)
    return Leaving(host=host if "." in host and not host.replace(".", "").isdigit() else "")


def judge_mx(domain: str, found: Sequence[str], server: str) -> Finding:
    """Judge where mail for the domain is delivered."""
    record = f"10 {server}." if "." in server else ""
    if not found:
        return Finding(Part.MX, Standing.MISSING, "mx_none", domain, "MX", record=record)
    if not any(found):
        return Finding(Part.MX, Standing.WRONG, "mx_null", domain, "MX", (".",), record)
    return Finding(Part.MX, Standing.RIGHT, "mx_there", domain, "MX", tuple(found))


def judge_spf(domain: str, found: Sequence[str], result: str, leaving: Leaving) -> Finding:
    """Judge SPF; ``result`` is "pass" if it lets the way out send, and "permerror" if nobody can read it."""
    fresh = f"v=spf1 {leaving.mechanism} ~all"
    if not found:
        return Finding(Part.SPF, Standing.MISSING, "spf_none", domain, record=fresh)
    if len(found) > 1:
        return Finding(Part.SPF, Standing.WRONG, "spf_several", domain, found=tuple(found))
    if result == "permerror":
        return Finding(Part.SPF, Standing.WRONG, "spf_broken", domain, found=tuple(found), record=fresh)
    if result == "pass":
        return Finding(Part.SPF, Standing.RIGHT, "spf_there", domain, found=tuple(found))
    more = f"v=spf1 {leaving.mechanism}{found[0][len('v=spf1') :]}"
    # A server may send from other addresses than the one at which it takes mail from us.
    standing, code = (Standing.WRONG, "spf_lacks") if leaving.include else (Standing.ADVICE, "spf_unsure")
    return Finding(Part.SPF, standing, code, domain, found=tuple(found), record=more)


def judge_dkim(domain: str, found: Mapping[str, Sequence[str]], *, is_guess: bool) -> Finding:
    """Judge the keys that were found under each selector that was asked for.

    Under names that are only guessed nothing is missing or wrong: mail may be signed by a key under another.
    """
    first = next(iter(found), "")
    name = f"{first or 'SELECTOR'}._domainkey.{domain}"
    revoked = ""
    for selector, records in found.items():
        for record in records:
            parts = (part.partition("=") for part in record.split(";"))
            key = {tag.strip(): value.strip() for tag, _is, value in parts}.get("p")
            if key:
                return Finding(
                    Part.DKIM, Standing.RIGHT, "dkim_there", f"{selector}._domainkey.{domain}", found=(record,)
                )
            revoked = revoked or record
    if found and is_guess:
        return Finding(Part.DKIM, Standing.UNKNOWN, "dkim_elsewhere", f"SELECTOR._domainkey.{domain}")
    if revoked:
        return Finding(Part.DKIM, Standing.WRONG, "dkim_revoked", name, found=(revoked,))
    if not found:
        return Finding(Part.DKIM, Standing.UNKNOWN, "dkim_ask", name)
    return Finding(Part.DKIM, Standing.MISSING, "dkim_none", name, record="v=DKIM1; k=rsa; p=…")


def judge_dmarc(domain: str, found: Sequence[str], wish: str) -> Finding:
    """Judge DMARC; ``wish`` is what is asked for in the end, be it by a domain above."""
    name = f"_dmarc.{domain}"
    if len(found) > 1:
        return Finding(Part.DMARC, Standing.WRONG, "dmarc_several", name, found=tuple(found))
    if not wish:
        fresh = f"v=DMARC1; p=none; rua=mailto:postmaster@{domain}"
        if found:
            return Finding(Part.DMARC, Standing.WRONG, "dmarc_broken", name, found=tuple(found), record=fresh)
        return Finding(Part.DMARC, Standing.MISSING, "dmarc_none", name, record=fresh)
    if wish == "none":
        stricter = found[0].replace("p=none", "p=quarantine", 1) if found else ""
        return Finding(Part.DMARC, Standing.ADVICE, "dmarc_watches", name, found=tuple(found), record=stricter)
    return Finding(Part.DMARC, Standing.RIGHT, "dmarc_there", name, found=tuple(found))
