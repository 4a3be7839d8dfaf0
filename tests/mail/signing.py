"""Senders whose domains speak for them: records in the test's name server, and DKIM signatures that hold."""

import base64
import subprocess
from functools import lru_cache

import dkim

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


def by_hand(names: Names, way: str, domain: str, raw: bytes) -> bytes:
    """Return a mail such that the checks come to ``way``: the name of a ``Proof``."""
    if way == "proven":
        publish(names, domain, policy="p=reject", key=True)
        return signed(raw, domain)
    wishes = {"doubted": "p=none", "forged": "p=reject", "unproven": ""}
    publish(names, domain, policy=wishes[way])
    return raw
