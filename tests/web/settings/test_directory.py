"""The directory in the settings: connected, ruled, looked at before, decided about, taken back."""

import html
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from moondesk.directory.models import DirectoryRule, DirectorySetup
from moondesk.kit import tenancy
from moondesk.organizations.actions import set_active
from moondesk.organizations.domains import note_proof
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Role
from tests.directory.making import make_group, make_person
from tests.harness.people import Cast, Person

type ClientOf = Callable[[Person | None], Client]
PAGE = "/acme/settings/directory"
VIEWER = {"kind": "group", "value": "Support", "role": "viewer"}


@pytest.fixture
def filled(cast: Cast) -> Cast:
    """Paula of the directory is in its group Support, and her address is in a domain of the organization."""
    with tenancy.organization(cast.acme.pk):
        note_proof("acme.test", by=cast.owner.actor)
        make_group("Support", make_person("paula@acme.test"))
    return cast


def _text(client: Client, address: str = PAGE) -> str:
    return html.unescape(re.sub(r"\s+", " ", client.get(address).content.decode()))


def _rules(cast: Cast) -> list[tuple[str, str]]:
    with tenancy.organization(cast.acme.pk):
        return list(DirectoryRule.objects.values_list("value", "role"))


def _is_member(cast: Cast) -> bool:
    with tenancy.organization(cast.acme.pk):
        return Member.objects.filter(user__email="paula@acme.test", is_active=True).exists()


def test_an_empty_page_says_what_to_do_and_a_token_is_shown_once(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.owner)
    assert "No directory yet" in _text(client)
    made = client.post(f"{PAGE}/token").content.decode()
    secret = re.search(r'id="secret" value="([^"]+)"', made)
    assert secret is not None
    assert secret[1] not in _text(client)
    asked = Client(headers={"Authorization": f"Bearer {secret[1]}"})
    assert asked.get("/scim/v2/Users").json()["totalResults"] == 0
    assert asked.get("/api/v1/tickets").status_code == 403


def test_switching_on_is_looked_at_before_it_is_done(filled: Cast, client_of: ClientOf) -> None:
    client = client_of(filled.owner)
    assert client.post(PAGE, VIEWER).status_code == 302
    asked = client.post(f"{PAGE}/switch", {"on": "yes"}).content.decode()
    assert "Paula Peer" in asked
    assert "Joins" in asked
    assert not _is_member(filled)
    client.post(f"{PAGE}/switch", {"on": "yes", "sure": "yes"})
    assert _is_member(filled)
    assert "What the directory brought about" in _text(client)
    assert client.post(f"{PAGE}/switch", {"on": "no"}).status_code == 302
    with tenancy.organization(filled.acme.pk):
        assert DirectorySetup.objects.get().is_on is False


def test_rules_are_tried_changed_ordered_removed_and_taken_back(filled: Cast, client_of: ClientOf) -> None:
    client = client_of(filled.owner)
    looked = client.post(PAGE, VIEWER | {"preview": "yes"}).content.decode()
    assert "only-wide" not in looked, "who looks by phone sees how each would change, too"
    assert "Paula Peer" in looked
    assert _rules(filled) == [], "a preview keeps nothing"
    client.post(PAGE, VIEWER)
    client.post(PAGE, VIEWER | {"value": "Leads", "role": "support_agent"})
    with tenancy.organization(filled.acme.pk):
        first, second = DirectoryRule.objects.all()
    client.post(f"{PAGE}/order", {"order": [str(first.pk), str(second.pk)], "up": str(second.pk)})
    assert [value for value, _role in _rules(filled)] == ["Leads", "Support"]
    client.post(f"{PAGE}/rules/{first.pk}", VIEWER | {"value": "Crew"})
    assert _rules(filled) == [("Leads", "support_agent"), ("Crew", "viewer")]
    page = client.post(f"{PAGE}/rules/{second.pk}/removal", follow=True).content.decode()
    assert _rules(filled) == [("Crew", "viewer")]
    undo = re.findall(r'data-undo="(/[^"]+)"', page)[-1]
    client.post(undo)
    assert _rules(filled) == [("Leads", "support_agent"), ("Crew", "viewer")]
    with tenancy.organization(filled.acme.pk):
        assert DirectoryRule.objects.filter(pk=second.pk).exists()


def test_while_it_is_on_a_change_that_moves_people_is_confirmed_first(filled: Cast, client_of: ClientOf) -> None:
    client = client_of(filled.owner)
    client.post(PAGE, VIEWER)
    client.post(f"{PAGE}/switch", {"on": "yes", "sure": "yes"})
    with tenancy.organization(filled.acme.pk):
        rule = DirectoryRule.objects.get()
    looked = client.post(f"{PAGE}/rules/{rule.pk}/removal").content.decode()
    assert "Leaves" in looked
    assert _is_member(filled)
    assert len(_rules(filled)) == 1
    client.post(f"{PAGE}/rules/{rule.pk}/removal", {"sure": "yes"})
    assert not _is_member(filled)
    assert _rules(filled) == []


def test_conflicts_are_shown_with_what_can_be_chosen(filled: Cast, client_of: ClientOf) -> None:
    client = client_of(filled.owner)
    client.post(PAGE, VIEWER)
    client.post(f"{PAGE}/switch", {"on": "yes", "sure": "yes"})
    with tenancy.organization(filled.acme.pk):
        paula = Member.objects.get(user__email="paula@acme.test")
        set_active(paula, False, by=filled.owner.actor)
        known = make_person(filled.agent.user.email)
        make_group("Others", known)
    shown = _text(client, f"{PAGE}/people?step=conflict")
    assert "The directory does not bring them back by itself." in shown
    decision = re.search(r'action="([^"]+/decision)"', shown)
    assert decision is not None
    assert client.post(decision[1], {"decision": "perhaps"}).status_code == 422
    client.post(decision[1], {"decision": "let_in"})
    assert _is_member(filled)
    refused = client.post(f"{PAGE}/people/{known.pk}/decision", {"decision": "let_in"})
    assert refused.status_code == 409
    client.post(f"{PAGE}/people/{known.pk}/decision", {"decision": "leave_out"})
    assert "left out" in _text(client, f"{PAGE}/people?q={known.user_name}")
    client.post(f"{PAGE}/people/{known.pk}/decision", {"decision": "consider"})
    assert "left out" not in _text(client, f"{PAGE}/people?q={known.user_name}")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": " "}, "Say which."),
        ({"kind": "attribute"}, "This cannot be chosen."),
        ({"role": Role.OWNER.value}, "A directory cannot give this role."),
        ({"role": ""}, "Choose a role, a department, or both."),
        ({"department": "x"}, "This cannot be chosen."),
    ],
)
def test_what_does_not_fit_stands_beside_its_field(
    cast: Cast, client_of: ClientOf, changes: dict[str, str], said: str
) -> None:
    answer = client_of(cast.owner).post(PAGE, VIEWER | changes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert _rules(cast) == []


def test_the_pages_take_as_many_statements_for_many_people(filled: Cast, client_of: ClientOf) -> None:
    client = client_of(filled.owner)
    client.post(PAGE, VIEWER)

    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    few = [asked(PAGE), asked(f"{PAGE}/people")]
    with tenancy.organization(filled.acme.pk):
        make_group("Others", *(make_person(f"n{n}@acme.test") for n in range(12)))
    assert [asked(PAGE), asked(f"{PAGE}/people")] == few
