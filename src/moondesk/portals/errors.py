"""What can be wrong with how customers come to the help pages."""

from moondesk.kit.errors import Conflict, InvalidInput, NotFound


class InvalidPortal(InvalidInput):
    """A domain, or how customers come in, does not fit."""

    code = "invalid_portal"


class DomainTaken(Conflict):
    """Another organization proved that the domain is its own."""

    code = "domain_taken"


class SignInLinkExpired(NotFound):
    """The link to sign in is unknown, used, ended, too old, or for an address of before. All look the same."""

    code = "sign_in_link_expired"
