"""How PostgreSQL answers the questions of lists, kept beside the measurements."""

from pathlib import Path

QUESTIONS = {
    "newest": {"sort": ["-created_at"]},
    "active_by_priority": {"stage": ["open,in_progress,waiting"], "sort": ["-priority"]},
    "closed_updated": {"stage": ["closed"], "sort": ["-updated_at"]},
    "tag": {"tag": ["vip"], "sort": ["-created_at"]},
    "text": {"q": ["invoice"], "sort": ["-created_at"]},
    "due": {"stage": ["open,in_progress,waiting"], "sort": ["due_at"]},
}


def write(folder: Path) -> None:
    """Write one file for each question."""
    from django.db import connection

    from moondesk.kit import tenancy
    from moondesk.organizations.actor import system_actor
    from moondesk.organizations.queries import organization_id_of
    from moondesk.tickets.documents import _compile
    from moondesk.tickets.list_query import parse_list_query

    organization = organization_id_of("bench-0")
    folder.mkdir(exist_ok=True)
    for name, parameters in QUESTIONS.items():
        with tenancy.organization(organization), connection.cursor() as cursor:
            statement = _compile(system_actor(organization), parse_list_query(parameters), retired=False)
            if statement is not None:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {statement[0]}", statement[1])
                plan = "\n".join(row[0] for row in cursor.fetchall())
                (folder / f"{name}.txt").write_text(plan.replace(str(organization), "ORGANIZATION") + "\n")
