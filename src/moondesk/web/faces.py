"""The face of a person: their picture, or initials on a colour of their own. A page has a hundred, so they are kept."""

from functools import lru_cache

from markupsafe import Markup

_COLOURS = 12
_KEPT = 4000


def initials(name: str) -> str:
    """Return the first letters of the first and last name, or a question mark."""
    words = name.split()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else "?"


@lru_cache(maxsize=_KEPT)
def face(name: str, key: object, size: int = 24, photo: str = "", presence: str = "", *, hidden: bool = True) -> Markup:
    """Return the markup of a face; ``key``, an id, gives the colour, ``hidden=False`` the name for a screen reader."""
    said = Markup(' aria-hidden="true"') if hidden else Markup(' role="img" aria-label="{}"').format(name)
    here = Markup(' data-on="{}"').format(presence) if presence else ""
    picture = Markup('<img src="{0}" alt="" width="{1}" height="{1}" loading="lazy">').format(photo, size)
    return Markup('<span class="av{}" data-h="{}" title="{}"{}{}>{}</span>').format(
        f" s{size}" if size != 24 else "", _colour(key), name, here, said, picture if photo else initials(name)
    )


@lru_cache(maxsize=_KEPT)
def emblem(name: str, key: object, size: int = 24) -> Markup:
    """Return the square that stands for an organization."""
    picture = '<span class="av{} sq" data-h="{}" title="{}" aria-hidden="true">{}</span>'
    return Markup(picture).format(f" s{size}" if size != 24 else "", _colour(key), name, initials(name))  # noqa: S704 - a constant


def _colour(key: object) -> int:
    return int(str(key).replace("-", "")[-6:], 16) % _COLOURS
