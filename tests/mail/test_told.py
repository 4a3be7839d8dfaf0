"""What members are mailed of tickets: that they are named, news on what they watch, reminders, the end of a snooze."""

import datetime
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from moondesk.channels.mail.told import may_be_told
from moondesk.channels.models import OutgoingMail
from moondesk.conversations.actions import add_note, reply_as_customer, reply_to_customer
from moondesk.conversations.actions.merging import merge_tickets
from moondesk.conversations.actions.splitting import Split, split_ticket
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.models import Member, Organization
from moondesk.tickets.actions.attending import drop_watchers, unwatch_ticket, watch_ticket
from moondesk.tickets.actions.changes import change_department
from moondesk.tickets.actions.snoozing import set_reminder, snooze_ticket
from moondesk.tickets.families import watchers_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.reminder_models import Reminder
from moondesk.tickets.rules import Channel
from tests import factories
from tests.harness.people import Cast, Person
from tests.mail.conftest import Office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def acme(office: Office) -> Office:
    """Replies go out at once, and what is told of notes too."""
    with tenancy.organization(office.cast.acme.pk):
        Organization.objects.update(undo_seconds=0)
    return office


def here(cast: Cast) -> Ticket:
    return Ticket.objects.get(pk=cast.ticket.pk)


def text(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def told(office: Office, kind: str, act: Callable[[], object]) -> list[tuple[str, EmailMessage]]:
    """Return the mails to members that came of it, with whom each went to."""
    before = len(office.caught())
    with tenancy.organization(office.cast.acme.pk):
        act()
    office.run_jobs()
    with tenancy.organization(office.cast.acme.pk):
        kinds = dict(OutgoingMail.objects.values_list("header_id", "kind"))
    found = [(str(one["To"]), one) for one in office.caught()[before:] if kinds[str(one["Message-ID"]).strip()] == kind]
    return sorted(found, key=lambda one: one[0])


def test_one_who_is_named_gets_the_note_in_their_language(acme: Office) -> None:
    cast = acme.cast
    cast.agent.user.language = "es"
    cast.agent.user.save(update_fields=["language"])
    [(to, mail)] = told(
        acme, "mention", lambda: add_note(here(cast), "Ask the airline, **@Ana Agent**", by=cast.owner.actor)
    )
    assert to == "ana@acme.test"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Subject"] == f"Olivia Owner te ha mencionado en TKT-{cast.ticket.number}"
    said = text(mail)
    assert "Ask the airline" in said
    assert "Nota interna" in said
    assert f"/acme/desk/tickets/{cast.ticket.number}#message-" in said
    assert "/help/t/" not in said


def test_nothing_is_told_to_one_who_cannot_see_it_by_then(acme: Office) -> None:
    cast = acme.cast

    def act() -> None:
        add_note(here(cast), "A secret for @Ana Agent", by=cast.owner.actor)
        change_department(here(cast), cast.hotels, by=cast.owner.actor)

    assert told(acme, "mention", act) == []
    with tenancy.organization(cast.acme.pk):
        [mail] = OutgoingMail.objects.filter(kind="mention")
        assert (mail.state, mail.error) == ("withheld", "This person cannot see the ticket.")


def test_customers_never_see_more_than_a_name(acme: Office) -> None:
    cast = acme.cast
    [(_to, mail)] = told(
        acme, "reply", lambda: reply_to_customer(here(cast), "Our @Ana Agent looks at it.", by=cast.owner.actor)
    )
    whole = mail.as_string() + text(mail)
    assert "@Ana Agent" in text(mail)
    assert "mention" not in whole
    assert str(cast.agent.member.pk) not in whole


def _wants(person: Person, what: str) -> None:
    Member.objects.filter(pk=person.member.pk).update(watch_mails=what)


def test_who_watches_is_told_as_they_wish_and_until_they_lose_sight(acme: Office) -> None:
    cast = acme.cast

    def watch() -> None:
        for person, what in ((cast.agent, "customer"), (cast.administrator, "all"), (cast.viewer, "none")):
            _wants(person, what)
            watch_ticket(here(cast), person.member, by=cast.owner.actor)

    def write() -> None:
        carla = cast.customer
        reply_as_customer(here(cast), carla.contact, "Any news?", by=carla.actor, channel=Channel.WEB)

    assert told(acme, "news", watch) == []
    assert [to for to, _mail in told(acme, "news", write)] == ["adam@acme.test", "ana@acme.test"]
    answer = told(acme, "news", lambda: reply_to_customer(here(cast), "Soon.", by=cast.owner.actor))
    assert [to for to, _mail in answer] == ["adam@acme.test"]
    both = told(acme, "news", lambda: add_note(here(cast), "Look, @Adam Admin", by=cast.owner.actor))
    assert both == []
    with tenancy.organization(cast.acme.pk):
        change_department(here(cast), cast.hotels, by=cast.owner.actor)
    assert [to for to, _mail in told(acme, "news", write)] == ["adam@acme.test"]
    with tenancy.organization(cast.acme.pk):
        assert cast.agent.member.pk not in here(cast).watchers


def test_a_reminder_and_the_end_of_a_snooze_are_mailed(acme: Office) -> None:
    cast = acme.cast
    soon = now() + datetime.timedelta(days=1)

    def remind() -> None:
        set_reminder(here(cast), soon, "Call the airline", by=cast.agent.actor)
        Reminder.objects.update(at=now() - datetime.timedelta(seconds=1))
        from moondesk.tickets.jobs import tell_reminder

        tell_reminder.enqueue(reminder_id=str(Reminder.objects.get().pk))

    def wake() -> None:
        snooze_ticket(here(cast), soon, by=cast.agent.actor)
        carla = cast.customer
        reply_as_customer(here(cast), carla.contact, "Any news?", by=carla.actor, channel=Channel.WEB)

    [(to, mail)] = told(acme, "reminder", remind)
    assert to == "ana@acme.test"
    assert "Call the airline" in text(mail)
    [(to, mail)] = told(acme, "woken", wake)
    assert to == "ana@acme.test"
    assert "The customer wrote" in text(mail)
    with tenancy.organization(cast.acme.pk):
        assert here(cast).snoozed_by is None


def test_words_that_were_moved_out_of_sight_are_not_mailed(acme: Office) -> None:
    """A split takes the note to a ticket of another department before the mail about it leaves."""
    cast = acme.cast

    def write() -> None:
        watch_ticket(here(cast), cast.agent.member, by=cast.agent.actor)
        add_note(here(cast), "Between us", by=cast.owner.actor)

    assert len(told(acme, "news", write)) == 1
    with tenancy.organization(cast.acme.pk):
        mail = OutgoingMail.objects.get(kind="news")
        assert may_be_told(mail)
        new = split_ticket(cast.ticket.number, Split([mail.message_id], move=True), by=cast.owner.actor)[1]
        change_department(new, cast.hotels, by=cast.owner.actor)
        assert not may_be_told(OutgoingMail.objects.get(pk=mail.pk))


def test_one_who_watched_a_merged_ticket_hears_of_both_until_they_watch_no_more(acme: Office) -> None:
    cast = acme.cast
    made: list[Ticket] = []
    assert told(acme, "news", lambda: made.append(factories.make_ticket(department=cast.flights))) == []

    def merge_and_write() -> None:
        by, gone = cast.owner.actor, made[0]
        watch_ticket(gone, cast.agent.member, by=cast.agent.actor)
        merge_tickets(cast.ticket.number, [gone.number], by=by)
        add_note(here(cast), "First", by=by)

    def stop_and_write() -> None:
        assert watchers_of(here(cast)) == [cast.agent.member.pk]
        unwatch_ticket(here(cast), cast.agent.member.pk, by=cast.agent.actor)
        assert watchers_of(here(cast)) == []
        add_note(here(cast), "Second", by=cast.owner.actor)

    assert [to for to, _mail in told(acme, "news", merge_and_write)] == ["ana@acme.test"]
    assert told(acme, "news", stop_and_write) == []


def test_who_begins_to_watch_while_another_is_dropped_stays(acme: Office) -> None:
    """The worker read who watches before somebody else began to."""
    cast = acme.cast
    with tenancy.organization(cast.acme.pk):
        stale = [cast.other_agent.member.pk]
        Ticket.objects.filter(pk=cast.ticket.pk).update(watchers=stale)
        watch_ticket(here(cast), cast.agent.member, by=cast.agent.actor)
        drop_watchers(cast.ticket.pk, stale)
        assert here(cast).watchers == [cast.agent.member.pk]
        drop_watchers(cast.ticket.pk, [cast.agent.member.pk])
        assert here(cast).watchers is None
