"""Expected errors of running an installation."""

from moondesk.kit.errors import Conflict, InvalidInput, NotFound


class InvalidOperating(InvalidInput):
    """What the operator asked for does not fit; ``fields`` says where."""

    code = "invalid_operating"


class StillThere(RuntimeError):
    """Something of an organization could not be removed; it is tried again, and its row stays until then."""


class UnknownPlace(NotFound):
    """There is no such organization on this installation."""

    code = "organization_not_found"


class SwitchedSince(Conflict):
    """Another operator switched something of the organization meanwhile."""

    code = "switched_since"
