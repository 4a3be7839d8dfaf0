"""Web forms in the settings and by the API: written, shared, retired, taken back."""

from collections.abc import Callable

import pytest
from django.test import Client

from moondesk.contacts.models import Contact
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.models import Organization
from moondesk.tickets.models import Ticket
from moondesk.webforms.actions import change_api_sites
from moondesk.webforms.actions.writing import take_form_back
from moondesk.webforms.models import WebForm
from moondesk.webforms.queries import api_sites
from tests.harness.events import told
from tests.harness.people import Cast, Person

type ClientOf = Callable[[Person | None], Client]
PAGE = "/acme/settings/web-forms"
GOOD = {"name": "Shop", "key": "shop", "title_en": "Ask the shop", "sites": "www.example.com", "all_fields": "on"}
WRITTEN = {"email": "maya@people.test", "subject": "Lost bag", "message": "It is blue."}


def test_a_form_is_written_shared_and_taken_back(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.owner)
    client.post(PAGE, GOOD)
    with tenancy.organization(cast.acme.pk):
        form = WebForm.objects.get()
        assert (form.key, form.sites, form.field_keys) == ("shop", ["https://www.example.com"], None)
        assert told(form) == ["web_form.changed"]
    page = client.get(f"{PAGE}/{form.pk}").content.decode()
    assert "data-form=&#34;shop&#34;" in page
    client.post(f"{PAGE}/{form.pk}", GOOD | {"name": "Shop 2", "confirms": "on"})
    with tenancy.organization(cast.acme.pk):
        form.refresh_from_db()
        assert (form.name, form.confirms) == ("Shop 2", True)
        last = Event.objects.filter(subject_id=form.pk).latest("id")
        take_form_back(last, cast.owner.actor)
        form.refresh_from_db()
        assert (form.name, form.confirms) == ("Shop", False)
    client.post(f"{PAGE}/{form.pk}/retirement", follow=True)
    assert client.get("/acme/help/forms/shop").status_code == 404
    client.post(f"{PAGE}/{form.pk}/return")
    assert client.get("/acme/help/forms/shop").status_code == 200


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"key": "No Good"}, "Use small letters"),
        ({"key": ""}, "Use small letters"),
        ({"name": ""}, "Give it a name."),
        ({"sites": "https://a.example/path"}, "This is no address of a site"),
        ({"category": "nothing"}, "This cannot be chosen."),
        ({"department": "nothing"}, "This cannot be chosen."),
        ({"intro_en": "x" * 2001}, "Keep this under 2001 characters."),
        ({"title_en": "a\x07"}, "There are characters that cannot be shown."),
    ],
)
def test_what_does_not_fit_is_said_beside_it(
    cast: Cast, client_of: ClientOf, changes: dict[str, str], said: str
) -> None:
    answer = client_of(cast.owner).post(PAGE, GOOD | changes)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "Ask the shop" in page or "title_en" in changes
    with tenancy.organization(cast.acme.pk):
        assert not WebForm.objects.exists()


def test_the_sites_of_the_api_are_kept_as_origins(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.owner)
    page = "/acme/settings/public-api"
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(features_off=["web_forms"])
    assert client.get(PAGE).status_code == 403
    assert client.post(page, {"sites": "www.example.com\nhttp://localhost:3000/"}).status_code == 302
    with tenancy.organization(cast.acme.pk):
        assert api_sites() == ["https://www.example.com", "http://localhost:3000"]
    answer = client.post(page, {"sites": "https://a.example/x"})
    assert answer.status_code == 422
    assert "This is no address of a site" in answer.content.decode()
    assert "https://a.example/x</textarea>" in answer.content.decode(), "what was typed stays"
    shown = client.get(page).content.decode()
    assert "/api/v1/public/acme/tickets" in shown
    assert "https://www.example.com" in shown
    assert 'href="/acme/settings/web-forms"' not in shown
    with tenancy.organization(cast.acme.pk), pytest.raises(NotAllowed):
        change_api_sites([], by=cast.agent.actor)


def test_a_preview_shows_the_form_in_the_settings_and_sends_nothing(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.owner)
    client.post(PAGE, GOOD | {"sites": ""})
    with tenancy.organization(cast.acme.pk):
        form, tickets = WebForm.objects.get(), Ticket.objects.count()
    shown = client.get(f"{PAGE}/{form.pk}").content.decode()
    preview = "/acme/help/forms/shop?embed=1&amp;preview=1"
    assert f'src="{preview}"' in shown
    address = preview.replace("&amp;", "&")
    page = client.get(address)
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page
    assert "This is a preview." in page.content.decode()
    assert "frame-ancestors 'none'" in client.get("/acme/help/forms/shop?embed=1")["Content-Security-Policy"]
    typed = client.post(f"{PAGE}/{form.pk}?preview=1", GOOD | {"title_en": "Ask anything", "name": "Nobody reads it"})
    assert "<h1>Ask anything</h1>" in typed.content.decode()
    assert "Nobody reads it" not in typed.content.decode()
    assert "frame-ancestors 'self'" in typed["Content-Security-Policy"]
    assert client.post(f"{PAGE}/{form.pk}?preview=1", GOOD | {"name": ""}).status_code == 422
    assert client.post(address, WRITTEN | {"email": "nobody"}).status_code == 422
    answer = client.post(address, WRITTEN, follow=True)
    assert "Nothing was sent" in answer.content.decode()
    assert f"{cast.acme.number_prefix}-1." in answer.content.decode()
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.count() == tickets
        assert WebForm.objects.get().titles == {"en": "Ask the shop"}
        assert not Contact.objects.filter(email=WRITTEN["email"]).exists()
