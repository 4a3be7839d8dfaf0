"""What a calendar part says: what, when, where, who (RFC 5545). Pure; runs in the parser's child process."""

import dataclasses
import datetime
import json
import re
from dataclasses import dataclass

INVITE_LIMIT = 3
_SIZE = 256 * 1024
_LINE = re.compile(r"([A-Za-z-]{1,40})((?:;[A-Za-z-]{1,40}=(?:\"[^\"]{0,500}\"|[^;:\"]{0,500})){0,20}):(.*)", re.DOTALL)
_PARAMETER = re.compile(r";([A-Za-z-]{1,40})=(?:\"([^\"]*)\"|([^;:\"]*))")
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
_LASTS = re.compile(r"\+?P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:\d{1,6}S)?)?")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_TEXTS = {"SUMMARY": "summary", "LOCATION": "where", "DURATION": "lasts"}
METHODS = ("REQUEST", "CANCEL", "REPLY", "COUNTER", "PUBLISH")


@dataclass
class Invite:
    """One event. ``starts`` and ``ends`` are ISO dates or times, ``zone`` the zone they are in, as its sender says."""

    method: str = "PUBLISH"
    summary: str = ""
    starts: str = ""
    ends: str = ""
    zone: str = ""
    where: str = ""
    who: str = ""
    answer: str = ""
    repeats: bool = False
    lasts: str = ""


def invites_in(text: str) -> list[str]:
    """Return the events in a calendar, as JSON; what cannot be read is left out."""
    method, found = "PUBLISH", []
    event: Invite | None = None
    inner = 0
    for line in _unfolded(text[:_SIZE]):
        match = _LINE.fullmatch(line)
        if match is None:
            continue
        name, value = match[1].upper(), match[3]
        parameters = {one[1].upper(): one[2] or one[3] or "" for one in _PARAMETER.finditer(match[2])}
        if name == "METHOD" and value.strip().upper() in METHODS:
            method = value.strip().upper()
        elif name == "BEGIN" and value.strip().upper() == "VEVENT":
            event, inner = Invite(), 0
        elif name == "END" and value.strip().upper() == "VEVENT" and event is not None:
            found.append(event)
            event = None
        elif name in ("BEGIN", "END"):
            inner += 1 if name == "BEGIN" else -1
        elif event is not None and not inner:
            _note(event, name, value, parameters)
    begun = (one for one in found if one.starts)
    kept = [dataclasses.replace(one, method=_method(one, method), ends=_end(one)) for one in begun][:INVITE_LIMIT]
    return [json.dumps(dataclasses.asdict(one)) for one in kept]


def _end(invite: Invite) -> str:
    """Return when an event ends; some say how long it lasts instead."""
    lasts = _LASTS.fullmatch(invite.lasts)
    if invite.ends or lasts is None:
        return invite.ends
    weeks, days, hours, minutes = (int(part or 0) for part in lasts.groups())
    length = datetime.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    try:
        ends = datetime.datetime.fromisoformat(invite.starts) + length
    except (ValueError, OverflowError):
        return ""
    return f"{ends:%Y-%m-%dT%H:%M}" if "T" in invite.starts else f"{ends:%Y-%m-%d}"


def read_invite(said: str) -> Invite:
    """Return what the parser's process said, checked. Raises ``ValueError`` or ``TypeError``."""
    found = Invite(**json.loads(said))
    for one in dataclasses.fields(Invite):
        if not isinstance(getattr(found, one.name), bool if one.name == "repeats" else str):
            raise TypeError("The parser answered something else")
    return found


def _method(invite: Invite, method: str) -> str:
    return "CANCEL" if invite.method == "CANCEL" else method


def _unfolded(text: str) -> list[str]:
    return re.sub(r"\r?\n[ \t]", "", text).splitlines()


def _note(event: Invite, name: str, value: str, parameters: dict[str, str]) -> None:
    if name in _TEXTS:
        setattr(event, _TEXTS[name], _plain(value))
    elif name == "ORGANIZER":
        event.who = _person(value, parameters)
    elif name == "ATTENDEE":
        event.answer = event.answer or f"{parameters.get('PARTSTAT', '').upper()} {_person(value, parameters)}"
    elif name == "RRULE":
        event.repeats = True
    elif name == "STATUS" and value.strip().upper() == "CANCELLED":
        event.method = "CANCEL"
    elif name in ("DTSTART", "DTEND"):
        moment = _MOMENT.fullmatch(value.strip())
        if moment is None:
            return
        said = f"{moment[1]}-{moment[2]}-{moment[3]}" + (f"T{moment[4]}:{moment[5]}" if moment[4] else "")
        if name == "DTSTART":
            event.starts, event.zone = said, "UTC" if moment[7] else _plain(parameters.get("TZID", ""))
        else:
            event.ends = said


def _person(value: str, parameters: dict[str, str]) -> str:
    address = re.sub(r"(?i)^mailto:", "", value.strip())
    name = _plain(parameters.get("CN", ""))
    return _plain(f"{name} ({address})" if name and name.lower() != address.lower() else address)


def _plain(value: str) -> str:
    """Return a value as one short line of text."""
    text = _ESCAPE.sub(lambda found: " " if found[1] in "nN" else found[1], value)
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:200]
