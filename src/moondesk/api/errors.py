"""What can be wrong with a request as such, before it reaches any action."""

from moondesk.kit.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound


class RouteNotFound(NotFound):
    """There is no such address in the API."""

    code = "route_not_found"


class MethodNotAllowed(DomainError):
    """The address exists, the method does not; the header ``Allow`` lists those that do."""

    code = "method_not_allowed"
    status = 405


class MalformedJson(DomainError):
    """The body is not JSON."""

    code = "malformed_json"
    status = 400


class UnsupportedMediaType(DomainError):
    """The body is not declared as ``application/json``."""

    code = "unsupported_media_type"
    status = 415


class BodyTooLarge(DomainError):
    """The body is larger than the limit, which ``limit`` names in bytes."""

    code = "body_too_large"
    status = 413


class InvalidText(InvalidInput):
    """A text has a NUL character or half a character (a lone surrogate) in it."""

    code = "invalid_text"


class UnknownField(InvalidInput):
    """The body has a field that does not exist or may not be written."""

    code = "unknown_field"


class UnknownParameter(InvalidInput):
    """The address has a query parameter that does not exist."""

    code = "unknown_parameter"


class InvalidParameter(InvalidInput):
    """A query parameter does not fit."""

    code = "invalid_parameter"


class InvalidHeader(InvalidInput):
    """A header does not fit."""

    code = "invalid_header"


class NoSuchReference(NotFound):
    """The body names something that does not exist, or that the asker may not know of; ``fields`` says where."""

    code = "reference_not_found"


class OrganizationRequired(DomainError):
    """A request with a session must name the organization in ``Moondesk-Organization``."""

    code = "organization_required"
    status = 400


class CsrfFailed(NotAllowed):
    """A change with a session needs the CSRF token in ``X-CSRFToken``."""

    code = "csrf_failed"


class SignInFailed(DomainError):
    """Address, password, code or token do not fit, or signing in took too long."""

    code = "sign_in_failed"
    status = 401


class CodeRequired(DomainError):
    """The password is right, and the account has a second step; go on with ``session_token``."""

    code = "code_required"
    status = 401


class AddressNotConfirmed(NotAllowed):
    """The account's mail address is not confirmed yet; a mail with the link is on its way."""

    code = "address_not_confirmed"


class IdempotencyMismatch(InvalidInput):
    """The idempotency key was used for another request before."""

    code = "idempotency_mismatch"


class IdempotencyBusy(Conflict):
    """The first request with this idempotency key is still at work."""

    code = "idempotency_busy"


class DatabaseUnavailable(DomainError):
    """The database does not answer; nothing was changed."""

    code = "database_unavailable"
    status = 503


class ServerError(DomainError):
    """An error of ours; ``request_id`` finds it in the logs."""

    code = "server_error"
    status = 500
