"""What a real server can answer wrongly: nothing of it is taken, the secret goes nowhere, and it is told."""

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from scim2_models import Group, NotFoundException, ResourceType, SearchRequest, UniquenessException

from moondesk.api.scim_storage import DirectoryStorage, PersonModel
from moondesk.channels.mail.compose import compose
from moondesk.channels.mail.failing_pull import why_pull_is_not_told
from moondesk.channels.models import OutgoingMail
from moondesk.directory.errors import PullFailed
from moondesk.directory.models import DirectoryMembership, DirectoryPerson, DirectoryPull, DirectoryRun
from moondesk.directory.pull import actions, asking, running
from moondesk.directory.pull.actions import remove_pull, set_pull, switch_pull, try_pull
from moondesk.directory.pull.asking import Question
from moondesk.directory.pull.running import begin_due, perform
from moondesk.directory.pull_rules import RunState, Trouble
from moondesk.directory.reactions import mail_of_pull
from moondesk.events.models import Event
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actions.suspension import set_suspended
from moondesk.organizations.errors import MoreThanOwn
from moondesk.organizations.permissions import ROLE_PERMISSIONS, Permission, Role
from moondesk.organizations.queries import current_organization
from tests.directory.making import make_group, make_person, make_rule
from tests.directory.office import SAID_BY_HAND, Desk, Office, drip, hang_up, office, person, saying  # noqa: F401
from tests.directory.test_pull import edit, here, pulled, read_now  # noqa: F401 - a fixture
from tests.harness.people import Cast
from tests.harness.roles import narrow

pytestmark = pytest.mark.django_db

type Wrong = Callable[[Desk], None]


def page(**said: Any) -> Wrong:
    return saying(json.dumps({"version": 1, "listing": "full", **said}).encode())


def packed(desk: Desk) -> None:
    """Send many megabytes in a few kilobytes."""
    desk.say(gzip.compress(b" " * (asking.PAGE_SIZE + 1)), Content_Encoding="gzip")


@pytest.mark.parametrize(
    ("wrong", "trouble", "detail"),
    [
        (saying(status=401), Trouble.REFUSED, "401"),
        (saying(status=403), Trouble.REFUSED, "403"),
        (saying(status=404), Trouble.NOT_FOUND, "404"),
        (saying(status=503), Trouble.BUSY, "503"),
        (saying(status=500), Trouble.ANSWERED, "500"),
        (saying(b"", status=204), Trouble.ANSWERED, "204"),
        (saying(b"", status=304), Trouble.REDIRECTED, "304"),
        (saying(status=302, Location="http://localhost:1/"), Trouble.REDIRECTED, "302"),
        (saying(status=308, Location="/people"), Trouble.REDIRECTED, "308"),
        (saying(b"<html>", Content_Type="text/html"), Trouble.NOT_JSON, '"text/html"'),
        (saying(b"{"), Trouble.NOT_JSON, ""),
        (saying(b" " * (asking.PAGE_SIZE + 1)), Trouble.TOO_LARGE, ""),
        (packed, Trouble.TOO_LARGE, ""),
        (hang_up, Trouble.UNREACHABLE, ""),
        (page(next="https://elsewhere.example.com/"), Trouble.OTHER_ORIGIN, "https://elsewhere.example.com/"),
        (page(next="/people"), Trouble.CIRCLE, ""),
        (page(listing="changes"), Trouble.BROKEN, "listing"),
        (page(people=[{"user_name": "x"}]), Trouble.BROKEN, "people[0].id"),
    ],
)
def test_nothing_is_taken_of_a_reading_that_fails(
    pulled: Cast,  # noqa: F811
    office: Office,  # noqa: F811
    wrong: Wrong,
    trouble: Trouble,
    detail: str,
) -> None:
    office.people, office.on_page = [person(number, "g1") for number in range(4)], 2
    read_now(pulled)
    office.people = [person(1, "g1", active=False), *(person(number, "g1") for number in range(4, 9))]
    for place in (1, 3):
        office.seen.clear()
        office.answers = {place: wrong}
        run = read_now(pulled)
        if trouble is Trouble.BROKEN and detail == "listing" and place == 3:
            assert run.detail.startswith("listing")
        assert (run.state, run.trouble) == (RunState.FAILED, trouble)
        assert detail in run.detail
        assert here() == {"user0", "user1", "user2", "user3"}
    assert DirectoryPerson.objects.count() == 4
    assert not any("elsewhere" in headers.get("host", "") for _path, headers in office.seen)
    office.answers = {}
    assert read_now(pulled).state == RunState.DONE


