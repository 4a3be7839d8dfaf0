"""What follows when somebody changes many tickets."""

from moondesk.bulk.events import BulkStarted, BulkUndoBegun
from moondesk.bulk.jobs import run_bulk
from moondesk.events.models import Event
from moondesk.events.registry import reacts


@reacts([BulkStarted, BulkUndoBegun])
def begin_work(event: Event) -> None:
    """Have a worker do it."""
    run_bulk.enqueue(tenant=str(event.organization_id), change_id=str(event.subject_id))
