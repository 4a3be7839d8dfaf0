"""Previews made apart, and what a real scanner says."""

import io

import pytest
from PIL import Image

from moondesk.files import examining, storage
from moondesk.files.drawing import BOUNDS
from moondesk.files.models import File
from moondesk.files.queries import check_given_out
from moondesk.files.rules import TEXT_BYTES, Preview, State
from moondesk.files.scanning import ScannerAway
from moondesk.kit import tenancy
from moondesk.kit.apart import ChildFailed, run_apart
from tests import factories
from tests.files import samples
from tests.harness.people import Cast


def examined(cast: Cast, name: str, content: bytes) -> File:
    file = factories.make_file(name, content)
    examining.examine(cast.acme.pk, file.pk)
    return File.objects.get(pk=file.pk)


def kept(file: File, end: str) -> bytes:
    with storage.fetch(f"{file.key}.{end}") as content:
        return content.read()


def test_a_photo_is_turned_upright_and_tells_nothing(in_acme: Cast) -> None:
    file = examined(in_acme, "photo.jpg", samples.photo_with_place())
    assert (file.preview, file.pictures) == (Preview.READY, 1)
    large = kept(file, "1")
    assert b"SecretCamera" not in large
    with Image.open(io.BytesIO(large)) as image:
        assert image.size == (200, 400)
        assert not image.getexif()
        assert image.convert("RGB").getpixel((100, 50))[0] > 200
    with Image.open(io.BytesIO(kept(file, "small"))) as image:
        assert max(image.size) <= 480


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "BMP", "TIFF"])
def test_every_kind_of_image_is_drawn(in_acme: Cast, kind: str) -> None:
    file = examined(in_acme, f"a.{kind.lower()}", samples.picture(3000, 20, kind))
    assert file.preview == Preview.READY
    with Image.open(io.BytesIO(kept(file, "1"))) as image:
        assert max(image.size) <= 1600


def test_pages_of_a_pdf_are_drawn(in_acme: Cast) -> None:
    file = examined(in_acme, "a.pdf", samples.pdf(3))
    assert (file.preview, file.pages, file.pictures) == (Preview.READY, 3, 3)
    assert kept(file, "3").startswith(b"\x89PNG")
    assert kept(file, "small")[8:12] == b"WEBP"


def test_of_a_long_pdf_the_beginning_is_drawn(in_acme: Cast) -> None:
    file = examined(in_acme, "a.pdf", samples.pdf(60))
    assert (file.pages, file.pictures) == (60, 20)


def test_code_is_coloured_and_harmless(in_acme: Cast) -> None:
    file = examined(in_acme, "a.py", b"import os  # <script>alert(1)</script>\nprint('&')\n")
    html = kept(file, "text").decode()
    assert '<span class="kn">import</span>' in html
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_colours_that_would_be_cut_in_a_tag_are_left_out(in_acme: Cast) -> None:
    file = examined(in_acme, "many.json", b"[" + b"1," * 99_000 + b"1]")
    html = kept(file, "text").decode()
    assert len(html.encode()) <= TEXT_BYTES
    assert html.count("<span") == html.count("</span>")
    assert html.startswith("[1,1,1,")


def test_markup_is_shown_as_text(in_acme: Cast) -> None:
    file = examined(in_acme, "page.html", b"<!doctype html><script>alert(1)</script><img src=x onerror=alert(1)>")
    html = kept(file, "text").decode()
    assert "<script" not in html
    assert "<img" not in html


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.png", samples.picture()[:60]),
        ("broken.pdf", b"%PDF-1.7\nnothing\n"),
    ],
)
def test_what_cannot_be_drawn_is_only_not_shown(in_acme: Cast, name: str, content: bytes) -> None:
    file = examined(in_acme, name, content)
    assert (file.preview, file.state) == (Preview.FAILED, State.UNSCANNED)


@pytest.mark.parametrize(
    "arguments", [["image", "image/png", "a.png"], ["pdf", "application/pdf", "a.pdf"]], ids=["image", "pdf"]
)
def test_the_child_ends_within_its_limits(arguments: list[str]) -> None:
    with pytest.raises(ChildFailed):
        run_apart("moondesk.files.drawing", samples.huge_picture(), BOUNDS, arguments)


def test_examining_again_changes_nothing(in_acme: Cast) -> None:
    file = examined(in_acme, "a.png", samples.picture())
    before = kept(file, "small")
    examining.examine(in_acme.acme.pk, file.pk)
    assert kept(file, "small") == before


@pytest.mark.servers
def test_a_clean_file_is_given_out_after_the_scan(in_acme: Cast, scanner: str) -> None:
    file = factories.make_file("a.png", samples.picture())
    assert file.state == State.SCANNING
    with pytest.raises(Exception, match="still being checked"):
        check_given_out(file)
    examining.examine(in_acme.acme.pk, file.pk)
    file.refresh_from_db()
    assert (file.state, file.preview) == (State.CLEAN, Preview.READY)


@pytest.mark.servers
@pytest.mark.parametrize("packed", [False, True])
def test_an_infected_file_is_kept_apart(in_acme: Cast, scanner: str, packed: bool) -> None:
    content = samples.archive({"a.com": samples.EICAR}) if packed else samples.EICAR
    file = examined(in_acme, "a.zip" if packed else "a.txt", content)
    assert file.state == State.INFECTED
    assert "MoondeskTest" in file.finding
    assert file.preview == Preview.NONE
    with pytest.raises(Exception, match="found something"):
        check_given_out(file)


def test_a_scanner_that_is_away_leaves_the_file_unchecked(in_acme: Cast, settings: object) -> None:
    settings.FILE_SCANNER = "tcp://127.0.0.1:1"  # type: ignore[attr-defined]
    file = factories.make_file()
    with pytest.raises(ScannerAway):
        examining.examine(in_acme.acme.pk, file.pk)
    with tenancy.organization(in_acme.acme.pk):
        assert File.objects.get(pk=file.pk).state == State.SCANNING
