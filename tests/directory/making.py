"""People, groups and rules of a directory, for tests. Enter an organization before."""

from collections.abc import Callable
from typing import Any

from moondesk.directory import actions
from moondesk.directory.models import (
    DirectoryEntry,
    DirectoryGroup,
    DirectoryMembership,
    DirectoryPerson,
    DirectoryPull,
    DirectoryRule,
    DirectoryRun,
    DirectorySetup,
)
from moondesk.directory.pull.actions import PullEdit, run_now, set_pull
from moondesk.directory.rules import RuleKind, Source
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department, Member
from moondesk.organizations.permissions import Role
from moondesk.organizations.queries import member_actor


def make_person(email: str = "paula@acme.test", *, by: Actor | None = None, **said: Any) -> DirectoryPerson:
    """Return a person of the directory."""
    document = {"emails": [{"value": email, "primary": True}], "displayName": "Paula Peer", "active": True, **said}
    person = actions.Person(user_name=email, external_id="", document=document)
    return actions.write_person(None, person, source=Source.SCIM, by=by or owner())


def make_group(name: str = "Support", *people: DirectoryPerson, by: Actor | None = None) -> DirectoryGroup:
    """Return a group of the directory."""
    group = actions.Group(name=name, external_id="", people={one.pk: "" for one in people})
    return actions.write_group(None, group, source=Source.SCIM, by=by or owner())


def make_rule(
    role: str = Role.SUPPORT_AGENT,
    *,
    kind: RuleKind = RuleKind.EVERYONE,
    value: str = "",
    attribute: str = "",
    department: Department | None = None,
    by: Actor | None = None,
) -> DirectoryRule:
    """Return a rule."""
    return actions.add_rule(actions.NewRule(kind, attribute, value, role, department), by=by or owner())


def make_membership() -> DirectoryMembership:
    """Return a person's place in a group."""
    person = make_person("peer@acme.test")
    return DirectoryMembership.objects.get(group=make_group("Peers", person), person=person)


def make_setup() -> DirectorySetup:
    """Return how the directory is used."""
    make_rule()
    return DirectorySetup.objects.get()


def make_entry() -> DirectoryEntry:
    """Return the line that a joiner leaves in the book."""
    make_rule()
    make_person("entrant@acme.test")
    actions.switch(on=True, by=owner())
    return DirectoryEntry.objects.get(email="entrant@acme.test")


def make_pull() -> DirectoryPull:
    """Return from where people are read by the clock."""
    return set_pull(PullEdit("https://office.test/people", "bearer", "", "x", "hour", ""), by=owner())


def make_run() -> DirectoryRun:
    """Return a reading that waits."""
    make_pull()
    return run_now(by=owner())


def owner() -> Actor:
    """Return an owner as one who acts."""
    return member_actor(Member.objects.filter(roles__contains=[Role.OWNER]).earliest("created_at"))


DIRECTORY: dict[type, Callable[[], Any]] = {
    DirectoryEntry: make_entry,
    DirectoryGroup: make_group,
    DirectoryMembership: make_membership,
    DirectoryPerson: make_person,
    DirectoryPull: make_pull,
    DirectoryRule: make_rule,
    DirectoryRun: make_run,
    DirectorySetup: make_setup,
}
