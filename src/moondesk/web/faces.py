"""The face of a person: their picture, or initials on a colour of their own. A page has a hundred, so they are kept."""

from functools import lru_cache

from markupsafe import Markup, escape

_COLOURS = 12
_KEPT = 4000


def initials(name: str) -> str:
    """Return the first letters of the first and last name, or a question mark."""
    words = name.split()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else "?"


@lru_cache(maxsize=_KEPT)
def face(name: str, key: object, size: int = 24, photo: str = "", presence: str = "", *, hidden: bool = True) -> Markup:
    """Return the markup of a face; ``key``, an id, gives the colour, ``hidden=False`` the name for a screen reader."""
    # A conversation shows people whom nobody has seen yet, and ``Markup.format`` takes its time.
    title = escape(name)
    said = ' aria-hidden="true"' if hidden else f' role="img" aria-label="{title}"'
    here = f' data-on="{escape(presence)}"' if presence else ""
    picture = f'<img src="{escape(photo)}" alt="" width="{size}" height="{size}" loading="lazy">'
    shown, classes = picture if photo else escape(initials(name)), f"av s{size}" if size != 24 else "av"
    words = f'class="{classes}" data-h="{_colour(key)}" title="{title}"{here}{said}'
    return Markup(f"<span {words}>{shown}</span>")  # noqa: S704 - each value is escaped above


@lru_cache(maxsize=_KEPT)
def emblem(name: str, key: object, size: int = 24) -> Markup:
    """Return the square that stands for an organization."""
    picture = '<span class="av{} sq" data-h="{}" title="{}" aria-hidden="true">{}</span>'
    return Markup(picture).format(f" s{size}" if size != 24 else "", _colour(key), name, initials(name))  # noqa: S704 - a constant


def _colour(key: object) -> int:
    return int(str(key).replace("-", "")[-6:], 16) % _COLOURS
