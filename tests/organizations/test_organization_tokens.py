"""Tokens of the organization: nobody's, bound to what they say, and there when their maker is gone."""

import datetime
from collections.abc import Callable

import pytest

from moondesk.kit import tenancy
from moondesk.kit.errors import NotAllowed
from moondesk.organizations import actions
from moondesk.organizations.actor import Actor, ActorKind
from moondesk.organizations.errors import BadToken, InvalidOrganization, MoreThanOwn
from moondesk.organizations.models import ApiToken
from moondesk.organizations.permissions import Permission
from moondesk.organizations.token_access import by_token, token_actors
from tests.harness.people import Cast

VIEW = [Permission.TICKET_VIEW.value, Permission.TICKET_VIEW_ALL.value]


def actor_of(secret: str) -> Actor:
    with by_token(secret) as session:
        return session.actor


def test_it_is_nobodys_and_may_just_what_it_says(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        made = actions.create_organization_token("Billing", by=cast.administrator.actor, scopes=VIEW)
    actor = actor_of(made.secret)
    assert (actor.kind, actor.id, actor.label, actor.member_id) == (ActorKind.TOKEN, made.token.pk, "Billing", None)
    assert actor.permissions == {Permission.TICKET_VIEW, Permission.TICKET_VIEW_ALL}
    assert actor.is_staff
    assert actor.organization_id == cast.acme.pk
    with tenancy.organization(cast.acme.pk):
        assert token_actors([made.token.pk]) == {made.token.pk: actor}


def test_it_survives_who_made_it(cast: Cast, token_of: Callable[..., str]) -> None:
    own = token_of(cast.administrator)
    with tenancy.organization(cast.acme.pk):
        made = actions.create_organization_token("Billing", by=cast.administrator.actor, scopes=VIEW)
        actions.set_active(cast.administrator.member, False, by=cast.owner.actor)
    assert actor_of(made.secret).may(Permission.TICKET_VIEW)
    with pytest.raises(BadToken):
        actor_of(own)


@pytest.mark.parametrize(
    ("scopes", "field"),
    [([], "scopes"), (["nonsense"], "scopes"), ([Permission.TICKET_VIEW.value], "scopes")],
)
def test_it_needs_scopes_that_make_sense(in_acme: Cast, scopes: list[str], field: str) -> None:
    with pytest.raises(InvalidOrganization) as caught:
        actions.create_organization_token("Billing", by=in_acme.owner.actor, scopes=scopes)
    assert field in caught.value.fields
    assert not ApiToken.objects.exists()


def test_only_who_manages_tokens_makes_and_revokes_it(in_acme: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.create_organization_token("Billing", by=in_acme.agent.actor, scopes=VIEW)
    made = actions.create_organization_token("Billing", by=in_acme.owner.actor, scopes=VIEW)
    another = actions.create_organization_token("Shop", by=in_acme.owner.actor, scopes=VIEW)
    with pytest.raises(NotAllowed):
        actions.revoke_token(made.token, by=in_acme.agent.actor)
    with pytest.raises(NotAllowed):
        actions.revoke_token(made.token, by=token_actors([another.token.pk])[another.token.pk])
    actions.revoke_token(another.token, by=token_actors([another.token.pk])[another.token.pk])
    actions.revoke_token(made.token, by=in_acme.administrator.actor)
    assert token_actors([made.token.pk, another.token.pk]) == {}


def test_it_is_no_owner_whatever_it_may(in_acme: Cast) -> None:
    every = [one.value for one in in_acme.owner.actor.permissions]
    made = actions.create_organization_token("All", by=in_acme.owner.actor, scopes=every)
    by = token_actors([made.token.pk])[made.token.pk]
    with pytest.raises(MoreThanOwn):
        actions.change_role(in_acme.agent.member, "owner", by=by)
    with pytest.raises(MoreThanOwn):
        actions.create_token(in_acme.owner.member, "x", by=by)


def test_a_token_makes_none_that_lasts_longer_or_works_from_more_places(cast: Cast) -> None:
    scopes = [Permission.TOKEN_OWN.value, Permission.TICKET_VIEW.value]
    with tenancy.organization(cast.acme.pk):
        maker = actions.create_token(
            cast.agent.member,
            "x",
            by=cast.agent.actor,
            scopes=scopes,
            expires_in=datetime.timedelta(days=10),
            networks=["192.0.2.0/24"],
        )
        by = token_actors([maker.token.pk])[maker.token.pk]
        good = {"expires_in": datetime.timedelta(days=9), "networks": ["192.0.2.0/28"], "scopes": scopes}
        for wrong, field in (
            ({"expires_in": None}, "expires_in"),
            ({"expires_in": datetime.timedelta(days=11)}, "expires_in"),
            ({"networks": []}, "networks"),
            ({"networks": ["192.0.2.0/28", "10.0.0.0/8"]}, "networks"),
            ({"networks": ["192.0.0.0/16"]}, "networks"),
            ({"networks": ["2001:db8::/32"]}, "networks"),
            ({"scopes": [Permission.TICKET_UPDATE.value]}, "scopes"),
        ):
            with pytest.raises(InvalidOrganization) as caught:
                actions.create_token(cast.agent.member, "y", by=by, **(good | wrong))  # type: ignore[arg-type]
            assert field in caught.value.fields
        assert actions.create_token(cast.agent.member, "y", by=by, **good)  # type: ignore[arg-type]
