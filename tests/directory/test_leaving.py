"""Who leaves: what they leave behind, who stays out, how many may go unasked, and what is too much for a request."""

import datetime
from typing import Any

import pytest
from django.db.models import Q

from moondesk.channels.actions import INVITATIONS_TO_ONE
from moondesk.directory import actions
from moondesk.directory import rules as directory_rules
from moondesk.directory.actions import applying, people
from moondesk.directory.errors import DirectoryFull, NothingToDecide
from moondesk.directory.jobs import apply_directory, forget_entries
from moondesk.directory.models import DirectoryEntry, DirectoryPerson
from moondesk.directory.queries import plan, rows_of
from moondesk.directory.rules import Problem, RuleKind, Source, StepKind
from moondesk.events.models import Event
from moondesk.handover.jobs import release_tickets
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.limits.actions import hit
from moondesk.organizations.actions import set_active
from moondesk.organizations.models import Invitation, Member
from moondesk.organizations.permissions import Role
from moondesk.tickets.actions import assign_ticket
from moondesk.timekeeping.actions.timers import start_timer
from moondesk.timekeeping.models import Timer
from tests.directory.making import make_group, make_person, make_rule
from tests.directory.test_applying import by_directory  # noqa: F401 - a fixture
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def _say(person: DirectoryPerson, cast: Cast, **said: Any) -> None:
    person.refresh_from_db()
    told = actions.Person(person.user_name, person.external_id, {**person.document, **said})
    actions.write_person(person, told, source=Source.SCIM, by=cast.owner.actor)
    person.refresh_from_db()


def _member(email: str) -> Member:
    return Member.objects.get(user__email=email)


def test_a_leaver_leaves_no_ticket_and_no_clock_behind(by_directory: Cast) -> None:  # noqa: F811
    cast = by_directory
    person = make_person(cast.agent.user.email)
    make_group("Support", person)
    actions.connect(person, by=cast.owner.actor)
    assign_ticket(cast.ticket, cast.agent.member, by=cast.owner.actor)
    start_timer(cast.ticket, by=cast.agent.actor)
    _say(person, cast, active=False)
    gone = _member(cast.agent.user.email)
    assert not gone.is_active
    assert not Timer.objects.filter(member=gone, running_since__isnull=False).exists()
    assert Event.objects.filter(name="member.left", subject_id=gone.pk, actor_label="Directory").count() == 1
    release_tickets.function(str(gone.pk))
    cast.ticket.refresh_from_db()
    assert cast.ticket.assignee_id is None
    entry = DirectoryEntry.objects.latest("created_at")
    assert (entry.done, entry.member_id, entry.old["role"]) == ("left", gone.pk, "support_agent")


def test_whom_somebody_here_deactivated_stays_out(by_directory: Cast) -> None:  # noqa: F811
    cast = by_directory
    person = make_person("paula@acme.test")
    make_group("Support", person)
    set_active(_member("paula@acme.test"), False, by=cast.owner.actor)
    for title in ("One", "Two"):
        _say(person, cast, title=title)
        assert not _member("paula@acme.test").is_active
    assert plan([person])[0].step.problem is Problem.KEPT_OUT
    _say(person, cast, active=False)
    _say(person, cast, active=True)
    assert not _member("paula@acme.test").is_active, "it did not leave because of the directory"
    with pytest.raises(NotAllowed):
        actions.let_in(person, by=cast.agent.actor)
    actions.let_in(person, by=cast.owner.actor)
    assert _member("paula@acme.test").is_active
    with pytest.raises(NothingToDecide):
        actions.let_in(DirectoryPerson.objects.get(pk=person.pk), by=cast.owner.actor)


def test_somebody_deactivated_by_hand_after_the_directory_did_stays_out_too(by_directory: Cast) -> None:  # noqa: F811
    cast, person = by_directory, make_person("paula@acme.test")
    make_group("Support", person)
    _say(person, cast, active=False)
    assert person.sent_away
    set_active(_member("paula@acme.test"), True, by=cast.owner.actor)
    set_active(_member("paula@acme.test"), False, by=cast.owner.actor)
    _say(person, cast, active=True)
    assert not _member("paula@acme.test").is_active


def test_one_removed_after_the_other_is_as_many_as_all_at_once(by_directory: Cast) -> None:  # noqa: F811
    cast = by_directory
    crowd = [make_person(f"n{n}@acme.test") for n in range(9)]
    make_group("Support", *crowd)
    for one in DirectoryPerson.objects.all():
        actions.remove_person(one, by=cast.owner.actor)
    here = Member.objects.filter(user__email__startswith="n", is_active=True)
    assert here.count() == 4, "five leave unasked, whatever the pace"
    waiting = DirectoryPerson.objects.filter(gone_at__isnull=False)
    assert waiting.count() == 4
    assert Event.objects.filter(name="directory.leavers_held").count() == 4
    back = make_person(waiting[0].user_name)
    assert (back.pk, back.gone_at) == (waiting.model.objects.get(pk=back.pk).pk, None)
    actions.switch(on=True, by=cast.owner.actor, however_many=True)
    assert not here.exclude(pk=_member(back.email).pk).exists()
    assert not DirectoryPerson.objects.filter(gone_at__isnull=False).exists()


