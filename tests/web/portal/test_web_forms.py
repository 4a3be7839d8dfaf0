"""Web forms: shown where they may be, and what becomes of what is sent."""

import datetime
import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from moondesk.channels.models import OutgoingMail
from moondesk.contacts.models import Contact
from moondesk.conversations.models import Attachment
from moondesk.fields.forms import Access, Item, Moment
from moondesk.files.jobs import clean_up_files
from moondesk.files.models import File
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.limits.actions import Limit, count
from moondesk.tickets.models import Category, Ticket
from moondesk.web.portal import counting
from moondesk.webforms.actions.receiving import drop_expired
from moondesk.webforms.models import UnconfirmedRequest
from tests import factories
from tests.fields.making import make_field, make_form
from tests.harness.people import Cast, Person
from tests.web.portal.test_form import GOOD, NOW, opened
from tests.webforms.making import make_web_form

type ClientOf = Callable[[Person | None], Client]
FORM = "/acme/help/forms/contact"
SITE = "https://www.example.com"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


def form_of(cast: Cast, **edit: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        make_web_form(**edit)


def send(client: Client, clock: Any, query: str = "", *, files: Any = None, **changes: Any) -> Any:
    mark = opened(client, FORM + query)
    clock.shift(10)
    data = {**GOOD, "opened": mark, **changes}
    return client.post(FORM + query, data | ({"files": files} if files else {}), follow=True)


def test_a_form_becomes_a_ticket_with_what_the_form_fixes(cast: Cast, client_of: ClientOf, clock: Any) -> None:
    form_of(
        cast, category="billing", department=cast.hotels.pk, titles={"en": "Returns"}, thanks={"en": "We are on it."}
    )
    client = client_of(None)
    page = client.get(FORM).content.decode()
    assert "Returns" in page
    assert "What is it about?" not in page
    answer = send(client, clock, category="general")
    assert answer.redirect_chain[0][0].startswith(f"{FORM}/sent?receipt=")
    assert "We are on it." in answer.content.decode()
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.latest("id")
        assert (ticket.subject, ticket.channel, ticket.requester.email) == ("Lost bag", "web", "maya@people.test")
        assert ticket.category == Category.objects.get(key="billing")
        assert ticket.department == cast.hotels
    assert f"{cast.acme.number_prefix}-{ticket.number}" in answer.content.decode()
    assert "/acme/help/t/" not in answer.content.decode()


def test_only_its_sites_frame_it_and_it_sets_no_cookie(cast: Cast, client_of: ClientOf) -> None:
    form_of(cast, sites=[SITE])
    client = client_of(None)
    for path in (f"{FORM}?embed=1&theme=dark&lang=es", f"{FORM}/sent?embed=1"):
        answer = client.get(path)
        assert f"frame-ancestors 'self' {SITE};" in answer["Content-Security-Policy"] + ";"
        assert "X-Frame-Options" not in answer
        assert not answer.cookies
    page = client.get(f"{FORM}?embed=1&theme=dark&lang=es").content.decode()
    assert 'lang="es" data-theme="dark"' in page
    assert "csrfmiddlewaretoken" not in page
    assert "/acme/help/lookup" not in page, "no portal around it"
    assert "frame-ancestors 'none'" in client.get("/acme/help/new")["Content-Security-Policy"]
    script = client.get("/acme/help/forms/embed.js")
    assert (script.status_code, script["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert not script.cookies


def test_without_sites_nobody_frames_it(cast: Cast, client_of: ClientOf) -> None:
    form_of(cast)
    answer = client_of(None).get(f"{FORM}?embed=1")
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_a_foreign_page_cannot_use_who_is_signed_in(cast: Cast, clock: Any) -> None:
    """The form needs no token of ours, so it must be nobody's: also with the session's cookie."""
    form_of(cast)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.customer.user)
    page = client.get(FORM).content.decode()
    assert "carla@customer.test" not in page
    send(client, clock)
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.latest("id").requester.email == "maya@people.test"


def test_what_does_not_fit_stays_with_its_files(cast: Cast, client_of: ClientOf, clock: Any) -> None:
    form_of(cast)
    client = client_of(None)
    answer = send(client, clock, subject="", message="Half", files=io.BytesIO(b"words in a file"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write a subject." in page
    assert ">\nHalf</textarea>" in page
    found = re.search(r'name="file_id" value="([^"]+)"', page)
    assert found, "the file need not be chosen again"
    mark = re.search(r'name="opened" value="([^"]+)"', page)
    assert mark
    client.post(FORM, {**GOOD, "opened": mark.group(1), "file_id": found.group(1)})
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.latest("id")
        assert Attachment.objects.get(message__ticket=ticket).file_id == File.objects.get(pk=found.group(1)).pk


def test_a_program_sees_what_a_person_sees(cast: Cast, client_of: ClientOf, clock: Any) -> None:
    form_of(cast)
    with tenancy.organization(cast.acme.pk):
        before = Ticket.objects.count()
    answer = send(client_of(None), clock, website="http://spam.example")
    assert answer.redirect_chain == [(f"{FORM}/sent", 302)]
    assert "We have your message" in answer.content.decode()
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.count() == before
    hidden = re.search(
        r'<div class="hide" aria-hidden="true">.*?name="website" tabindex="-1"',
        answer.client.get(FORM).content.decode(),
    )
    assert hidden, "hidden from eyes, ears and the keyboard"


@pytest.mark.parametrize("limit", ["NEW_BY_CLIENT", "FORM_BY_ORGANIZATION"])
def test_too_much_is_refused_and_nothing_typed_is_lost(
    cast: Cast, client_of: ClientOf, clock: Any, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    form_of(cast)
    whole: Limit = getattr(counting, limit)
    factor = whole.most
    key = (str(cast.acme.pk), "127.0.0.1") if limit == "NEW_BY_CLIENT" else (str(cast.acme.pk),)
    count(whole, *key, amount=factor)
    answer = send(client_of(None), clock)
    assert answer.status_code == 429
    assert "It did not arrive." in answer.content.decode()
    assert int(answer["Retry-After"]) > 0


def test_fields_come_with_the_category(cast: Cast, client_of: ClientOf, clock: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        for key in ("booking", "seat", "secret"):
            make_field(key=key)
        needed = frozenset({Moment.CREATION})
        make_form(
            Item("booking", required=needed, customers=Access.EDIT),
            Item("seat", customers=Access.EDIT),
            Item("secret"),
            category="billing",
        )
        make_web_form(fields=[])
    client = client_of(None)
    assert "fields.booking" not in client.get(FORM).content.decode()
    drawn = client.post(f"{FORM}?fields=1", {"category": "billing"}).content.decode()
    assert "fields.booking" in drawn, "what is demanded is always asked"
    assert "fields.seat" not in drawn
    assert "fields.secret" not in drawn
    answer = send(client, clock, category="billing")
    assert answer.status_code == 422
    answer = send(
        client, clock, category="billing", **{"fields.booking": "7K", "fields.seat": "1A", "fields.secret": "x"}
    )
    assert answer.status_code == 200
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.latest("id").field_values == {"booking": "7K"}


@pytest.mark.django_db(transaction=True)
def test_a_ticket_only_once_the_address_is_confirmed(
    cast: Cast, client_of: ClientOf, run_jobs: Callable[[], None], mailoutbox: Any
) -> None:
    form_of(cast, confirms=True)
    client = client_of(None)
    with time_machine.travel(now(), tick=False) as clock:
        answer = send(client, clock, files=io.BytesIO(b"words in a file"))
    assert "look into your mail" in answer.content.decode()
    with tenancy.organization(cast.acme.pk):
        assert not Contact.objects.filter(email="maya@people.test").exists()
        assert not Ticket.objects.filter(subject="Lost bag").exists()
    run_jobs()
    [mail] = [one for one in mailoutbox if one.to == ["maya@people.test"]]
    found = re.search(r"/acme/help/confirm/\S+", mail.body)
    assert found
    link = found.group()
    for typed in ("Lost bag", "Maya", "did not arrive"):
        assert typed not in str(mail.message())
    with tenancy.organization(cast.acme.pk):
        assert OutgoingMail.objects.filter(recipient="maya@people.test").count() == 1

    page = client.get(link).content.decode()
    assert "Lost bag" not in page
    with tenancy.organization(cast.acme.pk):
        assert not Ticket.objects.filter(subject="Lost bag").exists(), "programs open links, too"
    for _press in range(2):
        page = client.post(link).content.decode()
    secret = re.search(r"/acme/help/t/[\w-]+", page)
    assert secret
    assert "Lost bag" in client.get(secret.group()).content.decode()
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.get(subject="Lost bag")
        assert ticket.requester.email_verified_at is not None
        assert Attachment.objects.filter(message__ticket=ticket).count() == 1
        assert UnconfirmedRequest.objects.get().body == "-"
    assert client.get(f"{link}x").status_code == 404
    other = link.replace("/acme/", "/globex/")
    assert client.post(other).status_code == 404


def test_what_nobody_confirms_goes(cast: Cast, client_of: ClientOf, clock: Any) -> None:
    form_of(cast, confirms=True)
    send(client_of(None), clock, files=io.BytesIO(b"words in a file"))
    clock.shift(datetime.timedelta(hours=70))
    with tenancy.organization(cast.acme.pk):
        drop_expired()
        assert UnconfirmedRequest.objects.count() == 1
    clean_up_files()
    with tenancy.organization(cast.acme.pk):
        assert File.objects.count() == 1, "a file that waits for its confirmation is not left behind"
    clock.shift(datetime.timedelta(hours=3))
    with tenancy.organization(cast.acme.pk):
        drop_expired()
        assert not UnconfirmedRequest.objects.exists()
    clean_up_files()
    with tenancy.organization(cast.acme.pk):
        assert not File.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_is_flooded_with_questions(
    cast: Cast, client_of: ClientOf, run_jobs: Callable[[], None], mailoutbox: Any
) -> None:
    form_of(cast, confirms=True)
    for number in range(5):
        with time_machine.travel(now(), tick=False) as clock:
            send(client_of(None), clock, subject=f"Buy {number}", email=f"victim+{number}@people.test")
    run_jobs()
    assert len([mail for mail in mailoutbox if mail.to[0].startswith("victim+")]) == 3


def test_a_retired_form_and_that_of_others_is_not_there(cast: Cast, client_of: ClientOf) -> None:
    with tenancy.organization(cast.globex.pk):
        factories.make_contact("x@globex.test")
        make_web_form("only-globex")
    assert client_of(None).get("/acme/help/forms/only-globex").status_code == 404
    assert client_of(None).get("/globex/help/forms/only-globex").status_code == 200