def test_who_answers_a_byte_now_and_then_is_cut_off(
    pulled: Cast,  # noqa: F811
    office: Office,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "PAGE_SECONDS", 0.5)
    office.answers = {1: drip}
    assert read_now(pulled).trouble == Trouble.UNREACHABLE
    monkeypatch.setattr(asking, "ALL_SECONDS", 0.0)
    assert read_now(pulled).trouble == Trouble.TOO_SLOW


@pytest.mark.parametrize(("limit", "value"), [("MOST_PAGES", 2), ("MOST_PEOPLE", -4998), ("ALL_SIZE", 300)])
def test_there_are_bounds_for_all_pages_together(
    pulled: Cast,  # noqa: F811
    office: Office,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    value: int,
) -> None:
    monkeypatch.setattr(asking, limit, value)
    office.people, office.on_page = [person(number, "g1") for number in range(3)], 1
    assert read_now(pulled).trouble == Trouble.TOO_MANY


def test_a_pull_that_fails_backs_off_tells_and_goes_on(pulled: Cast, office: Office) -> None:  # noqa: F811
    switch_pull(True, by=pulled.owner.actor)
    office.answers = dict.fromkeys(range(1, 5), saying(status=500))
    for failures, minutes in ((1, 5), (2, 15), (3, 45), (4, 135)):
        read_now(pulled, by_clock=True)
        pull = DirectoryPull.objects.get()
        assert pull.next_at is not None
        assert (pull.failures, round((pull.next_at - now()).total_seconds() / 60)) == (failures, minutes)
        assert pull.is_on, "nothing is switched off by itself"
    assert Event.objects.filter(name="directory.pull_failing").count() == 1
    read_now(pulled, by_clock=True)
    assert Event.objects.filter(name="directory.pull_recovered").count() == 1
    assert DirectoryPull.objects.get().failures == 0


def test_closed_organizations_are_not_pulled(pulled: Cast, office: Office) -> None:  # noqa: F811
    switch_pull(True, by=pulled.owner.actor)
    due = begin_due()
    assert due is not None
    set_suspended(now())
    assert begin_due() is None
    perform(pulled.acme.pk, due)
    assert DirectoryRun.objects.get(pk=due).trouble == Trouble.LOST
    assert office.seen == []


def test_what_was_asked_before_a_change_is_not_taken(pulled: Cast, office: Office) -> None:  # noqa: F811
    office.people = [person(1, "g1")]
    run = DirectoryRun.objects.create(state="waiting")
    begun = running._begin(run.pk)
    assert begun is not None
    revision, question = begun
    assert isinstance(question, Question)
    reading = asking.read(question)
    set_pull(edit(office, url=office.url + "?other"), by=pulled.owner.actor)
    running._take(run.pk, revision, reading)
    run.refresh_from_db()
    assert (run.trouble, here()) == (Trouble.LOST, set())


def test_a_trial_keeps_nothing_and_tells_no_more_than_it_must(
    pulled: Cast,  # noqa: F811
    office: Office,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "ALIKE_SECONDS", 0.0)
    office.people, office.on_page = [person(1, "g1"), person(2)], 1
    before = Event.objects.count()
    found = try_pull(by=pulled.owner.actor)
    assert [(one.person.user_name, one.step.kind.value) for one in found.planned] == [("user1", "join")]
    assert (found.read, found.has_more, found.skipped) == (2, True, 0)
    assert not DirectoryPerson.objects.exists()
    assert Event.objects.count() == before
    told = []
    for address in ("http://localhost:1/", "https://10.0.0.1/", "https://nowhere.invalid/"):
        set_pull(edit(office, url=address), by=pulled.owner.actor)
        with pytest.raises(PullFailed) as failed:
            try_pull(by=pulled.owner.actor)
        told.append((failed.value.message, failed.value.extra))
    assert told == [(told[0][0], {"trouble": "unreachable", "detail": ""})] * 3


