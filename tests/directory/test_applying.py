"""Joiners, movers and leavers: what the directory says becomes of members, and what it never does."""

import pytest

from moondesk.accounts.models import User
from moondesk.directory import actions
from moondesk.directory.errors import NothingToConnect, TooManyLeavers
from moondesk.directory.models import DirectoryPerson
from moondesk.directory.queries import plan
from moondesk.directory.rules import Problem, RuleKind, Source, StepKind
from moondesk.kit import tenancy
from moondesk.kit.errors import InvalidInput, NotAllowed
from moondesk.organizations.domains import note_proof
from moondesk.organizations.models import Invitation, Member, MemberDepartment
from moondesk.organizations.permissions import Role
from tests.directory.making import make_group, make_person, make_rule
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_directory(in_acme: Cast) -> Cast:
    """Support of the directory are agents of Flights; the domain is the organization's; all of it is carried out."""
    owner = in_acme.owner.actor
    note_proof("acme.test", by=owner)
    make_rule(kind=RuleKind.GROUP, value="support", department=in_acme.flights)
    actions.switch(on=True, by=owner)
    return in_acme


def _member(person: DirectoryPerson) -> Member:
    person.refresh_from_db()
    assert person.member is not None
    return person.member


def test_nothing_is_done_before_it_is_switched_on(in_acme: Cast) -> None:
    make_rule()
    make_person("paula@acme.test")
    assert [one.step.kind for one in plan()] == [StepKind.JOIN]
    assert not User.objects.filter(email="paula@acme.test").exists()


def test_a_joiner_moves_and_leaves_and_comes_back(by_directory: Cast) -> None:
    owner = by_directory.owner.actor
    person = make_person("paula@acme.test")
    assert person.member is None, "no rule is about somebody in no group"
    group = make_group("Support", person)
    member = _member(person)
    assert (member.roles, member.name, member.user.has_usable_password()) == (["support_agent"], "Paula Peer", False)
    assert list(MemberDepartment.objects.filter(member=member).values_list("department", flat=True)) == [
        by_directory.flights.pk
    ]
    make_rule(Role.VIEWER, kind=RuleKind.GROUP, value="Watchers")
    actions.write_group(group, actions.Group("Watchers", "", {person.pk: ""}), source=Source.SCIM, by=owner)
    assert _member(person).roles == ["viewer"]
    gone = actions.Person(person.user_name, "", {**person.document, "active": False})
    actions.write_person(person, gone, source=Source.SCIM, by=owner)
    assert not _member(person).is_active
    back = actions.Person(person.user_name, "", {**person.document, "active": True})
    actions.write_person(person, back, source=Source.SCIM, by=owner)
    assert _member(person).is_active
    actions.remove_person(person, by=owner)
    member.refresh_from_db()
    assert not member.is_active


def test_without_proof_of_the_domain_somebody_is_asked_first(by_directory: Cast) -> None:
    person = make_person("paula@elsewhere.test")
    make_group("Support", person)
    person.refresh_from_db()
    assert (person.member, plan([person])[0].step.kind) == (None, StepKind.INVITED)
    assert Invitation.objects.filter(email="paula@elsewhere.test", accepted_at=None).count() == 1


def test_conflicts_are_shown_and_not_guessed(by_directory: Cast) -> None:
    owner, agent = by_directory.owner, by_directory.agent
    people = [make_person(one.user.email) for one in (owner, agent)]
    make_group("Support", *people)
    assert [one.step.problem for one in plan(people)] == [Problem.IS_MEMBER, Problem.IS_MEMBER]
    assert Member.objects.get(pk=agent.member.pk).roles == agent.member.roles
    actions.connect(people[1], by=owner.actor)
    assert _member(people[1]) == agent.member
    actions.connect(people[0], by=owner.actor)
    assert _member(people[0]).roles == ["owner"], "an owner stays one"
    with pytest.raises(NothingToConnect):
        actions.connect(people[0], by=owner.actor)
    actions.remove_person(people[0], by=owner.actor)
    assert Member.objects.get(pk=owner.member.pk).is_active


def test_a_directory_that_lost_everybody_is_asked_about(by_directory: Cast) -> None:
    owner = by_directory.owner.actor
    group = make_group("Support", *(make_person(f"n{n}@acme.test") for n in range(8)))
    assert Member.objects.filter(user__email__startswith="n").count() == 8
    actions.write_group(group, actions.Group("Support", "", {}), source=Source.SCIM, by=owner)
    assert Member.objects.filter(user__email__startswith="n", is_active=True).count() == 8
    with pytest.raises(TooManyLeavers) as caught:
        actions.switch(on=True, by=owner)
    assert caught.value.extra["leavers"] == 8
    actions.switch(on=True, by=owner, however_many=True)
    assert not Member.objects.filter(user__email__startswith="n", is_active=True).exists()


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (actions.NewRule("group", "", "", "viewer", None), "value"),
        (actions.NewRule("attribute", "shoeSize", "42", "viewer", None), "attribute"),
        (actions.NewRule("everyone", "", "", "owner", None), "role"),
        (actions.NewRule("everyone", "", "", "king", None), "role"),
        (actions.NewRule("everyone", "", "", "", None), "role"),
        (actions.NewRule("moon", "", "", "viewer", None), "kind"),
    ],
)
def test_rules_that_do_not_fit(in_acme: Cast, rule: actions.NewRule, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        actions.add_rule(rule, by=in_acme.owner.actor)
    assert field in getattr(caught.value, "fields", {})


def test_who_may(in_acme: Cast) -> None:
    with pytest.raises(NotAllowed):
        make_rule(by=in_acme.agent.actor)
    with pytest.raises(NotAllowed):
        make_person(by=in_acme.agent.actor)
    with pytest.raises(NotAllowed):
        actions.switch(on=True, by=in_acme.agent.actor)


def test_organizations_know_nothing_of_each_other(by_directory: Cast) -> None:
    make_person("paula@acme.test")
    with tenancy.organization(by_directory.globex.pk):
        assert plan() == []
        make_person("paula@acme.test", by=by_directory.stranger.actor)
        assert not Member.objects.filter(user__email="paula@acme.test").exists()
