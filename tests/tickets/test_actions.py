"""What can be done to a ticket: its state afterwards, and what is told of it."""

import datetime

import pytest
import time_machine

from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actions import set_active
from moondesk.organizations.actor import Actor
from moondesk.tickets import actions
from moondesk.tickets.errors import InvalidTicket, LinkExpired, TicketChanged, TicketNotFound
from moondesk.tickets.models import AccessLink, Category, Participant, Status, Ticket
from moondesk.tickets.queries import (
    check_version,
    default_status,
    get_for_change,
    get_visible,
    participant_by_secret,
    visible_to,
)
from moondesk.tickets.rules import Priority, Stage, TicketType
from tests import factories
from tests.harness.events import last_told, told
from tests.harness.people import Cast


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


class TestOpening:
    def test_a_new_ticket(self, in_acme: Cast) -> None:
        contact = factories.make_contact()
        ticket = factories.make_ticket("  Lost bag  ", requester=contact, priority=Priority.URGENT, tags=("bag",))
        ticket = fresh(ticket)
        assert ticket.subject == "Lost bag"
        assert (ticket.stage, ticket.status.key) == (Stage.OPEN, "open")
        assert ticket.due_at == ticket.created_at + datetime.timedelta(hours=4)
        assert len(ticket.number) == 6
        assert Participant.objects.get(ticket=ticket).contact == contact
        assert Participant.objects.get(ticket=ticket).is_requester
        assert told(ticket) == ["ticket.opened", "message.from_customer"]
        assert Event.objects.filter(subject_id=ticket.pk).earliest("id").data["number"] == ticket.number

    def test_the_department_is_the_categorys_unless_told(self, in_acme: Cast) -> None:
        category = Category.objects.get(key="billing")
        category.department = in_acme.hotels
        category.save()
        assert factories.make_ticket(category=category).department_id == in_acme.hotels.pk
        assert factories.make_ticket(category=category, department=in_acme.flights).department_id == in_acme.flights.pk

    @pytest.mark.parametrize("subject", ["", "x" * 201, "a\x00b", "a\nb"])
    def test_a_subject_that_does_not_fit(self, in_acme: Cast, subject: str) -> None:
        tickets = Ticket.objects.count()
        with pytest.raises(InvalidTicket) as caught:
            actions.create_ticket(
                actions.NewTicket(subject=subject, requester=factories.make_contact(), channel="web"),
                by=factories.moondesk(),
            )
        assert "subject" in caught.value.fields
        assert Ticket.objects.count() == tickets


