"""Measure: ``python -m bench [S|M|L] [--seconds N] [--rounds N] [--at-once N] [--data-dir DIR]``."""

import argparse
import contextlib
import datetime
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil

from bench import backlog, data, inserts, load, place, plans, rows, table
from bench.cost import Meter
from bench.load import Ask
from moondesk.supervision.postgres.cluster import Cluster

HERE = Path(__file__).parent
FIRST_LOOKS = 2
"""For so many seconds tickets are opened after all were changed, so that hardly any is looked at twice."""
ALL_LOOKED_AT = 8
"""After so many seconds every ticket was opened once since it changed, as when several people work on one."""
PATIENCE = 120.0
"""How long the worker may take for what is left when the load has ended."""


@dataclass(frozen=True)
class Place:
    """The ports of the desk and of the yardstick, and what their requests cost."""

    web: int
    bare: int
    meter: Meter
    at_once: int


@dataclass
class Found:
    """All results, one for each round."""

    rows: dict[str, list[table.Measured]] = field(default_factory=dict)
    pgbench: list[float] = field(default_factory=list)
    left: backlog.Backlog | None = None

    def note(self, name: str, measured: table.Measured) -> None:
        """Add a result."""
        self.rows.setdefault(name, []).append(measured)


@contextlib.contextmanager
def desk(cluster: Cluster, workers: int, at_once: int) -> Iterator[Place]:
    """Run the parts as ``moondesk up`` does, and the yardstick beside them."""
    web, bare, mail = place.free_port(), place.free_port(), place.free_port()
    catcher = [
        "--catcher-port",
        str(place.CATCHER_PORT),
        "--catcher-dir",
        str(Path(os.environ["MOONDESK_DATA_DIR"]) / "mail"),
    ]
    with contextlib.ExitStack() as stack:
        command = f"from moondesk.config.server import run; run('127.0.0.1', {web}, {workers})"
        process = stack.enter_context(place.process("-c", command, port=web))
        stack.enter_context(place.process("-c", f"from bench.yardstick import run; run({bare})", port=bare))
        stack.enter_context(place.process("-m", "moondesk", "worker"))
        stack.enter_context(place.process("-m", "moondesk", "mail", "--port", str(mail), *catcher, port=mail))
        server = cluster.process.pid if cluster.process else os.getpid()
        yield Place(web, bare, Meter((process.pid,), server), at_once)


def ask(where: Place, what: Ask, seconds: float) -> table.Measured:
    """Ask the desk and note what it cost."""
    before = where.meter.read()
    result = load.ask(where.web, what, seconds, where.at_once)
    return table.Measured(result, where.meter.read().since(before, result.requests))


def measure(where: Place, keys: dict[str, str], cookie: str, options: argparse.Namespace) -> Found:
    """Read in turns, so that a busy moment hits all rows; then write; then see what is left to do."""
    found, reading, new = Found(), rows.reading(keys, cookie), rows.creating(keys)
    for what in reading.values():
        load.ask(where.web, what, 1)
    for _round in range(options.rounds):
        for name, what in reading.items():
            if name == "ticket_first":
                data.touch(keys["numbers"])
            if name == "ticket_page":
                load.ask(where.web, what, ALL_LOOKED_AT)
            found.note(name, ask(where, what, FIRST_LOOKS if name == "ticket_first" else options.seconds))
            if name == "list_api":
                found.note(
                    "yardstick", table.Measured(load.ask(where.bare, Ask("/", {}), options.seconds, where.at_once))
                )
        found.pgbench.append(inserts.measure(options.seconds))
    data.reopen(keys["numbers"])
    load.ask(where.web, new, 1)
    writing = rows.changing(keys) | {"create": new}
    for _round in range(options.rounds):
        for name, what in writing.items():
            found.note(name, ask(where, what, options.seconds))
    found.left = backlog.work_off(PATIENCE)
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("size", nargs="?", default="M", choices=list(data.SIZES))
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--at-once", type=int, default=load.CONNECTIONS, help="how many ask at the same time")
    parser.add_argument("--workers", type=int, default=2, help="web processes, as `moondesk up` runs on two cores")
    parser.add_argument("--data-dir", type=Path, default=HERE.parent / "var" / "bench")
    return parser.parse_args()


def main() -> None:
    """Make the data once, measure, print, keep."""
    options = _options()
    load.find_wrk()
    folder: Path = options.data_dir.absolute() / options.size
    with place.database(folder) as cluster:
        import django

        django.setup()
        from django.conf import settings
        from django.db import connection

        start = time.monotonic()
        keys = data.make(options.size, folder / "bench.json")
        print(f"data set {options.size}: ready in {time.monotonic() - start:.0f} s", file=sys.stderr)
        plans.write(HERE / "plans")
        connection.close()
        with desk(cluster, options.workers, options.at_once) as where:
            found = measure(where, keys, settings.SESSION_COOKIE_NAME, options)
        connection.close()
        connection.close_pool()
    about_run = f"Data set {options.size}, {os.cpu_count()} cores, {options.rounds} rounds, {options.at_once} at once"
    kept = table.write(about_run, found.rows, found.pgbench, found.left)
    about = {
        "at": datetime.datetime.now(datetime.UTC).isoformat(),
        "size": options.size,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": psutil.getloadavg()[0],
        "at_once": options.at_once,
        "backlog": asdict(found.left) if found.left else None,
    }
    (HERE / "results").mkdir(exist_ok=True)
    name = options.size if options.at_once == load.CONNECTIONS else f"{options.size}-{options.at_once}"
    (HERE / "results" / f"{name}.json").write_text(json.dumps(about | kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