def test_two_with_one_address_wait_until_one_is_left_out(by_directory: Cast) -> None:  # noqa: F811
    cast = by_directory
    first, second = make_person("one@acme.test"), make_person("two@acme.test")
    _say(second, cast, emails=[{"value": "one@acme.test"}])
    make_group("Support", first, second)
    assert [one.step.problem for one in plan([first, second])] == [Problem.SAME_ADDRESS] * 2
    actions.leave_out(second, True, by=cast.owner.actor)
    first.refresh_from_db()
    assert first.member is not None
    assert plan([second])[0].step.kind is StepKind.OUTSIDE
    actions.leave_out(second, False, by=cast.owner.actor)
    assert plan([second])[0].step.problem is Problem.IS_MEMBER


def test_what_is_too_much_for_a_request_is_done_by_a_worker(
    by_directory: Cast,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = by_directory
    monkeypatch.setattr(applying, "MOST_AT_ONCE", 3)
    crowd = [make_person(f"n{n}@acme.test") for n in range(7)]
    make_group("Support", *crowd)
    assert not Member.objects.filter(user__email__startswith="n").exists()
    begun = Event.objects.get(name="directory.applying_begun")
    assert (begun.data["people"], begun.data["leavers"]) == (7, False)
    after, steps = None, 0
    while (after := applying.apply_part(after, leavers=True, unasked=True)) is not None:
        steps += 1
    assert steps == 3
    assert Member.objects.filter(user__email__startswith="n", is_active=True).count() == 7
    apply_directory.function("", leavers=True, unasked=True)
    make_rule(Role.VIEWER, kind=RuleKind.EVERYONE)
    assert Member.objects.filter(Q(user__email="n0@acme.test") & Q(is_active=True)).count() == 1
    actions.switch(on=False, by=cast.owner.actor)
    assert applying.apply_part(None, leavers=True, unasked=True) is None


def test_one_who_cannot_be_let_in_keeps_nobody_waiting(
    by_directory: Cast,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The address of the second is invited as often in a day as it may be; the first was written with a wrong one."""
    monkeypatch.setattr(applying, "MOST_AT_ONCE", 3)
    wrong = make_person("wrong", emails=[{"value": "nobody@elsewhere test"}])
    often = make_person("often@elsewhere.test")
    for _time in range(INVITATIONS_TO_ONE.most):
        hit(INVITATIONS_TO_ONE, "often@elsewhere.test")
    behind = [make_person(f"n{n}@acme.test") for n in range(4)]
    make_group("Support", wrong, often, *behind)
    assert plan([wrong])[0].step.problem is Problem.NO_ADDRESS
    after = None
    while (after := applying.apply_part(after, leavers=False, unasked=True)) is not None:
        pass
    assert Member.objects.filter(user__email__startswith="n", is_active=True).count() == 4
    assert plan([often])[0].step.kind is StepKind.JOIN
    assert not Invitation.objects.filter(email="often@elsewhere.test").exists()


def test_who_is_written_as_before_while_their_leaving_waits_is_there_again(by_directory: Cast) -> None:  # noqa: F811
    cast = by_directory
    person = make_person("n0@acme.test", active=False)
    DirectoryPerson.objects.filter(pk=person.pk).update(gone_at=now())
    back = actions.write_person(
        None, actions.Person(person.user_name, "", person.document), source=Source.SCIM, by=cast.owner.actor
    )
    assert rows_of(DirectoryPerson, Source.SCIM, {}).get() == back == person


def test_what_it_brought_about_is_forgotten_after_a_year(by_directory: Cast) -> None:  # noqa: F811
    make_group("Support", *(make_person(f"n{n}@acme.test") for n in range(2)))
    kept, old = DirectoryEntry.objects.all()
    DirectoryEntry.objects.filter(pk=kept.pk).update(created_at=now() - datetime.timedelta(days=364))
    DirectoryEntry.objects.filter(pk=old.pk).update(created_at=now() - datetime.timedelta(days=366))
    forget_entries.__wrapped__()  # type: ignore[attr-defined]
    assert DirectoryEntry.objects.get() == kept


def test_there_is_an_end_to_how_many_it_has(by_directory: Cast, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(people, "MOST_PEOPLE", 2)
    monkeypatch.setattr(people, "MOST_GROUPS", 1)
    assert directory_rules.MOST_PEOPLE == 20_000
    make_group("Support", make_person("one@acme.test"), make_person("two@acme.test"))
    with pytest.raises(DirectoryFull):
        make_person("three@acme.test")
    with pytest.raises(DirectoryFull):
        make_group("Others")
