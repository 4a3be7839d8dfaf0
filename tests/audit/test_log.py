"""Everything that belongs in the audit log gets there through its real door, and those who may find it there."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, override_settings

from moondesk.audit import reading
from moondesk.audit.actions import accounts
from moondesk.audit.actions.viewing import operator_actor
from moondesk.audit.models import InstallationEntry
from moondesk.audit.reading import Reading, note_reading
from moondesk.audit.rules import told
from moondesk.events.models import Event
from moondesk.events.registry import event_types
from moondesk.events.rules import is_audited
from moondesk.exports.actions.writing import write_export
from moondesk.exports.models import TicketExport
from moondesk.kit import tenancy
from moondesk.notifications.models import Notification
from moondesk.organizations.actions import create_organization_token
from tests import factories
from tests.api.conftest import Program
from tests.harness.people import PASSWORD, Cast
from tests.notifications.test_telling import react

pytestmark = pytest.mark.django_db
FAR = {"HTTP_X_FORWARDED_FOR": "6.6.6.6, 203.0.113.9", "HTTP_USER_AGENT": "Firefox " + "x" * 300}
"""What a browser behind the trusted proxy sends, with a hop that anybody may invent before it."""

NEW = "seven wild geese fly north"


def entries(cast: Cast, name: str) -> list[Event]:
    with tenancy.organization(cast.acme.pk):
        return list(Event.objects.filter(name=name).order_by("-created_at", "-pk"))


def sign_in(cast: Cast, password: str = PASSWORD) -> Client:
    user, client = cast.administrator.user, Client(**FAR)
    if password == PASSWORD:
        user.set_password(PASSWORD)
        user.save()
    client.post("/accounts/login/", {"login": user.email, "password": password})
    return client


def sign_out(cast: Cast, _client: Client) -> None:
    sign_in(cast).post("/accounts/logout/")


def change_password(cast: Cast, _client: Client) -> None:
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    sign_in(cast).post("/accounts/password/change/", fields)


def fetch_file(cast: Cast, client: Client) -> None:
    with tenancy.organization(cast.acme.pk):
        attachment = factories.make_attachment()
    client.get(f"/acme/desk/files/{attachment.file_id}")


def ask_export(cast: Cast, client: Client) -> None:
    client.post("/acme/desk/exports", {"format": "json"})


def take_log_along(cast: Cast, client: Client) -> None:
    client.post("/acme/settings/audit/exports", {"format": "json"})
    with tenancy.organization(cast.acme.pk):
        export = TicketExport.objects.get()
        write_export(cast.acme.pk, export.pk)
    fetched = client.get(f"/acme/settings/audit/exports/{export.pk}/file")
    assert b"export.started" in b"".join(fetched.streaming_content)  # type: ignore[attr-defined]


DOORS: list[tuple[str, str, Callable[[Cast, Client], Any], dict[str, Any], dict[str, Any]]] = [
    ("session.began", "account", lambda cast, _: sign_in(cast), {}, {}),
    ("session.refused", "account", lambda cast, _: sign_in(cast, "wrong"), {}, {}),
    ("session.ended", "account", sign_out, {}, {}),
    ("account.password_changed", "account", change_password, {}, {}),
    (
        "member.changed",
        "desk",
        lambda cast, client: client.post(
            f"/acme/settings/members/{cast.agent.member.pk}/role",
            {"role": "viewer"},  # type: ignore[union-attr]
        ),
        {"roles": "support_agent"},
        {"roles": "viewer"},
    ),
    (
        "organization.changed",
        "desk",
        lambda cast, client: client.post(
            "/acme/settings/organization", {"name": "Acme Trips", "language": "en", "time_zone": "UTC"}
        ),
        {"name": "Acme Travel"},
        {"name": "Acme Trips"},
    ),
    (
        "member.invited",
        "desk",
        lambda cast, client: client.post(
            "/acme/settings/members/invitations", {"email": "new@acme.test", "role": "viewer", "department": ""}
        ),
        {},
        {},
    ),
    ("token.created", "desk", lambda cast, client: client.post("/acme/settings/tokens", {"name": "Shop"}), {}, {}),
    (
        "audit.retention_changed",
        "desk",
        lambda cast, client: client.post("/acme/settings/audit", {"days": "365"}),
        {"value": 730},
        {"value": 365},
    ),
    ("audit.exported", "desk", take_log_along, {}, {}),
    ("file.opened", "desk", fetch_file, {}, {}),
    ("export.started", "desk", ask_export, {}, {}),
]


@pytest.mark.parametrize("case", DOORS, ids=[one[0] for one in DOORS])
def test_what_happens_is_written_with_who_where_and_what(
    cast: Cast, client_of: Any, case: tuple[str, str, Callable[[Cast, Client], Any], Any, Any]
) -> None:
    name, door, do, before, after = case
    with override_settings(TRUSTED_PROXIES=["127.0.0.1/32"]):
        client = Client(**FAR)
        client.force_login(cast.administrator.user)
        do(cast, client)
    one = entries(cast, name)[0]
    known = (one.door, one.address, len(one.client))
    assert known == (door, "203.0.113.9", 120)
    stranger = name == "session.refused"
    assert one.actor_label == ("adam@acme.test" if stranger else "Adam Admin")
    assert one.actor_id == (None if stranger else cast.administrator.member.pk)  # type: ignore[union-attr]
    said = told(one.data)
    assert (said.before, said.after) == (before, after)
    assert PASSWORD not in json.dumps(one.data)
    page = client_of(cast.owner).get(f"/acme/settings/audit/{one.pk}").content.decode()
    assert "203.0.113.9" in page
    assert name in page


def test_an_unknown_address_stands_in_the_log_of_the_installation_and_guessing_does_not_fill_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "_FAILURES", reading.Limit("audit.failures", 2, 600))
    for _again in range(3):
        Client().post("/accounts/login/", {"login": "nobody@else.test", "password": "wrong"})
    found = InstallationEntry.objects.filter(name="session.refused", actor_label="nobody@else.test")
    assert found.count() == 2
    assert not entries(cast, "session.refused")


def test_the_work_on_tickets_is_not_in_it_and_keeps_no_address(cast: Cast, token_of: Any) -> None:
    agent = Program(token_of(cast.agent))
    agent.patch(f"/tickets/{cast.ticket.number}", {"priority": "high"})
    one = entries(cast, "ticket.priority_changed")[0]
    assert (one.address, one.client) == (None, "")


def test_it_is_found_by_words_person_area_and_day(cast: Cast, token_of: Any, client_of: Any) -> None:
    owner = Program(token_of(cast.owner))
    client_of(cast.administrator).post("/acme/settings/tokens", {"name": "Shop"})
    client_of(cast.owner).post("/acme/settings/tokens", {"name": "Till"})

    def names(question: str) -> set[str]:
        answer = json.loads(owner.get(f"/audit?{question}").content)
        return {item["about"].get("label", item["name"]) for item in answer["items"]}

    assert {"Shop", "Till"} <= names("what=token")
    assert names("q=shop") == {"Shop"}
    assert "Till" not in names(f"who={cast.administrator.member.pk}")
    assert "Shop" in names("who=adam&what=token.created")
    tomorrow = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2)).date()
    assert names(f"since={tomorrow}") == set()
    assert json.loads(owner.get("/audit?since=yesterday").content)["code"] == "invalid_audit_question"
    page = client_of(cast.owner).get("/acme/settings/audit?q=shop").content.decode()
    assert "Shop" in page
    assert "Till" not in page
    assert client_of(cast.owner).get("/acme/settings/audit?since=x").status_code == 422


def test_people_and_departments_go_by_their_names(cast: Cast, client_of: Callable[..., Client]) -> None:
    with tenancy.organization(cast.acme.pk):
        newcomer = factories.make_member(factories.make_user(name="Nora Newcomer"))
        joined = Event.objects.get(name="member.joined", subject_id=newcomer.pk)
    page = client_of(cast.owner).get("/acme/settings/audit?what=member.joined").content.decode()
    assert "Nora Newcomer" in page
    assert str(newcomer.user_id) not in page
    assert "Nora Newcomer" in client_of(cast.owner).get(f"/acme/settings/audit/{joined.pk}").content.decode()


def test_all_of_it_is_walked_page_by_page(cast: Cast, token_of: Any) -> None:
    owner = Program(token_of(cast.owner))
    for number in range(5):
        owner.post("/tags", {"name": f"tag{number}"})
    seen: list[str] = []
    following: str | None = ""
    while following is not None:
        answer = json.loads(owner.get(f"/audit?limit=2{f'&cursor={following}' if following else ''}").content)
        seen += [item["id"] for item in answer["items"]]
        following = answer["next"]
    with tenancy.organization(cast.acme.pk):
        assert (
            len(seen) == len(set(seen)) == sum(is_audited(one) for one in Event.objects.values_list("name", flat=True))
        )


@pytest.mark.parametrize(("who", "status"), [("agent", 403), ("viewer", 403), ("stranger", 404), ("owner", 200)])
def test_only_those_who_may_see_it(cast: Cast, client_of: Any, who: str, status: int) -> None:
    client = client_of(cast.people[who])
    assert client.get("/acme/settings/audit").status_code == status
    begun = client.post("/acme/settings/audit/exports", {"format": "csv"})
    assert begun.status_code == (302 if who == "owner" else status)
    assert client.get("/acme/settings/audit/exports").status_code == 405, "reading an address writes nothing"
    if who == "owner":
        with tenancy.organization(cast.globex.pk):
            foreign = Event.objects.filter(name="organization.created").get()
        assert client.get(f"/acme/settings/audit/{foreign.pk}").status_code == 404


def test_no_event_of_the_log_holds_a_secret() -> None:
    words = ("secret", "password", "digest", "token", "key_")
    for name, cls in event_types.items():
        if is_audited(name):
            fields = [one for one in cls.__dataclass_fields__ if one != "subject_id"]
            assert not [one for one in fields if any(word in one for word in words)], name


def test_who_reads_very_much_raises_the_alarm_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reading.LIMITS, Reading.TICKETS, reading.Limit("audit.tickets", 15, 600))
    with tenancy.organization(cast.acme.pk):
        actor = cast.agent.actor
        for _again in range(50):
            note_reading(Reading.TICKETS, by=actor)
        one = Event.objects.get(name="reading.alarm")
        assert (one.subject_id, one.data["label"], one.data["most"]) == (actor.id, "Ana Agent", 15)
        react()
        told_members = set(Notification.objects.filter(kind="reading").values_list("member_id", flat=True))
        assert told_members == {cast.owner.member.pk, cast.administrator.member.pk}  # type: ignore[union-attr]


def test_the_operator_who_reads_very_much_raises_it_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reading.LIMITS, Reading.TICKETS, reading.Limit("audit.tickets", 15, 600))
    with tenancy.organization(cast.acme.pk):
        operator = operator_actor(factories.make_user("olga@operator.test", name="Olga"))
        for _again in range(20):
            note_reading(Reading.TICKETS, by=operator)
        one = Event.objects.get(name="reading.alarm")
        assert (one.subject_id, one.data["label"]) == (operator.id, "Olga (olga@operator.test)")
        react()
        assert Notification.objects.filter(kind="reading", member_id=cast.owner.member.pk).exists()  # type: ignore[union-attr]


def test_a_token_of_the_organization_that_reads_very_much_raises_it_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for what in Reading:
        monkeypatch.setitem(reading.LIMITS, what, reading.Limit(f"audit.{what}", 15, 600))
    with tenancy.organization(cast.acme.pk):
        scopes = ["tickets:ticket:view", "tickets:ticket:view_all"]
        made = create_organization_token("Billing", by=cast.owner.actor, scopes=scopes)
        file_id = factories.make_attachment(cast.ticket.messages.first()).file_id
    program = Program(made.secret)
    for _again in range(20):
        assert program.get(f"/tickets/{cast.ticket.number}").status_code == 200
        assert program.get(f"/files/{file_id}/content").status_code == 302
    with tenancy.organization(cast.acme.pk):
        raised = Event.objects.filter(name="reading.alarm")
        assert {one.data["what"] for one in raised} == {"tickets", "files"}
        assert {(one.subject_id, one.data["label"]) for one in raised} == {(made.token.pk, "Billing")}
        opened = Event.objects.filter(name="file.opened")
        assert {(one.subject_id, one.actor_id) for one in opened} == {(file_id, made.token.pk)}
        react()
        assert Notification.objects.filter(kind="reading", member_id=cast.owner.member.pk).exists()  # type: ignore[union-attr]
