"""Every text for people has its Spanish."""

import gettext
import io
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.guards.source import PACKAGE

CATALOGUE = PACKAGE / "locale" / "es" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, Any] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
METHODS = [("**/migrations/**", "ignore"), ("**.py", "python"), ("templates/**", "jinja2.ext:babel_extract")]
OPTIONS = {
    "templates/**": {"trim_blocks": "true", "lstrip_blocks": "true", "extensions": "jinja2.ext.do", "silent": "false"}
}


def texts_in_code() -> set[tuple[str | None, str]]:
    found = set()
    for _file, _line, message, _comments, context in extract_from_dir(PACKAGE, METHODS, OPTIONS, KEYWORDS):
        found.add((context, message[0] if isinstance(message, (tuple, list)) else message))
    return found


@pytest.fixture(scope="module")
def texts() -> set[tuple[str | None, str]]:
    return texts_in_code()


def test_the_extraction_sees_code_and_templates(texts: set[tuple[str | None, str]]) -> None:
    assert (None, "Write a subject.") in texts
    assert len(texts) > 150


def test_every_text_has_its_spanish(texts: set[tuple[str | None, str]]) -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="es")
    known = {}
    for message in catalogue:
        first = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        strings = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        known[message.context, first] = all(strings) and not message.fuzzy
    missing = sorted(str(text[1]) for text in texts if text not in known)
    empty = sorted(str(key[1]) for key in texts if key in known and not known[key])
    assert (missing, empty) == ([], [])


def test_placeholders_are_the_same_in_both(texts: set[tuple[str | None, str]]) -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="es")
    wrong = [(str(message.id), str(error)) for message, errors in catalogue.check() for error in errors]
    assert wrong == []


def test_the_compiled_catalogue_speaks_spanish() -> None:
    from babel.messages.mofile import write_mo

    compiled = io.BytesIO()
    with CATALOGUE.open("rb") as file:
        write_mo(compiled, read_po(file, locale="es"))
    compiled.seek(0)
    assert gettext.GNUTranslations(compiled).gettext("Write a subject.") != "Write a subject."
