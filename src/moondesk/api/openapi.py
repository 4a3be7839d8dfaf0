"""The OpenAPI description: what django-ninja knows, and what it does not: security, headers, filters, all errors."""

import copy
from functools import cache
from typing import Any

from moondesk.api.edge import PERMISSION, PUBLIC
from moondesk.api.parsing import BODY_LIMIT
from moondesk.api.public import SECRET_HEADER
from moondesk.api.shapes import Problem
from moondesk.api.ticket_filters import FILTERS, GROUPED, INCLUDE
from moondesk.api.time_inputs import TIME_PARAMETERS
from moondesk.api.v1 import api
from moondesk.exports.rules import TYPES
from moondesk.tickets.list_query import MAX_LIMIT, SEARCH_LENGTH, Sort

PREFIX = "/api/v1/"
PROBLEM = "application/problem+json"
_ERRORS = {
    400: "The request cannot be read",
    401: "The token is missing, unknown, expired or revoked; all look the same",
    403: "Not allowed; `permission` names what is missing",
    404: "There is no such thing, or not for you",
    409: "Not possible in this state",
    412: "Somebody was faster; `changes` or `current` says what changed",
    413: f"The body is larger than {BODY_LIMIT} bytes",
    415: "The body is not declared as JSON",
    422: "Something does not fit; `fields` says what",
    429: "Too often; `Retry-After` says how long to wait",
    500: "An error on our side; `request_id` finds it",
    503: "The database is away; nothing was changed, try again",
}
_ALWAYS = (401, 403, 422, 429, 500, 503)
_WRITING = (400, 404, 409, 412, 413, 415)
_SEARCH: dict[str, tuple[dict[str, Any], str]] = {
    "q": (
        {"type": "string", "maxLength": SEARCH_LENGTH},
        (
            'Words, `"phrases"`, `beginning*`, `-without`, `one OR other`, and fields: `status`, `stage`, `priority`, '
            "`assignee`, `requester`, `company`, `department`, `category`, `type`, `channel`, `tag`, `sla`, `is`, "
            "`created`, `updated`, `due`, `resolved`, `closed`, `message`, `field.<key>`"
        ),
    ),
    "limit": ({"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": 25}, "How many"),
    "cursor": ({"type": "string"}, "`next` of the page before"),
}
_CONTACTS_Q = ({"type": "string", "maxLength": 80}, "Words in the name, the address or the phone number")
_RETIRED: tuple[dict[str, Any], str] = (
    {"type": "string", "enum": ["true", "false"], "default": "false"},
    "Whether statuses are listed that no ticket can take any more",
)
_SORTS = {
    "list_tickets": ([one.value for one in Sort], Sort.NEWEST.value),
    "list_messages": (["created_at", "-created_at"], "created_at"),
    "list_public_messages": (["created_at", "-created_at"], "created_at"),
    "list_contacts": (["name", "-name", "created_at", "-created_at"], "name"),
    "list_members": (["name", "-name"], "name"),
    "list_time_entries": (["started_at", "-started_at"], "-started_at"),
    "list_departments": (["name", "-name"], "name"),
}
_BY_SECRET = (
    "get_public_ticket", "list_public_messages", "create_public_message", "create_public_file",
    "get_public_file_content", "print_public_ticket",
)  # fmt: skip
_HEADERS = {
    "Idempotency-Key": "Makes a repeated request do its work once; 1 to 255 visible ASCII characters, kept 24 hours",
    "If-Match": "Changes nothing unless this is still the ETag",
    "If-None-Match": "Answers 304 while this is still the ETag",
}
_WITHOUT_VERSION = {
    "create_ticket", "create_contact", "create_department", "create_status", "retire_status", "restore_status",
    "get_retirement", "get_times", "update_transitions", "update_times", "undo_workflow",
    "create_field", "retire_field", "restore_field", "update_form",
    "get_metrics", "start_timer", "pause_timer", "stop_timer", "discard_timer", "create_time_entry",
    "export_time_entries", "get_time_sums",
}  # fmt: skip
"""Operations that are not changes of one thing that was read before."""
_TEXTS = {"export": "text/csv", "print": "text/html"}
"""What operations whose name begins so answer that is no JSON."""
_CONDITIONAL = (
    "get_ticket", "get_contact", "get_member", "get_department", "get_status", "get_field", "get_time_entry",
)  # fmt: skip
_PATHS = {
    "key": "The key of a status or field",
    "number": "The ticket's number, in any case, with or without prefix",
    "slug": "The organization's name in addresses",
    "pictures": "With `all`, those from elsewhere get addresses too",
    "notes": "Whether internal notes stand on it, too; `403` for those who may not see them",
    "time_zone": "Of its moments, like `Europe/Madrid`; the organization's unless told otherwise",
}


