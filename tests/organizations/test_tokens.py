"""Bearer tokens: what they may, and that dead ones all look alike."""

import datetime

import pytest
import time_machine

from moondesk.kit import context, tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.organizations import actions
from moondesk.organizations.errors import BadToken, InvalidOrganization, MoreThanOwn
from moondesk.organizations.models import ApiToken
from moondesk.organizations.permissions import Permission, permissions_of
from moondesk.organizations.token_access import by_token
from tests import factories
from tests.harness.events import told
from tests.harness.people import Cast


def permissions(secret: str) -> frozenset[Permission]:
    with by_token(secret) as session:
        return session.actor.permissions


def test_a_token_may_what_its_member_may(cast: Cast, token_of) -> None:  # type: ignore[no-untyped-def]
    secret = token_of(cast.agent)
    assert secret.startswith("mdk_")
    with by_token(secret) as session:
        assert session.actor.permissions == permissions_of(["support_agent"])
        assert session.actor.organization_id == cast.acme.pk
        assert session.actor.scope.departments == {cast.flights.pk}
        assert tenancy.current_organization_id() == cast.acme.pk
    assert context.organization_id.get() is None


def test_scopes_narrow_and_never_widen(cast: Cast, token_of) -> None:  # type: ignore[no-untyped-def]
    assert permissions(token_of(cast.agent, scopes=["tickets:ticket:view"])) == {Permission.TICKET_VIEW}
    for scope in ("organizations:member:manage", "nonsense", ""):
        with pytest.raises(InvalidOrganization):
            token_of(cast.agent, scopes=[scope])


def test_a_token_loses_what_its_member_loses(cast: Cast, token_of) -> None:  # type: ignore[no-untyped-def]
    secret = token_of(cast.agent, scopes=["tickets:ticket:view", "tickets:ticket:update"])
    with tenancy.organization(cast.acme.pk):
        actions.change_role(cast.agent.member, "viewer", by=cast.owner.actor)
    assert permissions(secret) == {Permission.TICKET_VIEW}


def test_all_dead_tokens_look_alike(cast: Cast, token_of) -> None:  # type: ignore[no-untyped-def]
    answers = set()

    def refused(secret: str) -> None:
        with pytest.raises(BadToken) as caught, by_token(secret):
            pytest.fail("it opened")
        answers.add((caught.value.code, caught.value.status, caught.value.message))

    revoked = token_of(cast.agent)
    with tenancy.organization(cast.acme.pk):
        actions.revoke_token(ApiToken.objects.get(prefix=revoked[:10]), by=cast.agent.actor)
    refused(revoked)
    refused(token_of(cast.agent, expires_in=datetime.timedelta(seconds=-60)))
    good = token_of(cast.viewer)
    for wrong in (
        "",
        "mdk_",
        good[:-1],
        good + "A",
        good.swapcase(),
        good.removeprefix("mdk_"),
        "mdk_\x00",
        "mdk_\ud800",
    ):
        refused(wrong)
    with tenancy.organization(cast.acme.pk):
        actions.set_active(cast.viewer.member, False, by=cast.owner.actor)
    refused(good)
    closed = token_of(cast.owner)
    cast.owner.user.is_active = False
    cast.owner.user.save()
    refused(closed)
    assert len(answers) == 1


def test_it_expires_by_the_databases_clock_to_the_second(cast: Cast, token_of) -> None:  # type: ignore[no-untyped-def]
    with time_machine.travel(now() - datetime.timedelta(minutes=10)):
        dead = token_of(cast.agent, expires_in=datetime.timedelta(minutes=9))
        alive = token_of(cast.agent, expires_in=datetime.timedelta(minutes=11))
    with pytest.raises(BadToken), by_token(dead):
        pass
    assert permissions(alive)


def test_only_the_digest_is_kept(in_acme: Cast) -> None:
    new = factories.make_token(in_acme.agent.member)
    row = ApiToken.objects.get(pk=new.token.pk)
    assert len(bytes(row.digest)) == 32
    assert row.prefix == new.secret[:10]
    assert told(row) == ["token.created"]


