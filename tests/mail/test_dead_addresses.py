"""The addresses that mails do not reach: found, lifted and left alone again, by page and by API."""

import datetime
from typing import Any

import pytest
from django.test import Client

from moondesk.channels import dead
from moondesk.contacts.models import Contact
from moondesk.kit import tenancy
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
PAGE, API = "/acme/settings/mail/dead", "/api/v1/dead-addresses"


@pytest.fixture
def stopped(cast: Cast) -> list[str]:
    """Two addresses of acme that nothing goes to, and one of which only one mail came back."""
    with tenancy.organization(cast.acme.pk):
        for _number in range(dead.MOST_BOUNCES):
            dead.note_bounce("gone@customer.test", "5.1.1", "550 <b>no</b> such user")
        dead.note_complaint("angry@other.test")
        dead.note_bounce("full@customer.test", "5.2.2", "")
    return ["angry@other.test", "gone@customer.test"]


def test_they_are_listed_and_found_with_why_and_since(cast: Cast, stopped: list[str], client_of, token_of) -> None:
    client = client_of(cast.administrator)
    page = client.get(PAGE).content.decode()
    assert "The address does not exist." in page
    assert "The owner of this address does not want our mails." in page
    assert "full@customer.test" not in page
    found = client.get(PAGE, {"email": "Customer.TEST"}).content.decode()
    assert ("gone@customer.test" in found, "angry@other.test" in found) == (True, False)
    headers = {"Authorization": f"Bearer {token_of(cast.agent)}"}
    ask = lambda **given: Client().get(API, given, headers=headers)  # noqa: E731
    assert [one["email"] for one in ask().json()["items"]] == stopped
    assert [one["email"] for one in ask(email="GONE@").json()["items"]] == stopped[1:]
    assert [one["email"] for one in ask(sort="-stopped_at").json()["items"]] == stopped
    assert ask(sort="why").status_code == ask(mail="x").status_code == 422
    assert client_of(cast.agent).get(PAGE).status_code == 403
    elsewhere = {"Authorization": f"Bearer {token_of(cast.stranger)}"}
    assert Client().get(API, headers=elsewhere).json()["items"] == []
    assert Client().delete(f"{API}/gone@customer.test", headers=elsewhere).status_code == 404


def test_mailing_one_again_can_be_taken_back_whole(cast: Cast, stopped: list[str], client_of: Any) -> None:
    client = client_of(cast.administrator)
    with tenancy.organization(cast.acme.pk):
        Contact.objects.create(name="Gone", email="gone@customer.test", mail_trouble="bounces")
        before = dead.stopped().values_list("why", "bounces", "code", "said", "stopped_at").get(email=stopped[1])
    answer = client.post(f"{PAGE}/lift", {"email": "Gone@Customer.test"}, follow=True)
    said = next(one for one in answer.context["messages"]) if answer.context else None
    assert said is None or "Mails go to gone@customer.test again." in str(said)
    with tenancy.organization(cast.acme.pk):
        assert not dead.is_dead("gone@customer.test")
        assert Contact.objects.get(email="gone@customer.test").mail_trouble == ""
    assert b"Mails go to this address already." in client.post(f"{PAGE}/lift", {"email": "x"}, follow=True).content
    undo = next(part for part in answer.content.decode().split('"') if "/settings/undo/mail_dead/" in part)
    assert client.post(undo).status_code == 302
    with tenancy.organization(cast.acme.pk):
        after = dead.stopped().values_list("why", "bounces", "code", "said", "stopped_at").get(email=stopped[1])
        assert after == before
        assert isinstance(after[4], datetime.datetime)
        assert Contact.objects.get(email="gone@customer.test").mail_trouble == "bounces"
