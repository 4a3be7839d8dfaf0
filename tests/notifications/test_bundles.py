"""A change of many tickets is told once, however many of them concern somebody."""

from moondesk.bulk.rules import Operation
from moondesk.notifications.models import Notification
from moondesk.notifications.queries import unread_of
from moondesk.tickets.actions import assign_ticket
from tests.bulk.doing import begin, finish, fresh, tickets_in, undo
from tests.harness.people import Cast
from tests.notifications.test_telling import react, told


def test_many_tickets_given_to_somebody_at_once_are_one_notification(in_acme: Cast) -> None:
    agent, owner = in_acme.agent, in_acme.owner
    many = tickets_in(in_acme, 4)
    assign_ticket(fresh(many[0]), agent.member, by=in_acme.administrator.actor)
    react()
    assign_ticket(fresh(many[0]), None, by=in_acme.administrator.actor)
    react()
    before = Notification.objects.filter(read_at=None).count()
    change = finish(begin(owner, Operation.ASSIGNEE, many, assignee=str(agent.member.pk)))
    assert change.changed == 4
    react()
    bundle = Notification.objects.get(bulk=change.pk)
    assert (bundle.count, bundle.kind, bundle.member_id) == (4, "assigned", agent.member.pk)
    assert Notification.objects.filter(read_at=None).count() == before + 1
    assert bundle.ticket_id not in unread_of(agent.actor).tickets, "looking at one does not read of the others"
    assign_ticket(fresh(many[0]), owner.member, by=in_acme.administrator.actor)
    react()
    assert Notification.objects.filter(bulk=change.pk).exists(), "the others are still theirs"
    undo(change, owner)
    react()
    assert not Notification.objects.filter(bulk=change.pk).exists()
    assert ("assigned", 4) not in told(agent)
