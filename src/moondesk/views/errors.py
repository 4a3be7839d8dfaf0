"""What can be wrong with a saved view."""

from moondesk.kit.errors import InvalidInput, NotFound


class InvalidView(InvalidInput):
    """A view's name, question, columns or grouping does not fit; ``fields`` names the part."""

    code = "invalid_view"


class ViewNotFound(NotFound):
    """No such view, or not one that the asker may open."""

    code = "view_not_found"
