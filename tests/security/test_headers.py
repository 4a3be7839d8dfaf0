"""What a header says of who asks, by which method or for which address, is not believed."""

from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import get_hasher
from django.test import Client

from tests import factories
from tests.harness.people import Cast, Person
from tests.web.account.test_signing_in import sign_in

pytestmark = pytest.mark.django_db
NAMED = ("Remote-User", "X-Remote-User", "X-Forwarded-User", "X-Forwarded-Email", "X-Auth-Request-Email", "Sm-User")
ELSEWHERE = ("X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Path", "X-Accel-Redirect")


@pytest.mark.parametrize("header", NAMED)
def test_no_header_signs_anybody_in(cast: Cast, header: str) -> None:
    said = {header: cast.owner.user.email}
    assert Client(REMOTE_USER=cast.owner.user.email).get("/acme/desk/", headers=said).status_code == 302
    assert Client().get("/api/v1/me", headers=said).status_code == 401
    assert Client().get("/console/", headers=said)["Location"].startswith("/accounts/login/")


def test_no_header_leads_to_another_address(cast: Cast, client_of: Callable[[Person | None], Client]) -> None:
    plain = Client().get("/accounts/login/")
    said = dict.fromkeys(ELSEWHERE, "/acme/settings/members")
    assert Client().get("/accounts/login/", headers=said).status_code == plain.status_code == 200
    beside = client_of(cast.agent).get("/acme/desk/", headers=dict.fromkeys(ELSEWHERE, "/globex/desk/"))
    assert "Globex" not in beside.content.decode()


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_no_header_makes_another_method(cast: Cast, token_of: Callable[..., str], header: str) -> None:
    token = {"Authorization": f"Bearer {token_of(cast.owner)}", header: "DELETE"}
    asked = Client().get(f"/api/v1/departments/{cast.hotels.pk}", headers=token)
    assert asked.status_code in (200, 404, 405)
    hidden = Client().post(
        f"/api/v1/departments/{cast.hotels.pk}", {"_method": "DELETE"}, content_type="application/json", headers=token
    )
    assert hidden.status_code in (404, 405, 415, 422)
    there = Client().get("/api/v1/departments", headers={"Authorization": token["Authorization"]})
    assert "Hotels" in there.content.decode()


def test_an_unknown_address_takes_as_much_work_as_a_wrong_password(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: what takes the time is the hash of the password, and each of them takes as many."""
    factories.make_user("known@example.test", password="eleven quiet herons wade")
    kind, hashed = type(get_hasher()), []
    for name in ("encode", "verify"):
        work = getattr(kind, name)
        monkeypatch.setattr(kind, name, lambda *given, work=work, **more: hashed.append(1) or work(*given, **more))
    counts = []
    for email in ("known@example.test", "nobody@example.test"):
        hashed.clear()
        sign_in(Client(), email, "wrong horse battery staple")
        counts.append(len(hashed))
    assert counts[0] == counts[1] >= 1
