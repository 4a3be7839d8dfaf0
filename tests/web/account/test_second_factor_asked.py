"""An organization asks for a second factor: of whom, from when on, at every door; how those come in who lack one."""

import datetime
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.test import Client

from moondesk.api.streams.viewers import Asked, recognize, renew
from moondesk.events.models import Event
from moondesk.events.registry import find_reaction
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations import actions
from moondesk.organizations.actions.second_factor import ask_second_factor
from moondesk.organizations.errors import OwnFactorFirst, SecondFactorFirst
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.second_factor import members_without
from moondesk.organizations.sign_in_rules import Demand
from moondesk.web.account.mails import compose
from tests import factories
from tests.harness.people import Cast
from tests.web.account.test_second_factor import SECRET, code_at
from tests.web.account.test_signing_in import PASSWORD, queued
from tests.web.console_doors import give_second_factor, show_second_factor

pytestmark = pytest.mark.django_db
DESK, ASKED = "/acme/desk/", "/acme/second-step"
PAGE, FORM = "/acme/settings/sign-in", "/acme/settings/sign-in/second-factor"
API = {"Moondesk-Organization": "acme"}


def ask(cast: Cast, *roles: str, days: int = 0) -> None:
    with tenancy.organization(cast.acme.pk):
        ask_second_factor(Organization.objects.get(), roles, days, by=factories.moondesk())


def status(client: Client, path: str = DESK) -> int:
    return int(client.get(path).status_code)


def stream_of(client: Client) -> Asked:
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
    return Asked({"cookie": cookie}, {"organization": ["acme"]})


def test_everybody_is_asked_or_those_with_a_role_and_what_stands_on_it() -> None:
    monday = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)
    demand = Demand(["support_agent"], monday, 7)
    joined = monday - datetime.timedelta(days=400)
    assert demand.holds_from(["viewer"], joined) is None
    assert demand.holds_from(["second_line", "support_agent"], joined) == monday + datetime.timedelta(days=7)
    later = monday + datetime.timedelta(days=30)
    assert demand.holds_from(["support_agent"], later) == later + datetime.timedelta(days=7), "days from joining"
    assert Demand(["*"], monday, 0).holds_from([], joined) == monday
    assert Demand(["*"], None, 0).holds_from([], joined) is None
    assert Demand().holds_from(["owner"], joined) is None


def test_who_lacks_one_is_led_to_set_it_up_and_is_in_right_after(cast: Cast, client_of: Any) -> None:
    cast.agent.user.set_password(PASSWORD)
    cast.agent.user.save()
    ana = client_of(cast.agent)
    ask(cast, "support_agent")
    led = ana.get("/acme/desk/?view=open")
    assert (led.status_code, led["Location"]) == (302, f"{ASKED}?next=%2Facme%2Fdesk%2F%3Fview%3Dopen")
    assert ana.get(DESK, headers={"HX-Request": "true"})["HX-Redirect"].startswith(ASKED)
    page = ana.get(led["Location"]).content.decode()
    assert "Acme Travel asks for a second step" in page
    assert "/accounts/security/totp/activate/" in page
    ana.post("/accounts/reauthenticate/", {"password": PASSWORD})
    ana.get("/accounts/security/totp/activate/")
    secret = ana.session["mfa.totp.secret"]
    done = ana.post("/accounts/security/totp/activate/", {"code": code_at(secret=secret)})
    codes = ana.get(done["Location"]).content.decode()
    back = led["Location"].replace("&", "&amp;")
    assert f'href="{back}"' in codes, "the codes are shown, and lead back"

    show_second_factor(ana, cast.agent.user)  # as the commit does, which a test does not reach
    assert ana.get(led["Location"])["Location"] == "/acme/desk/?view=open"
    assert status(ana) == 200
    assert "Go on to" not in ana.get("/accounts/security/").content.decode()


