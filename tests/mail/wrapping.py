"""Mails in other forms than MIME's own: Outlook's TNEF by the book, S/MIME and OpenPGP as programs wrote them."""

import base64
import struct

SIGNED = base64.b64decode(
    "MIAGCSqGSIb3DQEHAqCAMIACAQExDTALBglghkgBZQMEAgEwgAYJKoZIhvcNAQcBoIAkgARJQ29udGVudC1UeXBlOiB0ZXh0L3Bs"
    "YWluOyBjaGFyc2V0PXV0Zi04DQoNCk15IGJhZyBpcyBsw7ZzdCwgYW5kIHNpZ25lZC4NCgAAAAAAADGBkzCBkAIBATAoMBAxDjAM"
    "BgNVBAMMBUNhcmxhAhRY7kQ7M2JbRJ800kvyQaPZYwLd7zALBglghkgBZQMEAgEwCgYIKoZIzj0EAwIESDBGAiEAysd+B5BNT7Pi"
    "K/j07FqOtumqy6XvXC4NAq/DVfBPXHICIQC+P2UJtQgzDSDvS0xOWlb+f/fKh0ashqAnvgsYzdgdbgAAAAAAAA=="
)
"""``openssl cms -sign -nodetach -stream``: lengths left open, the text in pieces."""
ENVELOPED = base64.b64decode(
    "MIIBUgYJKoZIhvcNAQcDoIIBQzCCAT8CAQIxgbuhgbgCAQOgUaFPMAkGByqGSM49AgEDQgAE8/inWTkrpL6lGNbzUZHHAfZ1MMXk"
    "7cYkpYTfgum7gRVyZ1FtE0AWn1sBgsJNgPqnXSICwnrWW+0fWG3TjpYgzjAYBgkrgQUQhkg/AAIwCwYJYIZIAWUDBAEFMEYwRDAo"
    "MBAxDjAMBgNVBAMMBUNhcmxhAhRY7kQ7M2JbRJ800kvyQaPZYwLd7wQYhoy6WuYNlPUxjNJbUNOqcn2T5CsvkgO8MHwGCSqGSIb3"
    "DQEHATAdBglghkgBZQMEAQIEEKw6xf+IqD+UTapr0Ax2DoWAUMLJoH2mTt3i2xsR7319++6RJO67T6jpbyI1ps1NmzCrIzltKqLQ"
    "RwrkZXkduIvrOeMQfm7JnZO30/ZF4udRfiJojA0V8VMICwBh6y0z/lzi"
)
"""``openssl cms -encrypt -aes128``."""
HELLO_RTF = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
"""The example of MS-OXRTFCP: a text "hello world", compressed."""
HTML_RTF = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0 Arial;}}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 "
    rb"caf\'e9 {\*\htmltag84 <b>}\htmlrtf {\b\htmlrtf0 now{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 "
    rb"{\*\htmltag72 </p>}\htmlrtf\par}\htmlrtf0 }"
)


def plain_rtf(content: bytes) -> bytes:
    """RTF that is not compressed, in the wrapper of compressed RTF."""
    return struct.pack("<II4sI", len(content) + 12, len(content), b"MELA", 0) + content


def attribute(level: int, name: int, value: bytes) -> bytes:
    """One attribute of a TNEF."""
    return struct.pack("<BHHI", level, name, 6, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(*given: tuple[int, int, bytes]) -> bytes:
    """Properties by id, type and value, each long one with its length, filled up to four bytes."""
    found = struct.pack("<I", len(given))
    for number, kind, value in given:
        found += struct.pack("<HH", kind, number)
        found += struct.pack("<II", 1, len(value)) if kind in (0x1E, 0x1F, 0x0D, 0x0102) else b""
        found += value + b"\0" * (-len(value) % 4)
    return found


def wide(text: str) -> bytes:
    """A string as Windows writes it."""
    return (text + "\0").encode("utf-16-le")


def attached(name: str, content: bytes, kind: str = "text/plain") -> bytes:
    """One file of a TNEF, its long name and type in properties."""
    about = properties((0x3707, 0x1F, wide(name)), (0x370E, 0x1E, kind.encode() + b"\0"), (0x7FFA, 0x03, b"\0" * 4))
    begun = attribute(2, 0x9002, b"\1\0" + b"\0" * 12) + attribute(2, 0x8010, b"SHORT~1.TXT\0")
    return begun + attribute(2, 0x800F, content) + attribute(2, 0x9005, about)


def tnef(*attributes: bytes) -> bytes:
    """A TNEF in the western codepage."""
    head = attribute(1, 0x9006, b"\0\0\1\0") + attribute(1, 0x9007, struct.pack("<II", 1252, 0))
    return struct.pack("<IH", 0x223E9F78, 1) + head + b"".join(attributes)


INVITE = "\r\n".join(
    [
        "BEGIN:VCALENDAR", "METHOD:REQUEST", "BEGIN:VTIMEZONE", "TZID:Europe/Madrid", "BEGIN:STANDARD",
        "DTSTART:16011028T030000", "END:STANDARD", "END:VTIMEZONE", "BEGIN:VEVENT", "UID:1@x.test",
        'ORGANIZER;CN="Carla Ruiz":mailto:carla@customer.test', "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:a@acme.test",
        "DTSTART;TZID=Europe/Madrid:20261123T100000", "DTEND;TZID=Europe/Madrid:20261123T110000",
        "SUMMARY:Bags\\, lost", "LOCATION:Terminal 1\\nDesk 2", "BEGIN:VALARM", "SUMMARY:Alarm", "END:VALARM",
        "END:VEVENT", "END:VCALENDAR", "",
    ]
)  # fmt: skip
