"""Declaring jobs and putting them on the queue.

A job is born in an organization and runs in it; ids go in, one action is called. It may run more than once.
"""

import copy
import datetime
import functools
import json
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import procrastinate
import structlog
from django.db import close_old_connections
from procrastinate.contrib.django import app as queue

from moondesk.jobs.together import is_together, with_others
from moondesk.kit import context, prepared, tenancy

log = structlog.get_logger(__name__)

type Loop = Callable[["StopSignal"], None]

ORGANIZATION = "organization_id"
_PUT = """SELECT procrastinate_defer_jobs_v1(
    ARRAY[ROW(%s, %s, %s, %s, NULL, %s, %s)::procrastinate_job_to_defer_v1])"""
HANDS = {"exports": 3, "pulls": 2}
"""Queues that every worker serves with so many hands of their own: work of minutes, beside which all else goes on."""


@dataclass(frozen=True)
class Retry:
    """How often a failed job is tried again, and how the wait grows (seconds, exponential)."""

    attempts: int = 8
    wait: int = 2


class _Backwards(procrastinate.RetryStrategy):
    """Puts what failed behind what is new.

    Jobs are found from the front of the queue: thousands that wait for their next try there, while a mail server is
    down, would be passed over again for every job that is found.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Any) -> procrastinate.RetryDecision | None:
        decision = super().get_retry_decision(exception=exception, job=job)
        if decision is not None:
            decision.priority = -1
        return decision


class StopSignal:
    """Tells a background loop that the worker is stopping; a protocol that ``threading.Event`` fulfils."""

    def is_set(self) -> bool:
        """Say whether the worker is stopping."""
        raise NotImplementedError

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the worker to stop, at most ``timeout`` seconds."""
        raise NotImplementedError


class Job[**P]:
    """One declared job. ``enqueue`` writes it in the transaction at hand, so it runs only if that commits."""

    def __init__(
        self, function: Callable[P, None], task: Any, *, in_organization: bool, lanes: int, alone: bool
    ) -> None:
        self.function = function
        self._task = task
        self._in_organization = in_organization
        self._lanes, self._alone = lanes, alone
        self._settings: dict[str, Any] = {}

    def ahead(self, priority: int) -> "Job[P]":
        """Return the same job, to be put before all of a lower priority."""
        other = copy.copy(self)
        other._settings = {"priority": priority}
        return other

    def enqueue(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Put the job on the queue for the organization in context. Arguments are named and plain."""
        settings, name = dict(self._settings), self._task.name
        if self._lanes:
            settings["lock"] = f"{name}:{random.randrange(self._lanes)}"  # noqa: S311 - not a secret
        if self._alone:
            settings["lock"] = f"{name}:{tenancy.current_organization_id()}"
        self._put(self._arguments(*args, **kwargs), settings, None)

    def enqueue_at(self, moment: datetime.datetime, *args: P.args, **kwargs: P.kwargs) -> None:
        """Put the job on the queue, not to run before ``moment``."""
        self._put(self._arguments(*args, **kwargs), self._settings, moment)

    def _put(self, given: dict[str, Any], settings: dict[str, Any], moment: datetime.datetime | None) -> None:
        """Ask the library's function in SQL for it: by its Python this costs three times as much."""
        task = self._task
        priority, lock = settings.get("priority", task.priority), settings.get("lock")
        prepared.run(_PUT, [task.queue, task.name, priority, lock, json.dumps(given), moment])

    def _arguments(self, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]:
        if args:
            raise TypeError("A job takes named arguments")
        given: dict[str, Any] = dict(kwargs)
        if self._in_organization:
            given[ORGANIZATION] = str(tenancy.current_organization_id())
        return given


def job[**P](
    *,
    queue_name: str = "default",
    retry: Retry | None = None,
    in_organization: bool = True,
    lanes: int = 0,
    alone: bool = False,
    priority: int = 1,
) -> Callable[[Callable[P, None]], Job[P]]:
    """Declare a job. ``in_organization=False`` is for work on global tables only.

    Of a job that takes long only ``lanes`` run at once, however many workers there are, so that others find one free;
    or, with ``alone``, one of each organization, in a queue that has hands of its own (``HANDS``).
    What somebody looks at and waits for has a ``priority`` above the mails that come in, of which thousands may wait,
    and nothing but mails that go out by themselves has one below: ``docs/decisions/jobs.md`` has them all.
    """
    times = retry or Retry()

    def declare(function: Callable[P, None]) -> Job[P]:
        name = f"{function.__module__}.{function.__qualname__}"

        @functools.wraps(function)
        def run(known: procrastinate.JobContext, /, **kwargs: Any) -> None:
            given = functools.partial(with_others, function, known.job) if is_together(function) else function
            _run(given, name, kwargs, in_organization=in_organization)

        strategy = _Backwards(max_attempts=times.attempts, exponential_wait=times.wait)
        task = queue.task(name=name, queue=queue_name, retry=strategy, priority=priority, pass_context=True)(run)
        return Job(function, task, in_organization=in_organization, lanes=lanes, alone=alone)

    return declare


def _run(function: Callable[..., None], name: str, kwargs: dict[str, Any], *, in_organization: bool) -> None:
    token = context.request_id.set(uuid.uuid4().hex[:12])
    bound = structlog.contextvars.bind_contextvars(job=name, request_id=context.request_id.get())
    close_old_connections()  # the database may have been away since this thread's last job
    try:
        if not in_organization:
            function(**kwargs)
            return
        organization_id = uuid.UUID(kwargs.pop(ORGANIZATION))
        structlog.contextvars.bind_contextvars(organization=str(organization_id))
        with tenancy.organization(organization_id):
            function(**kwargs)
    finally:
        close_old_connections()
        structlog.contextvars.reset_contextvars(**bound)
        structlog.contextvars.unbind_contextvars("organization")
        context.request_id.reset(token)


def periodic(cron: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Run a function by the clock (five cron fields, UTC), once however many workers there are."""

    def declare(function: Callable[[], None]) -> Callable[[], None]:
        name = f"{function.__module__}.{function.__qualname__}"

        @functools.wraps(function)
        def run(timestamp: int) -> None:
            _run(function, name, {}, in_organization=False)

        queue.periodic(cron=cron)(queue.task(name=name, queue="periodic", priority=2, pass_context=False)(run))
        return function

    return declare


loops: dict[str, Loop] = {}


def background(function: Loop) -> Loop:
    """Register a loop that every worker runs in a thread of its own."""
    loops[f"{function.__module__}.{function.__qualname__}"] = function
    return function