class TestChanging:
    def test_starting_work_makes_the_actor_its_assignee(self, in_acme: Cast) -> None:
        agent, ticket = in_acme.agent, fresh(in_acme.ticket)
        before = ticket.version
        actions.change_status(ticket, default_status(Stage.IN_PROGRESS), by=agent.actor)
        ticket = fresh(ticket)
        assert ticket.stage == Stage.IN_PROGRESS
        assert ticket.assignee_id == agent.member.pk
        assert ticket.assigned_at is not None
        assert ticket.version == before + 2
        assert told(ticket)[-2:] == ["ticket.status_changed", "ticket.assignee_changed"]
        event = last_told(ticket)
        assert (event.actor_kind, event.actor_id, event.door) == ("member", agent.member.pk, "desk")

    def test_assigning_an_open_ticket_starts_work(self, in_acme: Cast) -> None:
        ticket = fresh(in_acme.ticket)
        actions.assign_ticket(ticket, in_acme.other_agent.member, by=in_acme.agent.actor)
        ticket = fresh(ticket)
        assert (ticket.stage, ticket.assignee_id) == (Stage.IN_PROGRESS, in_acme.other_agent.member.pk)
        actions.assign_ticket(ticket, None, by=in_acme.agent.actor)
        ticket = fresh(ticket)
        assert (ticket.stage, ticket.assignee_id, ticket.assigned_at) == (Stage.IN_PROGRESS, None, None)
        assert last_told(ticket).data["old_label"] == "Bo Other"

    @pytest.mark.parametrize("who", ["viewer", "employee"])
    def test_tickets_are_not_given_to_those_who_cannot_work_on_them(self, in_acme: Cast, who: str) -> None:
        with pytest.raises(InvalidTicket):
            actions.assign_ticket(fresh(in_acme.ticket), in_acme.people[who].member, by=in_acme.agent.actor)

    def test_nor_to_one_who_left(self, in_acme: Cast) -> None:
        set_active(in_acme.other_agent.member, False, by=in_acme.owner.actor)
        with pytest.raises(InvalidTicket):
            actions.assign_ticket(fresh(in_acme.ticket), in_acme.other_agent.member, by=in_acme.agent.actor)

    def test_resolving_closing_and_opening_again(self, in_acme: Cast) -> None:
        ticket, by = fresh(in_acme.ticket), in_acme.agent.actor
        with time_machine.travel(datetime.datetime(2026, 5, 1, 10, tzinfo=datetime.UTC), tick=False) as clock:
            actions.resolve_ticket(ticket, by=by)
            resolved = now()
            clock.shift(3600)
            actions.change_status(ticket, default_status(Stage.CLOSED), by=by)
            assert (fresh(ticket).resolved_at, fresh(ticket).closed_at) == (resolved, now())
            assert fresh(ticket).done_at == now()
            actions.change_status(ticket, default_status(Stage.RESOLVED), by=by)
            assert (fresh(ticket).resolved_at, fresh(ticket).closed_at) == (resolved, None)
            actions.change_status(ticket, default_status(Stage.OPEN), by=by)
            assert (fresh(ticket).resolved_at, fresh(ticket).closed_at, fresh(ticket).done_at) == (None, None, None)

    def test_each_field_is_told_of_with_old_and_new(self, in_acme: Cast) -> None:
        ticket, by = fresh(in_acme.ticket), in_acme.agent.actor
        billing = Category.objects.get(key="billing")
        for change, name, old, new in (
            (lambda: actions.change_priority(ticket, Priority.HIGH, by=by), "priority", "medium", "high"),
            (
                lambda: actions.change_department(ticket, in_acme.hotels, by=by),
                "department",
                str(in_acme.flights.pk),
                str(in_acme.hotels.pk),
            ),
            (lambda: actions.change_category(ticket, billing, by=by), "category", None, str(billing.pk)),
            (lambda: actions.change_type(ticket, TicketType.INCIDENT, by=by), "type", "question", "incident"),
            (
                lambda: actions.change_subject(ticket, "Other words", by=by),
                "subject",
                "My flight was cancelled",
                "Other words",
            ),
            (lambda: actions.change_tags(ticket, [" VIP ", "vip", "", "refund"], by=by), "tags", "", "vip,refund"),
        ):
            before = fresh(ticket).version
            change()
            assert fresh(ticket).version == before + 1, name
            event = last_told(ticket)
            assert (event.name, event.data["old"], event.data["new"]) == (f"ticket.{name}_changed", old, new)
            change()
            assert fresh(ticket).version == before + 1, f"{name}: doing it again changes nothing"
            assert last_told(ticket) == event

    def test_a_priority_moves_the_due_time(self, in_acme: Cast) -> None:
        ticket = fresh(in_acme.ticket)
        actions.change_priority(ticket, Priority.URGENT, by=in_acme.agent.actor)
        assert fresh(ticket).due_at == ticket.created_at + datetime.timedelta(hours=4)

    @pytest.mark.parametrize("who", ["viewer", "employee", "customer"])
    def test_who_may_not_change_changes_nothing(self, in_acme: Cast, who: str) -> None:
        ticket, by = fresh(in_acme.ticket), in_acme.people[who].actor
        before, events = fresh(ticket).version, told(ticket)
        for change in (
            lambda: actions.change_status(ticket, default_status(Stage.CLOSED), by=by),
            lambda: actions.resolve_ticket(ticket, by=by),
            lambda: actions.change_priority(ticket, Priority.HIGH, by=by),
            lambda: actions.assign_ticket(ticket, None, by=by),
            lambda: actions.change_department(ticket, None, by=by),
            lambda: actions.change_category(ticket, None, by=by),
            lambda: actions.change_type(ticket, TicketType.TASK, by=by),
            lambda: actions.change_subject(ticket, "x", by=by),
            lambda: actions.change_tags(ticket, ["x"], by=by),
        ):
            with pytest.raises(NotAllowed):
                change()
        assert (fresh(ticket).version, told(ticket)) == (before, events)


class TestVersions:
    def test_a_stale_change_is_refused_with_what_changed(self, in_acme: Cast) -> None:
        seen = get_visible(in_acme.agent.actor, in_acme.ticket.number).version
        ticket = get_for_change(in_acme.owner.actor, in_acme.ticket.number, version=seen)
        actions.change_priority(ticket, Priority.HIGH, by=in_acme.owner.actor)
        with pytest.raises(TicketChanged) as caught:
            get_for_change(in_acme.agent.actor, in_acme.ticket.number, version=seen)
        assert caught.value.extra["version"] == seen + 1
        (change,) = caught.value.extra["changes"]
        assert (change["event"], change["by"]) == ("ticket.priority_changed", "Olivia Owner")

    def test_a_version_from_the_future_is_stale_too(self, in_acme: Cast) -> None:
        with pytest.raises(TicketChanged):
            check_version(fresh(in_acme.ticket), 10**6)


