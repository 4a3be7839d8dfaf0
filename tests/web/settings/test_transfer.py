"""The pages and the API of handing an organization on, and what both sides and the other owners hear of it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from moondesk.events.models import Event
from moondesk.events.registry import find_reaction
from moondesk.handover.actions import accept_ownership
from moondesk.kit import tenancy
from moondesk.notifications.models import Notification
from moondesk.organizations.actions import change_role
from moondesk.organizations.actions.transfer import decline_offer
from moondesk.organizations.models import Member
from moondesk.organizations.transfer import standing_offer
from moondesk.web.account.mails import compose
from tests.handover.transferring import offer, roles_of
from tests.harness.people import Cast, Person
from tests.operating.test_deletion import prove_again, with_password
from tests.web.account.test_signing_in import queued

pytestmark = pytest.mark.django_db
PLACE, THEIRS = "/acme/settings/transfer", "/acme/settings/ownership"
API, HEADERS = "/api/v1/organization/transfer", {"Moondesk-Organization": "acme"}


def proven(client_of: Any, person: Person) -> Client:
    """Return the browser of somebody who typed their password a moment ago."""
    client: Client = client_of(with_password(person))
    prove_again(client, person)
    return client


def wanted(person: Person, **more: str) -> dict[str, str]:
    assert person.member is not None
    return {"to": str(person.member.pk), "keeps": "administrator", "name": "Acme Travel"} | more


def test_only_an_owner_who_just_proved_it_offers(cast: Cast, client_of: Any) -> None:
    assert client_of(cast.administrator).get(PLACE).status_code == 403
    assert client_of(cast.agent).post(PLACE, wanted(cast.viewer)).status_code == 403
    owner = client_of(with_password(cast.owner))
    asked = "/accounts/reauthenticate/?next=%2Facme%2Fsettings%2Ftransfer"
    assert owner.get(PLACE)["Location"] == asked
    assert owner.post(PLACE, wanted(cast.agent))["Location"] == asked
    led = owner.get(PLACE, headers={"HX-Request": "true"})
    assert led["HX-Redirect"] == asked, "a page outside of the desk is loaded whole, not taken into it"
    with tenancy.organization(cast.acme.pk):
        assert standing_offer() is None


def test_a_form_that_does_not_fit_keeps_what_was_chosen(cast: Cast, client_of: Any) -> None:
    owner = proven(client_of, cast.owner)
    page = owner.post(PLACE, wanted(cast.agent, keeps="viewer", name="Acme"))
    text = page.content.decode()
    assert page.status_code == 422
    assert "Type the name exactly as it is written." in text
    assert f'<option value="{cast.agent.member.pk}" selected' in text  # type: ignore[union-attr]
    assert '<option value="viewer" selected' in text
    for given in ({"to": ""}, {"to": "x"}, {"keeps": ""}, {"keeps": "owner"}):
        assert owner.post(PLACE, wanted(cast.agent, **given)).status_code == 422


def test_offered_seen_and_accepted_by_two_people(cast: Cast, client_of: Any) -> None:
    owner, agent = proven(client_of, cast.owner), client_of(with_password(cast.agent))
    assert owner.post(PLACE, wanted(cast.agent)).status_code == 302
    assert "Offered to Ana Agent" in owner.get(PLACE).content.decode()
    assert owner.get(THEIRS)["Location"] == PLACE
    assert "Nobody offers you" in client_of(cast.administrator).get(THEIRS).content.decode()
    assert agent.get(THEIRS)["Location"].startswith("/accounts/reauthenticate/")
    assert agent.post(THEIRS, {"answer": "accept"})["Location"].startswith("/accounts/reauthenticate/")
    prove_again(agent, cast.agent)
    assert "Olivia Owner offers you Acme Travel" in agent.get(THEIRS).content.decode()
    assert agent.post(THEIRS, {"answer": "accept"})["Location"] == "/acme/desk/"
    with tenancy.organization(cast.acme.pk):
        assert (roles_of(cast.owner), roles_of(cast.agent)) == (["administrator"], ["owner"])
    assert owner.get(PLACE).status_code == 403, "who handed it on is no owner any more, at once"
    assert agent.post(THEIRS, {"answer": "accept"})["Location"] == "/acme/desk/", "pressed twice is as pressed once"


def test_leaving_has_to_be_chosen_and_an_offer_can_be_withdrawn_or_declined(cast: Cast, client_of: Any) -> None:
    owner, agent = proven(client_of, cast.owner), proven(client_of, cast.agent)
    owner.post(PLACE, wanted(cast.agent, keeps="leave"))
    assert "They leave the organization" in owner.get(PLACE).content.decode()
    assert owner.post(f"{PLACE}/withdrawal").status_code == 302
    assert "Nobody offers you" in agent.get(THEIRS).content.decode()
    assert agent.post(THEIRS, {"answer": "accept"})["Location"] == THEIRS
    owner.post(PLACE, wanted(cast.agent))
    assert agent.post(THEIRS, {"answer": "decline"})["Location"] == "/acme/desk/"
    with tenancy.organization(cast.acme.pk):
        assert (roles_of(cast.owner), roles_of(cast.agent)) == (["owner"], ["support_agent"])


def test_the_same_by_the_api(cast: Cast, client_of: Any) -> None:
    def ask(client: Client, method: str, path: str = API, given: Any = None) -> Any:
        return getattr(client, method)(path, given, content_type="application/json", headers=HEADERS)

    owner, agent = client_of(with_password(cast.owner)), client_of(with_password(cast.agent))
    body = wanted(cast.agent)
    assert ask(owner, "post", given=body).json()["code"] == "proof_needed"
    prove_again(owner, cast.owner)
    assert ask(agent, "post", f"{API}/acceptance").json()["code"] == "proof_needed"
    prove_again(agent, cast.agent)
    assert ask(agent, "post", f"{API}/acceptance").json()["code"] == "no_transfer"
    assert set(owner.get(API, headers=HEADERS).json().values()) == {None}
    refused = ask(owner, "post", given=body | {"keeps": "owner"})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_organization")
    made = ask(owner, "post", given={"to": body["to"], "name": "Acme Travel"})
    assert (made.status_code, made.json()["keeps"]) == (201, "administrator")
    assert made.json()["offered_to"] == {"id": body["to"], "name": "Ana Agent"}
    assert ask(owner, "post", given=body).json()["code"] == "transfer_under_way"
    assert agent.get(API, headers=HEADERS).json() == made.json()
    assert client_of(cast.administrator).get(API, headers=HEADERS).status_code == 403
    assert ask(agent, "delete").status_code == 403
    assert ask(owner, "delete").status_code == 204
    ask(owner, "post", given=body | {"keeps": None})
    assert ask(agent, "post", f"{API}/refusal").status_code == 204
    ask(owner, "post", given=body | {"keeps": "viewer"})
    assert ask(agent, "post", f"{API}/acceptance").status_code == 204
    with tenancy.organization(cast.acme.pk):
        assert (roles_of(cast.owner), roles_of(cast.agent)) == (["viewer"], ["owner"])


def react() -> Event:
    """Let the last thing that happened to an offer be told, twice as may be; return it."""
    event = Event.objects.filter(name__startswith="organization.transfer").latest("id")
    for name in (
        "moondesk.web.account.telling_ownership.mail_of_ownership",
        "moondesk.notifications.reactions.tell_of_ownership",
    ):
        reaction = find_reaction(event.name, name)
        assert reaction
        reaction(event)
        reaction(event)
    return event


def heard(kind: str) -> set[str]:
    return set(Notification.objects.filter(kind=kind).values_list("member__name", flat=True))


def test_both_sides_and_the_other_owners_hear_of_each_step_once(in_acme: Cast) -> None:
    change_role(Member.objects.get(pk=in_acme.viewer.member.pk), "owner", by=in_acme.owner.actor)  # type: ignore[union-attr]
    everybody = ["ana@acme.test", "olivia@acme.test", "vera@acme.test"]
    before = len(queued())
    offer(in_acme)
    react()
    jobs = queued()[before:]
    assert sorted(job["recipient"] for job in jobs) == everybody
    assert heard("offered") == {"Ana Agent", "Vera Viewer"}
    decline_offer(by=in_acme.agent.actor)
    react()
    assert sorted(job["recipient"] for job in queued()[before + 3 :]) == everybody
    assert heard("offered") == set(), "an offer that is over waits at nobody's bell"
    assert heard("no_owner") == {"Olivia Owner", "Vera Viewer"}
    assert [compose(**mail_of(job)) for job in jobs] == [None] * 3, "what was not sent in time is not sent late"


def mail_of(job: dict[str, Any]) -> dict[str, str]:
    return {name: job[name] for name in ("kind", "recipient", "user_id", "organization", "about")}


@pytest.mark.parametrize(
    ("keeps", "ends", "subjects"),
    [
        ("viewer", "", ["Acme Travel is offered to Ana Agent", "Olivia Owner offers you Acme Travel"]),
        ("viewer", "accept", ["Ana Agent owns Acme Travel now", "You own Acme Travel now"]),
        ("", "accept", ["Ana Agent owns Acme Travel now", "You own Acme Travel now"]),
        ("viewer", "decline", ["Acme Travel is not handed on"] * 2),
    ],
)
def test_mails_say_it_in_both_languages(in_acme: Cast, keeps: str, ends: str, subjects: list[str]) -> None:
    offer(in_acme, keeps=keeps)
    if ends:
        {"accept": accept_ownership, "decline": decline_offer}[ends](by=in_acme.agent.actor)
    event = react()
    jobs = [job for job in queued() if job["kind"] == "ownership" and job["about"] == str(event.pk)]
    said: dict[str, list[str]] = {"en": [], "es": []}
    for language, texts in said.items():
        with translation.override(language):
            mails = [compose(**mail_of(job)) for job in jobs]
        for mail in mails:
            assert mail is not None
            assert f">{mail.subject}</h1>" in mail.html
            texts += [mail.subject]
            assert "%(" not in mail.text
    assert sorted(said["en"]) == subjects
    assert not set(said["en"]) & set(said["es"])
