"""How long searches take: ``python -m bench.search``, in process, one at a time, as the owner of the largest."""

import statistics
import time
from pathlib import Path

from bench import data, place

QUESTIONS = (
    "invoice", "c2436", "lopez glasses", "zzzqqq", '"invoice is"', "invoice refund", "status:open tag:vip",
    "invoice priority:>=high created:<30d", "invoice -refund", "-invoice", "TKT-0002", "invioce", "is:unassigned",
)  # fmt: skip
ROUNDS = 20


def main() -> None:
    """Ask each question a few times and print the table of the docs."""
    folder = Path(__file__).parents[1] / "var" / "bench" / "M"
    with place.database(folder):
        import django

        django.setup()
        data.make("M", folder / "bench.json")
        _ask_all()


def _ask_all() -> None:
    from moondesk.kit import tenancy
    from moondesk.organizations.models import Member
    from moondesk.organizations.queries import member_actor, organization_id_of
    from moondesk.search.finding import find_tickets

    organization = organization_id_of("bench-0")
    with tenancy.organization(organization):
        actor = member_actor(Member.objects.filter(roles__contains=["owner"])[0])
    print("| search | hits | median | p95 | CPU of Python |\n|---|---|---|---|---|")
    for asked in QUESTIONS:
        spent, worked, hits = [], [], ""
        for _round in range(ROUNDS):
            start, cpu = time.perf_counter(), time.process_time()
            with tenancy.organization(organization):
                found = find_tickets(actor, asked)
            spent.append((time.perf_counter() - start) * 1000)
            worked.append((time.process_time() - cpu) * 1000)
            hits = f"{len(found.hits)}{' and more' if found.next else ''}"
        high = statistics.quantiles(spent, n=20)[-1]
        middle, python = statistics.median(spent), statistics.median(worked)
        print(f"| `{asked}` | {hits} | {middle:.0f} ms | {high:.0f} ms | {python:.0f} ms |", flush=True)


if __name__ == "__main__":
    main()
