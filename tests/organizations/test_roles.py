"""An organization's own roles: what they come to, who may make them, and that nobody gets more than was given."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moondesk.kit.errors import NotAllowed
from moondesk.organizations import actions
from moondesk.organizations.actions import RoleDraft
from moondesk.organizations.configuration import rights_mark
from moondesk.organizations.errors import InvalidOrganization, LastOwner, MoreThanOwn, RoleInUse
from moondesk.organizations.models import Invitation, Member, Organization
from moondesk.organizations.permissions import (
    INHERITABLE,
    NEEDS,
    ROLE_PERMISSIONS,
    WITHOUT_DESK,
    Permission,
    Role,
    RoleRule,
    held_by,
    permissions_of,
    standing_of,
)
from moondesk.organizations.queries import member_actor
from moondesk.organizations.rights import member_actors
from moondesk.organizations.role_models import CustomRole
from moondesk.organizations.token_access import by_token
from tests import factories
from tests.harness.events import last_told, told
from tests.harness.people import Cast

P = Permission
PERMISSIONS = st.frozensets(st.sampled_from(list(Permission)), max_size=8)


def fresh(member: Member) -> Member:
    return Member.objects.get(pk=member.pk)


def make(cast: Cast, name: str = "Night shift", inherits: str = "support_agent", **more: Any) -> CustomRole:
    return actions.create_role(RoleDraft(name, inherits, **more), by=cast.owner.actor)


class TestRules:
    @given(base=st.sampled_from(INHERITABLE), steps=st.lists(st.tuples(PERMISSIONS, PERMISSIONS), max_size=3))
    def test_what_is_kept_with_a_member_says_what_the_role_is(self, base: Role, steps: list[Any]) -> None:
        rule = RoleRule(base)
        for adds, removes in steps:
            rule = rule.then(adds - removes, removes)
        allowed = permissions_of(["own"], [rule.written("own")])
        assert allowed == rule.permissions
        assert all(NEEDS.get(one, one) in allowed for one in allowed)
        if steps:
            adds, removes = steps[-1]
            assert not allowed & removes
        if P.DESK_OPEN not in allowed:
            assert allowed <= WITHOUT_DESK

    def test_the_built_in_roles_make_sense(self) -> None:
        for role in INHERITABLE:
            assert RoleRule(role).permissions == ROLE_PERMISSIONS[role]

    @pytest.mark.parametrize(
        "rule", ["", "own", "own owner", "own customer", "own nonsense +tickets:ticket:view", "other administrator"]
    )
    def test_a_rule_that_is_not_one_allows_nothing(self, rule: str) -> None:
        assert permissions_of(["own"], [rule]) == frozenset()


class TestMakingThem:
    def test_one_inherits_adds_and_removes(self, in_acme: Cast) -> None:
        role = make(in_acme, adds=[P.TICKET_DELETE], removes=[P.NOTE_VIEW])
        actions.change_role(in_acme.agent.member, role.key, by=in_acme.owner.actor)
        held = held_by(fresh(in_acme.agent.member))
        agent = ROLE_PERMISSIONS[Role.SUPPORT_AGENT]
        assert held == agent - {P.NOTE_VIEW, P.NOTE_CREATE} | {P.TICKET_DELETE}
        assert standing_of(fresh(in_acme.agent.member)) == [role.key, "support_agent"]
        assert last_told(role).data["adds"] == [P.TICKET_DELETE]

    def test_all_doors_see_what_it_allows_and_that_it_changed(self, in_acme: Cast) -> None:
        member, by = in_acme.agent.member, in_acme.owner.actor
        parent = make(in_acme)
        child = make(in_acme, "Trainee", inherits=parent.key, removes=[P.TICKET_REPLY])
        actions.change_role(member, child.key, by=by)
        secret = factories.make_token(fresh(member)).secret
        before, version = rights_mark(in_acme.agent.actor), Organization.objects.get().config_version
        draft = RoleDraft("Night shift", "support_agent", [P.TAG_MANAGE], [P.TICKET_ASSIGN])
        actions.update_role(parent, draft, by=by)
        wanted = ROLE_PERMISSIONS[Role.SUPPORT_AGENT] - {P.TICKET_REPLY, P.TICKET_ASSIGN} | {P.TAG_MANAGE}
        assert in_acme.agent.actor.permissions == wanted
        assert member_actors([in_acme.agent.user.pk])[in_acme.agent.user.pk].permissions == wanted
        assert rights_mark(in_acme.agent.actor) != before
        assert Organization.objects.get().config_version > version
        with by_token(secret) as session:
            assert session.actor.permissions == wanted
            assert session.actor.is_staff
        assert told(parent) == ["role.created", "role.changed"]

    def test_what_does_not_fit(self, in_acme: Cast) -> None:
        by = in_acme.owner.actor
        make(in_acme)
        for draft, field in [
            (RoleDraft(" ", "viewer"), "name"),
            (RoleDraft("x" * 61, "viewer"), "name"),
            (RoleDraft("night SHIFT", "viewer"), "name"),
            (RoleDraft("Owner", "viewer"), "name"),
            (RoleDraft("New", "owner"), "inherits"),
            (RoleDraft("New", "customer"), "inherits"),
            (RoleDraft("New", "nonsense"), "inherits"),
            (RoleDraft("New", "viewer", ["nonsense"]), "adds"),
            (RoleDraft("New", "viewer", [], ["a b"]), "removes"),
            (RoleDraft("New", "viewer", [P.TAG_MANAGE], [P.TAG_MANAGE]), "removes"),
            (RoleDraft("New", "viewer", description="x" * 201), "description"),
        ]:
            with pytest.raises(InvalidOrganization) as caught:
                actions.create_role(draft, by=by)
            assert set(caught.value.fields) == {field}
        assert CustomRole.objects.count() == 1

    def test_a_circle_is_refused(self, in_acme: Cast) -> None:
        by = in_acme.owner.actor
        first = make(in_acme, "First")
        second = make(in_acme, "Second", inherits=first.key)
        third = make(in_acme, "Third", inherits=second.key)
        for goal in (first, second, third):
            with pytest.raises(InvalidOrganization) as caught:
                actions.update_role(first, RoleDraft("First", goal.key), by=by)
            assert "inherits" in caught.value.fields
        assert CustomRole.objects.get(key=first.key).inherits == "support_agent"


class TestNobodyGrantsMoreThanTheyHave:
    def test_by_a_role_of_their_own(self, in_acme: Cast) -> None:
        """One who may make roles and care for members, and nothing else that an agent may not."""
        keeper = make(in_acme, "Keeper", adds=[P.ROLE_MANAGE, P.MEMBER_MANAGE])
        strong = make(in_acme, "Strong", adds=[P.TICKET_PURGE, P.TICKET_DELETE])
        heir = make(in_acme, "Heir", inherits=strong.key, removes=[P.TICKET_PURGE, P.TICKET_DELETE])
        mighty = factories.make_member(roles=[Role.ADMINISTRATOR])
        by, other = member_actor(factories.make_member(roles=[keeper.key])), in_acme.viewer.member
        for attempt in (
            lambda: actions.create_role(RoleDraft("New", "administrator"), by=by),
            lambda: actions.create_role(RoleDraft("New", "viewer"), by=by),
            lambda: actions.create_role(RoleDraft("New", "support_agent", [P.TAG_MANAGE]), by=by),
            lambda: actions.update_role(keeper, RoleDraft("Keeper", "administrator"), by=by),
            lambda: actions.update_role(strong, RoleDraft("Strong", "support_agent"), by=by),
            lambda: actions.update_role(heir, RoleDraft("Heir", strong.key), by=by),
            lambda: actions.delete_role(strong, by=by),
            lambda: actions.invite_member("x@acme.test", strong.key, by=by),
            lambda: actions.change_role(other, strong.key, by=by),
            lambda: actions.change_role(mighty, Role.SUPPORT_AGENT, by=by),
            lambda: actions.set_active(mighty, False, by=by),
        ):
            with pytest.raises(MoreThanOwn):
                attempt()
        less = actions.create_role(RoleDraft("Less", "viewer", [], [P.TICKET_VIEW_ALL]), by=by)
        actions.change_role(in_acme.other_agent.member, less.key, by=by)
        assert P.TICKET_REPLY not in in_acme.other_agent.actor.permissions

    @pytest.mark.parametrize("who", ["agent", "viewer", "employee", "customer"])
    def test_only_those_who_may(self, in_acme: Cast, who: str) -> None:
        role, by = make(in_acme), in_acme.people[who].actor
        for attempt in (
            lambda: actions.create_role(RoleDraft("New", "employee"), by=by),
            lambda: actions.update_role(role, RoleDraft("New", "employee"), by=by),
            lambda: actions.delete_role(role, by=by),
        ):
            with pytest.raises(NotAllowed):
                attempt()

    def test_a_narrowed_role_takes_back_what_its_members_promised(self, in_acme: Cast) -> None:
        role = make(in_acme, "Keeper", adds=[P.MEMBER_MANAGE])
        by = member_actor(factories.make_member(roles=[role.key]))
        invitation, _secret = actions.invite_member("x@acme.test", Role.SUPPORT_AGENT, by=by)
        actions.update_role(role, RoleDraft("Keeper", "support_agent"), by=in_acme.owner.actor)
        assert Invitation.objects.get(pk=invitation.pk).revoked_at is not None


class TestDeleting:
    def test_one_in_use_asks_where_its_members_go(self, in_acme: Cast) -> None:
        role, by = make(in_acme, adds=[P.TAG_MANAGE]), in_acme.owner.actor
        member = in_acme.agent.member
        actions.change_role(member, role.key, by=by)
        invitation, _secret = actions.invite_member("x@acme.test", role.key, by=by)
        for moves_to, error in (("", RoleInUse), (role.key, InvalidOrganization), ("nonsense", InvalidOrganization)):
            with pytest.raises(error):
                actions.delete_role(role, by=by, moves_to=moves_to)
        actions.delete_role(role, by=by, moves_to="viewer")
        assert (fresh(member).roles, fresh(member).role_rules) == (["viewer"], [])
        assert Invitation.objects.get(pk=invitation.pk).role == "viewer"
        assert not CustomRole.objects.exists()

    def test_one_with_heirs_stays(self, in_acme: Cast) -> None:
        role = make(in_acme)
        make(in_acme, "Heir", inherits=role.key)
        with pytest.raises(RoleInUse) as caught:
            actions.delete_role(role, by=in_acme.owner.actor, moves_to="viewer")
        assert "Heir" in caught.value.message

    def test_an_owner_stays_one(self, in_acme: Cast) -> None:
        """The last owner gets no other role, a custom one as little as a built-in one."""
        role = make(in_acme, inherits="administrator")
        with pytest.raises(LastOwner):
            actions.change_role(in_acme.owner.member, role.key, by=in_acme.owner.actor)


def test_a_role_that_is_gone_allows_nothing(in_acme: Cast) -> None:
    member = in_acme.agent.member
    member.roles = ["night-shift"]
    member.save()
    assert in_acme.agent.actor.permissions == frozenset()
