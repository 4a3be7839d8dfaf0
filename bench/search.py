"""How long searches take: ``python -m bench.search``, in process, one at a time, as the owner of the largest."""

import statistics
import time
from pathlib import Path

import psutil

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
    from django.db import connection

    from moondesk.kit import tenancy
    from moondesk.organizations.models import Member
    from moondesk.organizations.queries import member_actor, organization_id_of
    from moondesk.search.finding import find_tickets

    organization = organization_id_of("bench-0")
    with tenancy.organization(organization):
        actor = member_actor(Member.objects.filter(roles__contains=["owner"])[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = psutil.Process(cursor.fetchone()[0])
    print("| search | hits | CPU of Python | CPU of PostgreSQL | median | p95 |\n|---|---|---|---|---|---|")
    for asked in QUESTIONS:
        spent, hits = [], ""
        cpu, database = time.process_time(), server.cpu_times()
        for _round in range(ROUNDS):
            start = time.perf_counter()
            with tenancy.organization(organization):
                found = find_tickets(actor, asked)
            spent.append((time.perf_counter() - start) * 1000)
            hits = f"{len(found.hits)}{' and more' if found.next else ''}"
        python = (time.process_time() - cpu) * 1000 / ROUNDS
        after = server.cpu_times()
        postgres = (after.user + after.system - database.user - database.system) * 1000 / ROUNDS
        times = f"{statistics.median(spent):.0f} ms | {statistics.quantiles(spent, n=20)[-1]:.0f} ms"
        print(f"| `{asked}` | {hits} | {python:.0f} ms | {postgres:.0f} ms | {times} |", flush=True)


if __name__ == "__main__":
    main()
