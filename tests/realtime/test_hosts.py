"""At which host names streams are: the desk's own, not an organization's, and none that nobody wrote down."""

import http.client

import pytest

from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.portals.models import Portal
from tests import factories
from tests.harness.running import Desk

pytestmark = pytest.mark.django_db(transaction=True)
DOMAIN = "help.acme-travel.test"


def status_at(desk: Desk, host: str, secret: str) -> int:
    """Return what a stream answers to a good token; only its head is waited for."""
    connection = http.client.HTTPConnection("127.0.0.1", desk.server.port, timeout=30)
    try:
        connection.request("GET", "/api/tickets/stream", headers={"Host": host, "Authorization": f"Bearer {secret}"})
        return connection.getresponse().status
    finally:
        connection.close()


def test_an_organizations_own_domain_has_no_streams(desk: Desk) -> None:
    cast = desk.cast
    assert cast.agent.member
    with tenancy.organization(cast.acme.pk):
        Portal.objects.create(domain=DOMAIN, proven_at=now(), is_used=True)
        secret = factories.make_token(cast.agent.member).secret
    assert status_at(desk, "127.0.0.1", secret) == 200
    for host in (DOMAIN, f"{DOMAIN.upper()}:8443", "elsewhere.test", ""):
        assert status_at(desk, host, secret) == 404, host
