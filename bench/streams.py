"""Measure open streams: ``python -m bench.streams [--streams N] [--rate N] [--seconds N] [--data-dir DIR]``."""

import argparse
import contextlib
import datetime
import json
import os
import platform
import random
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg

from bench import data, listeners, place

HERE = Path(__file__).parent
QUIET = 15.0
"""How long nothing happens, while connections and memory are looked at."""
PATIENCE = 60.0
"""How long the dispatcher may take for what is left when the changes have ended."""


def memory_of(pid: int) -> float:
    """Return the memory that a process has for itself, in MB."""
    return float(psutil.Process(pid).memory_full_info().uss) / 1e6


def connections(pid: int) -> int:
    """Return how many connections to the database a process has: all that it has which are not of the network."""
    return len(psutil.Process(pid).net_connections("unix"))


@contextlib.contextmanager
def ears(port: int, who: Path) -> Iterator["subprocess.Popen[str]"]:
    """Open all streams as long as the block runs."""
    command = [sys.executable, "-m", "bench.ears", str(port), str(who)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=HERE.parent) as child:
        try:
            assert child.stdout is not None
            said = child.stdout.readline()
            if not said.startswith("open"):
                raise SystemExit(f"The streams did not open: {said}")
            yield child
        finally:
            child.terminate()


def ask(child: "subprocess.Popen[str]", word: str) -> Any:
    """Ask the readers something."""
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(f"{word}\n")
    child.stdin.flush()
    return json.loads(child.stdout.readline())


def settled(child: "subprocess.Popen[str]", wanted: int) -> dict[str, int]:
    """Wait until all has come, or does not come any more; returns what came."""
    deadline = time.monotonic() + PATIENCE
    while (now := ask(child, "count"))["heard"] < wanted and time.monotonic() < deadline:
        time.sleep(1)
    return dict(now)


def change(tickets: list[tuple[uuid.UUID, uuid.UUID]], rate: float, seconds: float) -> tuple[int, float]:
    """Change tickets at a rate, each in a transaction of its own; returns how many, and in how many seconds."""
    from moondesk.kit import tenancy
    from moondesk.organizations.actor import system_actor
    from moondesk.tickets.actions import change_subject
    from moondesk.tickets.models import Ticket

    chance, began, done = random.Random(), time.monotonic(), 0
    while (passed := time.monotonic() - began) < seconds:
        if done / rate > passed:
            time.sleep(done / rate - passed)
        organization, ticket = chance.choice(tickets)
        with tenancy.organization(organization):
            found = Ticket.objects.select_for_update().get(pk=ticket)
            change_subject(found, f"Changed {done} {chance.random()}", by=system_actor(organization))
        done += 1
    return done, time.monotonic() - began


def spread(values: list[float]) -> dict[str, float]:
    """Return the middle and the slow end of some times, in milliseconds."""
    ordered = sorted(values)
    at = {f"p{share}": ordered[min(len(ordered) - 1, len(ordered) * share // 100)] for share in (50, 95, 99)}
    return {name: round(value * 1000, 1) for name, value in at.items()}


def times_of(heard: list[tuple[str, float]]) -> dict[str, dict[str, float]]:
    """Return how long it took from the dispatcher, and from the change, to the readers."""
    with psycopg.connect(os.environ["BENCH_SUPERUSER_URL"]) as own:
        rows = own.execute(
            "SELECT id, extract(epoch FROM dispatched_at)::float8, extract(epoch FROM created_at)::float8 "
            "FROM events_event WHERE id = ANY(%s)",
            [list({uuid.UUID(one) for one, _at in heard})],
        ).fetchall()
    known = {str(one): (dispatched, created) for one, dispatched, created in rows}
    return {
        "fan_out": spread([at - known[one][0] for one, at in heard]),
        "since_the_change": spread([at - known[one][1] for one, at in heard]),
    }


def measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Open streams, wait, change, and return what was found."""
    who, tickets = listeners.make(options.streams, folder / "listeners.json")
    port = place.free_port()
    command = f"from moondesk.config.server import run; run('127.0.0.1', {port}, 1)"
    with place.process("-c", command, port=port) as web, place.process("-m", "moondesk", "worker"):
        with ears(port, listeners.some(who, folder, 20)):
            change(tickets, 5, 3)  # so that all that is loaded once is there before memory is looked at
        time.sleep(3)
        before, held = memory_of(web.pid), connections(web.pid)
        began = time.monotonic()
        with ears(port, who) as child:
            opened, idle = time.monotonic() - began, psutil.Process(web.pid).cpu_times()
            time.sleep(QUIET)
            spent = psutil.Process(web.pid).cpu_times()
            quiet = {
                "more_memory": round(memory_of(web.pid) - before, 1),
                "more_connections": connections(web.pid) - held,
            }
            quiet["cores"] = round((spent.user + spent.system - idle.user - idle.system) / QUIET, 3)
            done, seconds = change(tickets, options.rate, options.seconds)
            busy = psutil.Process(web.pid).cpu_times()
            most = round(memory_of(web.pid) - before, 1)
            counted = settled(child, done * options.streams // data.ORGANIZATIONS)
            heard = ask(child, "end")
    cores = round((busy.user + busy.system - spent.user - spent.system) / seconds, 3)
    return {
        "streams": options.streams, "opened_in": round(opened, 1), "memory_before": round(before, 1), "quiet": quiet,
        "changes": {"count": done, "per_second": round(done / seconds, 1)},
        "busy": {"more_memory": most, "cores": cores}, **counted, "noted": len(heard), **times_of(heard),
    }  # fmt: skip


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(prog="python -m bench.streams")
    parser.add_argument("--streams", type=int, default=5000)
    parser.add_argument("--rate", type=float, default=100.0, help="changes a second")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--data-dir", type=Path, default=HERE.parent / "var" / "bench")
    options = parser.parse_args()
    folder: Path = options.data_dir.absolute() / "streams"
    with place.database(folder):
        import django

        django.setup()
        from django.db import connection

        data.make("S", folder / "bench.json")
        found = measure(options, folder)
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
    about = {"at": datetime.datetime.now(datetime.UTC).isoformat(), "python": platform.python_version()}
    about |= {"cores": os.cpu_count(), "load": psutil.getloadavg()[0]}
    print(json.dumps(found, indent=1))
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / "streams.json").write_text(json.dumps(about | found, indent=1) + "\n")


if __name__ == "__main__":
    main()
