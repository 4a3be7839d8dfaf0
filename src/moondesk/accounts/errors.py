"""What can be wrong with what a person says about themselves."""

from moondesk.kit.errors import InvalidInput


class InvalidProfile(InvalidInput):
    """A name, language, time zone or theme does not fit."""

    code = "invalid_profile"
