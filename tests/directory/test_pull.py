"""A listing is read from a real office system, page by page, and becomes members as SCIM's people do."""

from typing import Any

import pytest

from moondesk.directory import actions
from moondesk.directory.models import DirectoryEntry, DirectoryGroup, DirectoryPerson, DirectoryPull, DirectoryRun
from moondesk.directory.pull import running
from moondesk.directory.pull.actions import PullEdit, remove_pull, run_now, set_pull, switch_pull
from moondesk.directory.pull.running import begin_due, perform
from moondesk.directory.pull_rules import RunState
from moondesk.directory.queries import plan
from moondesk.directory.rules import Problem, RuleKind, Source, StepKind
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations.domains import note_proof
from moondesk.organizations.models import Member
from tests.directory.making import make_person, make_rule
from tests.directory.office import TOKEN, Office, office, person  # noqa: F401 - a fixture
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def edit(office: Office, **other: str) -> PullEdit:  # noqa: F811
    given = {"url": office.url, "proof": "bearer", "name": "", "secret": TOKEN, "schedule": "hour", "daily_at": ""}
    return PullEdit(**(given | other))


@pytest.fixture
def pulled(in_acme: Cast, office: Office) -> Cast:  # noqa: F811
    """Support of the office are agents; the domain is the organization's; all of it is carried out."""
    owner = in_acme.owner.actor
    note_proof("acme.test", by=owner)
    make_rule(kind=RuleKind.GROUP, value="support")
    set_pull(edit(office), by=owner)
    actions.switch(on=True, by=owner)
    return in_acme


def read_now(cast: Cast, *, by_clock: bool = False, **more: Any) -> DirectoryRun:
    run = DirectoryRun.objects.create(state="waiting") if by_clock else run_now(by=cast.owner.actor, **more)
    perform(cast.acme.pk, run.pk)
    run.refresh_from_db()
    return run


def here() -> set[str]:
    found = Member.objects.filter(user__email__startswith="user", is_active=True)
    return {one.user.email.partition("@")[0] for one in found.select_related("user")}


def test_joiners_movers_and_leavers_page_by_page(pulled: Cast, office: Office) -> None:  # noqa: F811
    office.people = [person(number, "g1") for number in range(5)]
    office.on_page = 2
    run = read_now(pulled)
    assert (run.state, run.pages, run.read, run.joined, run.left) == (RunState.DONE, 3, 6, 5, 0)
    assert here() == {"user0", "user1", "user2", "user3", "user4"}
    assert {seen[1]["authorization"] for seen in office.seen} == {f"Bearer {TOKEN}"}
    assert {one.source for one in DirectoryPerson.objects.all()} == {Source.PULL}

    make_rule("viewer", kind=RuleKind.GROUP, value="watchers")
    office.groups.append({"id": "g2", "name": "Watchers"})
    office.people[0] = person(0, "g2")
    office.people[1]["active"] = False
    del office.people[2]
    run = read_now(pulled)
    assert (run.joined, run.moved, run.left, run.skipped) == (0, 1, 2, 0)
    assert here() == {"user0", "user3", "user4"}
    assert Member.objects.get(user__email="user0@acme.test").roles == ["viewer"]
    assert not DirectoryPerson.objects.filter(external_id="p2").exists()
    assert DirectoryEntry.objects.filter(done="left").count() == 2
    told = Event.objects.filter(name="directory.pulled").latest("id").data
    assert told == {"read": 6, "joined": 0, "moved": 1, "left": 2, "conflicts": 0, "skipped": 0}


def test_what_did_not_change_is_not_sent_again(pulled: Cast, office: Office) -> None:  # noqa: F811
    office.people, office.tagged = [person(1, "g1")], True
    assert read_now(pulled).state == RunState.DONE
    run = read_now(pulled, by_clock=True)
    assert (run.state, office.seen[-1][1].get("if-none-match") is not None) == (RunState.SAME, True)
    office.people.append(person(2, "g1"))
    assert read_now(pulled, by_clock=True).joined == 1
    read_now(pulled)
    assert "if-none-match" not in office.seen[-1][1], "who asks by hand gets all of it"


def test_in_changes_nobody_is_missing_and_who_is_removed_leaves(pulled: Cast, office: Office) -> None:  # noqa: F811
    office.people, office.as_of = [person(number, "g1") for number in range(3)], "day 1"
    read_now(pulled)
    office.since["day 1"] = {"people": [person(3, "g1"), {"id": "p0", "removed": True}]}
    office.as_of = "day 2"
    run = read_now(pulled, by_clock=True)
    assert office.seen[-1][0] == "/people?since=day+1"
    assert (run.is_full, run.joined, run.left) == (False, 1, 1)
    assert here() == {"user1", "user2", "user3"}
    assert DirectoryPull.objects.get().as_of == "day 2"
    office.since["day 2"] = {"people": []}
    assert read_now(pulled, by_clock=True).left == 0


