"""What can be wrong when time is kept."""

from moondesk.kit.errors import Conflict, InvalidInput, NotFound


class TimerNotFound(NotFound):
    """There is no such timer of the asker: it was stopped or discarded, or is somebody else's."""

    code = "timer_not_found"


class TimerRunning(Conflict):
    """The timer runs already; ``timer`` and ``running_since`` say which and since when."""

    code = "timer_running"


class TimerPaused(Conflict):
    """The timer does not run."""

    code = "timer_paused"


class TimerForgotten(Conflict):
    """The timer ran so long that it may have been forgotten; say in ``minutes`` how much of it was work."""

    code = "timer_forgotten"


class TooManyTimers(Conflict):
    """The asker has as many paused timers as there may be."""

    code = "too_many_timers"


class EntryNotFound(NotFound):
    """There is no such time entry, or not for the asker."""

    code = "time_entry_not_found"


class InvalidTime(InvalidInput):
    """A field of a time entry does not fit."""

    code = "invalid_time"