def test_making_and_revoking_for_others_needs_the_permission(in_acme: Cast) -> None:
    for who in ("agent", "viewer"):
        with pytest.raises(NotAllowed):
            actions.create_token(in_acme.owner.member, "x", by=in_acme.people[who].actor)
        with pytest.raises(NotAllowed):
            actions.revoke_token(factories.make_token(in_acme.owner.member).token, by=in_acme.people[who].actor)
    new = actions.create_token(in_acme.agent.member, "for Ana", by=in_acme.administrator.actor)
    actions.revoke_token(new.token, by=in_acme.administrator.actor)
    assert told(new.token) == ["token.created", "token.revoked"]


def test_an_administrator_makes_no_token_stronger_than_himself(in_acme: Cast) -> None:
    """A token of the owner is the owner: only the owner makes it."""
    with pytest.raises(MoreThanOwn):
        actions.create_token(in_acme.owner.member, "x", by=in_acme.administrator.actor)
    with pytest.raises(MoreThanOwn):
        actions.create_token(in_acme.owner.member, "x", by=in_acme.administrator.actor, scopes=["tickets:ticket:view"])


def test_a_narrow_token_makes_no_wide_one(cast: Cast, token_of) -> None:  # type: ignore[no-untyped-def]
    narrow = token_of(cast.agent, scopes=["tickets:ticket:view", "organizations:token:own"])
    with by_token(narrow) as session:
        with pytest.raises(MoreThanOwn):
            actions.create_token(cast.agent.member, "x", by=session.actor)
        with pytest.raises(InvalidOrganization):
            actions.create_token(cast.agent.member, "x", by=session.actor, scopes=["tickets:ticket:update"])
        assert actions.create_token(cast.agent.member, "x", by=session.actor, scopes=["tickets:ticket:view"])


def test_a_token_works_only_from_its_networks_and_says_where_it_was_used(cast: Cast, client) -> None:  # type: ignore[no-untyped-def]
    with tenancy.organization(cast.acme.pk):
        by = cast.agent.actor
        for wrong in ("nowhere", "10.0.0.0/99"):
            with pytest.raises(InvalidOrganization):
                actions.create_token(cast.agent.member, "x", by=by, networks=[wrong])
        made = actions.create_token(cast.agent.member, "x", by=by, networks=["192.0.2.7/24", "2001:db8::/32"])
    assert made.token.networks == ["192.0.2.0/24", "2001:db8::/32"]
    headers = {"Authorization": f"Bearer {made.secret}"}

    def ask(address: str) -> int:
        return client.get("/api/v1/tickets", headers=headers, REMOTE_ADDR=address).status_code  # type: ignore[no-any-return]

    assert [ask(one) for one in ("127.0.0.1", "198.51.100.1", "192.0.2.99", "2001:db8::5")] == [403, 403, 200, 200]
    assert client.get("/api/v1/tickets", headers=headers).json()["code"] == "token_elsewhere"
    with tenancy.organization(cast.acme.pk):
        assert ApiToken.objects.get(pk=made.token.pk).last_used_from == "192.0.2.99"


def test_all_tokens_are_revoked_at_a_press(cast: Cast, client_of, token_of) -> None:  # type: ignore[no-untyped-def]
    own, of_agent = token_of(cast.administrator), token_of(cast.agent)
    client_of(cast.agent).post("/acme/settings/tokens/revocation", {"of": "everybody"})
    assert permissions(of_agent)
    client_of(cast.agent).post("/acme/settings/tokens/revocation")
    with pytest.raises(BadToken):
        permissions(of_agent)
    assert permissions(own)
    another = token_of(cast.agent)
    assert (
        client_of(cast.administrator).post("/acme/settings/tokens/revocation", {"of": "everybody"}).status_code == 302
    )
    for secret in (own, another):
        with pytest.raises(BadToken):
            permissions(secret)