@pytest.mark.parametrize("people", [[], [person(1, "g1")]])
def test_a_listing_that_shrank_is_looked_at_first(
    pulled: Cast,
    office: Office,  # noqa: F811
    people: list[dict[str, Any]],
) -> None:
    everybody = [person(number, "g1") for number in range(9)]
    office.people = everybody
    read_now(pulled)
    office.people = people
    for _again in range(2):
        run = read_now(pulled)
        assert (run.state, run.detail) == (RunState.HELD, f"{9 - len(people)}/9")
    assert len(here()) == 9
    assert Event.objects.filter(name="directory.listing_held").count() == 1
    run = read_now(pulled, takes_fewer=True)
    assert (run.state, run.left, run.notes) == (RunState.DONE, 0, [{"code": "held", "id": "", "detail": ""}])
    assert len(here()) == 9, "and those who would leave are asked about as always"
    office.people = everybody
    read_now(pulled)
    assert not DirectoryPerson.objects.filter(gone_at__isnull=False).exists(), "who is listed again never went"
    office.people = people
    read_now(pulled, takes_fewer=True)
    actions.switch(on=True, by=pulled.owner.actor, however_many=True)
    assert len(here()) == len(people)


def test_a_few_who_are_not_listed_leave_unasked_and_many_small_steps_do_not(
    pulled: Cast,
    office: Office,  # noqa: F811
) -> None:
    office.people = [person(number, "g1") for number in range(20)]
    read_now(pulled)
    for left in (16, 12, 8):
        office.people = office.people[:left]
        run = read_now(pulled)
        assert run.state == RunState.DONE
    assert len(here()) == 16
    assert run.notes[0]["code"] == "held"


def test_both_sources_keep_out_of_each_other(pulled: Cast, office: Office) -> None:  # noqa: F811
    by_scim = make_person("user1@acme.test")
    office.people = [person(1, "g1", user_name="USER1@acme.test"), person(2, "g1")]
    run = read_now(pulled)
    assert run.notes == [{"code": "name_taken", "id": "p1", "detail": "USER1@acme.test"}]
    assert (here(), run.skipped) == ({"user2"}, 1)
    by_scim.refresh_from_db()
    assert by_scim.source == Source.SCIM
    office.people = [person(1, "g1"), person(2, "g1")]
    assert read_now(pulled).conflicts == 1
    conflicts = {one.person.source: one.step.problem for one in plan() if one.step.kind is StepKind.CONFLICT}
    assert conflicts == {"pull": Problem.SAME_ADDRESS}


def test_names_can_be_swapped_and_groups_renamed(pulled: Cast, office: Office) -> None:  # noqa: F811
    office.groups.append({"id": "g2", "name": "Others"})
    office.people = [person(1, "g1"), person(2, "g2")]
    read_now(pulled)
    office.people = [person(1, "g1", user_name="user2"), person(2, "g2", user_name="user1")]
    office.groups = [{"id": "g1", "name": "Others"}, {"id": "g2", "name": "Support"}]
    run = read_now(pulled)
    assert (run.notes, run.joined, run.left) == ([], 1, 1)
    assert dict(DirectoryPerson.objects.values_list("external_id", "user_name")) == {"p1": "user2", "p2": "user1"}
    assert here() == {"user2"}
    office.groups = []
    assert read_now(pulled).skipped == 2, "people in a group that is nowhere stay as they are"
    office.people = [person(1), person(2)]
    read_now(pulled)
    assert not DirectoryGroup.objects.exists()
    assert here() == set()


def test_thousands_of_people(pulled: Cast, office: Office) -> None:  # noqa: F811
    office.people = [person(number, *["g1"] * (number < 30)) for number in range(3000)]
    run = read_now(pulled)
    assert (run.pages, run.joined, run.skipped) == (6, 30, 0)
    assert DirectoryPerson.objects.count() == 3000
    run = read_now(pulled)
    assert (run.joined, run.moved, run.left) == (0, 0, 0)


def test_the_clock_begins_one_reading_at_a_time(pulled: Cast, office: Office) -> None:  # noqa: F811
    assert begin_due() is None, "it is off"
    switch_pull(True, by=pulled.owner.actor)
    first = begin_due()
    assert first is not None
    DirectoryPull.objects.update(next_at=None)
    switch_pull(False, by=pulled.owner.actor)
    switch_pull(True, by=pulled.owner.actor)
    assert begin_due() is None, "one is under way"
    perform(pulled.acme.pk, first)
    assert DirectoryRun.objects.get(pk=first).state == RunState.DONE
    seen = len(office.seen)
    perform(pulled.acme.pk, first)
    assert len(office.seen) == seen, "done again it does nothing"
    lost = DirectoryRun.objects.create(state="running", created_at=running.now() - running.LOST_AFTER * 2)
    assert begin_due() is None, "the next time has not come"
    lost.refresh_from_db()
    assert (lost.state, lost.trouble) == (RunState.FAILED, "lost")


def test_what_is_removed_is_scims_from_then_on(pulled: Cast, office: Office) -> None:  # noqa: F811
    office.people = [person(1, "g1")]
    read_now(pulled)
    remove_pull(by=pulled.owner.actor)
    assert here() == {"user1"}
    assert DirectoryPerson.objects.get().source == Source.SCIM
    with tenancy.organization(pulled.acme.pk):
        assert Event.objects.filter(name="directory.pull_changed").latest("id").data["change"] == "removed"
