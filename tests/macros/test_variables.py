"""What a macro's text understands: a fixed set of variables and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moondesk.kit.markup import render_markdown
from moondesk.macros.errors import InvalidMacro
from moondesk.macros.rules import chosen_body, rank, tidy_changes, tidy_shortcut
from moondesk.macros.variables import VARIABLES, check_text, render_text

CARLA = {"customer.name": "Carla Customer", "customer.first_name": "Carla", "ticket.number": "TKT-7K3M9Q"}


def test_variables_take_their_values() -> None:
    text = "Hello {{ customer.first_name }}, {{ticket.number}}: **done**.{# a thought #}"
    assert check_text(text) == ["customer.first_name", "ticket.number"]
    assert render_text(text, CARLA) == "Hello Carla, TKT-7K3M9Q: **done**."


def test_what_is_missing_has_a_default() -> None:
    text = 'Hello {{ customer.first_name | default("there") }}'
    assert render_text(text, CARLA) == "Hello Carla"
    assert render_text(text, {}) == "Hello there"


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_every_variable_that_is_documented_works(name: str) -> None:
    assert render_text("{{ " + name + " }}", {name: "x"}) == "x"


@pytest.mark.parametrize(
    "text",
    [
        "{{ customer.nmae }}", "{{ customer }}", "{{ custmer.name }}", "{{ customer | default('x') }}",
        "{{ customer.name.upper }}", "{{ customer.name.__class__ }}", "{{ customer.__class__ }}",
        "{{ customer['name'] }}", "{{ customer.name() }}", "{{ customer.name | upper }}", "{{ 7 * 7 }}",
        "{{ customer.name ~ agent.name }}", "{% if customer.name %}x{% endif %}", "{% for x in customer %}{% endfor %}",
        "{% set x = 1 %}", "{% include 'x' %}", "{% macro x() %}{% endmacro %}", "{{ range(9) }}", "{{ self }}",
        "{{ customer.name | default(ticket) }}", "{{ customer.name | default('a', true) }}", "{{ customer.name",
        "{{ }}", "{{ namespace.x }}", "{{ customer.name if 1 else 2 }}", "{{ not customer.name }}",
    ],
)  # fmt: skip
def test_all_else_is_an_error_when_it_is_saved(text: str) -> None:
    with pytest.raises(InvalidMacro) as refused:
        check_text(text)
    assert refused.value.fields["body"]


def test_an_unknown_variable_is_named_and_the_known_are_told() -> None:
    with pytest.raises(InvalidMacro, match=r"customer\.nmae") as refused:
        check_text("Hello {{ customer.nmae }}")
    assert "customer.name" in refused.value.extra["variables"]


@given(st.text(max_size=60))
def test_a_value_is_words_and_never_a_template_or_a_link(value: str) -> None:
    shown = render_text("{{ customer.name }}", {"customer.name": f"{{{{ agent.name }}}}[x](https://a.test)\n# {value}"})
    assert "{{ agent\\.name }}" in shown
    assert "\\[x\\](https" in shown
    assert "\n" not in shown


@pytest.mark.parametrize(
    "value",
    [
        "_Carla_", "~~x~~", "# big", "- item", "+ item", "1. one", "10) ten", "===", "https://evil.test/a",
        "www.evil.test", "evil.com", "a_b@c", "J.R. Smith", "Ana-Mar\u00eda O.",
    ],
)  # fmt: skip
def test_a_name_reads_as_it_is_written(value: str) -> None:
    assert render_markdown(render_text("{{ customer.name }}", {"customer.name": value})).strip() == f"<p>{value}</p>"


def test_a_mail_address_keeps_its_dots() -> None:
    assert render_text("{{ customer.email }}", {"customer.email": "carla_b.c@acme.test"}) == "carla_b.c@acme.test"


@pytest.mark.parametrize(
    ("languages", "chosen"), [(("es", "en"), "Hola"), (("es-MX",), "Hola"), (("de", "en"), "Hi"), (("de",), "Hi")]
)
def test_the_text_is_in_the_language_of_the_ticket(languages: tuple[str, ...], chosen: str) -> None:
    assert chosen_body({"en": "Hi", "es": "Hola"}, *languages) == chosen
    assert chosen_body({}, *languages) == ""


def test_a_shortcut_comes_before_a_name_and_a_name_before_words() -> None:
    ranks = [rank("Refund sent", "money", "Billing", words) for words in ("money", "mon", "ref", "bill sent", "x", "")]
    assert ranks == [0, 1, 1, 2, None, 3]
    assert [rank("Devolución hecha", "", "", words) for words in ("devolucion", "HECHA", "—")] == [1, 2, None]
    assert tidy_shortcut(" /Refund  Now ") == "refund-now"
    assert tidy_changes({"add_tags": [" VIP", "vip", ""], "status": "", "priority": None}) == {"add_tags": ["vip"]}
