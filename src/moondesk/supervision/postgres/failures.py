"""What PostgreSQL's own words mean for the person who started the desk."""

from pathlib import Path

from moondesk.kit.errors import StartupError

_MEANINGS: tuple[tuple[str, str], ...] = (
    (
        "No space left on device",
        (
            "The disk is full, so PostgreSQL cannot write to {data}. Make room and start again; no answer "
            "that was given is lost."
        ),
    ),
    (
        "Disk quota exceeded",
        "The disk quota of this user is used up, so PostgreSQL cannot write to {data}. Make room and start again.",
    ),
    (
        "database files are incompatible with server",
        (
            "The data directory {data} was made by another version of PostgreSQL. Start Moondesk with the version that "
            "made it, or choose another directory with --data-dir."
        ),
    ),
    (
        "Read-only file system",
        "The data directory {data} is on a read-only file system. Choose another directory with --data-dir.",
    ),
    (
        "could not map anonymous shared memory",
        "There is not enough memory for PostgreSQL. Stop other programs or give the machine more memory.",
    ),
    (
        "has wrong ownership",
        (
            "The data directory {data} belongs to another user. Start Moondesk as that user, or choose "
            "another directory with --data-dir."
        ),
    ),
    (
        "Permission denied",
        (
            "PostgreSQL may not read or write {data}. Start Moondesk as the user who owns it, or choose "
            "another directory with --data-dir."
        ),
    ),
)


def explain(words: str, data: Path, log: Path) -> StartupError:
    """Return the error to raise when PostgreSQL ended with these words."""
    for sign, meaning in _MEANINGS:
        if sign in words:
            return StartupError(meaning.format(data=data))
    fatal = [line for line in words.splitlines() if any(mark in line for mark in ("FATAL", "PANIC", "error:"))]
    said = fatal[-1].split("] ")[-1].strip() if fatal else "it said nothing"
    return StartupError(f"PostgreSQL did not start ({said}). The whole story is in {log}.")
