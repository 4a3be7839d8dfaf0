"""How times, numbers and texts look to the reader: their language, their zone."""

import datetime
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from babel import dates, numbers
from django.http import HttpRequest
from django.utils import timezone, translation
from markupsafe import Markup

from moondesk.accounts.models import Theme
from moondesk.kit.clock import now

THEME_COOKIE = "moondesk_theme"
_DAYS = 5000


def _locale() -> str:
    return (translation.get_language() or "en").replace("-", "_")


def _local(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(timezone.get_current_timezone())


def _pattern(pattern: str) -> str:
    """Return a pattern of a date as the language says it: Spanish puts "de" between day, month and year."""
    is_spanish = _locale().startswith("es")
    return pattern.replace(" MMMM", " 'de' MMMM").replace("MMMM y", "MMMM 'de' y") if is_spanish else pattern


@lru_cache(maxsize=_DAYS)
def _day(day: datetime.date, pattern: str, locale: str) -> str:
    """Return a day in words. Pages say the same few days over and over, and Babel takes its time."""
    return dates.format_date(day, pattern, locale=locale)


def datetime_text(moment: datetime.datetime) -> str:
    """Return day and time: ``Fri 20 Nov 2026, 10:05``."""
    return _whole(_local(moment))


def _whole(local: datetime.datetime) -> str:
    return f"{_day(local.date(), 'EEE d MMM y', _locale())}, {_clock(local)}"


def _clock(local: datetime.datetime) -> str:
    return f"{local.hour:02}:{local.minute:02}"


def date_text(moment: datetime.datetime) -> str:
    """Return the day: ``20 November 2026``."""
    return _day(_local(moment).date(), _pattern("d MMMM y"), _locale())


def month_text(moment: datetime.datetime) -> str:
    """Return the month: ``November 2026``."""
    text = dates.format_date(_local(moment), _pattern("MMMM y"), locale=_locale())
    return text[:1].upper() + text[1:]


def time_text(moment: datetime.datetime) -> str:
    """Return the time of day: ``10:05``."""
    return _clock(_local(moment))


def day_text(moment: datetime.datetime) -> str:
    """Return the day as a separator shows it: Today, Yesterday, or ``Monday, 16 November``."""
    day, today = _local(moment).date(), _local(now()).date()
    if day == today:
        return translation.gettext("Today")
    if day == today - datetime.timedelta(days=1):
        return translation.gettext("Yesterday")
    pattern = "EEEE, d MMMM" if day.year == today.year else "EEEE, d MMMM y"
    text = _day(day, _pattern(pattern), _locale())
    return text[:1].upper() + text[1:]


def short_ago(moment: datetime.datetime) -> str:
    """Return how long ago, as briefly as the list shows it: ``4 min``, ``2 h``, ``Yesterday``, ``Mon``, ``3 Sep``."""
    seconds = (now() - moment).total_seconds()
    if seconds < 60:
        return translation.gettext("now")
    if seconds < 3600:
        return translation.gettext("%(count)d min") % {"count": seconds // 60}
    day, today = _local(moment).date(), _local(now()).date()
    if day == today:
        return translation.gettext("%(count)d h") % {"count": seconds // 3600}
    if day == today - datetime.timedelta(days=1):
        return translation.gettext("Yesterday")
    pattern = "EEE" if (today - day).days < 7 else ("d MMM" if day.year == today.year else "d MMM y")
    return _day(day, pattern, _locale())


def milliseconds(moment: datetime.datetime) -> int:
    """Return a moment as scripts count time."""
    return int(moment.timestamp() * 1000)


def ago(moment: datetime.datetime | None) -> Markup:
    """Return a ``<time>`` that says how long ago, with the exact time on hover."""
    if moment is None:
        return Markup("")
    return _time(moment, _whole(_local(moment)), short_ago(moment), " data-relative")


def clock_time(moment: datetime.datetime) -> Markup:
    """Return a ``<time>`` with the time of day, and the whole of it on hover."""
    return clock_times()(moment)


def clock_times() -> Callable[[datetime.datetime], Markup]:
    """Return what ``clock_time`` is for the reader of this moment: who they are is asked once for many times."""
    zone, locale = timezone.get_current_timezone(), _locale()

    def drawn(moment: datetime.datetime) -> Markup:
        local = moment.astimezone(zone)
        clock = _clock(local)
        return _time(moment, f"{_day(local.date(), 'EEE d MMM y', locale)}, {clock}", clock)

    return drawn


def _time(moment: datetime.datetime, whole: str, text: str, relative: str = "") -> Markup:
    words = f'{relative} datetime="{moment.isoformat()}" title="{whole}">{text}'
    return Markup(f'<time class="num"{words}</time>')  # noqa: S704 - numbers, and the words of Babel and our catalogue


def number_text(value: float) -> str:
    """Return a number as the reader writes it."""
    return numbers.format_decimal(value, locale=_locale())


def worked(minutes: int) -> str:
    """Return how long somebody worked: ``25 min``, ``1 h 25 min``, ``2 h``."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return translation.gettext("%(count)d min") % {"count": rest}
    if not rest:
        return translation.gettext("%(count)s h") % {"count": number_text(hours)}
    return translation.gettext("%(hours)s h %(minutes)d min") % {"hours": number_text(hours), "minutes": rest}


def spaced(code: str) -> str:
    """Return a code in groups of four, to be read and typed."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def language_name(code: str) -> str:
    """Return what a language is called in the reader's own, as it stands within a sentence."""
    return str(translation.get_language_info(code)["name_translated"])


def theme_of(request: HttpRequest) -> str:
    """Return the theme chosen in this browser, or ``system``."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in Theme.values else Theme.SYSTEM.value


FILTERS: dict[str, Callable[..., Any]] = {
    "ago": ago,
    "clock_time": clock_time,
    "spaced": spaced,
    "date": date_text,
    "datetime": datetime_text,
    "day": day_text,
    "number": number_text,
    "time": time_text,
    "worked": worked,
}
