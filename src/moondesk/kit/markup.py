"""Markdown to safe HTML, and to plain text for mails and previews."""

import html as html_entities
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "s", "strong",
    "span", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "code": {"class"}}
_MENTION = "mention"
_SCHEMES = {"http", "https", "mailto", "tel"}
_MAX_NESTING = 20
_MOST_LOOKING = 20_000_000
"""How much looking for links a text may cost: the length of each line times what in it could begin or be a link."""


@cache
def _parser(links: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": links, "breaks": True, "maxNesting": _MAX_NESTING})
    parser.inline.ruler.push(_MENTION, _mention)
    return parser.enable(["linkify", "table", "strikethrough"]).disable(["image"])


@dataclass
class Naming:
    """The names that may be mentioned with ``@`` in a text, and those that were found in it, each as it is known."""

    names: Collection[str]
    found: dict[str, str] = field(default_factory=dict)
    """How each name that was found is written in the text."""
    left: int = 500
    """How many signs are still looked at: nobody names so many people in one text."""

    def at(self, text: str, place: int) -> str:
        """Return the longest name that the text has at a place, in any case; nothing if none ends there."""
        best, self.left = "", self.left - 1
        for name in self.names if self.left >= 0 else ():
            end = place + len(name)
            is_whole = end >= len(text) or not (text[end].isalnum() or text[end] == "_")
            if len(name) > len(best) and is_whole and text[place:end].casefold() == name.casefold():
                best = name
        return best


def _mention(state: StateInline, silent: bool) -> bool:
    """Make a name after ``@`` a mention; in code and in links it stays text."""
    naming, start = state.env.get(_MENTION), state.pos
    if naming is None or state.src[start] != "@" or state.linkLevel:
        return False
    before = state.src[start - 1] if start else " "
    name = "" if before.isalnum() or before in "@._-+" else naming.at(state.src, start + 1)
    if not name:
        return False
    end = start + 1 + len(name)
    if not silent:
        naming.found.setdefault(name, state.src[start + 1 : end])
        state.push("mention_open", "span", 1).attrs = {"class": _MENTION}
        state.push("text", "", 0).content = state.src[start:end]
        state.push("mention_close", "span", -1)
    state.pos = end
    return True


def _markdown(text: str, naming: Naming | None = None) -> str:
    """Return the HTML of the text. In one that is made to take long, bare addresses stay what they are: text."""
    looking = sum(len(line) * sum(map(line.count, (":", "//", "@", "."))) for line in text.split("\n"))
    return str(_parser(looking <= _MOST_LOOKING).render(text, {_MENTION: naming} if naming else None))


def sanitise(html: str) -> str:
    """Return ``html`` with nothing in it but our allow-list of tags, attributes and link schemes."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes={"span": {_MENTION}},
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def render_markdown(text: str, naming: Naming | None = None) -> str:
    """Return markdown written by anybody as safe HTML. Raw HTML in it is shown as text; images are not loaded.

    With ``naming`` the names in it are marked and noted there; without, an ``@`` is an ``@``.
    """
    return sanitise(_markdown(text, naming))


def plain_text(text: str) -> str:
    """Return markdown as text without marks: words, lists with dashes, and links with where they lead."""
    lines: list[str] = []
    starts = {"list_item_open": "- ", "blockquote_open": "> "}
    begin = ""
    for token in _parser(True).parse(text):
        begin = begin + starts.get(token.type, "")
        if token.type == "inline":
            lines += [begin + line for line in _words_of(token).split("\n")]
            begin = ""
        elif token.type in ("fence", "code_block"):
            lines += token.content.rstrip("\n").split("\n")
        elif token.type in ("hr", "paragraph_close", "heading_close", "bullet_list_close", "ordered_list_close"):
            lines += [] if token.hidden else [""]
    return "\n".join(line for at, line in enumerate(lines) if line or (at and lines[at - 1])).strip("\n")


def _words_of(line: Token) -> str:
    words, leads = "", ""
    for token in line.children or []:
        if token.type == "link_open":
            leads, begin = str(token.attrs.get("href", "")), len(words)
        elif token.type == "link_close" and words[begin:] not in (leads, leads.removeprefix("mailto:")):
            words += f" ({leads.removeprefix('mailto:')})"
        elif token.type in ("softbreak", "hardbreak"):
            words += "\n"
        elif token.type in ("text", "code_inline", "text_special"):
            words += token.content
    return words


def preview(text: str, length: int = 140) -> str:
    """Return the beginning of a markdown text as one plain line."""
    words = nh3.clean(_markdown(text[: length * 6]), tags=set())
    line = " ".join(html_entities.unescape(words).split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
