"""What is counted, for Prometheus. With ``MOONDESK_METRICS_DIR`` all processes count into one directory.

The directory must be known before the library is loaded, so it is read here and not in the settings.
"""

import os
from pathlib import Path

_directory = os.environ.get("MOONDESK_METRICS_DIR", "")
if _directory:
    Path(_directory).mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = _directory

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess  # noqa: E402
from prometheus_client.registry import Collector  # noqa: E402

REQUESTS = Histogram(
    "moondesk_request_seconds",
    "Requests by route, method and status, and how long they took.",
    ("route", "method", "status"),
    buckets=(0.005, 0.01, 0.02, 0.04, 0.06, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0),
)
STREAMS = Gauge("moondesk_streams_open", "Streams that are open.", multiprocess_mode="livesum")
EVENTS = Counter("moondesk_events_dispatched", "Events handed on by the dispatcher.")
MAILS = Counter("moondesk_mails", "Mails by direction (in, out) and what became of them.", ("direction", "outcome"))
MAILS_KEPT = Counter("moondesk_mails_kept", "Mails that came in and were kept; each gets one outcome in the end.")
MAILS_PUT_OFF = Counter("moondesk_mails_put_off", "Mails that may come again later, by the limit reached.", ("limit",))
WORK_FAILED = Counter("moondesk_work_failed", "Failures of work that goes on with the rest, by work.", ("work",))
PULLS = Counter("moondesk_directory_pulls", "Readings of external directories, by how they ended.", ("state",))


def forget_process(pid: int) -> None:
    """Drop the gauges of a process that died."""
    if _directory:
        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]


def exposition(*collectors: Collector) -> bytes:
    """Return all numbers as Prometheus reads them; ``collectors`` add what is read only when asked."""
    registry = CollectorRegistry()
    if _directory:
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        for metric in (REQUESTS, STREAMS, EVENTS, MAILS, MAILS_KEPT, MAILS_PUT_OFF, WORK_FAILED, PULLS):
            registry.register(metric)
    for collector in collectors:
        registry.register(collector)
    return generate_latest(registry)