def test_every_door_is_closed_until_then(cast: Cast, client_of: Any, token_of: Any) -> None:
    ana, emil, secret = client_of(cast.agent), client_of(cast.employee), token_of(cast.agent)
    bearer = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/tickets", headers=bearer).status_code == 200
    asked = stream_of(ana)
    listening, by_token = recognize(asked), recognize(Asked({"authorization": f"Bearer {secret}"}, {}))
    ask(cast, "*")
    refused = ana.post("/acme/desk/new", {"subject": "Half written"})
    assert (refused.status_code, refused["Moondesk-Error"]) == (403, "second_factor_required")
    for headers in (bearer, API):
        answer = ana.get("/api/v1/tickets", headers=headers) if headers is API else Client().get(
            "/api/v1/tickets", headers=headers
        )  # fmt: skip
        assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_required"), headers
    with pytest.raises(SecondFactorFirst):
        recognize(asked)
    with tenancy.organization(cast.acme.pk):
        left = renew([listening, by_token], Organization.objects.get())
    assert set(left.values()) == {None}, "what listens already hears no more"
    assert emil.get("/acme/help/")["Location"].startswith(ASKED), "an employee asks for help by the portal"
    assert status(client_of(cast.customer), "/acme/help/") == 200, "customers are no members"
    for person in (cast.agent, cast.employee):
        give_second_factor(person.user)
    assert status(ana) == 302, "to have one is not to show it"
    assert "Use a code" in ana.get(ASKED).content.decode()
    assert Client().get("/api/v1/tickets", headers=bearer).status_code == 200, "a token shows none, its owner has one"
    show_second_factor(ana, cast.agent.user)
    assert status(ana) == 200
    assert ana.get("/api/v1/tickets", headers=API).status_code == 200
    asked = stream_of(ana)
    with tenancy.organization(cast.acme.pk):
        own = Organization.objects.get()
    viewer = recognize(asked)
    with tenancy.organization(cast.acme.pk):
        assert renew([viewer], own)[viewer.key] is not None


def test_nobody_is_locked_out_before_their_days_are_over(cast: Cast, client_of: Any, token_of: Any) -> None:
    ana, secret = client_of(cast.agent), token_of(cast.agent)
    ask(cast, "support_agent", days=7)
    page = ana.get(DESK)
    assert "Acme Travel asks for a second step from" in page.content.decode()
    assert "Later" in ana.get(ASKED).content.decode()
    assert "asks for a second step from" not in client_of(cast.viewer).get(DESK).content.decode()
    with time_machine.travel(now() + datetime.timedelta(days=6, hours=23)):
        assert status(ana) == 200
    with time_machine.travel(now() + datetime.timedelta(days=7, minutes=1)):
        assert status(ana) == 302
        answer = Client().get("/api/v1/tickets", headers={"Authorization": f"Bearer {secret}"})
        assert answer.json()["code"] == "second_factor_required"


