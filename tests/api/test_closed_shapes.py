"""Every body that the API takes is closed: a field that is not named is refused, at whatever depth."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DOCUMENT = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text(encoding="utf-8"))


def _opened(schema: Any, path: str, seen: set[str]) -> Iterator[str]:
    """Return the places in a schema where an object takes what nobody named."""
    if isinstance(schema, list):
        for one in schema:
            yield from _opened(one, path, seen)
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in seen:
            seen.add(name)
            yield from _opened(DOCUMENT["components"]["schemas"][name], name, seen)
        return
    if "properties" in schema:
        if schema.get("additionalProperties") is not False:
            yield path
        for name, one in schema["properties"].items():
            yield from _opened(one, f"{path}.{name}", seen)
    for part in ("anyOf", "oneOf", "allOf", "items"):
        yield from _opened(schema.get(part), path, seen)


def test_no_body_takes_a_field_that_is_not_named() -> None:
    opened, bodies = [], 0
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            said = (operation.get("requestBody") or {}).get("content", {}) if isinstance(operation, dict) else {}
            schema = said.get("application/json", {}).get("schema")
            if schema is not None:
                bodies += 1
                opened += list(_opened(schema, f"{method.upper()} {path}", set()))
    assert bodies > 100
    assert sorted(set(opened)) == []
