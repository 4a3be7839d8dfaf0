"""Measure: ``python -m bench [S|M] [--seconds N] [--rounds N] [--data-dir DIR]``."""

import argparse
import contextlib
import datetime
import json
import os
import platform
import statistics
import sys
import time
from pathlib import Path

from bench import data, load, place
from bench.load import Ask, Result

HERE = Path(__file__).parent
PEERS = {"list_api": 16, "list_page": 41, "ticket_page": 61, "ticket_api": 65, "create": 85}
BARS: dict[str, tuple[float, float | None, float | None]] = {
    "list_api": (500, None, None),
    "list_page": (200, 20, 60),
    "ticket_page": (200, 20, 60),
    "ticket_api": (500, None, None),
    "create": (300, None, 60),
}
"""Requests a second at least; p50 and p95 in milliseconds at most."""


def asks(keys: dict[str, str], cookie: str) -> dict[str, Ask]:
    """Return what is measured."""
    token = {"Authorization": f"Bearer {keys['token']}"}
    session = {"Cookie": f"{cookie}={keys['session']}"}
    numbers = tuple(keys["numbers"].split(","))
    new = json.dumps(
        {
            "subject": "The invoice of March UNIQUE",
            "description": "The number does not match the one in your mail. Could you look at it today?",
            "requester": {"email": "writerUNIQUE@mail.test", "name": "Ada García"},
        }
    )
    return {
        "list_api": Ask("/api/v1/tickets", token),
        "ticket_api": Ask("/api/v1/tickets/NUMBER", token, numbers=numbers),
        "list_page": Ask("/bench-0/desk/", session),
        "ticket_page": Ask("/bench-0/desk/tickets/NUMBER", session, numbers=numbers),
        "create": Ask("/api/v1/tickets", token | {"Content-Type": "application/json"}, "POST", new),
    }


def measure(keys: dict[str, str], cookie: str, seconds: float, rounds: int) -> dict[str, list[Result]]:
    """Run all rows and the yardstick in turn, so that a busy moment hits all."""
    found: dict[str, list[Result]] = {}
    web, bare = place.free_port(), place.free_port()
    with contextlib.ExitStack() as stack:
        stack.enter_context(
            place.process("-c", f"from moondesk.config.server import run; run('127.0.0.1', {web})", port=web)
        )
        stack.enter_context(place.process("-c", f"from bench.yardstick import run; run({bare})", port=bare))
        stack.enter_context(place.process("-m", "moondesk", "worker"))
        rows = asks(keys, cookie)
        for number in range(rounds + 1):
            for name, what in rows.items():
                if name == "create" and number == 0:
                    continue
                found.setdefault(name, []).append(load.ask(web, what, seconds if number else 1))
                if name == "list_api":
                    found.setdefault("yardstick", []).append(load.ask(bare, Ask("/", {}), seconds if number else 1))
    return {name: results[-rounds:] for name, results in found.items()}


def write_plans() -> None:
    """Keep how PostgreSQL answers the questions of lists."""
    from django.db import connection

    from moondesk.kit import tenancy
    from moondesk.organizations.actor import system_actor
    from moondesk.organizations.queries import organization_id_of
    from moondesk.tickets.documents import _compile
    from moondesk.tickets.list_query import parse_list_query

    questions = {
        "newest": {"sort": ["-created_at"]},
        "active_by_priority": {"stage": ["open,in_progress,waiting"], "sort": ["-priority"]},
        "closed_updated": {"stage": ["closed"], "sort": ["-updated_at"]},
        "tag": {"tag": ["vip"], "sort": ["-created_at"]},
        "text": {"q": ["invoice"], "sort": ["-created_at"]},
        "due": {"stage": ["open,in_progress,waiting"], "sort": ["due_at"]},
    }
    organization = organization_id_of("bench-0")
    (HERE / "plans").mkdir(exist_ok=True)
    for name, parameters in questions.items():
        with tenancy.organization(organization), connection.cursor() as cursor:
            statement = _compile(system_actor(organization), parse_list_query(parameters))
            if statement is not None:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {statement[0]}", statement[1])
                plan = "\n".join(row[0] for row in cursor.fetchall())
                (HERE / "plans" / f"{name}.txt").write_text(plan.replace(str(organization), "ORGANIZATION") + "\n")


def report(size: str, found: dict[str, list[Result]]) -> dict[str, object]:
    """Print the table and return what is kept."""
    print(f"\n| row ({size}) | per second | p50 ms | p95 ms | wrong | bar | met |\n|---|---|---|---|---|---|---|")
    kept: dict[str, object] = {}
    for name, results in found.items():
        rate, p50, p95 = (statistics.median(getattr(one, key) for one in results) for key in ("rate", "p50", "p95"))
        wrong = sum(one.wrong for one in results)
        least, bar50, bar95 = BARS.get(name, (0, None, None))
        met = rate >= least and (bar50 is None or p50 <= bar50) and (bar95 is None or p95 <= bar95) and not wrong
        bar = f">= {least:g}/s" if least else "-"
        bar += "".join(f", {what} <= {most:g} ms" for what, most in (("p50", bar50), ("p95", bar95)) if most)
        print(f"| {name} | {rate:.0f} | {p50:.1f} | {p95:.1f} | {wrong} | {bar} | {'yes' if met else 'NO'} |")
        kept[name] = {"rate": rate, "p50": p50, "p95": p95, "wrong": wrong, "met": met, "peer": PEERS.get(name)}
    pairs = zip(found["list_api"], found["yardstick"], strict=True)
    ratio = statistics.median(ours.rate / bare.rate for ours, bare in pairs)
    print(f"\nlist API / yardstick: {ratio:.2f} (bar 0.5)")
    return kept | {"list_api_of_yardstick": ratio}


def main() -> None:
    """Make the data once, measure, print, keep."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("size", nargs="?", default="M", choices=list(data.SIZES))
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data-dir", type=Path, default=HERE.parent / "var" / "bench")
    options = parser.parse_args()
    folder: Path = options.data_dir.absolute() / options.size
    with place.database(folder):
        import django

        django.setup()
        from django.conf import settings
        from django.db import connection

        start = time.monotonic()
        keys = data.make(options.size, folder / "bench.json")
        print(f"data set {options.size}: ready in {time.monotonic() - start:.0f} s", file=sys.stderr)
        write_plans()
        connection.close()
        kept = report(options.size, measure(keys, settings.SESSION_COOKIE_NAME, options.seconds, options.rounds))
        connection.close_pool()
    now = datetime.datetime.now(datetime.UTC)
    about = {"at": now.isoformat(), "size": options.size, "python": platform.python_version(), "cores": os.cpu_count()}
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / f"{options.size}.json").write_text(json.dumps(about | kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
