"""Extract every text for people and bring the Spanish catalogue up to date; says what has no translation yet."""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "src/moondesk/locale/es/LC_MESSAGES/django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def template() -> Catalog:
    """Return all texts in the code and the templates."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)
    catalogue = Catalog(project="Moondesk", charset="utf-8")
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS, comment_tags=("Translators:",))
    for name, _line, message, comments, context in found:
        catalogue.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalogue


def missing(catalogue: Catalog) -> list[str]:
    """Return the texts that have no translation."""
    lacking = []
    for message in catalogue:
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and (message.fuzzy or not all(texts)):
            lacking.append(str(message.id))
    return lacking


def updated() -> Catalog:
    """Return the Spanish catalogue with exactly the texts there are now."""
    catalogue = read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="es") if CATALOGUE.exists() else Catalog(locale="es")
    catalogue.update(template(), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    return catalogue


def _text(catalogue: Catalog) -> str:
    """Return the file without dates, so that it changes only when a text does."""
    catalogue.fuzzy = False
    catalogue.header_comment = "# Spanish texts of Moondesk. Written by people: 'make messages' only adds and removes."
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=120, no_location=True, sort_output=True)
    names = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team", "Report-Msgid", "Generated")
    dates = tuple(f'"{name}' for name in names)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(dates))


def main() -> int:
    """Write the catalogue and list what is missing."""
    catalogue = updated()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(_text(catalogue), encoding="utf-8")
    lacking = missing(catalogue)
    for text in lacking:
        print(text)
    print(f"{len(catalogue)} texts, {len(lacking)} without a Spanish one", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
