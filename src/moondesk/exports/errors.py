"""Expected errors of exports."""

from moondesk.kit.errors import Conflict, InvalidInput, NotFound


class ExportNotFound(NotFound):
    """There is no such export, or it is somebody else's."""

    code = "export_not_found"


class InvalidExport(InvalidInput):
    """What is to be exported does not fit; ``fields`` says where."""

    code = "invalid_export"


class TooManyExports(Conflict):
    """Too many exports of the member are under way."""

    code = "exports_under_way"


class ExportOver(Conflict):
    """The export is over, so it cannot be cancelled."""

    code = "export_over"


class ExportNotReady(Conflict):
    """There is no file: it is still being written, was not finished, or its time is over."""

    code = "export_not_ready"
