"""The HTML of a mail made safe to be shown in a frame. Pure; runs in the parser's child process.

What stays: text, tables, colours and sizes, links that say where they go. What loads anything does not stay: a picture
keeps a number instead of its address, and whoever shows the page decides which numbers become addresses.
"""

import re

import nh3

from moondesk.channels.mail.texts import HTML_LIMIT, LINK_LIMIT

PICTURE_LIMIT = 200
DEPTH_LIMIT = 400
ATTRIBUTE_LIMIT = 400
TAG_LIMIT = 60_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})((?:[^>\"']|\"[^\"]*\"|'[^']*')*+)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_LEAVES = set("area base br col dd dt embed hr img input li link meta option p param source tbody td th tr wbr".split())
_TAGS = set("""
    a abbr b big blockquote br caption center cite code col colgroup dd del dfn div dl dt em font h1 h2 h3 h4 h5 h6 hr i
    img ins kbd li ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var
""".split())  # fmt: skip
_DROPPED = set("""
    script style title template noscript noembed noframes xmp plaintext iframe object embed applet svg math textarea
    select button form video audio canvas map dialog
""".split())  # fmt: skip
_EVERYWHERE = {"style", "dir", "lang", "title", "align", "valign"}
_CELL = {"colspan", "rowspan", "width", "height", "bgcolor", "nowrap"}
_ATTRIBUTES = {
    "*": _EVERYWHERE,
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "table": {"border", "cellpadding", "cellspacing", "width", "bgcolor"},
    "tr": {"bgcolor", "height"},
    "td": _CELL,
    "th": _CELL,
    "col": {"span", "width"},
    "font": {"color", "face", "size"},
    "ol": {"start", "type"},
    "li": {"value"},
    "hr": {"width", "size"},
}
_LINK = re.compile(
    r"(?:https?://[^\s\x00-\x1f]{1,4000}|mailto:[^\s\x00-\x1f]{1,1000}|tel:[0-9+().\s/-]{1,40})", re.IGNORECASE
)
_REMOTE = re.compile(r"https?://[^\s\x00-\x1f\"'<>\\]{1,2000}", re.IGNORECASE)
_CID = re.compile(r"cid:[^\s\x00-\x1f\"'<>\\/]{1,250}", re.IGNORECASE)
_PLAIN = re.compile(r"[\w#%.,;:+ ()/-]{0,60}")
_PROPERTIES = re.compile(
    r"(?:color|background-color|font(?:-family|-size|-style|-weight|-variant)?|text-(?:align|decoration|indent|transform)"
    r"|line-height|letter-spacing|word-spacing|white-space|vertical-align|(?:max-|min-)?(?:width|height)"
    r"|(?:margin|padding)(?:-top|-right|-bottom|-left)?|border(?:-top|-right|-bottom|-left)?(?:-color|-style|-width)?"
    r"|border-(?:collapse|spacing|radius)|display|float|clear|list-style-type|word-break|overflow-wrap|table-layout|direction)"
)
_WORD_OF_CSS = (
    r"(?:-?[a-z][a-z-]*|#[0-9a-f]{3,8}|[+-]?(?:\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})(?:px|pt|em|rem|ex|ch|in|cm|mm|%)?"
    r"|(?:rgb|rgba|hsl|hsla)\([\d\s.,%/]{1,40}\)|\"[\w .-]{1,60}\"|'[\w .-]{1,60}')"
)
_VALUE = re.compile(rf"{_WORD_OF_CSS}(?:[ ,/]+{_WORD_OF_CSS}){{0,12}}")
_DISPLAYS = {"none", "block", "inline", "inline-block", "table", "table-row", "table-cell", "list-item"}


def page_of(html: str) -> tuple[str, list[str]] | None:
    """Return safe HTML and the addresses of its pictures by number; None for what is too much to be shown."""
    if len(html) > HTML_LIMIT or _is_too_much(html):
        return None
    pictures: list[str] = []
    clean = _clean(html, pictures)
    if _clean(clean, None) != clean:
        return None
    return (clean, pictures) if len(clean) <= HTML_LIMIT else None


def _is_too_much(html: str) -> bool:
    """Say whether reading the tree could take seconds: that grows with the square of depth and of attributes."""
    depth = links = 0
    for count, found in enumerate(_TAG.finditer(html)):
        name = found[2].lower()
        links += name == "a" and not found[1]
        if name not in _LEAVES:
            depth = max(0, depth - 1) if found[1] else depth + 1
        bare = found[3] if len(found[3]) < 2000 else _QUOTED.sub("", found[3])
        words = max(len(bare.split()), bare.count("="))
        if depth > DEPTH_LIMIT or words > ATTRIBUTE_LIMIT or count > TAG_LIMIT or links > LINK_LIMIT:
            return True
    return False


def _clean(html: str, pictures: list[str] | None) -> str:
    """Return HTML with what may stay. With ``pictures`` the addresses go there; without, it is clean already."""

    def keep(tag: str, name: str, value: str) -> str | None:
        if name == "style":
            return _style(value)
        if name == "src":
            return _picture(value, pictures)
        if name == "href":
            return value.strip() if _LINK.fullmatch(value.strip()) else None
        if name in ("alt", "title"):
            return value[:200]
        return value if _PLAIN.fullmatch(value) else None

    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={"http", "https", "mailto", "tel", "cid", "picture"},
        link_rel="noopener noreferrer nofollow",
    )


def _picture(value: str, pictures: list[str] | None) -> str | None:
    if pictures is None:
        return value if re.fullmatch(r"picture:\d{1,3}", value) else None
    address = value.strip()
    if len(pictures) >= PICTURE_LIMIT or not (_CID.fullmatch(address) or _REMOTE.fullmatch(address)):
        return None
    if address not in pictures:
        pictures.append(address)
    return f"picture:{pictures.index(address)}"


def _style(value: str) -> str | None:
    """Return declarations with properties and values from short lists; a backslash or an address is in none of them."""
    kept = []
    for declaration in value[:4000].split(";")[:60]:
        name, _colon, said = declaration.partition(":")
        name, said = name.strip().lower(), said.strip().lower().removesuffix("!important").strip()
        if name == "background":
            name, said = "background-color", said if " " not in said or "(" in said else ""
        if not _PROPERTIES.fullmatch(name) or not _VALUE.fullmatch(said):
            continue
        if name == "display" and said not in _DISPLAYS:
            continue
        kept.append(f"{name}:{said}")
    return ";".join(kept) or None
