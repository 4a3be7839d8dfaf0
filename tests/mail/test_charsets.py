"""Texts in the charsets of the world, under their own name, another one or none (security 2b, N11 to N16)."""

import pytest

from moondesk.channels.mail.charsets import decode_words
from moondesk.channels.mail.parsing import parse
from tests.mail.conftest import mail

TEXTS = {
    "utf-8": "Grüße, 你好, 👋", "us-ascii": "Hello", "iso-8859-1": "Müller fährt", "windows-1252": "“Café” 5 €",
    "iso-8859-15": "Señor, 5 €", "iso-8859-2": "Zażółć gęślą", "windows-1250": "Příliš žluť", "iso-8859-5": "Привет",
    "windows-1251": "Добрый день", "koi8-r": "Здравствуйте", "koi8-u": "Їжак", "iso-8859-7": "Καλημέρα",
    "windows-1253": "Ευχαριστώ", "iso-8859-9": "İyi günler", "windows-1254": "Teşekkür", "iso-8859-8-i": "שלום",
    "windows-1255": "תודה", "windows-1256": "مرحبا", "windows-1257": "Ačiū", "windows-1258": "Xin chào",
    "iso-2022-jp": "こんにちは", "shift_jis": "ありがとう", "euc-jp": "日本語", "gb2312": "你好", "gb18030": "你好吗𠀀",
    "big5": "繁體中文", "euc-kr": "안녕하세요", "ks_c_5601-1987": "감사합니다", "macintosh": "Ça va",
}  # fmt: skip
KNOWN_TO_PYTHON = {"iso-8859-8-i": "iso-8859-8", "ks_c_5601-1987": "cp949", "macintosh": "mac-roman"}


def encoded(name: str) -> bytes:
    return TEXTS[name].encode(KNOWN_TO_PYTHON.get(name, name))


def sent(content: bytes, label: str) -> bytes:
    """A mail with this body as it is, under the name of a charset or none."""
    kind = f"text/plain; charset={label}" if label else "text/plain"
    head, _end, _body = mail("x", Content_Type=kind, Content_Transfer_Encoding="8bit").partition(b"\r\n\r\n")
    return head + b"\r\n\r\n" + content + b"\r\n"


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_read_under_its_own_name_and_never_breaks_under_another(name: str) -> None:
    content = encoded(name)
    assert parse(sent(content, name)).text == TEXTS[name]
    for label in ("", "us-ascii", "utf-8", "x-unknown", "iso-2022-jp", "utf-7", "utf-32le", "big5", '"'):
        found = parse(sent(content, label))
        assert "\0" not in found.text
        assert found.text == TEXTS[name] or found.is_guessed or label == "big5", (label, found.text)
    words = f"=?{name}?q?{''.join(f'={one:02X}' for one in content)}?="
    assert decode_words(words).replace("\ufffd", "") in (TEXTS[name], TEXTS[name].replace("\ufffd", ""))
