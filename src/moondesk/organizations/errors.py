"""What can be wrong when something is asked of an organization."""

from moondesk.kit.errors import Conflict, InvalidInput, NotAllowed, NotFound


class OrganizationNotFound(NotFound):
    """No such organization, or not one the asker belongs to."""

    code = "organization_not_found"


class InvalidOrganization(InvalidInput):
    """A name or address of an organization, department or member does not fit."""

    code = "invalid_organization"


class InvitationExpired(NotFound):
    """The invitation is unknown, used, revoked, expired, or for another address. All look the same."""

    code = "invitation_expired"


class LastOwner(Conflict):
    """The organization would be left without an owner."""

    code = "last_owner"


class MoreThanOwn(NotAllowed):
    """Nobody can give a role that allows more than their own."""

    code = "more_than_own"


class DepartmentInUse(Conflict):
    """The department still has tickets, members or departments below it."""

    code = "department_in_use"


class BadToken(NotAllowed):
    """The bearer token is missing, unknown, expired or revoked."""

    code = "bad_token"
    status = 401
