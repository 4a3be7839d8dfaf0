"""A real OpenID provider on the loopback, and a person with a browser who goes there and comes back."""

import html
import json
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlencode, urlsplit

import oidc_provider_mock
import pytest
from django.http import HttpResponse
from django.test import Client


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given: Any, **_more: Any) -> None:
        return None


@dataclass
class Oidc:
    """The provider."""

    issuer: str
    port: int

    def knows(self, sub: str, **claims: Any) -> None:
        """Tell the provider of a person."""
        body = json.dumps(claims).encode()
        headers = {"Content-Type": "application/json"}
        asked = urllib.request.Request(f"{self.issuer}/users/{sub}", body, headers, method="PUT")
        urllib.request.urlopen(asked).close()

    def agree(self, address: str, sub: str) -> str:
        """Sign in at the provider, and return where it leads."""
        asked = urllib.request.Request(address, urlencode({"sub": sub}).encode())
        try:
            urllib.request.build_opener(_Stay).open(asked).close()
        except urllib.error.HTTPError as answer:
            with answer:
                return str(answer.headers["Location"])
        raise AssertionError("the provider led nowhere")

    def sign_in(self, client: Client, key: str, sub: str, **given: str) -> HttpResponse:
        """Press the button, sign in at the provider and come back."""
        return come_back(client, self.agree(away(client.post(f"/accounts/with/{key}", given)), sub))


def away(response: HttpResponse) -> str:
    """Return where a page leads on to."""
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', response.content.decode())
    assert found, response.content.decode()
    return html.unescape(found[1])


def come_back(client: Client, address: str) -> HttpResponse:
    """Open the address to which the provider led."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


@pytest.fixture(scope="session")
def oidc_server() -> Iterator[Oidc]:
    """The provider, started once."""
    with oidc_provider_mock.run_server_in_thread() as server:
        yield Oidc(f"http://localhost:{server.server_port}", server.server_port)


@pytest.fixture
def oidc(oidc_server: Oidc, settings: Any) -> Oidc:
    """The provider, in a network that the operator opened."""
    settings.EGRESS_NETWORKS = [ip_network("127.0.0.0/8")]
    settings.EGRESS_PORTS = frozenset({oidc_server.port})
    return oidc_server
