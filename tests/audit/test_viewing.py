"""Looking at the desk with another's eyes: told, written down, for a while, and without a hand."""

import datetime
import json
from typing import Any

import pytest
from django.test import Client

from moondesk.audit.eyes import VIEWING
from moondesk.audit.models import Viewing
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.notifications.models import Notification
from moondesk.organizations.models import Member
from tests.harness.people import Cast, Person
from tests.notifications.test_telling import react

pytestmark = pytest.mark.django_db
BANNER = "You see the desk as"


def address(person: Person) -> str:
    assert person.member is not None
    return f"/acme/settings/members/{person.member.pk}/viewing"


def begin(client: Client, person: Person, reason: str = "They cannot find a ticket") -> Any:
    return client.post(address(person), {"reason": reason})


def test_an_administrator_sees_what_an_agent_sees_and_nothing_more(cast: Cast, client_of: Any) -> None:
    client = client_of(cast.administrator)
    assert client.get(f"/acme/desk/tickets/{cast.ticket.number}").status_code == 200
    assert begin(client, cast.other_agent)["Location"] == "/acme/desk/"
    page = client.get("/acme/desk/?view=open").content.decode()
    assert f"{BANNER} Bo Other" in page
    assert cast.other_ticket.subject in page
    assert cast.ticket.subject not in page
    assert "<live-stream" not in page
    assert client.get(f"/acme/desk/tickets/{cast.ticket.number}").status_code == 404
    assert client.get("/acme/settings/organization").status_code == 403
    assert client.get(f"/acme/desk/tickets/{cast.other_ticket.number}").status_code == 200


def test_nothing_can_be_changed_anywhere_and_signing_out_works(cast: Cast, client_of: Any) -> None:
    client = client_of(cast.administrator)
    begin(client, cast.agent)
    number = cast.ticket.number
    for path in (f"/acme/desk/tickets/{number}/messages", "/acme/settings/tokens", "/accounts/profile", "/theme",
                 "/globex/desk/", "/organizations/new", address(cast.other_agent), "/acme/help/new"):  # fmt: skip
        for method in (client.post, client.put, client.delete):
            refused = method(path)
            assert (refused.status_code, refused["Moondesk-Error"]) == (403, "only_looking"), path
            assert "you cannot change anything" in refused.content.decode()
    asked = {"headers": {"Moondesk-Organization": "acme"}}
    for answer in (client.get("/api/v1/tickets", **asked), client.post("/api/v1/tickets", **asked)):
        assert answer.status_code == 403
    assert json.loads(client.get("/api/v1/tickets", **asked).content)["code"] == "only_looking"
    assert client.post("/accounts/logout/").status_code == 302


def test_it_is_told_to_the_member_written_down_and_ended(cast: Cast, client_of: Any) -> None:
    client = client_of(cast.administrator)
    begin(client, cast.agent)
    with tenancy.organization(cast.acme.pk):
        began = Event.objects.get(name="viewing.began")
        assert (began.actor_label, began.data["label"]) == ("Adam Admin", "Ana Agent")
        assert began.data["reason"] == "They cannot find a ticket"
        react()
        told = Notification.objects.get(kind="viewed")
        assert told.member_id == cast.agent.member.pk  # type: ignore[union-attr]
    page = client_of(cast.agent).get("/acme/desk/notifications").content.decode()
    assert "Adam Admin sees the desk as you do" in page
    assert "They cannot find a ticket" in page
    assert client.post("/viewing/end").status_code == 302
    with tenancy.organization(cast.acme.pk):
        ended = Event.objects.get(name="viewing.ended")
        assert (ended.actor_label, ended.data["how"]) == ("Adam Admin", "ended")
    assert BANNER not in client.get("/acme/desk/").content.decode()
    assert client.post("/acme/settings/tokens", {"name": "Shop"}).status_code == 200


def test_what_is_opened_meanwhile_stands_under_the_name_of_who_really_looks(cast: Cast, client_of: Any) -> None:
    from tests import factories

    client = client_of(cast.administrator)
    begin(client, cast.agent)
    with tenancy.organization(cast.acme.pk):
        attachment = factories.make_attachment(cast.ticket.messages.first())
    client.get(f"/acme/desk/files/{attachment.file_id}")
    with tenancy.organization(cast.acme.pk):
        one = Event.objects.get(name="file.opened")
        assert one.actor_id == cast.administrator.member.pk  # type: ignore[union-attr]
        assert one.actor_label == "Adam Admin → Ana Agent"


def test_it_ends_by_itself_and_with_the_rights_of_either(cast: Cast, client_of: Any) -> None:
    client = client_of(cast.administrator)
    begin(client, cast.agent)
    with tenancy.organization(cast.acme.pk):
        Viewing.objects.update(ends_at=now() - datetime.timedelta(seconds=1))
    assert client.get("/acme/settings/organization").status_code == 200, "their own eyes again"
    begin(client, cast.agent)
    with tenancy.organization(cast.acme.pk):
        Member.objects.filter(pk=cast.agent.member.pk).update(is_active=False)  # type: ignore[union-attr]
    assert client.get("/acme/settings/organization").status_code == 200
    with tenancy.organization(cast.acme.pk):
        Member.objects.filter(pk=cast.agent.member.pk).update(is_active=True)  # type: ignore[union-attr]
    begin(client, cast.agent)
    with tenancy.organization(cast.acme.pk):
        Member.objects.filter(pk=cast.administrator.member.pk).update(is_active=False)  # type: ignore[union-attr]
    assert client.get("/acme/desk/").status_code == 404


def test_their_own_api_is_there_again_when_the_time_is_over(cast: Cast, client_of: Any) -> None:
    client, asked = client_of(cast.administrator), {"headers": {"Moondesk-Organization": "acme"}}
    begin(client, cast.agent)
    assert client.get("/api/v1/tickets", **asked).status_code == 403
    session = client.session
    session[VIEWING]["until"] = (now() - datetime.timedelta(seconds=1)).isoformat()
    session.save()
    assert client.get("/api/v1/tickets", **asked).status_code == 200


@pytest.mark.parametrize(
    ("who", "whom", "reason", "status"),
    [
        ("administrator", "owner", "why not", 403),
        ("administrator", "administrator", "myself", 422),
        ("administrator", "employee", "they have no desk", 422),
        ("administrator", "agent", " ", 422),
        ("administrator", "agent", "x" * 301, 422),
        ("agent", "other_agent", "curious", 403),
        ("stranger", "agent", "curious", 404),
        ("owner", "administrator", "to check a right", 302),
    ],
    ids=["above", "oneself", "no desk", "no reason", "long reason", "agent", "stranger", "owner"],
)
def test_who_may_look_with_whose_eyes(
    cast: Cast, client_of: Any, who: str, whom: str, reason: str, status: int
) -> None:
    assert begin(client_of(cast.people[who]), cast.people[whom], reason).status_code == status
