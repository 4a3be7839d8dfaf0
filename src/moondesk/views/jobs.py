"""Letting go of views that nobody brought back."""

import datetime

from moondesk.jobs.app import periodic
from moondesk.jobs.rounds import each_organization
from moondesk.kit.clock import now
from moondesk.views.models import SavedView

KEPT = datetime.timedelta(days=30)


@periodic("29 3 * * *")
@each_organization
def forget_deleted_views() -> None:
    """Forget what was deleted a month ago; until then undo brings it back."""
    SavedView.objects.filter(deleted_at__lte=now() - KEPT).delete()
