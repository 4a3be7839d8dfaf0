"""Signing in without a page: tokens that work for five minutes, and end with the session whatever ends it."""

import datetime
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import jwt
import pytest
import time_machine
from allauth.headless.tokens.strategies.jwt import internal
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from moondesk.accounts.access_tokens import LEEWAY
from moondesk.accounts.actions import end_sessions
from moondesk.accounts.models import SignIn, User
from moondesk.api import guessing
from moondesk.api.streams.viewers import Asked, recognize, renew
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.actions import set_active
from moondesk.organizations.errors import BadToken, SignInElsewhere
from moondesk.organizations.models import Organization
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
FACTOR = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "eleven quiet herons wade"
ACME = {"Moondesk_Organization": "acme"}
type Tokens = dict[str, Any]


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    guessing.reset()
    yield
    guessing.reset()


@pytest.fixture
def ana(cast: Cast) -> User:
    """The agent, with a password."""
    user = cast.agent.user
    user.set_password(PASSWORD)
    user.save()
    return user


def read(response: Any) -> Any:
    return json.loads(response.content)


def sign_in(user: User, password: str = PASSWORD) -> Tokens:
    response = Program().post("/sign-in", {"email": user.email, "password": password})
    assert response.status_code == 200, response.content
    found: Tokens = read(response)
    return found


def me(tokens: Tokens, **headers: str) -> Any:
    return Program(tokens["access_token"]).get("/me", **(ACME | headers))


def renewed(tokens: Tokens) -> Any:
    return Program().post("/sign-in/renewal", {"refresh_token": tokens["refresh_token"]})


def test_the_round_trip(ana: User, cast: Cast) -> None:
    tokens = sign_in(ana)
    assert tokens["expires_in"] == 300
    shown = read(me(tokens))
    assert (shown["kind"], shown["member"]["email"]) == ("member", ana.email)
    changed = Program(tokens["access_token"]).patch(f"/tickets/TKT-{cast.ticket.number}", {"priority": "low"}, **ACME)
    assert changed.status_code == 200
    again = read(renewed(tokens))
    assert me(again).status_code == 200
    assert Program(again["access_token"]).delete("/sign-in").status_code == 204
    for old in (tokens, again):
        is_problem(me(old), 401, "bad_token")
        is_problem(renewed(old), 401, "sign_in_failed")
    is_problem(Program(again["access_token"]).delete("/sign-in"), 401, "bad_token")
    assert not SignIn.objects.exists()


def test_it_names_its_organization_and_stays_in_those_of_its_member(ana: User) -> None:
    program = Program(sign_in(ana)["access_token"])
    is_problem(program.get("/me"), 400, "organization_required")
    for slug in ("globex", "nothing"):
        is_problem(program.get("/me", Moondesk_Organization=slug), 404, "organization_not_found")


@pytest.mark.parametrize("password", ["wrong wrong wrong wrong", " "])
def test_a_wrong_password_and_no_account_look_the_same(ana: User, password: str) -> None:
    answers = set()
    for email in (ana.email, "nobody@customer.test"):
        response = Program().post("/sign-in", {"email": email, "password": password})
        is_problem(response, 401, "sign_in_failed")
        answers.add(response.content)
    assert len(answers) == 1


def test_bad_input_is_said_beside_its_field(ana: User) -> None:
    for path, body, field in (
        ("/sign-in", {"email": ana.email}, "password"),
        ("/sign-in", {"email": ana.email, "password": PASSWORD, "x": 1}, "x"),
        ("/sign-in/code", {"code": "1"}, "session_token"),
        ("/sign-in/renewal", {"refresh_token": ""}, "refresh_token"),
    ):
        response = Program().post(path, body)
        assert response.status_code == 422, (path, response.content)
        assert field in read(response)["fields"]


def test_guessing_ends_and_locks_nobody_else_out(ana: User) -> None:
    wrong = {"email": ana.email, "password": "wrong wrong wrong wrong"}
    codes = [Program().post("/sign-in", wrong).status_code for _time in range(7)]
    assert codes[0] == 401
    assert codes[-1] == 429
    elsewhere = Program(client=Client(REMOTE_ADDR="192.0.2.77"))
    assert elsewhere.post("/sign-in", {"email": ana.email, "password": PASSWORD}).status_code == 200


