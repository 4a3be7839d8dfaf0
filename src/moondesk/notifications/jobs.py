"""Keeping the list short."""

import datetime

from django.db.models import Q

from moondesk.jobs.app import periodic
from moondesk.jobs.rounds import each_organization
from moondesk.kit.clock import now
from moondesk.notifications.models import Notification

READ_KEPT = datetime.timedelta(days=30)
KEPT = datetime.timedelta(days=90)
_BATCH = 2_000


@periodic("17 3 * * *")
@each_organization
def forget_old() -> bool:
    """Forget what was read a month ago, and all that is three months old; a short transaction each."""
    old = Q(at__lt=now() - READ_KEPT, read_at__isnull=False) | Q(at__lt=now() - KEPT)
    some = list(Notification.objects.filter(old, at__lt=now() - READ_KEPT).values_list("pk", flat=True)[:_BATCH])
    Notification.objects.filter(pk__in=some).delete()
    return len(some) == _BATCH
