"""The text of a mail: from HTML, without the answer's quoted tail, safe as markdown. Pure; runs in the child."""

import re
from html.parser import HTMLParser

HTML_LIMIT = 1024 * 1024
LINK_LIMIT = 5000
_SKIPPED = {"script", "style", "head", "title", "template", "noscript", "svg", "math", "object", "iframe"}
_BLOCKS = {
    "address", "article", "blockquote", "body", "dd", "div", "dl", "dt", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul",
}  # fmt: skip
_SCHEMES = ("http://", "https://", "mailto:", "tel:")


class _Text(HTMLParser):
    """Collects what a reader would see; nothing of the markup survives."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.skipping: list[str] = []
        self.quotes = 0
        self.href = ""
        self.links = 0

    def _break(self) -> None:
        if self.lines[-1].strip():
            self.lines.append("")
        self.lines[-1] = "> " * min(self.quotes, 5)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self.skipping.append(tag)
        elif tag == "br":
            self.lines.append("> " * min(self.quotes, 5))
        elif tag == "a":
            self.href, self.links = (dict(attrs).get("href") or "").strip(), self.links + 1
        elif tag in _BLOCKS:
            self.quotes += tag == "blockquote"
            self._break()
            if tag == "li":
                self.lines[-1] += "- "

    def handle_endtag(self, tag: str) -> None:
        if self.skipping and tag == self.skipping[-1]:
            self.skipping.pop()
        elif tag == "a":
            shown = self.lines[-1]
            href, self.href = self.href, ""
            plain = href.removeprefix("mailto:")
            if href.lower().startswith(_SCHEMES) and plain not in shown and self.links <= LINK_LIMIT:
                self.lines[-1] += f" ({plain})"
        elif tag in _BLOCKS:
            self.quotes = max(0, self.quotes - (tag == "blockquote"))
            self._break()
            if tag == "p":
                self.lines.append("> " * min(self.quotes, 5))
        elif tag in ("td", "th"):
            self.lines[-1] += " "

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            words = re.sub(r"[ \t\r\n\f]+", " ", data)
            self.lines[-1] += words.lstrip() if self.lines[-1].endswith((" ", "> ")) or not self.lines[-1] else words


def text_of_html(html: str) -> str:
    """Return HTML as plain text."""
    parser = _Text()
    parser.feed(html[:HTML_LIMIT])
    parser.close()
    return tidy("\n".join(line.rstrip() for line in parser.lines))


def tidy(text: str) -> str:
    """Return text with one kind of line end, no trailing blanks, and at most one empty line in a row."""
    normal = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").replace("\f", "\n")
    lines = [line.rstrip() for line in normal.split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n")


def as_markdown(text: str) -> str:
    """Return plain text so that markdown shows its lines as they are: no accidental headings, rules or code blocks."""
    return "\n".join(_markdown_line(line) for line in text.split("\n"))


def _markdown_line(line: str) -> str:
    bare = line.lstrip(" \t")
    indented = line[:1] == "\t" or len(line) - len(bare) > 3
    if bare.startswith(("#", "```", "~~~")) or (bare and not bare.strip("-= ")):
        return "\\" + bare
    return bare if indented else line
