"""Whoever changes who may do what takes the organization's row before anything else, so nobody waits in a ring."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from moondesk.directory.actions import switch
from moondesk.directory.rules import RuleKind
from moondesk.handover.actions import Heirs, accept_ownership, deactivate_member, leave_organization
from moondesk.kit import tenancy
from moondesk.organizations import actions
from moondesk.organizations.actions.deletion import begin_deletion
from moondesk.organizations.actions.departments import create_department, update_department
from moondesk.organizations.actions.giving import give_roles
from moondesk.organizations.actions.inviting import accept_invitation, revoke_invitation
from moondesk.organizations.actions.managing import change_managed
from moondesk.organizations.actions.members import rename_member
from moondesk.organizations.actions.offers import lock_sides
from moondesk.organizations.actions.preferences import choose_mails_off
from moondesk.organizations.actions.roles import RoleDraft, create_role, delete_role, update_role
from moondesk.organizations.actions.second_factor import ask_second_factor
from moondesk.organizations.inheritance import rules_of
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission
from moondesk.organizations.role_models import CustomRole
from moondesk.organizations.transfer_models import OwnershipOffer
from moondesk.timekeeping.actions.timers import start_timer
from tests import factories
from tests.directory.making import make_group, make_person, make_rule
from tests.handover.transferring import offer
from tests.harness.people import Cast, make_cast
from tests.harness.running import wait_until

_TAKES = re.compile(r"^(UPDATE|INSERT INTO|DELETE FROM)\b|FOR (NO KEY )?UPDATE", re.IGNORECASE)
_FIRST = re.compile(r'^SELECT .* FROM "organizations_organization" .*FOR NO KEY UPDATE OF "organizations_organization"')
DRAFT = RoleDraft("Night watch", "viewer")


def narrower(name: str) -> RoleDraft:
    """Return the role as ``DRAFT`` has it, but with less in it, so that all who have it are written anew."""
    return RoleDraft(name, "viewer", removes=[Permission.TICKET_VIEW_ALL])


def _invited(cast: Cast) -> Callable[[], object]:
    found, secret = actions.invite_member("nina@acme.test", "viewer", by=cast.owner.actor)
    nina = factories.make_user("nina@acme.test", name="Nina New")
    return lambda: accept_invitation(secret, nina) if found.role else None


def _revoked(cast: Cast) -> Callable[[], object]:
    found, _secret = actions.invite_member("nina@acme.test", "viewer", by=cast.owner.actor)
    return lambda: revoke_invitation(found, by=cast.owner.actor)


def _offered(cast: Cast) -> Callable[[], object]:
    offer(cast)
    return lambda: accept_ownership(by=cast.agent.actor)


def _deactivated(cast: Cast) -> Callable[[], object]:
    start_timer(cast.ticket, by=cast.agent.actor)
    return lambda: deactivate_member(member_of(cast, "agent"), Heirs(), by=cast.owner.actor)


def _back(cast: Cast) -> Callable[[], object]:
    actions.set_active(member_of(cast, "agent"), False, by=cast.owner.actor)
    return lambda: actions.set_active(member_of(cast, "agent"), True, by=cast.owner.actor)


def _renamed(cast: Cast) -> None:
    cast.agent.user.name = "Ana Andersson"
    rename_member(cast.agent.user)


def _with_role(change: Callable[[CustomRole, Cast], object]) -> Callable[[Cast], Callable[[], object]]:
    def made(cast: Cast) -> Callable[[], object]:
        role = create_role(DRAFT, by=cast.owner.actor)
        actions.change_role(member_of(cast, "agent"), role.key, by=cast.owner.actor)
        return lambda: change(role, cast)

    return made


def _directory(change: Callable[[Cast], object]) -> Callable[[Cast], Callable[[], object]]:
    def made(cast: Cast) -> Callable[[], object]:
        make_rule(kind=RuleKind.EVERYONE)
        switch(on=True, by=cast.owner.actor)
        return lambda: change(cast)

    return made


def member_of(cast: Cast, name: str) -> Member:
    """Return somebody of the cast as they are now."""
    known = cast.people[name].member
    assert known is not None
    return Member.objects.select_related("user").get(pk=known.pk)


DOINGS: dict[str, Callable[[Cast], Callable[[], object]]] = {
    "role made": lambda cast: lambda: create_role(DRAFT, by=cast.owner.actor),
    "role changed": _with_role(lambda role, cast: update_role(role, narrower(role.name), by=cast.owner.actor)),
    "role deleted": _with_role(lambda role, cast: delete_role(role, by=cast.owner.actor, moves_to="viewer")),
    "role given": lambda cast: lambda: actions.change_role(member_of(cast, "agent"), "viewer", by=cast.owner.actor),
    "departments": lambda cast: (
        lambda: actions.change_departments(member_of(cast, "agent"), [cast.hotels.pk], by=cast.owner.actor)
    ),
    "managed": lambda cast: lambda: change_managed(member_of(cast, "agent"), [], ["question"], by=cast.owner.actor),
    "renamed": lambda cast: lambda: _renamed(cast),
    "own mails": lambda cast: lambda: choose_mails_off(["mention"], by=cast.agent.actor),
    "department made": lambda cast: lambda: create_department("Trains", by=cast.owner.actor),
    "department renamed": lambda cast: (
        lambda: update_department(cast.flights, name="Air", parent=None, by=cast.owner.actor)
    ),
    "brought back": _back,
    "let go": _deactivated,
    "left": lambda cast: lambda: leave_organization(by=cast.agent.actor),
    "offered": lambda cast: lambda: offer(cast),
    "taken over": _offered,
    "invited": lambda cast: lambda: actions.invite_member("nina@acme.test", "viewer", by=cast.owner.actor),
    "invitation revoked": _revoked,
    "invitation accepted": _invited,
    "factor asked": lambda cast: lambda: ask_second_factor(cast.acme, [], 0, by=cast.owner.actor),
    "deletion": lambda cast: lambda: begin_deletion("Acme Travel", by=cast.owner.actor),
    "person of the directory": _directory(lambda cast: make_person("zoe@elsewhere.test", by=cast.owner.actor)),
    "group of the directory": _directory(lambda cast: make_group("Crew", by=cast.owner.actor)),
    "rule of the directory": _directory(lambda cast: make_rule("viewer", by=cast.owner.actor)),
    "directory switched off": _directory(lambda cast: switch(on=False, by=cast.owner.actor)),
}


@pytest.mark.django_db
@pytest.mark.parametrize("doing", DOINGS)
def test_the_organization_is_taken_before_anything_else(in_acme: Cast, doing: str) -> None:
    do = DOINGS[doing](in_acme)
    with CaptureQueriesContext(connection) as said:
        do()
    taking = [one["sql"] for one in said.captured_queries if _TAKES.search(one["sql"])]
    assert taking
    assert _FIRST.search(taking[0]), taking[0]


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # within a transaction the answer is remembered
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


def _apart(cast: Cast, do: Callable[[], Any]) -> Any:
    try:
        with tenancy.organization(cast.acme.pk):
            return do()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_roles_change_go_and_an_owner_takes_over_at_the_same_moment() -> None:
    """Ana's row holds up who changes the role, until the others wait, too: then a ring would close."""
    cast = make_cast()
    with tenancy.organization(cast.acme.pk):
        by = cast.owner.actor
        role, other = (create_role(RoleDraft(name, "viewer"), by=by) for name in ("Night watch", "Day watch"))
        for name in ("viewer", "agent", "employee"):
            give_roles(member_of(cast, name), [role.key])
        give_roles(member_of(cast, "other_agent"), [other.key, role.key])
        offer(cast, cast.viewer, keeps=role.key)
        taker = cast.viewer.actor
    works: list[Callable[[], Any]] = [
        lambda: update_role(role, narrower(role.name), by=by),
        lambda: accept_ownership(by=taker),
        lambda: delete_role(other, by=by, moves_to="viewer"),
    ]
    with ThreadPoolExecutor(len(works)) as pool:
        going: list[Future[Any]] = []
        with tenancy.organization(cast.acme.pk):
            list(Member.objects.select_for_update(no_key=True).filter(pk=member_of(cast, "agent").pk))
            for at, work in enumerate(works):
                going.append(pool.submit(_apart, cast, work))
                wait_until(lambda at=at: _waiting() > at, "Waiting", 20)  # type: ignore[misc]
        assert [one.exception(60) for one in going] == [None, None, None]
    with tenancy.organization(cast.acme.pk):
        assert member_of(cast, "viewer").roles == ["owner"]
        assert member_of(cast, "owner").roles == [role.key]
        assert member_of(cast, "other_agent").roles == ["viewer", role.key]
        kept = rules_of(CustomRole.objects.all())[role.key].written(role.key)
        assert member_of(cast, "owner").role_rules == member_of(cast, "agent").role_rules == [kept]
        assert OwnershipOffer.objects.get().ending == "accepted"


@pytest.mark.django_db(transaction=True)
def test_who_waited_while_the_owners_changed_still_keeps_others_out() -> None:
    cast, locked, done = make_cast(), threading.Event(), threading.Event()

    def hold() -> None:
        lock_sides(viewer)
        locked.set()
        done.wait(60)

    with ThreadPoolExecutor(1) as pool:
        with tenancy.organization(cast.acme.pk):
            viewer = member_of(cast, "viewer").pk
            lock_sides()
            going = pool.submit(_apart, cast, hold)
            wait_until(_waiting, "It waits")
            give_roles(member_of(cast, "owner"), ["administrator"])
            give_roles(member_of(cast, "agent"), ["owner"])
        assert locked.wait(60)
        with tenancy.organization(cast.acme.pk), pytest.raises(OperationalError, match="lock timeout"):
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '100ms'")
            with transaction.atomic():
                lock_sides()
        done.set()
        assert going.exception(60) is None
