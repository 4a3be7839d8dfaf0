"""Responses and macros of the demo: what a travel agency and an optician write every day."""

import tomllib
from importlib import resources
from typing import Any

from moondesk.conversations.rules import MessageKind
from moondesk.macros.actions import MacroEdit, create_macro
from moondesk.macros.rules import MacroScope
from moondesk.organizations.actor import Actor


def write_macros(slug: str, *, by: Actor) -> None:
    """Write the responses and macros of a demo organization, for everybody in it."""
    text = resources.files("moondesk.demo").joinpath(f"content/{slug}_macros.toml").read_text(encoding="utf-8")
    for one in tomllib.loads(text)["macro"]:
        create_macro(_edit(one), by=by)


def _edit(written: dict[str, Any]) -> MacroEdit:
    return MacroEdit(
        name=written["name"],
        category=written["category"],
        shortcut=written["shortcut"],
        scope=MacroScope.ORGANIZATION,
        kind=MessageKind(written.get("kind", "reply")),
        bodies={code: written[code] for code in ("en", "es") if code in written},
        changes=written.get("changes", {}),
    )
