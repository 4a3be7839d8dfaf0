"""Names, kinds and limits of files."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moondesk.files import rules
from moondesk.files.errors import ArchiveBomb, FileTypeMismatch, ImageTooLarge
from moondesk.files.kinds import kind_of
from tests.files import samples


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\plan.docx", "plan.docx"),
        ("\u200b.htaccess", "htaccess"),
        ("x.php\0.png", "x.php.png"),
        ("a\r\nSet-Cookie: b=c.txt", "aSet-Cookie: b=c.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("con.txt", "_con.txt"),
        ("...", "file"),
        ("", "file"),
        ("foto de mañana — 日本.png", "foto de mañana — 日本.png"),
        ("<img src=x>.png", "<img src=x>.png"),
    ],
)
def test_names_are_one_visible_line(given_name: str, kept: str) -> None:
    assert rules.clean_name(given_name) == kept


@given(st.text(max_size=400))
def test_every_name_can_be_kept(name: str) -> None:
    kept = rules.clean_name(name)
    assert 1 <= len(kept) <= rules.NAME_LENGTH
    assert kept.isprintable()
    assert "/" not in kept
    assert "\\" not in kept
    assert not kept.startswith(".")
    assert rules.clean_name(kept) == kept


def test_a_long_name_keeps_its_extension() -> None:
    kept = rules.clean_name("x" * 300 + ".pdf")
    assert len(kept) == rules.NAME_LENGTH
    assert kept.endswith(".pdf")


@pytest.mark.parametrize(
    ("name", "content", "type_"),
    [
        ("a.png", samples.picture(), "image/png"),
        ("a.jpeg", samples.picture(kind="JPEG"), "image/jpeg"),
        ("a.webp", samples.picture(kind="WEBP"), "image/webp"),
        ("a.gif", samples.picture(kind="GIF"), "image/gif"),
        ("noextension", samples.picture(), "image/png"),
        ("a.pdf", samples.pdf(), "application/pdf"),
        ("a.docx", samples.word(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.zip", samples.archive({"a.txt": b"x"}), "application/zip"),
        ("a.txt", b"Hello\n", "text/plain"),
        ("a.csv", b"a,b\n1,2\n", "text/csv"),
        ("a.json", b'{"a": 1}', "application/json"),
        ("a.py", b"import os\nprint(os.name)\n", "text/plain"),
        ("LICENSE", b"All rights reserved.\n", "text/plain"),
        ("latin.txt", "Mañana será otro día".encode("latin-1"), "text/plain"),
        ("utf16.txt", "Mañana".encode("utf-16"), "text/plain"),
        ("page.html", b"<!doctype html><title>x</title>", "text/html"),
        ("page.txt", b"<!doctype html><script>alert(1)</script>", "text/html"),
        ("drawing.svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
        ("setup", b"MZ\x90\0" + b"\0" * 200, "application/vnd.microsoft.portable-executable"),
        ("program", b"\x7fELF\x02\x01\x01" + b"\0" * 60, "application/x-executable"),
        ("what.bin", bytes(range(256)) * 4, "application/octet-stream"),
    ],
)
def test_content_says_what_a_file_is(name: str, content: bytes, type_: str) -> None:
    assert kind_of(io.BytesIO(content), name, len(content)).type == type_


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("holiday.png", b"MZ\x90\0" + b"\0" * 200),
        ("holiday.png", b"<!doctype html><script>alert(1)</script>"),
        ("holiday.png", samples.picture(kind="JPEG")),
        ("holiday.jpg", b"plain words"),
        ("contract.pdf", samples.archive({"a": b"x"})),
        ("contract.pdf", b"not a PDF"),
        ("notes.txt", samples.picture()),
        ("table.csv", samples.pdf()),
        ("letter.docx", b"MZ\x90\0" + b"\0" * 200),
    ],
)
def test_a_good_name_does_not_hide_another_type(name: str, content: bytes) -> None:
    with pytest.raises(FileTypeMismatch) as refused:
        kind_of(io.BytesIO(content), name, len(content))
    assert refused.value.code == "file_type_mismatch"


def test_an_archive_that_would_fill_the_disk_is_refused() -> None:
    content = samples.bomb()
    with pytest.raises(ArchiveBomb):
        kind_of(io.BytesIO(content), "a.zip", len(content))


def test_an_archive_of_too_many_files_is_refused_before_its_list_is_read() -> None:
    content = samples.archive({f"{number}.txt": b"" for number in range(rules.ENTRY_LIMIT + 1)})
    with pytest.raises(ArchiveBomb):
        kind_of(io.BytesIO(content), "a.zip", len(content))


def test_what_an_archive_says_of_how_many_it_holds_is_not_believed() -> None:
    content = samples.lying_archive(rules.ENTRY_LIMIT + 1)
    with pytest.raises(ArchiveBomb):
        kind_of(io.BytesIO(content), "a.zip", len(content))


def test_an_image_of_too_many_pixels_is_refused_without_decoding() -> None:
    content = samples.huge_picture()
    with pytest.raises(ImageTooLarge):
        kind_of(io.BytesIO(content), "a.png", len(content))


def test_damaged_content_is_only_a_file_without_a_size() -> None:
    content = samples.picture()[:40]
    kind = kind_of(io.BytesIO(content), "a.png", len(content))
    assert (kind.type, kind.width) in (("image/png", 320), ("image/png", None))


@given(st.binary(min_size=1, max_size=3000), st.sampled_from(["a", "a.bin", "a.dat"]))
def test_any_content_gets_an_answer(content: bytes, name: str) -> None:
    try:
        assert kind_of(io.BytesIO(content), name, len(content)).type
    except (ArchiveBomb, ImageTooLarge):
        assert content


def test_what_is_active_is_never_named() -> None:
    assert rules.served_type("image/svg+xml") == rules.served_type("text/html") == "application/octet-stream"
    assert rules.served_type("image/png") == "image/png"


def test_allowed_and_blocked_look_at_name_and_content() -> None:
    assert not rules.Limits().takes("txt", "exe")
    assert not rules.Limits().takes("ps1", "txt")
    assert rules.Limits().takes("py", "txt")
    only = rules.Limits(allowed=("png", "pdf"))
    assert only.takes("png", "png")
    assert not only.takes("png", "zip")
    assert not only.takes("", "")
