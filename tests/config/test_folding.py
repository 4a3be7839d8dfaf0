"""Templates carry their texts and pictures ready in them, in the language of whoever reads."""

from django.utils import translation
from jinja2 import DictLoader

from moondesk.config.jinja import environment

TEMPLATES = {
    "whole.html": '{% from "part.html" import part %}{{ part("<b>") }} {% include "piece.html" %}',
    "part.html": '{% macro part(given) %}{{ _("Save") }} {{ given }}{{ icon("x", "s") }}{% endmacro %}',
    "piece.html": '{{ _("Save") }}, {{ _("Since %(day)s", day="1 & 2") }}, {{ _("100%% sure") }}, {{ word(_) }}',
}


def drawn(language: str) -> str:
    env = environment(loader=DictLoader(TEMPLATES), autoescape=True)
    env.globals["word"] = lambda say: say("Save")
    with translation.override("en"):
        env.get_template("whole.html")
    with translation.override(language):
        return env.get_template("whole.html").render()


def test_each_language_has_its_own_words_also_in_what_a_template_takes_in() -> None:
    english, spanish = drawn("en"), drawn("es")
    assert english.count("Save") == 3
    assert spanish.count("Guardar") == 3
    assert "Save" not in spanish


def test_what_is_given_is_escaped_and_what_is_folded_is_not() -> None:
    text = drawn("en")
    assert "&lt;b&gt;" in text
    assert "Since 1 &amp; 2" in text
    assert "100% sure" in text
    assert '<svg class="i s"' in text


def test_a_text_without_values_is_part_of_the_compiled_template() -> None:
    with translation.override("es"):
        code = environment(autoescape=True).compile('<p>{{ _("Save") }}</p>', raw=True)
    assert "<p>Guardar</p>" in code
