"""What must not stop readings, lose anybody or show what is secret: the pull over days, not over one reading."""

import datetime
import json

import pytest
from django.db import connection

from moondesk.directory import actions
from moondesk.directory.models import DirectoryGroup, DirectoryPerson, DirectoryPull, DirectoryRun, DirectorySetup
from moondesk.directory.pull import actions as pull_actions
from moondesk.directory.pull import running, writing
from moondesk.directory.pull.actions import remove_pull, run_now, set_pull, switch_pull, try_pull
from moondesk.directory.pull.running import begin_due, perform
from moondesk.directory.pull_rules import LONGEST_QUEUE, MOST_AN_HOUR, TRIES, NoteCode, RunState, Trouble
from moondesk.directory.rules import RuleKind, Source
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import TooMany
from moondesk.organizations.actions import change_role
from moondesk.organizations.domains import note_proof
from moondesk.organizations.models import Member
from tests.directory.making import make_rule
from tests.directory.office import Office, office, person  # noqa: F401 - a fixture
from tests.directory.test_pull import edit, here, pulled, read_now  # noqa: F401 - a fixture
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


def test_one_who_cannot_be_invited_keeps_nobody_else_out(pulled: Cast, office: Office) -> None:  # noqa: F811
    DirectorySetup.objects.update(set_up_by=None)  # as when a token of the organization switched it on
    office.people = [person(1, "g1"), person(2, "g1", email="far@elsewhere.example.com"), person(3, "g1")]
    run = read_now(pulled)
    assert (run.state, run.joined, here()) == (RunState.DONE, 2, {"user1", "user3"})
    assert run.notes == [{"code": NoteCode.REFUSED, "id": "p2", "detail": "Only a member can invite."}]
    assert DirectoryPerson.objects.count() == 3


