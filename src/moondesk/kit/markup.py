"""Markdown to safe HTML, and to plain text for mails and previews."""

import html as html_entities
from functools import cache

import nh3
from markdown_it import MarkdownIt

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "code": {"class"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_MAX_NESTING = 20
_MOST_LOOKING = 20_000_000
"""How much looking for links a text may cost: the length of each line times what in it could begin or be a link."""


@cache
def _parser(links: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": links, "breaks": True, "maxNesting": _MAX_NESTING})
    return parser.enable(["linkify", "table", "strikethrough"]).disable(["image"])


def _markdown(text: str) -> str:
    """Return the HTML of the text. In one that is made to take long, bare addresses stay what they are: text."""
    looking = sum(len(line) * sum(map(line.count, (":", "//", "@", "."))) for line in text.split("\n"))
    return str(_parser(looking <= _MOST_LOOKING).render(text))


def sanitise(html: str) -> str:
    """Return ``html`` with nothing in it but our allow-list of tags, attributes and link schemes."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def render_markdown(text: str) -> str:
    """Return markdown written by anybody as safe HTML. Raw HTML in it is shown as text; images are not loaded."""
    return sanitise(_markdown(text))


def preview(text: str, length: int = 140) -> str:
    """Return the beginning of a markdown text as one plain line."""
    words = nh3.clean(_markdown(text[: length * 6]), tags=set())
    line = " ".join(html_entities.unescape(words).split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
