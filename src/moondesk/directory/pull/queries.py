"""Reading how people are pulled, and what became of each reading."""

import datetime
import uuid

from django.utils.translation import gettext as _

from moondesk.directory.errors import PullNotFound, RunNotFound
from moondesk.directory.models import DirectoryPull, DirectoryRun
from moondesk.directory.pull_rules import LONGEST_QUEUE, RunState, Trouble

UNDER_WAY = (RunState.WAITING, RunState.RUNNING)


def find_pull() -> DirectoryPull | None:
    """Return how people are pulled, if anything is set up."""
    return DirectoryPull.objects.first()


def get_pull(*, lock: bool = False) -> DirectoryPull:
    """Return how people are pulled, to be changed with ``lock``. Raises ``PullNotFound``."""
    rows = DirectoryPull.objects.select_for_update(of=("self",)) if lock else DirectoryPull.objects
    found = rows.first()
    if found is None:
        raise PullNotFound(_("Nothing is set up to be read from another system."))
    return found


def latest_runs(most: int = 20) -> list[DirectoryRun]:
    """Return the last readings, the newest first."""
    return list(DirectoryRun.objects.select_related("asked_by__user")[:most])


def get_run(run_id: uuid.UUID) -> DirectoryRun:
    """Return one reading. Raises ``RunNotFound``."""
    found = DirectoryRun.objects.select_related("asked_by__user").filter(pk=run_id).first()
    if found is None:
        raise RunNotFound(_("There was no such reading, or it is forgotten."))
    return found


def time_read(since: datetime.datetime) -> datetime.timedelta:
    """Return how long readings took that began since then, without those that were broken off."""
    runs = DirectoryRun.objects.filter(began_at__gt=since, finished_at__isnull=False).exclude(trouble=Trouble.LOST)
    # Whoever waited longer than this before it began is not counted: so the index of readings serves.
    rows = runs.filter(created_at__gt=since - LONGEST_QUEUE).values_list("began_at", "finished_at")
    return sum((ended - began for began, ended in rows if began and ended), datetime.timedelta())


def run_under_way() -> DirectoryRun | None:
    """Return the reading that waits or goes on."""
    return DirectoryRun.objects.filter(state__in=[one.value for one in UNDER_WAY]).first()
