"""In which language somebody is spoken to: one for a whole page, never two."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header


def known(language: str) -> str:
    """Return the language of ours that a code stands for: ``es-MX`` is ``es``; nothing for others."""
    codes = dict(settings.LANGUAGES)
    return next((code for code in (language.lower(), language[:2].lower()) if code in codes), "")


def chosen(request: HttpRequest) -> str:
    """Return the language that the reader chose: in this browser, or for their account."""
    cookie = known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
    if cookie:
        return cookie
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return known(str(request.user.language))
    return ""


def of_browser(request: HttpRequest) -> str:
    """Return the first language of the browser that we speak, or nothing."""
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return next((code for language, _weight in asked if (code := known(language))), "")


def of_reader(request: HttpRequest) -> str:
    """Return the language of a reader of whom nothing else is known."""
    return chosen(request) or of_browser(request) or settings.LANGUAGE_CODE


def speak(request: HttpRequest, *languages: str) -> None:
    """Speak the reader's chosen language from here on; without one, the first of these that we know."""
    language = chosen(request) or next((code for one in languages if (code := known(one))), "")
    if language:
        translation.activate(language)
        request.LANGUAGE_CODE = language
