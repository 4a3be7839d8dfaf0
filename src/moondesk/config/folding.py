"""Templates are compiled once for each language, with what never changes worked out: their texts and pictures.

A page has hundreds of these. Folded, they are part of the text around them, and drawing them costs nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any, override

import jinja2
from django.utils import translation
from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from moondesk.config.compiled import Compiled


class _Folding(NodeTransformer):
    """Puts in the place of a call what it gives, where it is called with constants alone."""

    def __init__(self, constant: Mapping[str, Callable[..., Any]]) -> None:
        self._constant = constant

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        """Fold one call, after those inside of it."""
        self.generic_visit(node)
        named = self._constant.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        values = [one.value for one in node.args if isinstance(one, nodes.Const)]
        is_plain = len(values) == len(node.args) and not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        if named is None or not is_plain:
            return node
        return nodes.Const(named(*values), lineno=node.lineno, environment=node.environment)


class Environment(jinja2.Environment):
    """One environment for each language; whoever asks for a template gets it in the language that is spoken now."""

    constant: Mapping[str, Callable[..., Any]]
    """What gives the same for the same words as long as the process runs, in one language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.constant = {}
        self._spoken: dict[str | None, Environment] = {}
        self._found: dict[str, jinja2.Template] | None = None

    @override
    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> jinja2.Template:
        """Return a template in the language of this moment; one that another draws is in the language of that one."""
        if self._found is None:
            language = translation.get_language()
            spoken = self._spoken.get(language)
            if spoken is None:
                spoken = self.overlay()
                spoken._found, spoken.bytecode_cache = {}, Compiled(language)
                self._spoken[language] = spoken
            return spoken.get_template(name, parent, globals)
        if self.auto_reload or globals or type(name) is not str:
            return super().get_template(name, parent, globals)
        template = self._found.get(name)
        if template is None:
            template = self._found[name] = super().get_template(name, parent)
        return template

    @override
    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        folded: nodes.Template = _Folding(self.constant).visit(source)
        return super()._generate(folded, *args, **kwargs)
