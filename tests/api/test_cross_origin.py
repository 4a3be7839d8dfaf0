"""Pages of other sites and the public API: only those that the organization named, and never as somebody."""

import pytest
from django.conf import settings
from django.test import Client

from moondesk.kit import tenancy
from moondesk.webforms.actions import change_api_sites
from tests.harness.people import Cast

SITE = "https://www.example.com"
TICKETS = "/api/v1/public/acme/tickets"
GOOD = {"email": "maya@people.test", "subject": "Lost bag", "description": "It did not arrive."}
ASKED = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type,idempotency-key"}


@pytest.fixture
def named(cast: Cast) -> Cast:
    with tenancy.organization(cast.acme.pk):
        change_api_sites([SITE, "http://localhost:3000"], by=cast.owner.actor)
    return cast


def test_a_page_of_a_named_site_writes_in(named: Cast) -> None:
    asked = Client().options(TICKETS, headers={"Origin": SITE} | ASKED)
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Origin"] == SITE
    assert "POST" in asked["Access-Control-Allow-Methods"]
    assert "Idempotency-Key" in asked["Access-Control-Allow-Headers"]
    sent = Client().post(TICKETS, GOOD, content_type="application/json", headers={"Origin": SITE})
    assert sent.status_code == 201
    wrong = Client().post(TICKETS, {}, content_type="application/json", headers={"Origin": SITE})
    assert wrong.status_code == 422
    for answer in (asked, sent, wrong):
        assert answer["Access-Control-Allow-Origin"] == SITE
        assert "Access-Control-Allow-Credentials" not in answer
        assert "Origin" in answer["Vary"]


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "*",
        "",
        "https://www.example.com.evil.example",
        "https://evilwww.example.com",
        "http://www.example.com",
        "https://www.example.com:8443",
        "https://WWW.example.com",
        f"{SITE}/",
        "https://" + "x" * 5000,
    ],
)
def test_no_other_page_reads_anything(named: Cast, origin: str) -> None:
    asked = Client().options(TICKETS, headers={"Origin": origin} | ASKED)
    sent = Client().post(TICKETS, GOOD, content_type="application/json", headers={"Origin": origin})
    for answer in (asked, sent):
        assert not [name for name in answer.headers if name.lower().startswith("access-control")], origin
        assert "Origin" in answer["Vary"]


def test_the_list_is_the_organizations_own_and_for_the_public_api_only(named: Cast) -> None:
    for path in ("/api/v1/public/globex/tickets", "/api/v1/public/nobody/tickets", "/api/v1/tickets", "/api/v1/me"):
        asked = Client().options(path, headers={"Origin": SITE} | ASKED)
        got = Client().get(path, headers={"Origin": SITE})
        assert "Access-Control-Allow-Origin" not in asked.headers, path
        assert "Access-Control-Allow-Origin" not in got.headers, path


def test_a_session_lets_no_page_do_more(named: Cast) -> None:
    client = Client()
    client.force_login(named.owner.user)
    assert settings.SESSION_COOKIE_NAME in client.cookies
    answer = client.get(f"{TICKETS}/{named.ticket.number}", headers={"Origin": SITE})
    assert answer.status_code == 404, "only the secret opens it"
    assert answer["Access-Control-Allow-Origin"] == SITE
    assert "Access-Control-Allow-Credentials" not in answer
