"""The words in which readings of another system, their troubles and what they said of whom are shown."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from moondesk.directory.models import DirectoryRun
from moondesk.directory.pull.contract import Note
from moondesk.directory.pull_rules import NoteCode, Proof, RunState, Schedule, Trouble

PROOFS = {
    Proof.BEARER: _("Bearer token"),
    Proof.BASIC: _("User name and password (HTTP basic)"),
    Proof.HEADER: _("A header of its own"),
}
SCHEDULES = {
    Schedule.QUARTER: _("Every 15 minutes"),
    Schedule.HOUR: _("Every hour"),
    Schedule.SIX_HOURS: _("Every six hours"),
    Schedule.DAY: _("Once a day, at a time"),
}
STATES = {
    RunState.WAITING: _("Waits"),
    RunState.RUNNING: _("Is read"),
    RunState.DONE: _("Taken"),
    RunState.SAME: _("Nothing new"),
    RunState.HELD: _("Held"),
    RunState.FAILED: _("Failed"),
}
TROUBLES = {
    Trouble.UNREACHABLE: _("The address cannot be reached from here, or does not answer in time."),
    Trouble.REFUSED: _("The other system does not take the secret."),
    Trouble.NOT_FOUND: _("There is nothing at this address."),
    Trouble.BUSY: _("The other system is busy and asks to come back later."),
    Trouble.ANSWERED: _("The other system answered with an error."),
    Trouble.REDIRECTED: _("The address leads elsewhere, where the secret must not go. Enter the address it leads to."),
    Trouble.TOO_LARGE: _("A page is larger than 5 MB. Have the other system give smaller ones."),
    Trouble.TOO_MANY: _("There are more people, groups or pages than are taken."),
    Trouble.TOO_SLOW: _("Reading all pages took more than ten minutes."),
    Trouble.NOT_JSON: _("The answer is not JSON, or is broken off."),
    Trouble.BROKEN: _("The answer is not as the contract wants it."),
    Trouble.OTHER_ORIGIN: _("A page leads on to another server, where the secret must not go."),
    Trouble.CIRCLE: _("A page leads back to one that was read already."),
    Trouble.SEALED: _("The secret cannot be opened any more. Enter it again."),
    Trouble.FULL: _("The directory has as many people or groups as it can have."),
    Trouble.NOBODY: _("Nobody of the listing could be taken; the lines of the reading say why."),
    Trouble.OURS: _("Something went wrong here. Whoever runs this server finds it in the log."),
    Trouble.LOST: _("The reading was broken off, or the connection was changed meanwhile."),
}
NOTES = {
    NoteCode.BAD: _("left as they are: a field is missing or wrong"),
    NoteCode.TWICE: _("left as they are: they are listed twice, and not alike"),
    NoteCode.SAME_NAME: _("left as they are: another in the listing has the same name"),
    NoteCode.NAME_TAKEN: _("left as they are: another, perhaps of SCIM, has the name here"),
    NoteCode.NO_GROUP: _("left as they are: they are in a group that is not listed"),
    NoteCode.OLDER: _("left as they are: what is said is older than what is known"),
    NoteCode.REFUSED: _("written down, but what follows from it could not be done"),
    NoteCode.UNKNOWN_FIELDS: _("a field that is not in the contract; it is not read"),
    NoteCode.HELD: _("More would leave than go unasked: nobody leaves before you confirm it in the directory."),
}


def trouble_words(trouble: str, detail: str) -> str:
    """Return what went wrong, in a sentence, with what the other system said where that helps."""
    words = str(TROUBLES[Trouble(trouble)])
    return f"{words} ({detail})" if detail else words


def shown_notes(notes: Iterable[Note]) -> list[tuple[str, str]]:
    """Return about whom it is, and what is said."""
    return [_note(one.code.value, one.about, one.detail) for one in notes]


def _note(code: str, about: str, detail: str) -> tuple[str, str]:
    words = str(NOTES[NoteCode(code)])
    return about, f"{words} ({detail})" if detail else words


def shown_run(run: DirectoryRun) -> dict[str, Any]:
    """Return one reading in words."""
    return {
        "id": run.pk,
        "at": run.created_at,
        "state": str(STATES[RunState(run.state)]),
        "is_bad": run.state in (RunState.FAILED, RunState.HELD),
        "trouble": trouble_words(run.trouble, run.detail) if run.trouble else "",
        "by": run.asked_by.name if run.asked_by else "",
        "row": run,
        "notes": [_note(one["code"], one["id"], one["detail"]) for one in run.notes],
    }
