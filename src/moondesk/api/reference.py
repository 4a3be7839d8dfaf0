"""The reference for people, drawn from the OpenAPI description on the server."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from moondesk.api.codes import known_codes
from moondesk.api.edge import PERMISSION
from moondesk.api.openapi import document

_SAMPLES: dict[str, Any] = {
    "object": {"en": "Open"},
    "uuid": "01935b5e-7a10-7cc3-98c4-dc0c0c07398f",
    "date-time": "2026-11-20T09:30:00.000000Z",
    "integer": 1,
    "boolean": True,
    "null": None,
}


@dataclass(frozen=True)
class Row:
    """One parameter or field."""

    name: str
    kind: str
    required: bool
    description: str
    place: str = ""


@dataclass(frozen=True)
class Entry:
    """One operation as the page shows it."""

    id: str
    tag: str
    method: str
    path: str
    summary: str
    description: str
    permission: str
    public: bool
    parameters: list[Row]
    fields: list[Row]
    answers: list[Row]
    curl: str
    example: str

    def has(self, words: str) -> bool:
        """Say whether the words are in what the entry says of itself."""
        names = " ".join(row.name for row in (*self.parameters, *self.fields))
        text = f"{self.method} {self.path} {self.summary} {self.description} {names}".lower()
        return all(word in text for word in words.lower().split())


@cache
def _bytes() -> bytes:
    return msgspec.json.format(msgspec.json.encode(document()), indent=1) + b"\n"


def openapi_json(request: HttpRequest) -> HttpResponse:
    """Answer the OpenAPI description."""
    response = HttpResponse(_bytes(), content_type="application/json")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def reference(request: HttpRequest) -> HttpResponse:
    """Answer the page; ``q`` keeps the operations with these words."""
    words = request.GET.get("q", "").strip()[:80]
    groups: dict[str, list[Entry]] = {}
    for entry in _entries():
        if entry.has(words):
            groups.setdefault(entry.tag, []).append(entry)
    values = {
        "info": document()["info"],
        "groups": groups,
        "words": words,
        "codes": known_codes(),
        "base": settings.BASE_URL,
    }
    return render(request, "api/reference.html", values)


for _view in (openapi_json, reference):
    setattr(_view, PERMISSION, None)


@cache
def _entries() -> list[Entry]:
    return [
        _entry(path, method, operation)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    ]


def _entry(path: str, method: str, operation: dict[str, Any]) -> Entry:
    body = _resolved(operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {}))
    good = next(status for status in operation["responses"] if status[0] in "23")
    answers = [
        Row(status, "", False, _resolved(response).get("description", ""))
        for status, response in operation["responses"].items()
    ]
    return Entry(
        id=operation["operationId"],
        tag=operation["tags"][0],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        permission=operation.get("x-permission", ""),
        public=not operation["security"],
        parameters=[
            Row(one["name"], _kind(one["schema"]), one["required"], one["description"], one["in"])
            for one in operation["parameters"]
        ],
        fields=_fields(body),
        answers=answers,
        curl=_curl(path, method, operation, body),
        example=_example(operation["responses"][good]),
    )


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Any = document()
    for part in schema["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return _resolved(found)


def _fields(schema: dict[str, Any]) -> list[Row]:
    required = schema.get("required", [])
    return [
        Row(name, _kind(one), name in required, one.get("description", _resolved(one).get("description", "")))
        for name, one in schema.get("properties", {}).items()
    ]


def _kind(schema: dict[str, Any]) -> str:
    schema = _resolved(schema)
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_kind(one) for one in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type", ""))


def _curl(path: str, method: str, operation: dict[str, Any], body: dict[str, Any]) -> str:
    shown = path.replace("{number}", "TKT-7K3M9Q").replace("{slug}", "acme")
    lines = [f"curl {settings.BASE_URL}{shown}"]
    if method != "get":
        lines[0] = f"curl -X {method.upper()} {settings.BASE_URL}{shown}"
    if operation["security"]:
        lines.append('-H "Authorization: Bearer $TOKEN"')
    lines += [
        f'-H "{one["name"]}: $SECRET"' for one in operation["parameters"] if one["in"] == "header" and one["required"]
    ]
    if body:
        example = json.dumps(body.get("examples", [{}])[0], ensure_ascii=False).replace("'", "'\\''")
        lines += ['-H "Content-Type: application/json"', f"-d '{example}'"]
    return " \\\n  ".join(lines)


def _example(response: dict[str, Any]) -> str:
    schema = response.get("content", {}).get("application/json", {}).get("schema")
    return json.dumps(_sample(schema), indent=2, ensure_ascii=False) if schema else ""


def _sample(schema: dict[str, Any], depth: int = 0) -> Any:
    schema = _resolved(schema)
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    if "anyOf" in schema:
        return _sample(schema["anyOf"][0], depth)
    kind = schema.get("format") or schema.get("type")
    if kind == "object" and "properties" in schema and depth < 6:
        return {name: _sample(one, depth + 1) for name, one in schema["properties"].items()}
    if kind == "array":
        return [_sample(schema.get("items", {}), depth + 1)]
    return _SAMPLES.get(str(kind), "text")
