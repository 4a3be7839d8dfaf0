"""What can be wrong with a directory, its rules, or what it says."""

from moondesk.kit.errors import Conflict, InvalidInput, NotFound


class PersonNotFound(NotFound):
    """The directory knows no such person."""

    code = "directory_person_not_found"


class GroupNotFound(NotFound):
    """The directory knows no such group."""

    code = "directory_group_not_found"


class RuleNotFound(NotFound):
    """There is no such rule, or not any more."""

    code = "directory_rule_not_found"


class InvalidDirectory(InvalidInput):
    """A rule or a setting of the directory does not fit."""

    code = "invalid_directory"


class NameTaken(Conflict):
    """Another person or group of the directory has this name."""

    code = "directory_name_taken"


class DirectoryFull(Conflict):
    """The directory has as many people or groups as it can have."""

    code = "directory_full"


class NothingToDecide(Conflict):
    """Nothing about this person waits for this decision, or not any more."""

    code = "directory_nothing_to_decide"


class NothingToConnect(Conflict):
    """There is no member with this address, or they are connected already."""

    code = "directory_nothing_to_connect"


class TooManyLeavers(Conflict):
    """More people would leave at once than go unasked; ``leavers`` and ``limit`` say how many."""

    code = "directory_too_many_leavers"


class PullNotFound(NotFound):
    """Nothing is set up to be pulled."""

    code = "directory_pull_not_found"


class RunNotFound(NotFound):
    """There was no such reading, or it is forgotten."""

    code = "directory_run_not_found"


class PullBusy(Conflict):
    """A reading is under way."""

    code = "directory_pull_busy"


class PullFailed(Conflict):
    """Trying the other system failed; ``trouble`` says how."""

    code = "directory_pull_failed"
