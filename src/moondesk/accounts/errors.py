"""What can be wrong with what a person says about themselves."""

from moondesk.kit.errors import InvalidInput, NotFound


class InvalidProfile(InvalidInput):
    """A name, language, time zone or theme does not fit."""

    code = "invalid_profile"


class NoSuchUser(NotFound):
    """There is no account with the address."""

    code = "no_such_user"
