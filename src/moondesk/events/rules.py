"""Which events the audit log shows, as pure functions: all but what the work on tickets is made of."""

WORK_AREAS = ("ticket", "message", "contact", "time", "bulk")
"""What happens there stands in the timelines of tickets and contacts."""

WORK = (
    "file.stored",
    "file.examined",
    "mail.waiting",
    "mail.answers_stopped",
    "mailbox.failing",
    "mailbox.recovered",
    "web_form.confirmation_asked",
    "web_form.request_confirmed",
)
"""What Moondesk does by itself, or customers do."""

STILL_AUDITED = ("ticket.deleted", "ticket.restored", "ticket.purged")
"""What takes something away for everybody."""


def is_audited(name: str) -> bool:
    """Say whether an event belongs in the audit log: settings, people, rights, and who took something along."""
    return name in STILL_AUDITED or (name.partition(".")[0] not in WORK_AREAS and name not in WORK)


def _array(names: tuple[str, ...]) -> str:
    return "'{" + ",".join(names) + "}'"


AUDITED = (
    f"(split_part(name, '.', 1) <> ALL ({_array(WORK_AREAS)}) AND name <> ALL ({_array(WORK)}) "
    f"OR name = ANY ({_array(STILL_AUDITED)}))"
)
"""SQL: the same. The index ``events_audited`` has it word for word, so a change of it comes with a migration."""
