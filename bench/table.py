"""The table: medians of all rounds, and by how much each bar is met."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.backlog import Backlog
from bench.cost import Spent
from bench.load import Result
from bench.rows import BARS, OF_PGBENCH, OF_YARDSTICK

type Results = Mapping[str, Sequence["Measured"]]


@dataclass(frozen=True)
class Measured:
    """One round of one row, and what a request cost."""

    result: Result
    cost: Spent | None = None


@dataclass(frozen=True)
class Middle:
    """The medians of a row."""

    rate: float
    p50: float
    p95: float
    wrong: str
    web: float | None
    database: float | None


def middle(rounds: Sequence[Measured]) -> Middle:
    """Return the medians of the rounds."""
    results = [one.result for one in rounds]
    costs = [one.cost for one in rounds if one.cost]
    return Middle(
        rate=statistics.median(one.rate for one in results),
        p50=statistics.median(one.p50 for one in results),
        p95=statistics.median(one.p95 for one in results),
        wrong=_wrong(results),
        web=statistics.median(one.web for one in costs) if costs else None,
        database=statistics.median(one.database for one in costs) if costs else None,
    )


def _wrong(results: Sequence[Result]) -> str:
    """Return how many answers were none, in words; nothing if all were right."""
    sums = {kind: sum(getattr(one, kind) for one in results) for kind in ("refused", "cut", "late")}
    return ", ".join(f"{count} {kind}" for kind, count in sums.items() if count)


def write(about: str, found: Results, pgbench: Sequence[float], left: Backlog | None) -> dict[str, object]:
    """Print what can be put into docs/performance.md, and return what is kept."""
    print(f"{about}; medians.\n")
    print("| row | per second | p50 | p95 | CPU web | CPU database | bar | met | best peer |")
    print("|---|---|---|---|---|---|---|---|---|")
    kept: dict[str, object] = {}
    for name, rounds in found.items():
        found_middle = middle(rounds)
        kept[name] = _line(name, found_middle)
    pairs = zip(found["list_api"], found["yardstick"], strict=True)
    of_yardstick = statistics.median(ours.result.rate / bare.result.rate for ours, bare in pairs)
    floor = statistics.median(pgbench)
    of_pgbench = middle(found["create"]).rate / floor
    _ratio("ticket list API / yardstick, paired", of_yardstick, OF_YARDSTICK)
    print(f"| `pgbench`, the same inserts and nothing else | {floor:.0f} | | | | | | | |")
    _ratio("create / `pgbench`", of_pgbench, OF_PGBENCH)
    if left is not None:
        done = f"done {left.seconds:.0f} s later" if left.done else f"not done {left.seconds:.0f} s later"
        print(f"\nWhen creating ended, {left.events} events and {left.jobs} jobs waited; {done}, ", end="")
        print(f"with {left.mails_per_second:.0f} mails a second going out.")
    return kept | {"list_api_of_yardstick": of_yardstick, "pgbench": floor, "create_of_pgbench": of_pgbench}


def _line(name: str, found: Middle) -> dict[str, object]:
    bar = BARS.get(name)
    cost = [f"{one:.1f} ms" if one is not None else "" for one in (found.web, found.database)]
    cells = [f"{found.rate:.0f}", f"{found.p50:.1f} ms", f"{found.p95:.0f} ms", *cost]
    kept: dict[str, object] = {"rate": found.rate, "p50": found.p50, "p95": found.p95, "wrong": found.wrong}
    kept |= {"cpu_web": found.web, "cpu_database": found.database}
    if bar is None:
        print(f"| yardstick: same SQL, same bytes, bare handler | {' | '.join(cells)} | | | |")
        return kept
    reached = bar.reached(found.rate, found.p50, found.p95)
    met = "yes" if reached >= 1 and not found.wrong else "**no**"
    wrong = f", {found.wrong}" if found.wrong else ""
    peer = f"{bar.peer}/s ({found.rate / bar.peer:.1f} x)" if bar.peer else ""
    print(f"| {bar.name} | {' | '.join(cells)} | {bar.words} | {met}, {reached:.2f} of it{wrong} | {peer} |")
    return kept | {"bar": bar.words, "reached": reached, "peer": bar.peer}


def _ratio(name: str, found: float, bar: float) -> None:
    met = "yes" if found >= bar else "**no**"
    print(f"| {name} | {found:.2f} | | | | | ≥ {bar:g} | {met}, {found / bar:.2f} of it | |")
