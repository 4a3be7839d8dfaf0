"""What is done about files that came in."""

from moondesk.events.models import Event
from moondesk.events.registry import reacts
from moondesk.files.events import FileStored
from moondesk.files.jobs import examine_file


@reacts([FileStored])
def look_at_file(event: Event) -> None:
    """Have it scanned and drawn, in a job of its own: it takes long and works in several transactions."""
    examine_file.enqueue(tenant=str(event.organization_id), file_id=str(event.subject_id))
