"""What can be wrong with a look."""

from moondesk.kit.errors import InvalidInput


class InvalidBranding(InvalidInput):
    """A colour, logo, text or link does not fit."""

    code = "invalid_branding"
