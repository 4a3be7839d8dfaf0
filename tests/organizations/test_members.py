"""Members: inviting, joining, roles, leaving. Nobody grants more than they have, and an owner stays."""

import datetime
from typing import Any

import pytest
import time_machine

from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import DomainError, NotAllowed
from moondesk.organizations import actions
from moondesk.organizations.errors import AlreadyMember, InvalidOrganization, InvitationExpired, LastOwner, MoreThanOwn
from moondesk.organizations.models import Invitation, Member
from moondesk.organizations.permissions import MEMBER_ROLES, ROLE_PERMISSIONS, Permission, Role, permissions_of
from moondesk.organizations.queries import member_actor, memberships_of
from tests import factories
from tests.harness.events import last_told, told
from tests.harness.people import Cast


def fresh(member: Member) -> Member:
    return Member.objects.get(pk=member.pk)


class TestInviting:
    def test_the_invited_becomes_a_member_once(self, in_acme: Cast) -> None:
        user = factories.make_user("nina@acme.test", name="Nina New")
        invitation, secret = actions.invite_member(
            "  Nina@ACME.test ", Role.SUPPORT_AGENT, by=in_acme.administrator.actor, departments=[in_acme.hotels]
        )
        assert secret.encode() not in bytes(invitation.digest)
        assert secret not in str(last_told(invitation).data)
        member = actions.accept_invitation(secret, user)
        assert (member.user, member.roles) == (user, ["support_agent"])
        assert list(member.departments.all()) == [in_acme.hotels]
        assert told(member) == ["member.joined"]
        assert [one.slug for one in memberships_of(user)] == ["acme"]
        with pytest.raises(InvitationExpired):
            actions.accept_invitation(secret, user)

    def test_all_bad_invitations_look_the_same(self, in_acme: Cast) -> None:
        user, somebody = factories.make_user("nina@acme.test"), factories.make_user("eve@acme.test")
        by = in_acme.owner.actor
        revoked, revoked_secret = actions.invite_member(user.email, Role.VIEWER, by=by)
        actions.revoke_invitation(revoked, by=by)
        _, replaced_secret = actions.invite_member(user.email, Role.VIEWER, by=by)
        _, secret = actions.invite_member(user.email, Role.VIEWER, by=by)
        answers = set()
        for given, who in [
            (revoked_secret, user), (replaced_secret, user), (secret, somebody), ("", user), ("%20", user),
            ("\x00", user), (secret[:-1], user), (secret.swapcase(), user),
        ]:  # fmt: skip
            with pytest.raises(InvitationExpired) as caught:
                actions.accept_invitation(given, who)
            answers.add((caught.value.code, caught.value.message))
        with time_machine.travel(now() + datetime.timedelta(days=8)), pytest.raises(InvitationExpired) as late:
            actions.accept_invitation(secret, user)
        assert answers == {(late.value.code, late.value.message)}
        assert actions.accept_invitation(secret, user).roles == ["viewer"]

    def test_an_invitation_opens_no_other_organization(self, cast: Cast) -> None:
        user = factories.make_user("nina@acme.test")
        with tenancy.organization(cast.acme.pk):
            _, secret = actions.invite_member(user.email, Role.VIEWER, by=cast.owner.actor)
        with tenancy.organization(cast.globex.pk), pytest.raises(InvitationExpired):
            actions.accept_invitation(secret, user)

    def test_a_member_is_not_invited_again(self, in_acme: Cast) -> None:
        with pytest.raises(InvalidOrganization):
            actions.invite_member(in_acme.agent.user.email, Role.VIEWER, by=in_acme.owner.actor)

    def test_one_who_left_is_brought_back_and_not_invited(self, in_acme: Cast) -> None:
        by, gone = in_acme.owner.actor, in_acme.administrator
        actions.set_active(gone.member, False, by=by)
        assert memberships_of(gone.user) == []
        with pytest.raises(AlreadyMember) as refused:
            actions.invite_member(gone.user.email, Role.VIEWER, by=by)
        assert refused.value.extra == {"member": str(gone.member.pk), "is_active": False, "name": gone.member.name}
        _, secret = actions.invite_member("adam.new@acme.test", Role.VIEWER, by=by)
        gone.user.email = "adam.new@acme.test"
        gone.user.save()
        with pytest.raises(InvitationExpired):
            actions.accept_invitation(secret, gone.user)
        assert not fresh(gone.member).is_active

    def test_a_member_invited_under_another_address_keeps_their_role(self, in_acme: Cast) -> None:
        _, secret = actions.invite_member("olivia.new@acme.test", Role.VIEWER, by=in_acme.owner.actor)
        in_acme.owner.user.email = "olivia.new@acme.test"
        in_acme.owner.user.save()
        assert actions.accept_invitation(secret, in_acme.owner.user).roles == ["owner"]
        assert not Invitation.objects.filter(accepted_at=None).exists()

    @pytest.mark.parametrize("role", ["customer", "guest", "root", "", "Owner"])
    def test_there_is_no_such_role(self, in_acme: Cast, role: str) -> None:
        with pytest.raises(InvalidOrganization):
            actions.invite_member("x@acme.test", role, by=in_acme.owner.actor)
        assert not Invitation.objects.exists()


