"""``Authentication-Results`` (RFC 8601) of the operator's own mail server; all others are the sender's words. Pure."""

import re
from collections.abc import Sequence

from moondesk.channels.mail.precheck import header_end
from moondesk.channels.rules import Evidence

_FIELD = re.compile(rb"(?m)^([^\s:][^:\r\n]*):((?:[^\r\n]|\r?\n[ \t])*)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|[^"\\()]+|.', re.DOTALL)
_STRUCTURE = re.compile(r"[\s;=]")
_RESULT = re.compile(r"\s*(spf|dkim|dmarc)(?:/\d+)?\s*=\s*([a-z]+)\b(.*)", re.IGNORECASE | re.DOTALL)
_PROPERTY = re.compile(r"\b(smtp\.mailfrom|smtp\.helo|header\.d|header\.i|header\.from)\s*=\s*([^\s;]+)", re.IGNORECASE)
_LIMIT = 20_000


def read_trusted(raw: bytes, servers: Sequence[str], domain: str) -> Evidence | None:
    """Return what the named servers found, if one of them looked at the mail. ``domain`` is that of its sender.

    Their fields stand above the ``Received`` line that they wrote: what comes below the next one is the sender's.
    """
    wanted = {name.lower() for name in servers}
    found: list[tuple[str, str, str]] = []
    name = ""
    for field in _FIELD.finditer(raw, 0, max(header_end(raw), 0)):
        kind = field[1].strip().lower()
        if kind == b"received" and found:
            break
        if kind != b"authentication-results":
            continue
        server, results = _read(field[2][:_LIMIT].decode("utf-8", "replace"))
        if server in wanted:
            name = name or server
            known = {method for method, _result, _rest in found}
            found += [one for one in results if one[0] not in known]
    return _evidence(found, name, domain) if found else None


def read_sealed(chain: Sequence[tuple[str, str]], sealers: Sequence[str], domain: str) -> Evidence | None:
    """Return what a forwarder found when the mail came to it. ``chain`` holds, and begins with the latest seal.

    Whose seal is above that of a forwarder could have changed the mail since: the chain is believed down to the first
    one that nobody named. A result that does not say for which sender it is says nothing.
    """
    wanted, believed = {name.lower() for name in sealers}, None
    for sealer, value in chain:
        if sealer not in wanted:
            break
        believed = sealer, value
    if believed is None:
        return None
    sealer, value = believed
    _server, results = _read(value[:_LIMIT].partition(";")[2])
    named = [one for one in results if one[0] != "dmarc" or "header.from" in one[2].lower()]
    return _evidence(named, sealer, domain)


def _read(value: str) -> tuple[str, list[tuple[str, str, str]]]:
    plain = _plain(" ".join(value.split()))
    server, *parts = plain.split(";")
    words = _QUOTED.sub(r"\1", server).split()
    results = [(found[1].lower(), found[2].lower(), found[3]) for part in parts if (found := _RESULT.match(part))]
    return (words[0].lower() if words else ""), results


def _plain(text: str) -> str:
    """Return text without comments, which nest, and with quoted words in which nothing can be taken for a result.

    The sender's words stand there, in comments too: ``smtp.mailfrom="; dkim=pass header.d=bank.test"@evil.test``.
    """
    kept, depth = [], 0
    for piece in (found[0] for found in _PIECE.finditer(text)):
        depth += piece == "("
        if piece == '"':
            # It never ends, so nobody can tell what of the rest is the server's.
            break
        if not depth:
            kept.append(_STRUCTURE.sub("_", piece) if piece[0] == '"' else piece)
        depth -= piece == ")" and depth > 0
    return "".join(kept)


def _evidence(found: list[tuple[str, str, str]], server: str, domain: str) -> Evidence:
    spf, spf_domain, dkim, dmarc = "", "", [], ""
    for method, result, rest in found:
        said = {name.lower(): value.strip('"').lower() for name, value in _PROPERTY.findall(rest)}
        if method == "dmarc":
            # A server that read another sender in From than we did says nothing of ours.
            dmarc = result if said.get("header.from", domain).rpartition("@")[2] == domain else ""
        elif method == "spf" and not spf:
            spf, spf_domain = result, said.get("smtp.mailfrom", said.get("smtp.helo", "")).rpartition("@")[2]
        elif method == "dkim" and result == "pass":
            dkim.append(said.get("header.d") or said.get("header.i", "").rpartition("@")[2])
    return Evidence(spf=spf, spf_domain=spf_domain, dkim=tuple(filter(None, dkim)), dmarc=dmarc, by=server)
