"""An account mail leaves the house only when nothing that led to it can be lost any more."""

from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from moondesk.web.account.jobs import deliver_account_mail
from tests import factories
from tests.harness.database import as_superuser

pytestmark = pytest.mark.django_db(transaction=True)

lasting: list[bool] = []


class Looking(EmailBackend):
    """Looks, when a mail leaves, whether what was written before it is on the disk."""

    def send_messages(self, messages: Any) -> int:
        """Look first."""
        with as_superuser() as other:
            lasting.append(
                other.execute("SELECT pg_current_wal_flush_lsn() >= %s::pg_lsn", [written[-1]]).fetchone()[0]
            )
        return super().send_messages(messages)


written: list[str] = []


def test_what_was_committed_without_waiting_is_on_the_disk_before_a_mail_leaves(settings: Any) -> None:
    user = factories.make_user()
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.{Looking.__name__}"}}
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")  # the cluster of the tests waits for nothing by itself
    with as_superuser() as other:
        other.execute("SET synchronous_commit = off")
        for at in range(3):  # PostgreSQL writes what nobody waits for five times a second: be quicker than that
            other.execute("INSERT INTO limits_window (key, count, ends_at) VALUES (%s, 1, now())", [f"lost {at}"])
            written.append(str(other.execute("SELECT pg_current_wal_insert_lsn()").fetchone()[0]))
            deliver_account_mail.function(
                kind="password_changed", recipient=user.email, user_id=str(user.pk), language="en"
            )
    assert lasting == [True, True, True]
