"""A compiled template is kept, and compiled anew as soon as anything that is in it changes."""

import sys
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import translation
from jinja2 import FileSystemLoader

from moondesk.config import jinja

PAGE = '<p>{{ _("Save") }}</p>'


@pytest.fixture
def page(tmp_path: Path) -> Path:
    made = tmp_path / "page.html"
    made.write_text(PAGE)
    return made


def drawn(page: Path, language: str = "en") -> str:
    """Draw the page as a process does that has just begun."""
    with translation.override(language):
        return jinja.environment(loader=FileSystemLoader(page.parent)).get_template(page.name).render()


def kept(page: Path) -> dict[str, tuple[int, int]]:
    """Return what is kept of the page; a file that was written anew is another one."""
    files = page.parent.glob("__pycache__/*")
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def test_it_is_compiled_once_for_each_language(page: Path) -> None:
    assert drawn(page) == drawn(page) == "<p>Save</p>"
    first = kept(page)
    assert len(first) == 1
    assert drawn(page, "es") == drawn(page, "es") == "<p>Guardar</p>"
    assert drawn(page) == "<p>Save</p>"
    assert len(kept(page)) == 2
    assert kept(page).items() >= first.items(), "what was there has been written again"


def test_another_source_and_another_text_are_seen(page: Path, tmp_path: Path, settings: LazySettings) -> None:
    drawn(page)
    page.write_text(PAGE.replace("p>", "b>"))
    assert drawn(page) == "<b>Save</b>"
    first = kept(page)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "django.mo").write_bytes(b"other texts")
    drawn(page)
    assert kept(page) != first


@pytest.mark.parametrize("wrong", [b"", b"nothing of Jinja"])
def test_what_cannot_be_read_is_compiled_again(page: Path, wrong: bytes) -> None:
    drawn(page)
    [name] = kept(page)
    (page.parent / "__pycache__" / name).write_bytes(wrong)
    assert drawn(page) == "<p>Save</p>"


def test_nothing_is_kept_where_that_is_unwanted_or_not_possible(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (page.parent / "__pycache__").write_text("a file in the place of the folder")
    assert drawn(page) == "<p>Save</p>"
    (page.parent / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert drawn(page) == "<p>Save</p>"
    assert kept(page) == {}
