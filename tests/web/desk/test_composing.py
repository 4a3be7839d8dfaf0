"""Writing with help: the toolbar and its keys, what is pasted, and the look at what will be sent."""

from typing import Any

import pytest

from tests.harness.browser import begin_to_write
from tests.harness.people import Cast
from tests.harness.running import Desk, wait_until

PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData('text/html', html);
  data.setData('text/plain', text);
  const field = document.querySelector('#composer-body');
  field.focus();
  field.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""
RICH = """<meta charset=utf-8><p>Hello <b>Carla</b>, see <a href="https://acme.test/a b">the <i>page</i></a>.</p>
<ul><li>one</li><li>two<ol><li>deep</li></ol></li></ul><script>alert(1)</script><p>2 * 3 * 4 [x]</p>
<a href="javascript:alert(1)">press</a><blockquote><p>said</p></blockquote><pre>a  b\n c</pre>"""
AS_MARKDOWN = """Hello **Carla**, see [the *page*](https://acme.test/a%20b).

- one
- two

  1. deep

2 \\* 3 \\* 4 \\[x\\]

press

> said

```
a  b
 c
```"""
SHEET = "<table><tr><td>Flight</td><td>Price | net</td></tr><tr><td>TP1013</td><td>412</td></tr></table>"


def test_the_look_is_what_will_be_sent(cast: Cast, client_of: Any) -> None:
    client = client_of(cast.agent)
    bad = "**Hi** <script>alert(1)</script> [x](javascript:alert(1)) ![p](https://else.test/p.png)"
    drawn = client.post("/acme/desk/look", {"body": bad}).content.decode()
    assert "<strong>Hi</strong>" in drawn
    assert "<script" not in drawn
    assert 'href="javascript' not in drawn
    assert "<img" not in drawn
    named = client.post("/acme/desk/look", {"body": "Ask @Adam Admin or a@Adam Admin"}).content.decode()
    assert named.count('<span class="mention">@Adam Admin</span>') == 1
    assert "nothing to show" in client.post("/acme/desk/look", {"body": "  "}).content.decode()
    assert client_of(cast.viewer).post("/acme/desk/look", {"body": "x"}).status_code == 403
    assert client.get("/acme/desk/look").status_code == 405


@pytest.fixture
def composer(desk: Desk, page: Any, sign_in: Any) -> Any:
    sign_in(desk.cast.agent)
    page.goto(f"/acme/desk/tickets/{desk.cast.ticket.number}")
    begin_to_write(page, page.locator("#composer-body").click)
    return page.locator("#composer-body")


def chosen(page: Any, text: str) -> None:
    at = page.locator("#composer-body").input_value().index(text)
    page.locator("#composer-body").evaluate(
        "(field, [from, to]) => field.setSelectionRange(from, to)", [at, at + len(text)]
    )


@pytest.mark.browser
def test_keys_and_buttons_write_markdown_and_can_be_taken_back(page: Any, composer: Any, axe: Any) -> None:
    page.keyboard.type("Please wait")
    chosen(page, "wait")
    page.keyboard.press("Control+b")
    assert composer.input_value() == "Please **wait**"
    page.keyboard.press("Control+b")
    assert composer.input_value() == "Please wait"
    page.keyboard.press("Control+z")
    assert composer.input_value() == "Please **wait**"
    composer.fill("one\ntwo")
    composer.press("Control+a")
    page.get_by_role("button", name="Format").click()
    page.get_by_role("button", name="Numbered list").click()
    assert composer.input_value() == "1. one\n2. two"
    page.get_by_role("button", name="Numbered list").click()
    assert composer.input_value() == "one\ntwo"
    composer.fill("see this")
    chosen(page, "this")
    page.keyboard.press("Control+k")
    assert composer.input_value() == "see [this](https://)"
    page.keyboard.type("https://acme.test")
    assert composer.input_value() == "see [this](https://acme.test)"
    assert not page.locator("command-palette dialog").is_visible()
    page.get_by_role("button", name="Bold (Ctrl B)").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.format") == "italic"
    assert axe(page) == []


@pytest.mark.browser
def test_what_is_pasted_becomes_markdown(page: Any, composer: Any) -> None:
    page.evaluate(PASTE, [RICH, "Hello Carla"])
    assert composer.input_value() == AS_MARKDOWN
    composer.fill("")
    page.evaluate(PASTE, [SHEET, "Flight\tPrice | net\nTP1013\t412"])
    assert composer.input_value() == "| Flight | Price \\| net |\n| --- | --- |\n| TP1013 | 412 |"
    composer.fill("")
    page.evaluate(PASTE, ["", "a\tb\nc\td\n"])
    assert composer.input_value() == "| a | b |\n| --- | --- |\n| c | d |"


@pytest.mark.browser
def test_the_look_takes_the_place_of_the_field(page: Any, composer: Any, axe: Any) -> None:
    composer.fill("Hello **Carla**\n\n| a | b |\n| --- | --- |\n| 1 | 2 |")
    page.get_by_role("button", name="Preview").click()
    look = page.get_by_role("region", name="Preview")
    look.locator("strong", has_text="Carla").wait_for()
    assert look.locator("td").count() == 2
    assert not composer.is_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Preview").click()
    assert composer.input_value().startswith("Hello **Carla**")


@pytest.mark.browser
def take(page: Any, place: Any, word: str) -> None:
    page.keyboard.type(word)
    place.first.wait_for()
    page.keyboard.press("Enter")


def test_naming_and_watching_by_keyboard(desk: Desk, page: Any, composer: Any, axe: Any) -> None:
    """Ana names Adam and a ticket, leaves Carla out in favour of an airline, and watches; Adam is told by mail."""
    place = page.locator("#composer-completion")
    page.keyboard.type("Please look, @b")
    place.get_by_text("Bo Other").wait_for()
    assert place.locator("[data-insert]").count() == 0
    page.keyboard.press("Escape")
    page.keyboard.press("Backspace")
    page.keyboard.type("ad")
    place.locator("[data-insert]").wait_for()
    assert axe(page) == []
    page.keyboard.press("Enter")
    take(page, place.locator("[data-insert]"), " thanks, @ad")
    page.keyboard.type(".")
    assert composer.input_value() == "Please look, @Adam Admin thanks, @Adam Admin."
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement === document.body")
    page.get_by_role("button", name="Add or remove people").click()
    found, who = page.locator("#people-found [role=option]"), page.locator("#people-email")
    who.click()
    take(page, found, "carl")
    assert "@" in who.input_value()
    who.fill("rita@airline.test")
    found.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="This reply only").click()
    page.get_by_label("Leave Carla Customer out of this reply").check(force=True)
    composer.focus()
    page.keyboard.press("Control+Enter")
    page.get_by_text("to rita@airline.test · not to Carla Customer").wait_for()
    assert page.locator(".msg .mention").first.inner_text() == "@Adam Admin"
    page.locator("#facts .who b").click()
    page.keyboard.press("v")
    page.get_by_role("button", name="Watching").wait_for()
    page.locator("#watchers summary").click()
    page.get_by_label("Mail me on tickets I watch").wait_for()
    assert axe(page) == []
    wait_until(lambda: any(b"To: adam@acme.test" in one for one in desk.mails()), "the mail to Adam")
