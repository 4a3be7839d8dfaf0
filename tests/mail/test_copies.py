"""The same mail more than once: one counts, it is not one that was made up, and all are hidden with their ticket."""

import dataclasses

import pytest

from moondesk.channels.ledger import asking, deciding, looking
from moondesk.channels.ledger.asking import Question
from moondesk.channels.models import ReceivedMail
from moondesk.channels.purging import purge_ticket
from moondesk.channels.rules import Outcome, Reason
from moondesk.kit import tenancy
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions import delete_ticket
from moondesk.tickets.models import Ticket
from tests.harness.names import Names
from tests.mail.conftest import CUSTOMER, Office, mail
from tests.mail.signing import by_hand
from tests.mail.test_ledger import again, decide

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_forged_copy_does_not_keep_the_true_mail_out(office: Office, names: Names) -> None:
    true = by_hand(names, "proven", "customer.test", mail())
    copy = office.deliver(mail())
    assert (copy.outcome, copy.reason) == (Outcome.QUARANTINED, Reason.FORGED)
    assert office.deliver(true).outcome == Outcome.TICKET
    assert [office.deliver(raw).reason for raw in (true, mail())] == [Reason.DUPLICATE] * 2


def test_nor_while_it_is_on_its_way_or_after_it_was_thrown_away(office: Office, names: Names) -> None:
    one, other = (by_hand(names, "proven", "customer.test", mail(text)) for text in ("One", "Other"))
    for raw in (mail("One"), one, one, mail("Other")):
        office.send(raw)
    office.run_jobs()
    decide(office, office.last(), deciding.discard)
    assert office.deliver(other).outcome == Outcome.TICKET
    with tenancy.organization(office.cast.acme.pk):
        became = list(ReceivedMail.objects.order_by("id").values_list("outcome", "reason"))
        copy = ReceivedMail.objects.earliest("id")
    taken, forged = ("ticket", ""), "forged"
    assert became == [
        ("quarantined", forged), taken, ("ignored", "duplicate"), ("ignored", forged), taken,
    ]  # fmt: skip
    decide(office, copy, deciding.release)
    assert again(office, copy).reason == Reason.DUPLICATE


def test_a_mail_that_came_twice_is_hidden_and_purged_with_the_ticket_of_the_first(office: Office) -> None:
    first, twin, other = office.deliver(mail()), office.deliver(mail()), office.deliver(mail("Another"))
    with tenancy.organization(office.cast.acme.pk):
        by = office.cast.owner.actor
        blind = dataclasses.replace(by, permissions=frozenset({Permission.MAIL_VIEW}))
        assert (twin.reason, twin.ticket_id) == (Reason.DUPLICATE, None)
        for wanted in (Question(q="lost bag"), Question(q="lost", reason="duplicate")):
            assert twin.pk in {one.pk for one in asking.found(wanted, by=by)}
            assert not asking.found(wanted, by=blind)
        assert looking.seen_of(list(asking.found(Question(sender=CUSTOMER), by=blind)), blind).hidden == {
            first.pk, twin.pk, other.pk,
        }  # fmt: skip
        for act in (looking.download, looking.look_into):
            assert act(asking.get_mail(twin.pk), by=by)
            with pytest.raises(NotAllowed):
                act(asking.get_mail(twin.pk), by=blind)
        delete_ticket(first.ticket, by=by)
        purge_ticket(Ticket.objects.get(pk=first.ticket_id), by=by)
        assert [one.pk for one in ReceivedMail.objects.all()] == [other.pk]