@pytest.mark.parametrize(
    ("proof", "name", "header", "value"),
    [
        ("basic", "moondesk", "authorization", "Basic bW9vbmRlc2s6Z2hlaW3DoQ=="),
        ("header", "X-Api-Key", "x-api-key", "geheim"),
        ("bearer", "", "authorization", "Bearer geheim"),
    ],
)
def test_how_moondesk_proves_who_it_is(
    pulled: Cast,  # noqa: F811
    office: Office,  # noqa: F811
    proof: str,
    name: str,
    header: str,
    value: str,
) -> None:
    secret = "gheimá" if proof == "basic" else "geheim"
    set_pull(edit(office, proof=proof, name=name, secret=secret), by=pulled.owner.actor)
    read_now(pulled)
    assert office.seen[0][1][header] == value
    assert secret not in json.dumps(list(Event.objects.values_list("data", flat=True)))
    assert secret.encode() not in bytes(DirectoryPull.objects.get().sealed_secret)


def test_a_secret_that_does_not_open_is_asked_for(pulled: Cast, settings: Any) -> None:  # noqa: F811
    settings.SECRET_KEY = "another key of this server, at least so long"
    assert read_now(pulled).trouble == Trouble.SEALED


def test_who_feeds_the_directory_can_give_what_its_rules_give(
    in_acme: Cast,
    office: Office,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    narrow(monkeypatch, Role.SUPPORT_AGENT, ROLE_PERMISSIONS[Role.SUPPORT_AGENT] | {Permission.DIRECTORY_MANAGE})
    set_pull(edit(office), by=in_acme.agent.actor)
    make_rule(Role.ADMINISTRATOR)
    with pytest.raises(MoreThanOwn):
        set_pull(edit(office), by=in_acme.agent.actor)
    with pytest.raises(MoreThanOwn):
        switch_pull(True, by=in_acme.agent.actor)
    with pytest.raises(NotAllowed):
        actions.run_now(by=in_acme.agent.actor, takes_fewer=True)
    with pytest.raises(NotAllowed):
        set_pull(edit(office), by=in_acme.viewer.actor)


def test_those_who_manage_the_directory_get_a_mail(pulled: Cast, office: Office) -> None:  # noqa: F811
    office.answers = dict.fromkeys(range(1, 4), saying(status=500))
    for _failure in range(3):
        read_now(pulled)
    told = Event.objects.get(name="directory.pull_failing")
    for _twice in range(2):
        mail_of_pull(told)
    mails = OutgoingMail.objects.filter(kind="directory").order_by("recipient")
    assert [one.recipient for one in mails] == [pulled.administrator.user.email, pulled.owner.user.email]
    organization = current_organization()
    letter = compose(mails[0], organization, "")
    assert letter.subject == "The directory cannot be read"
    assert letter.url.endswith("/acme/settings/directory/pull")
    assert why_pull_is_not_told(mails[0]) == ""
    read_now(pulled)
    assert why_pull_is_not_told(mails[0]) != "", "it is read again by now"
    office.people = [person(1, "g1")]
    read_now(pulled)
    office.people = []
    read_now(pulled)
    held = Event.objects.get(name="directory.listing_held")
    mail_of_pull(held)
    assert compose(mails.filter(event_id=held.pk)[0], organization, "").subject == "The directory lacks many people"


def test_scim_neither_sees_nor_changes_what_was_pulled(pulled: Cast, office: Office) -> None:  # noqa: F811
    office.people = [person(1, "g1")]
    read_now(pulled)
    mine = make_person("scim@acme-travel.com")
    storage = DirectoryStorage(pulled.owner.actor)
    users, groups = (ResourceType.from_resource(one) for one in (PersonModel, Group))
    found = storage.search([users, groups], SearchRequest())
    assert [one.id for one in found.resources] == [str(mine.pk)]
    theirs = DirectoryPerson.objects.get(external_id="p1")
    with pytest.raises(NotFoundException):
        storage.get(users, str(theirs.pk))
    with pytest.raises(NotFoundException):
        storage.delete(users, str(theirs.pk))
    with pytest.raises(UniquenessException):
        storage.create(users, PersonModel(user_name="USER1"))
    group = make_group("Mixed", mine, theirs)
    assert list(DirectoryMembership.objects.filter(group=group).values_list("person", flat=True)) == [mine.pk]
    office.people = [person(1, "g1", email="no address"), person(2)]
    read_now(pulled)
    remove_pull(by=pulled.owner.actor)
    names = {one.user_name for one in storage.search([users], SearchRequest()).resources}
    assert names == {"scim@acme-travel.com", "user1", "user2"}, "handed over to SCIM, whatever stands in them"
