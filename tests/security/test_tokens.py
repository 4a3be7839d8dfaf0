"""Tokens: one rule for all doors, and made-up ones change nothing for real ones."""

import datetime
import hashlib
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from moondesk.accounts.models import User
from moondesk.api import guessing, throttle
from moondesk.api.streams.viewers import Asked, recognize, require
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed, TooMany
from moondesk.kit.ids import digest
from moondesk.organizations.actions import change_role, revoke_token, set_active
from moondesk.organizations.errors import BadToken, OrganizationNotFound
from moondesk.organizations.models import ApiToken
from moondesk.organizations.token_access import by_token, token_actors
from moondesk.realtime.frames import Channel
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
type TokenOf = Callable[..., str]


@pytest.fixture(autouse=True)
def _no_counts() -> Iterator[None]:
    for forget in (throttle.reset, guessing.reset):
        forget()
    yield
    for forget in (throttle.reset, guessing.reset):
        forget()


def asks(secret: str, client: str = "127.0.0.1") -> Asked:
    return Asked({"authorization": f"Bearer {secret}"}, {}, client)


def _spoil(cast: Cast, token: ApiToken, how: str) -> None:
    if how == "revoked":
        revoke_token(token, by=cast.owner.actor)
    elif how == "deactivated":
        set_active(cast.agent.member, False, by=cast.owner.actor)
    elif how == "closed account":
        User.objects.filter(pk=cast.agent.user.pk).update(is_active=False)


@pytest.mark.parametrize("how", ["revoked", "deactivated", "closed account", "expired"])
def test_a_token_that_died_is_dead_at_every_door(cast: Cast, token_of: TokenOf, how: str) -> None:
    secret = token_of(cast.agent, expires_in=datetime.timedelta(days=1))
    viewer = recognize(asks(secret))
    assert viewer.token
    with tenancy.organization(cast.acme.pk):
        assert set(token_actors([viewer.token])) == {viewer.token}
        _spoil(cast, ApiToken.objects.get(pk=viewer.token), how)
    with time_machine.travel(now() + datetime.timedelta(days=2 if how == "expired" else 0)):
        if how == "expired":
            with tenancy.organization(cast.acme.pk):
                ApiToken.objects.filter(pk=viewer.token).update(expires_at=now() - datetime.timedelta(days=5))
        with pytest.raises(BadToken), by_token(secret):
            pytest.fail("the API opened")
        with pytest.raises(BadToken):
            recognize(asks(secret))
        with tenancy.organization(cast.acme.pk):
            assert token_actors([viewer.token]) == {}


def test_all_doors_give_a_token_the_same_rights(cast: Cast, token_of: TokenOf) -> None:
    secret = token_of(cast.agent, scopes=["tickets:ticket:view", "tickets:ticket:update"])
    for role in ("support_agent", "viewer"):
        with tenancy.organization(cast.acme.pk):
            change_role(cast.agent.member, role, by=cast.owner.actor)
        with by_token(secret) as session:
            api = session.actor
        stream = recognize(asks(secret))
        assert stream.token == session.token_id
        with tenancy.organization(cast.acme.pk):
            again = token_actors([session.token_id])[session.token_id]
        assert api == stream.actor == again
        assert api.scope.departments == {cast.flights.pk}


def test_a_token_is_of_one_organization(cast: Cast, token_of: TokenOf) -> None:
    secret = token_of(cast.agent)
    with by_token(secret) as session:
        token_id = session.token_id
    with tenancy.organization(cast.globex.pk):
        assert token_actors([token_id]) == {}
    with pytest.raises(OrganizationNotFound):
        recognize(Asked({"authorization": f"Bearer {secret}"}, {"organization": ["globex"]}))
    with pytest.raises(NotAllowed):
        require(recognize(asks(token_of(cast.agent, scopes=["contacts:contact:view"]))), frozenset({Channel.TICKETS}))


def test_made_up_tokens_make_no_real_count_forgotten(cast: Cast, token_of: TokenOf, settings: Any) -> None:
    settings.API_RATE_LIMIT = 2
    program = Program(token_of(cast.agent))
    assert [program.get("/tickets").status_code for _time in range(2)] == [200, 200]
    for number in range(10_001):
        throttle.count(hashlib.sha256(str(number).encode()).digest())
    is_problem(program.get("/tickets"), 429, "rate_limited")


def test_made_up_tokens_are_counted_by_where_they_come_from(cast: Cast, token_of: TokenOf) -> None:
    made_up = [Program(f"mdk_{uuid.uuid4().hex}").get("/tickets").status_code for _ in range(62)]
    assert made_up == [401] * 60 + [429] * 2
    with pytest.raises(TooMany):
        recognize(asks("mdk_made_up"))
    assert Program(token_of(cast.agent)).get("/tickets").status_code == 200, "a neighbour's token is good"
    elsewhere = Program("mdk_made_up", Client(REMOTE_ADDR="192.0.2.9"))
    is_problem(elsewhere.get("/tickets"), 401, "bad_token")


def test_the_count_begins_with_the_first_good_request(cast: Cast, token_of: TokenOf, settings: Any) -> None:
    settings.API_RATE_LIMIT = 5
    secret = token_of(cast.agent)
    assert throttle.count(digest(secret)) is None
    left = [Program(secret).get("/tickets")["RateLimit-Remaining"] for _time in range(3)]
    assert left == ["4", "3", "2"]


def test_a_public_key_of_another_gives_no_answer_of_theirs(cast: Cast) -> None:
    new = {"email": "nina@x.test", "subject": "s", "description": "d"}
    answers = [
        Program(client=Client(REMOTE_ADDR=where)).post("/public/acme/tickets", new, Idempotency_Key="same")
        for where in ("192.0.2.1", "192.0.2.1", "192.0.2.2")
    ]
    numbers = [answer.json()["number"] for answer in answers]
    assert numbers[0] == numbers[1] != numbers[2]
    assert [answer.get("Idempotency-Replayed") for answer in answers] == [None, "true", None]
    other = {**new, "subject": "another", "email": "otto@x.test"}
    mine = Program(client=Client(REMOTE_ADDR="192.0.2.1")).post("/public/acme/tickets", other, Idempotency_Key="same")
    assert mine.status_code == 201, "who used which key is nobody else's to learn"