class TestNobodyGrantsMoreThanTheyHave:
    @pytest.mark.parametrize("giver", MEMBER_ROLES)
    @pytest.mark.parametrize("given", MEMBER_ROLES)
    def test_by_invitation_and_by_change(self, in_acme: Cast, giver: Role, given: Role) -> None:
        by = member_actor(factories.make_member(roles=[giver]))
        other = factories.make_member(roles=[Role.VIEWER])
        may = Permission.MEMBER_MANAGE in permissions_of([giver]) and (given != Role.OWNER or giver == Role.OWNER)
        for attempt in (
            lambda: actions.invite_member("x@acme.test", given, by=by),
            lambda: actions.change_role(other, given, by=by),
        ):
            if may:
                attempt()
            else:
                with pytest.raises((NotAllowed, MoreThanOwn)):
                    attempt()
        assert fresh(other).roles == ([given.value] if may else ["viewer"])

    def test_one_who_may_manage_members_and_little_else(self, in_acme: Cast) -> None:
        """A token's scopes narrow its owner: it cannot give what it was not given."""
        token = factories.make_token(in_acme.owner.member, scopes=[Permission.MEMBER_MANAGE.value])
        from moondesk.organizations.token_access import by_token

        with by_token(token.secret) as session, pytest.raises(MoreThanOwn):
            actions.invite_member("x@acme.test", Role.ADMINISTRATOR, by=session.actor)

    def test_an_administrator_cannot_unseat_an_owner(self, in_acme: Cast) -> None:
        owner, by = in_acme.owner.member, in_acme.administrator.actor
        for attempt in (
            lambda: actions.change_role(owner, Role.VIEWER, by=by),
            lambda: actions.set_active(owner, False, by=by),
            lambda: actions.change_role(in_acme.administrator.member, Role.OWNER, by=by),
        ):
            with pytest.raises(MoreThanOwn):
                attempt()

    def test_roles_stand_in_a_row(self) -> None:
        """What a lower role may, a higher one may too; nobody at the desk is a customer by it."""
        assert ROLE_PERMISSIONS[Role.VIEWER] <= ROLE_PERMISSIONS[Role.ADMINISTRATOR]
        assert ROLE_PERMISSIONS[Role.SUPPORT_AGENT] < ROLE_PERMISSIONS[Role.DEPARTMENT_MANAGER]
        assert ROLE_PERMISSIONS[Role.DEPARTMENT_MANAGER] < ROLE_PERMISSIONS[Role.ADMINISTRATOR]
        assert permissions_of(["nonsense"]) == frozenset()
        for role in (Role.CUSTOMER, Role.GUEST, Role.EMPLOYEE):
            assert not ROLE_PERMISSIONS[role] & {Permission.DESK_OPEN, Permission.NOTE_VIEW, Permission.TICKET_VIEW_ALL}


