"""Expected errors of changes of many tickets."""

from moondesk.kit.errors import Conflict, InvalidInput, NotFound


class BulkNotFound(NotFound):
    """There is no such change, or it is somebody else's."""

    code = "bulk_change_not_found"


class InvalidBulk(InvalidInput):
    """What is to be done to the tickets does not fit; ``fields`` says where."""

    code = "invalid_bulk_change"


class TooManyBulk(Conflict):
    """Too many changes of the member are under way."""

    code = "bulk_changes_under_way"


class BulkOver(Conflict):
    """The change is over, so it cannot be cancelled; or it is not, so it cannot be undone."""

    code = "bulk_change_over"