def _query(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    found = {"in": "query", "name": name, "required": False, "schema": schema, "description": description}
    if schema.get("type") in ("array", "object"):
        found |= {"style": "form", "explode": True}
    return found


def _sort_schema(name: str, sorts: list[str], default: str) -> dict[str, Any]:
    named: dict[str, Any] = {"type": "string", "enum": sorts}
    if name == "list_tickets":
        named = {"anyOf": [named, {"type": "string", "pattern": r"^-?field\.[a-z0-9_]{1,40}$"}]}
    return named | {"default": default}


def _header(name: str, *, required: bool = False, description: str = "") -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if name == "Idempotency-Key":
        schema |= {"pattern": "^[\\x21-\\x7e]{1,255}$"}
    return {
        "in": "header", "name": name, "required": required, "schema": schema,
        "description": description or _HEADERS[name],
    }  # fmt: skip


def _parameters(operation: dict[str, Any], method: str) -> list[dict[str, Any]]:
    name = operation["operationId"]
    found = [one | {"description": _PATHS.get(one["name"], "Its id")} for one in operation.get("parameters", [])]
    filters = {
        "list_tickets": FILTERS,
        "list_ticket_groups": GROUPED,
        "list_contacts": {"q": _CONTACTS_Q},
        "list_statuses": {"retired": _RETIRED},
    }
    filters |= {"list_fields": {"include": INCLUDE}, "get_ticket": {"include": INCLUDE}}
    filters |= TIME_PARAMETERS | {"search": _SEARCH}
    found += [_query(key, schema, text) for key, (schema, text) in filters.get(name, {}).items()]
    if name in _SORTS:
        sorts, default = _SORTS[name]
        found += [
            _query("sort", _sort_schema(name, sorts, default), "The order; `-` turns it round"),
            _query("limit", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": 25}, "How many"),
            _query("cursor", {"type": "string"}, "`next` of the page before"),
        ]
    if method == "post":
        found.append(_header("Idempotency-Key"))
    if _is_versioned(name) and method != "get":
        found.append(_header("If-Match"))
    if name in (
        "get_ticket",
        "get_contact",
        "get_member",
        "get_department",
        "get_status",
        "get_field",
        "get_time_entry",
    ):
        found.append(_header("If-None-Match"))
    if name in _BY_SECRET:
        found.append(_header(SECRET_HEADER, required=True, description="The secret of the link in the customer's mail"))
    return found


def _is_versioned(name: str) -> bool:
    knows_versions = name not in _WITHOUT_VERSION and "file" not in name
    return knows_versions and not name.startswith(("list", "get_me", "search")) and "public" not in name


def _responses(operation: dict[str, Any], method: str, *, public: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for status, response in operation["responses"].items():
        found[str(status)] = response | {"description": "Done" if method != "get" else "Found"}
    text = _TEXTS.get(operation["operationId"].partition("_")[0])
    if text is not None:
        found["200"] |= {"content": {text: {"schema": {"type": "string"}}}}
    if operation["operationId"] in ("get_export_file", "get_audit_export_file"):
        binary = {"schema": {"type": "string", "format": "binary"}}
        found["200"] |= {"content": {type_.partition(";")[0]: binary for type_ in TYPES.values()}}
        found["302"] = {"description": "It is at this address"}
    if any(one["name"] == "If-None-Match" for one in operation["parameters"]):
        found["304"] = {"description": "Nothing changed since"}
    statuses = set(_ALWAYS)
    if method != "get":
        statuses |= set(_WRITING)
    if public:
        statuses -= {401, 403}
    if "sign_" in operation["operationId"]:
        statuses.add(401)
    is_one_or_none = operation["operationId"] == "get_directory_pull"
    if is_one_or_none or any(one["in"] == "path" or one["name"] == "view" for one in operation["parameters"]):
        statuses.add(404)
    statuses.add(400)
    for status in sorted(statuses):
        found[str(status)] = {"$ref": f"#/components/responses/{status}"}
    return found


@cache
def document() -> dict[str, Any]:
    """Return the whole description."""
    schema: dict[str, Any] = copy.deepcopy(dict(api.get_openapi_schema(path_prefix=PREFIX)))
    views = {
        operation.operation_id: operation.view_func
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    }
    for methods in schema["paths"].values():
        for method, operation in methods.items():
            _complete(operation, method, views[operation["operationId"]])
    schema["servers"] = [{"url": "/", "description": "This desk"}]
    components = schema["components"]
    components["schemas"]["Problem"] = Problem.model_json_schema()
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components["responses"] = {
        str(status): {"description": text, "content": content} for status, text in _ERRORS.items()
    }
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A token of a member: `mdk_…`"},
        "session": {
            "type": "apiKey", "in": "cookie", "name": "moondesk",
            "description": "The session of a browser, with `Moondesk-Organization` and, for changes, `X-CSRFToken`",
        },
    }  # fmt: skip
    return schema


def _complete(operation: dict[str, Any], method: str, view: Any) -> None:
    public = hasattr(view, PUBLIC)
    permission = getattr(view, PERMISSION)
    operation["parameters"] = _parameters(operation, method)
    operation["responses"] = _responses(operation, method, public=public)
    operation["security"] = [] if public else [{"token": []}, {"session": []}]
    if permission is not None:
        operation["x-permission"] = permission.value