def test_another_name_for_a_role_is_no_way_around(cast: Cast, client_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        by = cast.owner.actor
        role = actions.create_role(actions.RoleDraft("Second line", "support_agent"), by=by)
        actions.change_role(Member.objects.get(pk=cast.agent.member.pk), role.key, by=by)
        key = role.key
    ask(cast, "support_agent")
    assert status(client_of(cast.agent)) == 302
    ask(cast, key)
    assert [status(client_of(person)) for person in (cast.agent, cast.other_agent)] == [302, 200]


def test_who_came_by_the_organizations_provider_was_asked_there(cast: Cast, client_of: Any, token_of: Any) -> None:
    key = f"org-{cast.acme.pk.hex}-{cast.globex.pk.hex}"
    other = f"org-{cast.globex.pk.hex}-{cast.globex.pk.hex}"
    ana, secret = client_of(cast.agent), token_of(cast.agent)
    ask(cast, "*")
    session = ana.session
    session["account_authentication_methods"] = [{"method": "socialaccount", "provider": key, "at": 1}]
    session["account_authentication_methods_user"] = str(cast.agent.user.pk)
    session.save()
    assert status(ana) == 200
    headers = {"Authorization": f"Bearer {secret}"}
    SocialAccount.objects.create(user=cast.agent.user, provider=other, uid="ana")
    assert Client().get("/api/v1/tickets", headers=headers).status_code == 403, (
        "another organization's counts for nothing"
    )
    SocialAccount.objects.create(user=cast.agent.user, provider=key, uid="ana")
    assert Client().get("/api/v1/tickets", headers=headers).status_code == 200


def test_whoever_asks_has_one_and_everybody_else_hears_of_it(cast: Cast, client_of: Any) -> None:
    olivia = client_of(cast.owner)
    given = {"which": "second", "who": "everybody", "days": "14"}
    refused = olivia.post(FORM, given)
    assert refused.status_code == 409
    assert "Set up a second step for your own account first" in refused.content.decode()
    give_second_factor(cast.owner.user)
    show_second_factor(olivia, cast.owner.user)
    wrong = olivia.post(FORM, given | {"days": "three"})
    assert wrong.status_code == 422
    assert "Give a number of days." in wrong.content.decode()
    assert "Choose at least one role." in olivia.post(FORM, given | {"who": "roles"}).content.decode()
    assert "0 to 90 days" in olivia.post(FORM, given | {"days": "91"}).content.decode()
    assert "There is no such role." in olivia.post(FORM, given | {"who": "roles", "roles": ["king"]}).content.decode()
    assert olivia.post(FORM, given).status_code == 302
    page = olivia.get(PAGE).content.decode()
    assert "5 people have none yet" in page
    assert client_of(cast.agent).post(FORM, given).status_code == 403
    with tenancy.organization(cast.acme.pk):
        event = Event.objects.get(name="organization.second_factor_asked")
        assert event.data["before"] == {"second_factor_roles": [], "second_factor_days": 0}
        assert event.data["after"] == {"second_factor_roles": ["*"], "second_factor_days": 14}
        tell = find_reaction(event.name, "moondesk.web.account.telling_asked.tell_those_without")
        assert tell
        tell(event)
        tell(event)
    told = [job for job in queued() if job["kind"] == "second_factor_asked"]
    assert sorted(job["recipient"] for job in told) == [
        "adam@acme.test", "ana@acme.test", "bo@acme.test", "emil@acme.test", "vera@acme.test",
    ]  # fmt: skip
    mail = compose("second_factor_asked", "ana@acme.test", str(cast.agent.user.pk), str(cast.acme.pk))
    assert mail is not None
    assert "Acme Travel asks for a second step" in mail.subject
    assert f"{ASKED}" in mail.text
    TOTP.activate(cast.agent.user, SECRET)
    assert compose("second_factor_asked", "ana@acme.test", str(cast.agent.user.pk), str(cast.acme.pk)) is None


def test_days_count_anew_only_when_more_are_asked(cast: Cast) -> None:
    def since() -> Any:
        with tenancy.organization(cast.acme.pk):
            return Organization.objects.get().second_factor_since

    with time_machine.travel("2026-03-01T10:00:00Z", tick=False) as clock:
        ask(cast, "viewer", "support_agent", days=10)
        first = since()
        clock.shift(3600)
        ask(cast, "support_agent", days=5)
        assert since() == first
        ask(cast, "*", days=5)
        assert since() > first
        ask(cast)
    with tenancy.organization(cast.acme.pk):
        assert members_without(Organization.objects.get()) == []


def test_programs_ask_too(cast: Cast, client: Client, token_of: Any) -> None:
    headers = {"Authorization": f"Bearer {token_of(cast.owner)}"}

    def put(**body: Any) -> Any:
        return client.put("/api/v1/second-factor", body, content_type="application/json", headers=headers)

    assert put(roles=["viewer"]).json()["code"] == "own_second_factor_first"
    give_second_factor(cast.owner.user)
    assert "roles" in put(roles=["king"]).json()["fields"]
    assert put(roles=["viewer"], days=91).status_code == 422
    made = put(roles=["viewer"], days=3).json()
    assert (made["roles"], made["days"]) == (["viewer"], 3)
    assert [one["name"] for one in made["without"]] == ["Vera Viewer"]
    assert client.get("/api/v1/second-factor", headers=headers).json() == made
    assert put(roles=[]).json()["without"] == []
    agent = {"Authorization": f"Bearer {token_of(cast.agent)}"}
    assert client.get("/api/v1/second-factor", headers=agent).status_code == 403


def test_the_one_who_asks_by_an_action_needs_one(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk), pytest.raises(OwnFactorFirst):
        ask_second_factor(Organization.objects.get(), ["*"], 0, by=cast.owner.actor)
