"""What the palette offers beside tickets, contacts and views: pages of settings, and what belongs to oneself.

An option is found by the beginning of any of its words, in every language of the desk, with or without accents.
"""

import unicodedata
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from moondesk.accounts.models import Theme
from moondesk.web.edges import TenantRequest
from moondesk.web.frame import Frame
from moondesk.web.settings_list import pages

_THEMES = (
    (Theme.LIGHT, _("Theme: light"), "sun"),
    (Theme.DARK, _("Theme: dark"), "contrast"),
    (Theme.MOON, _("Theme: moon"), "moon-star"),
    (Theme.GREEN, _("Theme: green"), "leaf"),
    (Theme.SYSTEM, _("Theme: as the system"), "monitor"),
)
ALSO: dict[str, Any] = {
    "new": pgettext_lazy("also found as", "create open request"),
    "call": pgettext_lazy("also found as", "phone telephone rang"),
    "contacts": _("Contacts"),
    "exports": pgettext_lazy("also found as", "download csv excel xlsx json"),
    "settings": _("Settings"),
    "organization": pgettext_lazy("also found as", "settings configuration name time zone"),
    "members": pgettext_lazy("also found as", "settings people invite role users"),
    "departments": pgettext_lazy("also found as", "settings teams"),
    "tokens": pgettext_lazy("also found as", "settings token key integration"),
    "account": pgettext_lazy("also found as", "profile password name"),
    "sign_out": pgettext_lazy("also found as", "log out leave"),
    "theme": pgettext_lazy("also found as", "appearance colours mode"),
    "layout": pgettext_lazy("also found as", "view show as"),
    "density": pgettext_lazy("also found as", "density spacing compact comfortable"),
    "keys": pgettext_lazy("also found as", "help keys hotkeys"),
    "language": pgettext_lazy("also found as", "Language translate"),
    "organizations": pgettext_lazy("also found as", "switch organization change desk"),
    "leaving": pgettext_lazy("also found as", "leave organization go quit"),
}
"""More words by which an option is found."""


def plain(text: str) -> str:
    """Return a text without accents and case, for comparing."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def _found_by(option: dict[str, Any]) -> str:
    """Return all words of an option in all languages."""
    said: list[str] = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said += [str(option["label"]), str(option.get("also", ""))]
    return plain(" ".join(said))


def matching(options: list[dict[str, Any]], words: str) -> list[dict[str, Any]]:
    """Return the options in which each typed word begins a word; without words, those that are always offered."""
    asked = plain(words).split()
    if not asked:
        return [option for option in options if not option.get("asked")]
    found = []
    for option in options:
        known = _found_by(option).replace(":", " ").split()
        if all(any(word.startswith(one) for word in known) for one in asked):
            found.append(option)
    return found


def settings_places(request: TenantRequest) -> list[dict[str, Any]]:
    """Return the pages of settings that the member may open. They show when asked for: the rail leads there too."""
    return [
        {"label": page["label"], "icon": page["icon"], "href": page["href"], "note": _("Settings"),
         "also": ALSO.get(page["id"], ""), "asked": True, "keys": []}
        for page in pages(request)
    ]  # fmt: skip


def own_commands(request: TenantRequest, frame: Frame) -> list[dict[str, Any]]:
    """Return what everybody may do for themselves: account, theme, language, leaving."""
    urls = frame.urls
    found: list[dict[str, Any]] = []
    if urls["account"]:
        found.append({"label": _("Account"), "icon": "user-round", "href": urls["account"], "also": ALSO["account"],
                      "attrs": {"hx-boost": "false"}})  # fmt: skip
    if urls["theme"]:
        found += [
            {"label": label, "icon": sign, "href": "#", "also": ALSO["theme"], "attrs": {"data-theme-choice": theme}}
            for theme, label, sign in _THEMES
        ]
    if urls["language"]:
        found += [
            {"label": name, "icon": "languages", "href": "#", "note": _("Language"), "also": ALSO["language"],
             "attrs": {"data-post": urls["language"], "data-field": f"language={code}"}}
            for code, name in settings.LANGUAGES
        ]  # fmt: skip
    label = _("Leave %(name)s…") % {"name": frame.organization["name"]}
    found.append({"label": label, "icon": "user-round-x", "href": urls["leaving"], "also": ALSO["leaving"]})
    if urls["sign_out"]:
        found.append({"label": _("Sign out"), "icon": "log-out", "href": urls["sign_out"], "also": ALSO["sign_out"],
                      "attrs": {"data-post": urls["sign_out"]}})  # fmt: skip
    return [option | {"asked": True, "keys": []} for option in found]


def other_organizations(frame: Frame) -> list[dict[str, Any]]:
    """Return the other organizations that one works in, found by name: the rail leads there too."""
    found = [
        {"label": other["name"], "icon": "building-2", "href": other["href"]} for other in frame.organization["others"]
    ]
    if frame.urls["organizations"]:
        found.append({"label": _("All organizations"), "icon": "layers", "href": frame.urls["organizations"]})
    # Each has looks and streams of its own, so the whole page is loaded anew.
    same = {"also": ALSO["organizations"], "asked": True, "keys": [], "attrs": {"hx-boost": "false"}}
    return [option | same for option in found]
