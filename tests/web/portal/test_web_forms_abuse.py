"""Web forms against those who look for a way around: nothing goes uncounted, and no link outlives its address."""

import io
import itertools
from typing import Any

import pytest

from moondesk.channels.mail.confirming import confirmation_mark
from moondesk.config.bodies import limit_of
from moondesk.contacts.actions import update_contact
from moondesk.contacts.models import Contact
from moondesk.kit import tenancy
from moondesk.limits.actions import count
from moondesk.tickets.models import AccessLink, Ticket
from moondesk.web.portal import counting
from moondesk.web.portal.files import BY_CLIENT
from moondesk.web.portal.trap import read_opening
from moondesk.webforms.models import UnconfirmedRequest, WebForm
from moondesk.webforms.rules import challenge_of, is_proof
from tests.harness.people import Cast
from tests.web.portal.test_form import GOOD, opened
from tests.web.portal.test_web_forms import FORM, ClientOf, clock, form_of, send

__all__ = ["clock"]


@pytest.mark.parametrize("asks", ["use", "fields"])
def test_no_parameter_makes_a_message_or_a_file_uncounted(
    cast: Cast, client_of: ClientOf, clock: Any, asks: str
) -> None:
    form_of(cast)
    client = client_of(None)
    mark = opened(client, FORM)
    clock.shift(10)
    for whole in (counting.NEW_BY_CLIENT, BY_CLIENT, counting.LOOKUP_BY_CLIENT):
        count(whole, str(cast.acme.pk), "127.0.0.1", amount=whole.most)
    sent = client.post(f"{FORM}?{asks}=1", {**GOOD, "opened": mark})
    assert sent.status_code == (429 if asks == "use" else 200)
    with tenancy.organization(cast.acme.pk):
        assert not Ticket.objects.filter(subject="Lost bag").exists()
    file = {"opened": mark, "file": io.BytesIO(b"words")}
    assert client.post(f"{FORM}/files?{asks}=1", file).status_code == 429
    asked = {"number": cast.ticket.number, "email": "carla@customer.test"}
    assert client.post(f"/acme/help/lookup?{asks}=1", asked).status_code == 429


def test_a_confirmation_makes_no_link_when_it_is_looked_at_nor_for_an_address_that_is_no_longer_theirs(
    cast: Cast, client_of: ClientOf, clock: Any
) -> None:
    form_of(cast, confirms=True)
    client = client_of(None)
    send(client, clock)
    with tenancy.organization(cast.acme.pk):
        mark = confirmation_mark(UnconfirmedRequest.objects.get())
    link = f"/acme/help/confirm/{mark}"
    assert "/acme/help/t/" in client.post(link).content.decode()
    with tenancy.organization(cast.acme.pk):
        ticket, links = Ticket.objects.get(subject="Lost bag"), AccessLink.objects.count()
    again = client.get(link).content.decode()
    assert ticket.number in again
    assert "/acme/help/t/" not in again
    with tenancy.organization(cast.acme.pk):
        assert AccessLink.objects.count() == links
        update_contact(Contact.objects.get(pk=ticket.requester_id), by=cast.agent.actor, email="other@people.test")
    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == 404


def test_a_form_takes_files_of_the_usual_size_also_without_scripts() -> None:
    scope: Any = {"path": FORM, "headers": [(b"content-type", b"multipart/form-data; boundary=x")]}
    assert limit_of(scope) == limit_of(scope | {"path": "/acme/help/new"}) > limit_of(scope | {"path": f"{FORM}/sent"})


def work_for(form: WebForm, mark: str) -> str:
    """Return the answer that a browser finds for one opening of a form."""
    challenge = challenge_of(form.pk, read_opening(mark).claim)
    return next(text for text in map(str, itertools.count()) if is_proof(challenge, text))


def test_work_of_a_browser_opens_one_ticket_once_and_without_it_the_address_is_confirmed(
    cast: Cast, client_of: ClientOf, clock: Any
) -> None:
    form_of(cast, asks_proof=True)
    form_of(cast, key="other", asks_proof=True)
    client = client_of(None)
    marks = [opened(client, FORM) for _time in range(2)]
    assert 'data-challenge="' in client.get(FORM).content.decode()
    clock.shift(10)
    with tenancy.organization(cast.acme.pk):
        form, other = WebForm.objects.get(key="contact"), WebForm.objects.get(key="other")
    answer = work_for(form, marks[0])
    sent = {**GOOD, "opened": marks[0], "proof": answer}
    for _time in range(2):
        assert "We have your message" in client.post(FORM, sent, follow=True).content.decode()
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.filter(subject="Lost bag").count() == 1
        assert not UnconfirmedRequest.objects.exists()
    # Neither the work for another opening nor that for another form, nor none, opens anything by itself.
    said = client.post(FORM, sent | {"opened": marks[1]}, follow=True).content.decode()
    assert "One more step" in said
    for path, proof in ((FORM, work_for(other, opened(client, FORM))), (FORM, ""), ("/acme/help/forms/other", answer)):
        mark = opened(client, path)
        clock.shift(10)
        client.post(path, {**GOOD, "opened": mark, "proof": proof})
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.filter(subject="Lost bag").count() == 1
        assert UnconfirmedRequest.objects.count() == 4