def test_what_nobody_expected_counts_as_a_failure_and_is_told(
    pulled: Cast,  # noqa: F811
    office: Office,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office.people = [person(1, "g1")]
    with monkeypatch.context() as broken:
        broken.setattr(writing, "_write_places", lambda *_these: 1 // 0)
        for _time in range(TRIES):
            run = read_now(pulled)
            assert (run.state, run.trouble) == (RunState.FAILED, Trouble.OURS)
    assert DirectoryPull.objects.get().failures == TRIES
    assert Event.objects.filter(name="directory.pull_failing").count() == 1
    assert not DirectoryPerson.objects.exists()
    assert read_now(pulled).joined == 1


def test_a_reading_that_nobody_goes_on_with_is_a_failure_and_one_that_waits_is_not(
    pulled: Cast,  # noqa: F811
) -> None:
    switch_pull(True, by=pulled.owner.actor)
    long_ago = now() - running.LOST_AFTER - MINUTE
    waiting = DirectoryRun.objects.create(state="waiting", created_at=long_ago)
    fresh = DirectoryRun.objects.create(state="running", created_at=long_ago, began_at=now() - MINUTE)
    assert begin_due() is None
    assert {one.state for one in DirectoryRun.objects.all()} == {"waiting", "running"}
    DirectoryRun.objects.filter(pk=fresh.pk).update(began_at=long_ago)
    begin_due()
    fresh.refresh_from_db()
    assert (fresh.state, fresh.trouble, DirectoryPull.objects.get().failures) == ("failed", Trouble.LOST, 1)
    DirectoryRun.objects.filter(pk=waiting.pk).update(created_at=now() - LONGEST_QUEUE - MINUTE)
    begin_due()
    assert not DirectoryRun.objects.filter(state="waiting").exists()
    assert DirectoryPull.objects.get().failures == 2


def test_no_reading_begins_while_they_took_too_long_within_the_hour(pulled: Cast) -> None:  # noqa: F811
    switch_pull(True, by=pulled.owner.actor)
    began = now() - MOST_AN_HOUR - 2 * MINUTE
    long = DirectoryRun.objects.create(state="done", created_at=began, began_at=began, finished_at=now() - MINUTE)
    assert begin_due() is None
    with pytest.raises(TooMany):
        run_now(by=pulled.owner.actor)
    DirectoryRun.objects.filter(pk=long.pk).update(finished_at=began + MINUTE)
    assert begin_due() is not None


def test_who_is_removed_while_the_directory_is_off_leaves_once_it_is_on(
    pulled: Cast,  # noqa: F811
    office: Office,  # noqa: F811
) -> None:
    office.people = [person(1, "g1"), person(2, "g1")]
    read_now(pulled)
    actions.switch(on=False, by=pulled.owner.actor)
    del office.people[0]
    read_now(pulled)
    assert here() == {"user1", "user2"}
    assert DirectoryPerson.objects.get(external_id="p1").gone_at is not None
    actions.switch(on=True, by=pulled.owner.actor)
    assert here() == {"user2"}
    assert not DirectoryPerson.objects.filter(external_id="p1").exists()


def test_an_owner_who_is_removed_leaves_once_they_are_none(pulled: Cast, office: Office) -> None:  # noqa: F811
    office.people = [person(1, "g1"), person(2, "g1")]
    read_now(pulled)
    member = Member.objects.get(user__email="user1@acme.test")
    change_role(member, "owner", by=pulled.owner.actor)
    del office.people[0]
    read_now(pulled)
    assert here() == {"user1", "user2"}
    change_role(member, "viewer", by=pulled.owner.actor)
    actions.switch(on=True, by=pulled.owner.actor)
    assert here() == {"user2"}


def test_a_listing_without_its_groups_changes_nobody(pulled: Cast, office: Office) -> None:  # noqa: F811
    office.people = [person(1, "g1"), person(2)]
    read_now(pulled)
    office.groups = []
    run = read_now(pulled)
    assert (run.state, run.skipped, here()) == (RunState.DONE, 1, {"user1"})
    assert DirectoryGroup.objects.get().external_id == "g1"


def test_a_listing_of_which_nobody_can_be_taken_is_a_failure(pulled: Cast, office: Office) -> None:  # noqa: F811
    office.people = [person(1, "nowhere"), person(2, active="maybe")]
    run = read_now(pulled)
    assert (run.state, run.trouble, run.skipped) == (RunState.FAILED, Trouble.NOBODY, 2)
    assert {one["code"] for one in run.notes} == {"no_group", "bad"}
    assert DirectoryPull.objects.get().failures == 1


def test_a_pull_that_is_set_up_again_goes_on_with_its_people(pulled: Cast, office: Office) -> None:  # noqa: F811
    owner = pulled.owner.actor
    office.people = [person(1, "g1"), person(2, "g1"), person(3, "g1")]
    read_now(pulled)
    remove_pull(by=owner)
    row = DirectoryPerson.objects.get(external_id="p3")
    said = actions.Person(row.user_name, row.external_id, row.document)
    actions.write_person(row, said, source=Source.SCIM, by=owner)
    set_pull(edit(office), by=owner)
    sources = dict(DirectoryPerson.objects.values_list("external_id", "source"))
    assert sources == {"p1": Source.PULL, "p2": Source.PULL, "p3": Source.SCIM}, "whom SCIM wrote since is SCIM's"
    del office.people[1]
    run = read_now(pulled)
    assert (run.left, here()) == (1, {"user1", "user3"})
    assert [one["code"] for one in run.notes] == ["name_taken"]


@pytest.mark.parametrize("names", [("İpek", "ipek"), ("İpek", "i̇pek"), ("ΝΙΚΟΣ", "νικος"), ("ΝΙΚΟΣ", "νικοσ")])
def test_names_are_alike_where_the_database_says_so(
    pulled: Cast,  # noqa: F811
    office: Office,  # noqa: F811
    names: tuple[str, str],
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower(%s) = lower(%s)", names)
        (are_alike,) = cursor.fetchone() or (None,)
    office.people = [person(1), person(2, user_name=names[0]), person(3, user_name=names[1])]
    run = read_now(pulled)
    assert run.state == RunState.DONE
    assert {one["code"] for one in run.notes} == ({"same_name"} if are_alike else set())
    office.people[2] = person(3)
    read_now(pulled)
    office.people[1:] = [person(3, user_name=names[1]), person(2, user_name=names[0], active="maybe")]
    assert read_now(pulled).state == RunState.DONE


def test_what_a_token_asks_for_is_read_whole(pulled: Cast, office: Office) -> None:  # noqa: F811
    office.people, office.as_of = [person(1, "g1")], "day 1"
    read_now(pulled)
    DirectoryRun.objects.all().delete()
    run = run_now(by=pulled.owner.actor)
    DirectoryRun.objects.filter(pk=run.pk).update(asked_by=None)  # a token of the organization is no member
    perform(pulled.acme.pk, run.pk)
    assert office.seen[-1][0] == "/people"


def test_keys_in_an_address_stand_in_no_event(pulled: Cast, office: Office) -> None:  # noqa: F811
    set_pull(edit(office, url=office.url + "?key=hidden-1"), by=pulled.owner.actor)
    set_pull(edit(office, url=office.url + "?key=hidden-2", secret="wrong"), by=pulled.owner.actor)
    for _time in range(TRIES):
        read_now(pulled)
    set_pull(edit(office, url=office.url + "?key=hidden-3", secret=""), by=pulled.owner.actor)
    remove_pull(by=pulled.owner.actor)
    told = list(Event.objects.filter(name__startswith="directory.pull").values_list("name", "data"))
    assert {name for name, _data in told} >= {"directory.pull_failing", "directory.pull_changed"}
    assert "hidden" not in json.dumps(told)
    changes = [data["after"] for name, data in told if name == "directory.pull_changed"]
    assert {"query": "changed"} in changes, "that it changed is told"


def test_one_trial_at_a_time(pulled: Cast, office: Office) -> None:  # noqa: F811
    office.people = [person(1, "g1")]
    with pull_actions._one_at_a_time, pytest.raises(TooMany):
        try_pull(by=pulled.owner.actor)
    assert office.seen == []
    assert try_pull(by=pulled.owner.actor).read == 2


def test_two_organizations_read_apart(cast: Cast, office: Office) -> None:  # noqa: F811
    office.people = [person(1, "g1"), person(2, "g1")]
    runs = {}
    for organization, owner in ((cast.acme, cast.owner), (cast.globex, cast.stranger)):
        with tenancy.organization(organization.pk):
            note_proof("acme.test", by=owner.actor)
            make_rule(kind=RuleKind.GROUP, value="support", by=owner.actor)
            set_pull(edit(office, url=f"{office.url}?of={organization.pk}"), by=owner.actor)
            actions.switch(on=True, by=owner.actor)
            runs[organization.pk] = run_now(by=owner.actor).pk
    perform(cast.globex.pk, runs[cast.acme.pk])
    assert office.seen == [], "the reading of one is none of the other's"
    perform(cast.acme.pk, runs[cast.acme.pk])
    with tenancy.organization(cast.globex.pk):
        assert not DirectoryPerson.objects.exists()
        assert not Member.objects.filter(user__email="user1@acme.test").exists()
        assert DirectoryRun.objects.get().state == RunState.WAITING
    office.people = [person(2, "g1")]
    perform(cast.globex.pk, runs[cast.globex.pk])
    with tenancy.organization(cast.globex.pk):
        assert set(DirectoryPerson.objects.values_list("external_id", flat=True)) == {"p2"}
        remove_pull(by=cast.stranger.actor)
    with tenancy.organization(cast.acme.pk):
        assert set(DirectoryPerson.objects.values_list("external_id", "source")) == {("p1", "pull"), ("p2", "pull")}
        assert here() == {"user1", "user2"}
        assert DirectoryPull.objects.get().url.endswith(str(cast.acme.pk))
