"""Senders whose domains speak for them: records in the test's name server, and DKIM signatures that hold."""

import base64
import hashlib
import re
import subprocess
from functools import lru_cache

import dkim
from dkim.crypto import RSASSA_PKCS1_v1_5_sign, parse_pem_private_key

from tests.harness.names import Names

SELECTOR = "s1"


@lru_cache
def keys() -> tuple[bytes, str]:
    """Return a private key and the public one as it stands in DNS."""
    private = subprocess.run(["openssl", "genrsa", "1024"], check=True, capture_output=True).stdout
    command = ["openssl", "rsa", "-pubout", "-outform", "DER"]
    public = subprocess.run(command, input=private, check=True, capture_output=True).stdout
    return private, base64.b64encode(public).decode()


def publish(names: Names, domain: str, *, policy: str = "", spf: str = "", key: bool = False) -> None:
    """Give a domain its records."""
    if policy:
        names.add(f"_dmarc.{domain}", "TXT", f"v=DMARC1; {policy}")
    if spf:
        names.add(domain, "TXT", f"v=spf1 {spf}")
    if key:
        names.add(f"{SELECTOR}._domainkey.{domain}", "TXT", f"v=DKIM1; k=rsa; p={keys()[1]}")


def signed(raw: bytes, domain: str, *, length: bool = False) -> bytes:
    """Return a mail with the domain's signature over it."""
    given = dkim.sign(
        raw, SELECTOR.encode(), domain.encode(), keys()[0], include_headers=[b"from", b"subject"], length=length
    )
    return bytes(given) + raw


def sealed(raw: bytes, domain: str, found: str, *, signs: str = "from:subject", result: str = "") -> bytes:
    """Return a mail as a forwarder hands it on (RFC 8617): with what it found, and its signatures over that.

    ``result`` is what it says of the chain before it, where that is not what is true.
    """
    text = raw.decode()
    before = re.findall(r"(?m)^(ARC-[A-Za-z-]+): (.*?)\r$", text)
    number = len(before) // 3 + 1
    head, _blank, body = text.partition("\r\n\r\n")
    digest = base64.b64encode(hashlib.sha256((body.rstrip("\r\n") + "\r\n").encode()).digest()).decode()
    said = [("ARC-Authentication-Results", f"i={number}; {domain}; {found}")]
    tags = f"i={number}; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s={SELECTOR}; "
    present = dict(re.findall(r"(?m)^([A-Za-z-]+): (.*?)\r?$", head)[::-1])
    chosen = [(name, one) for name in signs.split(":") for key, one in present.items() if key.lower() == name]
    said.append(
        ("ARC-Message-Signature", _with_signature(chosen, "ARC-Message-Signature", f"{tags}h={signs}; bh={digest}; b="))
    )
    chain = result or ("pass" if before else "none")
    sets = [one for at in range(len(before) - 3, -1, -3) for one in before[at : at + 3][::-1]]
    seal = f"i={number}; a=rsa-sha256; cv={chain}; d={domain}; s={SELECTOR}; b="
    said.append(("ARC-Seal", _with_signature([*sets, *said], "ARC-Seal", seal)))
    return "".join(f"{name}: {value}\r\n" for name, value in reversed(said)).encode() + raw


def _with_signature(headers: list[tuple[str, str]], name: str, value: str) -> str:
    """Return a header's value with the signature over other headers and itself, in their relaxed form."""
    plain = [f"{one.lower()}:{' '.join(text.split())}" for one, text in [*headers, (name, value)]]
    digest = hashlib.sha256("\r\n".join(plain).encode())
    made = bytes(RSASSA_PKCS1_v1_5_sign(digest, parse_pem_private_key(keys()[0])))
    return value + base64.b64encode(made).decode()


def by_hand(names: Names, way: str, domain: str, raw: bytes) -> bytes:
    """Return a mail such that the checks come to ``way``: the name of a ``Proof``."""
    if way == "proven":
        publish(names, domain, policy="p=reject", key=True)
        return signed(raw, domain)
    wishes = {"doubted": "p=none", "forged": "p=reject", "unproven": ""}
    publish(names, domain, policy=wishes[way])
    return raw
