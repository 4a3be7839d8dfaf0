"""Macros, for tests. Enter an organization before."""

from typing import Any

from moondesk.macros.actions import MacroEdit, create_macro
from moondesk.macros.actions.templates import TemplateEdit, create_template
from moondesk.macros.models import Macro, TicketTemplate
from moondesk.macros.rules import MacroScope
from moondesk.organizations.actor import Actor


def make_macro(
    name: str = "Refund", body: str = "Hello {{ customer.name }}", *, by: Actor | None = None, **edit: Any
) -> Macro:
    """Return a macro: of all, or as told."""
    from tests.factories import moondesk

    edit.setdefault("scope", MacroScope.ORGANIZATION)
    edit.setdefault("bodies", {"en": body} if body else {})
    return create_macro(MacroEdit(name=name, **edit), by=by or moondesk())


def make_template(name: str = "Lost bag", body: str = "Flight:", **edit: Any) -> TicketTemplate:
    """Return a template for new tickets."""
    from tests.factories import moondesk

    edit.setdefault("bodies", {"en": body} if body else {})
    return create_template(TemplateEdit(names={"en": name}, **edit), by=moondesk())
