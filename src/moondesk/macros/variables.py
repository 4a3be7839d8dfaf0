"""The variables of a macro's text: a fixed set, and a renderer that knows nothing else.

The text is a Jinja2 template of which only ``{{ customer.name }}`` and ``{{ customer.name | default("there") }}`` are
understood. It is checked when it is saved, so that nobody meets an unknown variable in front of a customer.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from moondesk.macros.errors import InvalidMacro

VARIABLES = {
    "customer.name": gettext_lazy("The customer's name"),
    "customer.first_name": gettext_lazy("The first word of it"),
    "customer.email": gettext_lazy("Their mail address"),
    "customer.phone": gettext_lazy("Their telephone"),
    "customer.company": gettext_lazy("Their company"),
    "ticket.number": gettext_lazy("The ticket's number, with its prefix"),
    "ticket.subject": gettext_lazy("Its subject"),
    "ticket.status": gettext_lazy("Its status, as customers know it"),
    "ticket.category": gettext_lazy("What it is about"),
    "ticket.department": gettext_lazy("Its department"),
    "agent.name": gettext_lazy("Your name"),
    "agent.first_name": gettext_lazy("The first word of your name"),
    "organization.name": gettext_lazy("Your organization's name"),
}
"""All that a text may name, and what it stands for."""

_MARKUP = re.compile(r"[\\`*\[\]<>|~]|(?<!\w)_|_(?!\w)|^[#+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|:(?=//)")
"""What would make a list, a heading, emphasis or a link of a value."""
_VARIABLE = re.compile(r"\{\{[^{}]{1,200}\}\}")
_DOT = re.compile(r"(?<=\w)\.(?=\w)")
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")
_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Getattr, nodes.Name, nodes.Const)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.filters.clear()
    environment.tests.clear()
    environment.globals.clear()
    environment.filters["default"] = lambda value, otherwise="": value or otherwise
    return environment


def check_text(text: str) -> list[str]:
    """Return the variables that a text names. Raises ``InvalidMacro`` that says what is not understood."""
    try:
        tree = _environment().parse(text)
    except TemplateError as error:
        raise _refused(_("Line %(line)d is not understood.") % {"line": getattr(error, "lineno", 1) or 1}) from None
    found: list[str] = []
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Filter) and _is_default(node):
            continue
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            found.append(f"{node.node.name}.{node.attr}")
        elif isinstance(node, nodes.Name) and not _is_known_object(node.name):
            raise _unknown(node.name)
        elif not isinstance(node, _ALLOWED) or (isinstance(node, nodes.Getattr)):
            raise _refused(_("Only variables can be used, such as {{ customer.name }}."))
    for name in found:
        if name not in VARIABLES:
            raise _unknown(name)
    _refuse_bare_objects(tree)
    return list(dict.fromkeys(found))


def _is_default(node: nodes.Filter) -> bool:
    is_words = len(node.args) == 1 and isinstance(node.args[0], nodes.Const)
    return node.name == "default" and is_words and not node.kwargs


def _is_known_object(name: str) -> bool:
    return any(variable.startswith(f"{name}.") for variable in VARIABLES)


def _refuse_bare_objects(tree: nodes.Template) -> None:
    """A name alone, as in ``{{ customer }}``, is none of the variables."""
    for node in tree.find_all((nodes.Output, nodes.Filter)):
        children = node.nodes if isinstance(node, nodes.Output) else list(node.iter_child_nodes())[:1]
        for child in children:
            if isinstance(child, nodes.Name):
                raise _unknown(child.name)


def _unknown(name: str) -> InvalidMacro:
    return _refused(_("There is no variable {{ %(name)s }}.") % {"name": name[:60]})


def _refused(text: str) -> InvalidMacro:
    return InvalidMacro(text, fields={"body": text}, extra={"variables": list(VARIABLES)})


def render_text(text: str, values: Mapping[str, str], *, is_line: bool = False) -> str:
    """Return a text with the values in it. What a customer called themselves stays words and makes no markdown.

    A line, such as a subject, is no markdown, so its values stay as they are.
    """
    check_text(text)
    context: dict[str, dict[str, Any]] = {}
    for name in VARIABLES:
        thing, _dot, field = name.partition(".")
        value = values.get(name, "")
        context.setdefault(thing, {})[field] = " ".join(value.split()) if is_line else as_words(value)
    return str(_environment().from_string(text).render(context))


def fill_in(text: str, values: Mapping[str, str], *, is_line: bool = False) -> str:
    """Return a text that somebody went on with, with the values for the variables in it; all else stays as it is."""

    def put(found: re.Match[str]) -> str:
        try:
            return render_text(found[0], values, is_line=is_line)
        except InvalidMacro:
            return found[0]

    return _VARIABLE.sub(put, text)


def as_words(value: str) -> str:
    """Return a value as one line of markdown that says nothing but its words."""
    line = " ".join(value.split())
    words = _MARKUP.sub(r"\\\g<0>", line)
    return words if _ADDRESS.fullmatch(line) else _DOT.sub(r"\\.", words)
