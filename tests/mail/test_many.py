"""Mails that wait together are done by one job: none is lost, none is done twice, one that fails holds up no other."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from moondesk.channels.jobs import process_received_mail
from moondesk.channels.mail import many
from moondesk.channels.mail.precheck import Checked
from moondesk.channels.models import ReceivedMail
from moondesk.kit import tenancy
from tests.mail.conftest import Office, mail

_TASK = "moondesk.channels.jobs.process_received_mail"


def _send(office: Office, count: int) -> list[ReceivedMail]:
    for number in range(count):
        office.send(mail(f"Mail {number}", Message_ID=f"<many{number}@customer.test>"))
    return _all(office)


def _all(office: Office) -> list[ReceivedMail]:
    with tenancy.organization(office.cast.acme.pk):
        return list(ReceivedMail.objects.order_by("id"))


def test_one_job_does_what_waits_behind_it(office: Office) -> None:
    _send(office, 12)
    office.run_jobs()
    assert [one.outcome for one in _all(office)] == ["ticket"] * 12
    assert len({one.ticket_id for one in _all(office)}) == 12
    left = ProcrastinateJob.objects.filter(task_name=_TASK)
    assert sorted(len(job.args.get("others", ())) for job in left) == [1, 9]


def test_mails_whose_worker_was_killed_are_done_by_the_job_that_took_them_over(office: Office) -> None:
    """What was tried before is tried by itself: the job is run again with all it had taken over."""
    mails = _send(office, 3)
    ProcrastinateJob.objects.filter(task_name=_TASK).delete()
    tenant = office.cast.acme.pk
    with tenancy.organization(tenant):
        ReceivedMail.objects.filter(pk=mails[1].pk).update(attempts=1)
    first, *others = [str(one.pk) for one in mails]
    process_received_mail.enqueue(tenant=str(tenant), mail_id=first, others=others)
    process_received_mail.enqueue(tenant=str(tenant), mail_id=first, others=others)
    office.run_jobs()
    assert [(one.outcome, one.attempts) for one in _all(office)] == [("ticket", 1), ("ticket", 2), ("ticket", 1)]
    assert len({one.ticket_id for one in _all(office)}) == 3


def test_what_fails_among_others_is_tried_again_by_itself(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    mails = _send(office, 3)
    ProcrastinateJob.objects.filter(task_name=_TASK).delete()
    deep = b"From: x@customer.test\r\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (one, one) for one in range(3000)
    )
    tenant = office.cast.acme.pk
    with tenancy.organization(tenant):
        ReceivedMail.objects.filter(pk=mails[1].pk).update(raw=deep)
    monkeypatch.setattr(many, "check", Checked)
    monkeypatch.setattr("moondesk.channels.mail.intake.check", Checked)
    many.process_many(tenant, [one.pk for one in mails])
    assert [one.outcome for one in _all(office)] == ["ticket", "pending", "ticket"]
    [job] = ProcrastinateJob.objects.filter(task_name=_TASK)
    assert (job.args["mail_id"], job.priority, job.scheduled_at is not None) == (str(mails[1].pk), -1, True)


def test_what_one_waits_for_holds_up_no_other(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    mails = _send(office, 3)
    ProcrastinateJob.objects.filter(task_name=_TASK).delete()
    monkeypatch.setattr(many, "_LONG", 0.0)
    many.process_many(office.cast.acme.pk, [one.pk for one in mails])
    assert [(one.outcome, one.attempts) for one in _all(office)] == [("ticket", 1), ("pending", 0), ("pending", 0)]
    office.run_jobs()
    assert [one.outcome for one in _all(office)] == ["ticket"] * 3
