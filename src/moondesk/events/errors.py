"""Why something cannot be undone."""

from moondesk.kit.errors import Conflict, NotFound


class NothingToUndo(NotFound):
    """No such event or operation, or not of this subject."""

    code = "nothing_to_undo"


class CannotUndo(Conflict):
    """What happened cannot be taken back by anybody, or not any more."""

    code = "cannot_undo"


class UndoTooLate(CannotUndo):
    """The time in which this could be undone is over."""

    code = "undo_too_late"


class UndoneAlready(CannotUndo):
    """Somebody took it back before."""

    code = "undone_already"


class ChangedSince(CannotUndo):
    """It was changed again since; taking it back would lose the later change."""

    code = "changed_since"
