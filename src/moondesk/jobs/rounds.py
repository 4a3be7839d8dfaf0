"""Work that is done in all organizations in turn: what fails in one is told, and keeps no other from its turn."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import close_old_connections, connection

from moondesk.jobs.app import log
from moondesk.kit import tenancy
from moondesk.kit.database import organization_ids
from moondesk.kit.metrics import WORK_FAILED


@contextmanager
def going_on(work: str, **about: str) -> Iterator[None]:
    """Log and count what fails in the block, and go on after it. What it writes must be a transaction of its own."""
    try:
        yield
    except Exception:
        log.exception("failed, going on with the rest", work=work, **about)
        WORK_FAILED.labels(work).inc()
        if not connection.in_atomic_block:
            close_old_connections()  # a connection that broke must not take the rest with it


def each_organization(function: Callable[[], object]) -> Callable[[], None]:
    """Run a function in each organization, in a transaction of its own; once more for as long as it returns True."""
    work = f"{function.__module__}.{function.__qualname__}"

    @functools.wraps(function)
    def run() -> None:
        for organization_id in organization_ids():
            with going_on(work, organization=str(organization_id)):
                more: object = True
                while more is True:
                    with tenancy.organization(organization_id):
                        more = function()

    return run
