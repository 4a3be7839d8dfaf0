"""How much came in and what became of it: what came in is what came of it, counted in one statement."""

import datetime
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from moondesk.channels.models import ReceivedMail
from moondesk.channels.rules import Outcome
from moondesk.kit.clock import now
from moondesk.kit.tenancy import current_organization_id

MOST_COUNTED = 99

_COUNT = """
SELECT outcome, count(*) FILTER (WHERE received_at >= %(today)s), count(*) FILTER (WHERE received_at >= %(week)s),
    count(*)
FROM channels_receivedmail WHERE organization_id = %(organization)s AND received_at >= %(month)s
GROUP BY GROUPING SETS ((outcome), ())"""


@dataclass(frozen=True)
class Period:
    """One period: how many mails came in since its beginning, and what became of them."""

    since: datetime.datetime
    received: int
    outcomes: dict[str, int]

    @property
    def is_even(self) -> bool:
        """Say whether each mail that came in has one outcome that is counted."""
        return self.received == sum(self.outcomes[outcome.value] for outcome in Outcome)


def counts() -> dict[str, Period]:
    """Return the numbers of today, of 7 days and of 30 days."""
    moment = now()
    today = timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    since = {
        "today": today,
        "week": moment - datetime.timedelta(days=7),
        "month": moment - datetime.timedelta(days=30),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"organization": current_organization_id(), **since})
        rows = {row[0]: row[1:] for row in cursor.fetchall()}
    return {
        name: Period(
            since[name],
            rows.get(None, (0, 0, 0))[at],
            {outcome.value: rows.get(outcome.value, (0, 0, 0))[at] for outcome in Outcome},
        )
        for at, name in enumerate(since)
    }


def count_waiting() -> int:
    """Return how many mails wait for a decision, up to one more than is counted."""
    waiting = ReceivedMail.objects.filter(outcome=Outcome.QUARANTINED).order_by("-received_at")
    return len(waiting.values_list("pk")[: MOST_COUNTED + 1])