class TestSeeing:
    """Who sees which of: Carla's ticket in Flights, one in Hotels, one without department."""

    @pytest.mark.parametrize(
        ("who", "flights", "hotels", "nowhere"),
        [
            ("owner", True, True, True),
            ("administrator", True, True, True),
            ("agent", True, False, True),
            ("other_agent", False, True, True),
            ("viewer", True, True, True),
            ("employee", False, False, False),
            ("customer", True, False, False),
        ],
    )
    def test_by_role(self, in_acme: Cast, who: str, flights: bool, hotels: bool, nowhere: bool) -> None:
        loose = factories.make_ticket("In no department")
        actor = in_acme.people[who].actor
        seen = set(visible_to(actor))
        expected = {in_acme.ticket: flights, in_acme.other_ticket: hotels, loose: nowhere}
        assert seen == {ticket for ticket, sees in expected.items() if sees}
        for ticket, sees in expected.items():
            if sees:
                assert get_visible(actor, ticket.number) == ticket
            else:
                with pytest.raises(TicketNotFound):
                    get_visible(actor, ticket.number)

    def test_what_is_assigned_to_one_is_seen_anywhere(self, in_acme: Cast) -> None:
        actions.assign_ticket(fresh(in_acme.other_ticket), in_acme.agent.member, by=in_acme.owner.actor)
        assert in_acme.other_ticket in visible_to(in_acme.agent.actor)

    def test_departments_below_count(self, in_acme: Cast) -> None:
        below = factories.make_department("Refunds", parent=in_acme.flights)
        ticket = factories.make_ticket(department=below)
        assert ticket in visible_to(in_acme.agent.actor)
        assert ticket not in visible_to(in_acme.other_agent.actor)

    def test_a_deleted_ticket_is_nobodys(self, in_acme: Cast) -> None:
        Ticket.objects.filter(pk=in_acme.ticket.pk).update(deleted_at=now())
        for person in in_acme.people.values():
            if person.organization == in_acme.acme:
                assert in_acme.ticket not in visible_to(person.actor)

    def test_nothing_of_another_organization_is_seen_by_an_actor_of_it(self, cast: Cast) -> None:
        with tenancy.organization(cast.acme.pk):
            owner: Actor = cast.owner.actor
        with tenancy.organization(cast.globex.pk):
            assert cast.ticket not in visible_to(owner)

    def test_the_same_answer_for_hidden_and_for_none(self, in_acme: Cast) -> None:
        answers = []
        for number in (in_acme.other_ticket.number, "ZZZZZZ", "", "\x00", "x" * 5000):
            with pytest.raises(TicketNotFound) as caught:
                get_visible(in_acme.agent.actor, number)
            answers.append((caught.value.message, caught.value.code, caught.value.extra))
        assert len({str(answer) for answer in answers}) == 1


class TestLinks:
    def test_a_link_opens_one_persons_view_of_one_ticket(self, in_acme: Cast) -> None:
        participant = participant_by_secret(in_acme.link)
        assert (participant.ticket, participant.contact) == (in_acme.ticket, in_acme.customer.contact)

    def test_only_its_digest_is_kept(self, in_acme: Cast) -> None:
        (link,) = AccessLink.objects.all()
        assert len(bytes(link.digest)) == 32
        assert in_acme.link.encode() not in bytes(link.digest)

    @pytest.mark.parametrize("change", ["", " ", "%20", "\x00", "cut", "longer", "upper", "\ud800"])
    def test_a_wrong_secret(self, in_acme: Cast, change: str) -> None:
        right = in_acme.link
        wrong = {"cut": right[:-1], "longer": right + "A", "upper": right.swapcase()}.get(change, change)
        with pytest.raises(LinkExpired):
            participant_by_secret(wrong)

    def test_expired_revoked_deleted_look_the_same(self, in_acme: Cast) -> None:
        messages = set()
        with time_machine.travel(now() + datetime.timedelta(days=91)), pytest.raises(LinkExpired) as expired:
            participant_by_secret(in_acme.link)
        messages.add(expired.value.message)
        deleted_at = now()
        Ticket.objects.filter(pk=in_acme.ticket.pk).update(deleted_at=deleted_at)
        with pytest.raises(LinkExpired) as deleted:
            participant_by_secret(in_acme.link)
        messages.add(deleted.value.message)
        Ticket.objects.filter(pk=in_acme.ticket.pk).update(deleted_at=None)
        participant = participant_by_secret(in_acme.link)
        assert actions.revoke_links(participant) == 1
        with pytest.raises(LinkExpired) as revoked:
            participant_by_secret(in_acme.link)
        messages.add(revoked.value.message)
        assert len(messages) == 1

    def test_a_link_of_another_organization(self, cast: Cast) -> None:
        with tenancy.organization(cast.globex.pk), pytest.raises(LinkExpired):
            participant_by_secret(cast.link)


def test_the_default_workflow_has_one_default_for_each_stage(in_acme: Cast) -> None:
    assert {status.stage for status in Status.objects.filter(is_default=True)} == set(Stage)
    assert all(set(status.labels) == set(status.customer_labels) == {"en", "es"} for status in Status.objects.all())
