"""Moments as mails say them."""

import datetime
import zoneinfo

from babel import dates
from django.utils import translation


def moment_text(moment: datetime.datetime, zone: zoneinfo.ZoneInfo) -> str:
    """Return a moment with its day, in the language that is spoken, by the clock of a zone."""
    language = (translation.get_language() or "en").replace("-", "_")
    pattern = "EEEE d 'de' MMMM, HH:mm" if language.startswith("es") else "EEEE d MMMM, HH:mm"
    text = dates.format_datetime(moment.astimezone(zone), pattern, locale=language)
    return text[:1].upper() + text[1:]
