"""Files in a real browser: an agent sends some and looks into them, a customer answers with a picture."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.files import samples
from tests.harness.running import Desk

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Real files to choose."""
    (tmp_path / "photo.png").write_bytes(samples.picture(900, 600))
    (tmp_path / "paper.pdf").write_bytes(samples.pdf(3))
    (tmp_path / "job.py").write_bytes(b"import os\n\nprint(os.name)\n")
    (tmp_path / "wrong.png").write_bytes(b"only words")
    return tmp_path


def drop(page: Page, target: str, name: str, type_: str, text: str) -> None:
    """Drop a file made in the page, as a hand would."""
    page.evaluate(
        """([target, name, type, text]) => {
          const data = new DataTransfer(); data.items.add(new File([text], name, { type }));
          for (const kind of ["dragover", "drop"]) document.querySelector(target).dispatchEvent(
            new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
        }""",
        [target, name, type_, text],
    )


def test_an_agent_sends_files_and_looks_into_them(desk: Desk, page: Page, sign_in, axe, folder: Path) -> None:
    sign_in(desk.cast.agent)
    page.goto(f"/acme/desk/tickets/{desk.cast.ticket.number}")
    page.set_input_files(
        "#composer-files", [folder / name for name in ("photo.png", "paper.pdf", "job.py", "wrong.png")]
    )
    bad = page.locator(".upload.bad")
    expect(bad).to_contain_text("the content is something else")
    page.wrong.clear()  # type: ignore[attr-defined]  # the browser tells of every 422
    drop(page, "#composer", "dropped.txt", "text/plain", "dropped")
    expect(page.locator(".upload input[name=file_id]")).to_have_count(4)
    assert axe(page) == []
    page.get_by_role("button", name="Remove wrong.png").click()
    page.get_by_role("button", name="Remove dropped.txt").click()
    page.fill("#composer-body", "See what I found.")
    page.locator("button[data-send]:visible").first.click()
    expect(page.locator(".msg .file")).to_have_count(3)
    expect(page.locator(".upload")).to_have_count(0)
    expect(page.locator(".msg a.file[data-look]")).to_have_count(3)  # drawn meanwhile, and told to the page
    page.locator("a.file", has_text="paper.pdf").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Page 1 of 3")
    assert axe(page) == []
    page.keyboard.press("ArrowRight")
    expect(dialog).to_contain_text("Page 2 of 3")
    page.keyboard.press("Escape")
    page.locator("a.file", has_text="job.py").click()
    expect(dialog.locator(".code .kn")).to_have_text("import")
    with page.expect_download() as download:
        dialog.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "job.py"
    assert download.value.path().read_bytes() == (folder / "job.py").read_bytes()


def test_a_customer_answers_with_a_picture_alone(desk: Desk, page: Page, axe, folder: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/acme/help/t/{desk.cast.link}")
    page.set_input_files("#reply-files", folder / "photo.png")
    expect(page.locator(".upload input[name=file_id]")).to_have_count(1)
    assert axe(page) == []
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".msg.me .file")).to_contain_text("photo.png")


def test_the_public_form_carries_a_file_without_a_script(desk: Desk, page: Page, folder: Path) -> None:
    browser = page.context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False, base_url=desk.url).new_page()
    plain.goto("/acme/help/new")
    plain.fill("input[name=email]", "new@customer.test")
    plain.fill("input[name=subject]", "A photo")
    plain.fill("textarea[name=message]", "Look")
    plain.set_input_files("input[name=files]", folder / "photo.png")
    plain.wait_for_timeout(2200)
    plain.get_by_role("button", name="Send").click()
    expect(plain.get_by_role("heading", name="We have your message")).to_be_visible()
    plain.context.close()
