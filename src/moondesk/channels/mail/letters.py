"""What a mail says, once: both its text and its HTML are drawn from a ``Letter``."""

import re
from dataclasses import dataclass, field

import nh3
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from markupsafe import Markup

from moondesk.channels.mail.colours import brand_of
from moondesk.kit.markup import sanitise
from moondesk.organizations.models import Member, Organization

FONT = "Inter,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif"
INK, MUTED, LINE, SOFT = "#1b2130", "#5b6270", "#e3e6eb", "#f4f6f9"
_HEADING = f"margin:22px 0 0;font:600 17px/1.4 {FONT};color:{INK}"
_STYLES = {
    "p": ("ink", f"margin:14px 0 0;font:400 16px/1.55 {FONT};color:{INK}"),
    "h1": ("ink", _HEADING),
    "h2": ("ink", _HEADING),
    "h3": ("ink", _HEADING),
    "h4": ("ink", _HEADING),
    "ul": ("ink", f"margin:14px 0 0;padding:0 0 0 22px;font:400 16px/1.55 {FONT};color:{INK}"),
    "ol": ("ink", f"margin:14px 0 0;padding:0 0 0 22px;font:400 16px/1.55 {FONT};color:{INK}"),
    "li": ("ink", "margin:4px 0 0"),
    "blockquote": ("line", f"margin:14px 0 0;padding:0 0 0 16px;border-left:3px solid {LINE}"),
    "pre": ("soft ink", f"margin:14px 0 0;padding:12px;background-color:{SOFT};border-radius:6px;white-space:pre-wrap"),
    "code": ("ink", "font-family:ui-monospace,Menlo,Consolas,monospace;font-size:14px"),
    "hr": ("line", f"margin:22px 0 0;border:0;border-top:1px solid {LINE}"),
    "table": ("ink", f"margin:14px 0 0;border-collapse:collapse;font:400 15px/1.45 {FONT};color:{INK}"),
    "td": ("line", f"padding:6px 12px 6px 0;border-bottom:1px solid {LINE};text-align:left"),
    "th": ("line", f"padding:6px 12px 6px 0;border-bottom:1px solid {LINE};text-align:left;font-weight:600"),
}
_TAGS = {*_STYLES, "a", "br", "del", "em", "s", "strong", "tbody", "thead", "tr"}
_ATTRIBUTES = {
    **{tag: {"style", "class"} for tag in _STYLES},
    "a": {"href", "title", "style", "class"},
    "ol": {"start", "style", "class"},
}


@dataclass
class Letter:
    """The parts of a mail, top to bottom; what is empty is left out.

    ``html`` and ``text`` are the two forms of a message that a person wrote; all else is plain text.
    """

    subject: str
    language: str
    preheader: str = ""
    corner: str = ""
    author: str = ""
    when: str = ""
    heading: str = ""
    paragraphs: list[str] = field(default_factory=list)
    strong: str = ""
    html: Markup = field(default_factory=Markup)
    text: str = ""
    rows: list[tuple[str, str]] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)
    """Answers to press, each with its link, in place of the one button."""
    button: str = ""
    url: str = ""
    small: str = ""
    foot: list[str] = field(default_factory=list)
    leave: str = ""
    """The link by which one gets no more of these; empty where there is nothing to leave."""
    mute: str = ""
    """The link by which a member mutes mails of this kind; empty where they cannot."""
    refuse: str = ""
    """The link by which a customer is not asked any more; empty where nothing is asked."""


def language_to(member: Member | None, organization: Organization) -> str:
    """Return the language in which a member is written to: their own, or the organization's if we do not speak it."""
    own = member.user.language[:2].lower() if member else ""
    return own if own in dict(settings.LANGUAGES) else organization.language


def message_html(html: str, link_colour: str) -> Markup:
    """Return a message's HTML for a mail: sanitised again for this use, with the styles that mail clients need."""
    values = {tag: {"class": style[0], "style": style[1]} for tag, style in _STYLES.items()}
    values["a"] = {"class": "acc", "style": f"color:{link_colour};text-decoration:underline"}
    styled = nh3.clean(
        sanitise(html),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        set_tag_attribute_values=values,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    return Markup(re.sub(r"margin:\d+px", "margin:24px", styled, count=1))  # noqa: S704 - sanitised just above


def _logo(organization: Organization) -> str:
    mark = organization.logo_mark
    return f"{settings.BASE_URL}/{organization.slug}/help/logo/{mark}" if mark else ""


def render(letter: Letter, organization: Organization) -> tuple[str, str]:
    """Return the letter as text and as HTML."""
    with translation.override(letter.language):
        values = {
            "letter": letter,
            "organization": organization,
            "brand": brand_of(organization.brand_hue),
            "font": FONT,
            "initial": organization.name[:1].upper(),
            "logo": _logo(organization),
        }
        text = render_to_string("mail/letter.txt", values)
        html = render_to_string("mail/letter.html", values)
    # The line before a signature ends in a blank: by it mail programs know where to stop quoting.
    lines = [line if line == "-- " else line.rstrip() for line in text.strip().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n", html