def test_the_second_step_is_asked_for_and_its_guesses_are_counted(ana: User) -> None:
    RecoveryCodes.activate(ana)
    TOTP.activate(ana, FACTOR)
    found = is_problem(Program().post("/sign-in", {"email": ana.email, "password": PASSWORD}), 401, "code_required")
    assert set(found["factors"]) == {"totp", "recovery_codes"}
    assert "access_token" not in found
    session_token = found["session_token"]
    with_it = Client()
    with_it.cookies[settings.SESSION_COOKIE_NAME] = session_token
    assert with_it.get("/acme/desk/").status_code == 302, "it is no cookie"
    assert not Session.objects.filter(pk=session_token).exists(), "nor a key of one"
    wrong = Program().post("/sign-in/code", {"session_token": session_token, "code": "000000"})
    is_problem(wrong, 401, "sign_in_failed")
    is_problem(Program().post("/sign-in/code", {"session_token": "made up", "code": "1"}), 401, "sign_in_failed")
    code = format_hotp_value(hotp_value(FACTOR, int(time.time()) // 30))
    done = Program().post("/sign-in/code", {"session_token": session_token, "code": code})
    assert done.status_code == 200, done.content
    assert me(read(done)).status_code == 200
    again = is_problem(Program().post("/sign-in", {"email": ana.email, "password": PASSWORD}), 401, "code_required")
    replayed = Program().post("/sign-in/code", {"session_token": again["session_token"], "code": code})
    is_problem(replayed, 401, "sign_in_failed")
    statuses = [
        Program().post("/sign-in/code", {"session_token": again["session_token"], "code": "111111"}).status_code
        for _time in range(8)
    ]
    assert statuses[-1] == 429


def test_a_refresh_token_used_twice_ends_the_session(ana: User) -> None:
    first = sign_in(ana)
    other = sign_in(ana)
    second = read(renewed(first))
    assert me(second).status_code == 200
    is_problem(renewed(first), 401, "sign_in_failed")
    for tokens in (first, second):
        is_problem(me(tokens), 401, "bad_token")
    is_problem(renewed(second), 401, "sign_in_failed")
    assert me(other).status_code == 200, "another sign-in is not concerned"


def test_one_token_is_not_taken_for_the_other(ana: User) -> None:
    tokens = sign_in(ana)
    is_problem(Program(tokens["refresh_token"]).get("/me", **ACME), 401, "bad_token")
    is_problem(Program().post("/sign-in/renewal", {"refresh_token": tokens["access_token"]}), 401, "sign_in_failed")
    with pytest.raises(BadToken):
        recognize(Asked({"authorization": f"Bearer {tokens['refresh_token']}"}, {"organization": ["acme"]}))


def _new_password(cast: Cast) -> None:
    cast.agent.user.set_password("another one of fifteen")
    cast.agent.user.save()


ENDS: dict[str, Callable[[Cast], object]] = {
    "signed out everywhere": lambda cast: end_sessions(cast.agent.user),
    "new password": _new_password,
    "closed account": lambda cast: User.objects.filter(pk=cast.agent.user.pk).update(is_active=False),
}


@pytest.mark.parametrize("how", ENDS)
def test_what_ends_a_session_ends_its_tokens_and_streams(ana: User, cast: Cast, how: str) -> None:
    tokens = sign_in(ana)
    asks = Asked({"authorization": f"Bearer {tokens['access_token']}"}, {"organization": ["acme"]})
    viewer = recognize(asks)
    assert (viewer.person, viewer.organization_id) == (ana.pk, cast.acme.pk)
    ENDS[how](cast)
    is_problem(me(tokens), 401, "bad_token")
    is_problem(renewed(tokens), 401, "sign_in_failed")
    with pytest.raises(BadToken):
        recognize(asks)
    with tenancy.organization(cast.acme.pk):
        assert renew([viewer], Organization.objects.get(pk=cast.acme.pk)) == {viewer.key: None}


def test_whoever_works_there_no_more_is_not_let_in(ana: User, cast: Cast) -> None:
    tokens = sign_in(ana)
    assert cast.agent.member
    with tenancy.organization(cast.acme.pk):
        set_active(cast.agent.member, False, by=cast.owner.actor)
    is_problem(me(tokens), 404, "organization_not_found")


def test_a_closed_organization_is_closed_here_too(ana: User, cast: Cast) -> None:
    tokens = sign_in(ana)
    with tenancy.organization(cast.acme.pk):
        Organization.objects.filter(pk=cast.acme.pk).update(suspended_at=now())
    is_problem(me(tokens), 403, "organization_suspended")


def test_an_organization_that_wants_its_provider_takes_no_password(ana: User, cast: Cast) -> None:
    tokens = sign_in(ana)
    with tenancy.organization(cast.acme.pk):
        forced = [f"{ana.email.partition('@')[2]}=01890000-0000-7000-8000-000000000000"]
        Organization.objects.filter(pk=cast.acme.pk).update(forced_sign_in=forced)
    is_problem(me(tokens), 403, "sign_in_elsewhere")
    with pytest.raises(SignInElsewhere):
        recognize(Asked({"authorization": f"Bearer {tokens['access_token']}"}, {"organization": ["acme"]}))


def test_it_is_over_after_five_minutes_give_or_take_a_clock(ana: User) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        tokens = sign_in(ana)
        clock.shift(datetime.timedelta(seconds=300 + LEEWAY - 1))
        assert me(tokens).status_code == 200
        clock.shift(datetime.timedelta(seconds=2))
        is_problem(me(tokens), 401, "bad_token")
        assert renewed(tokens).status_code == 200


def _forged(tokens: Tokens, key: str = "", algorithm: str = "HS256", **changes: Any) -> Tokens:
    config = internal._get_jwt_config()
    payload = jwt.decode(tokens["access_token"], options={"verify_signature": False}) | changes
    kept = {name: value for name, value in payload.items() if value is not None}
    return {"access_token": jwt.encode(kept, key or config.signing_key, algorithm=algorithm)}


def test_a_token_of_the_future_or_without_its_claims_is_refused(ana: User) -> None:
    tokens = sign_in(ana)
    moment = int(time.time())
    assert me(_forged(tokens, iat=moment + LEEWAY - 3)).status_code == 200, "clocks may differ a little"
    for changes in (
        {"iat": moment + LEEWAY + 60},
        {"nbf": moment + 3600},
        {"exp": None},
        {"iat": None},
        {"sid": None},
        {"sid": "AAAA"},
        {"sid": 7},
        {"sub": "01890000-0000-7000-8000-000000000000"},
        {"token_use": "refresh"},
    ):
        is_problem(me(_forged(tokens, **changes)), 401, "bad_token")


def test_only_our_own_signature_counts(ana: User) -> None:
    tokens = sign_in(ana)
    for key in ("x" * 64, settings.SECRET_KEY):
        is_problem(me(_forged(tokens, key=key)), 401, "bad_token")
    payload = jwt.decode(tokens["access_token"], options={"verify_signature": False})
    unsigned = jwt.encode(payload, None, algorithm="none")  # type: ignore[arg-type]
    for wrong in (unsigned, "a.b.c", "..", f"{tokens['access_token']}x"):
        is_problem(Program(wrong).get("/me", **ACME), 401, "bad_token")


def test_a_browser_signed_in_as_somebody_else_is_left_alone(ana: User, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.owner.user)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    answer = Program(client=client).post("/sign-in", {"email": ana.email, "password": PASSWORD})
    assert answer.status_code == 200, answer.content
    assert client.cookies[settings.SESSION_COOKIE_NAME].value == before
    assert me(read(answer)).status_code == 200
    assert client.get("/acme/desk/").status_code == 200


def test_it_is_shown_and_ended_where_one_is_signed_in(ana: User) -> None:
    client = Client()
    client.force_login(ana)
    tokens = sign_in(ana)
    assert SignIn.objects.filter(user=ana).count() == 1 + 1
    client.post("/accounts/sessions/others/end")
    is_problem(me(tokens), 401, "bad_token")


def test_requests_are_counted_by_session_whatever_its_tokens(ana: User, settings: Any) -> None:
    settings.API_RATE_LIMIT = 3
    tokens = sign_in(ana)
    left = [me(tokens)["RateLimit-Remaining"] for _time in range(2)]
    tokens = read(renewed(tokens))
    assert [*left, me(tokens)["RateLimit-Remaining"]] == ["2", "1", "0"]
    is_problem(me(tokens), 429, "rate_limited")
