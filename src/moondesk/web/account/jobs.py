"""Account mails, sent by the worker: a slow mail server neither delays a page nor tells who has an account."""

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.utils import translation

from moondesk.jobs.app import Retry, job
from moondesk.web.account.mails import compose


def sender() -> str:
    """Return from whom account mails come: Moondesk, where the operator gave no name."""
    name, address = parseaddr(settings.MAIL_FROM)
    return formataddr((name or "Moondesk", address))


@job(in_organization=False, retry=Retry(attempts=8, wait=4), priority=2)
def deliver_account_mail(
    *, kind: str, recipient: str, user_id: str, language: str, organization: str = "", about: str = ""
) -> None:
    """Write and send one account mail. A user or address that is gone by now gets none."""
    with translation.override(language):
        mail = compose(kind, recipient, user_id, organization, about)
    if mail is None:
        return
    message = EmailMultiAlternatives(
        mail.subject, mail.text, from_email=sender(), to=[recipient], headers={"Auto-Submitted": "auto-generated"}
    )
    message.attach_alternative(mail.html, "text/html")
    _wait_for_the_disk()
    message.send()


def _wait_for_the_disk() -> None:
    """Have all last that was committed without waiting: this job, that it was taken, and what led to it.

    A commit waits only if its transaction wrote to the log of changes, and counts (``limits``) are not in that.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_logical_emit_message(true, 'moondesk', 'an account mail leaves')")
