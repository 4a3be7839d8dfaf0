"""What follows when somebody asks for an export."""

from moondesk.events.models import Event
from moondesk.events.registry import reacts
from moondesk.exports.events import ExportStarted
from moondesk.exports.jobs import run_export


@reacts([ExportStarted])
def begin_work(event: Event) -> None:
    """Have a worker write it."""
    run_export.enqueue(tenant=str(event.organization_id), export_id=str(event.subject_id))