class TestTheLastOwner:
    def test_stays(self, in_acme: Cast) -> None:
        owner, by = in_acme.owner.member, in_acme.owner.actor
        for attempt in (
            lambda: actions.change_role(owner, Role.ADMINISTRATOR, by=by),
            lambda: actions.set_active(owner, False, by=by),
        ):
            with pytest.raises(LastOwner):
                attempt()
        actions.change_role(in_acme.agent.member, Role.OWNER, by=by)
        actions.change_role(owner, Role.VIEWER, by=by)
        assert fresh(owner).roles == ["viewer"]

    def test_an_owner_who_left_does_not_count(self, in_acme: Cast) -> None:
        by = in_acme.owner.actor
        actions.change_role(in_acme.agent.member, Role.OWNER, by=by)
        actions.set_active(in_acme.agent.member, False, by=by)
        with pytest.raises(LastOwner):
            actions.set_active(in_acme.owner.member, False, by=by)


class TestDepartments:
    def test_a_department_cannot_stand_below_itself(self, in_acme: Cast) -> None:
        by = in_acme.owner.actor
        child = factories.make_department("Refunds", parent=in_acme.flights)
        grandchild = factories.make_department("Cash", parent=child)
        for parent in (in_acme.flights, child, grandchild):
            with pytest.raises(InvalidOrganization) as caught:
                actions.update_department(in_acme.flights, name="Flights", parent=parent, by=by)
            assert "parent" in caught.value.fields
        actions.update_department(grandchild, name="Cash", parent=in_acme.hotels, by=by)

    def test_names_are_taken_once_in_a_place_in_any_case(self, in_acme: Cast) -> None:
        with pytest.raises(InvalidOrganization):
            factories.make_department(" flights ")
        assert factories.make_department("Flights", parent=in_acme.hotels).name == "Flights"

    @pytest.mark.parametrize("name", ["", "  ", "x" * 81])
    def test_names_that_do_not_fit(self, in_acme: Cast, name: str) -> None:
        with pytest.raises(InvalidOrganization):
            actions.create_department(name, by=in_acme.owner.actor)

    def test_one_in_use_stays(self, in_acme: Cast) -> None:
        empty = factories.make_department("Empty")
        with pytest.raises(DomainError) as caught:
            actions.delete_department(in_acme.flights, by=in_acme.owner.actor)
        assert caught.value.code == "department_in_use"
        actions.delete_department(empty, by=in_acme.owner.actor)

    def test_only_those_who_may(self, in_acme: Cast) -> None:
        for who in ("agent", "viewer", "employee", "customer"):
            by = in_acme.people[who].actor
            for attempt in (
                lambda by=by: actions.create_department("New", by=by),
                lambda by=by: actions.update_department(in_acme.hotels, name="x", parent=None, by=by),
                lambda by=by: actions.delete_department(in_acme.hotels, by=by),
            ):
                with pytest.raises(NotAllowed):
                    attempt()


class TestFounding:
    def test_the_founder_owns_it(self, db: None) -> None:
        user = factories.make_user()
        organization = actions.create_organization(name="New", slug="  New-One ", owner=user)
        assert organization.slug == "new-one"
        with tenancy.organization(organization.pk):
            assert Member.objects.get().roles == ["owner"]
            assert told(organization) == ["organization.created"]

    @pytest.mark.parametrize("slug", ["", "-a", "a-", "a_b", "á", "x" * 41, "api", "static", "a/b", "a b", "\x00"])
    def test_addresses_that_do_not_fit(self, db: None, slug: str) -> None:
        with pytest.raises(InvalidOrganization):
            actions.create_organization(name="New", slug=slug, owner=factories.make_user())

    @pytest.mark.parametrize("fields", [{"name": " "}, {"time_zone": "Mars/Olympus"}, {"time_zone": "../etc/passwd"}])
    def test_other_things_that_do_not_fit(self, db: None, fields: dict[str, Any]) -> None:
        with pytest.raises(InvalidOrganization):
            actions.create_organization(**({"name": "New", "slug": "new", "owner": factories.make_user()} | fields))

    def test_a_taken_address_says_so_and_no_more(self, cast: Cast) -> None:
        with pytest.raises(InvalidOrganization) as caught:
            actions.create_organization(name="Other", slug="ACME", owner=factories.make_user())
        assert set(caught.value.fields) == {"slug"}
        assert "Acme Travel" not in caught.value.message
