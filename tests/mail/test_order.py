"""What goes first when much mail waits."""

import pytest
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.models import ProcrastinateJob

from moondesk.channels.actions import send_new_link
from moondesk.channels.jobs import process_received_mail
from moondesk.channels.mail.outbox import About, put_in_outbox
from moondesk.channels.rules import Kind
from moondesk.conversations.jobs import release_held_reply
from moondesk.events.dispatcher import react_to_each
from moondesk.kit.clock import now
from moondesk.kit.ids import new_id
from moondesk.tickets.models import Participant
from tests.harness.people import Cast


@pytest.mark.django_db
def test_people_go_before_mail_that_came_in_and_that_before_what_goes_out_by_itself(in_acme: Cast) -> None:
    tenant = str(in_acme.acme.pk)
    ProcrastinateJob.objects.all().delete()
    participant = Participant.objects.get(ticket=in_acme.ticket)
    put_in_outbox(About(Kind.CONFIRMATION, new_id(), participant), "carla@customer.test")
    process_received_mail.enqueue(tenant=tenant, mail_id=str(new_id()))
    send_new_link(participant)
    put_in_outbox(About(Kind.REPLY, new_id(), participant), "carla@customer.test")
    release_held_reply.enqueue_at(now(), message_id=str(new_id()))
    react_to_each.enqueue(wanted={})
    first = ProcrastinateJob.objects.order_by("-priority", "id").values_list("task_name", flat=True)
    names = [name.rpartition(".")[2] for name in first]
    asked = [*["send_outgoing_mail"] * 2, "release_held_reply"]
    assert names == ["react_to_each", *asked, "process_received_mail", "send_outgoing_mail"]


def test_nothing_but_mail_that_goes_out_by_itself_waits_for_the_end_of_a_flood() -> None:
    """A flood may last for hours: what is below it is not done until it is over."""
    ours = [task for task in queue.tasks.values() if task.name.startswith("moondesk.")]
    priorities = {task.name.removeprefix("moondesk."): task.priority for task in ours}
    flood = priorities["channels.jobs.process_received_mail"]
    by_itself = {"channels.jobs.send_outgoing_mail", "channels.surveys.jobs.invite_to_survey"}
    assert {name for name, priority in priorities.items() if priority < flood} == by_itself
    by_the_clock = [task.priority for task in ours if task.queue == "periodic"]
    assert min(by_the_clock) > flood
    assert priorities["web.account.jobs.deliver_account_mail"] > flood
    assert priorities["web.portal.jobs.find_and_send"] > flood
