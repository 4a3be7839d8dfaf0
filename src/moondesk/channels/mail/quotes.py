"""Where an answer ends and what it quotes begins, in the forms that mail programs really write. Pure.

Whoever answers between the lines of a quote keeps all of it; so does a mail of which nothing would be left.
"""

import re

_FROM = re.compile(r"[>*\s]{0,4}(?:From|De|Von|Da|Van|Från|Fra|Od|От)\*?\s?:\*?\s*\S")
_FIELD = re.compile(
    r"[*\s]{0,4}(?:Sent|Date|To|Cc|Subject|Enviado(?: el)?|Fecha|Para|Asunto|Gesendet|Datum|An|Betreff|Envoyé|À|Objet"
    r"|Inviato|Data|A|Oggetto|Verzonden|Aan|Onderwerp|Enviada(?: em)?|Assunto)\*?\s?:\*?\s"
)
_RULE = re.compile(r"(?:_{5,}|-{5,}|-{2,}\s?[^\W\d].{0,40}[^\W\d]\s?-{2,})\s*")
_SAID = re.compile(
    r"(?:On|El|Am|Le|Il|Op|Em|Den|W dniu)\s(?=.{0,200}\d).{5,260}"
    r"(?:wrote|escribió|schrieb|a écrit|ha scritto|schreef|escreveu|skrev|napisał)\b.{0,160}:"
)
_CLOSING = re.compile(r"(?!>).{0,300}[:\uff1a]\s*")
_SENT_FROM = re.compile(
    r"(?:Sent (?:from|with|via) |Get Outlook for |Enviado (?:desde|con) |Obtener Outlook |Von meinem .{2,40} gesendet"
    r"|Gesendet (?:von|mit) |Holen Sie sich Outlook |Envoyé (?:de|depuis|avec) |Obtenir Outlook ).{0,120}"
)
_SIGNATURE_LINES = 12


def without_quoted_tail(text: str) -> str:
    """Return an answer without the quoted mail and the signature below it; the whole is kept elsewhere."""
    lines = text.rstrip().split("\n")
    end = min(_headers_at(lines), _said_at(lines), _quote_at(lines))
    kept = _without_closing(lines[:end])
    return "\n".join(kept).rstrip() or text


def _headers_at(lines: list[str]) -> int:
    """Return where a block of headers begins, as Outlook puts it above what it quotes."""
    for at, line in enumerate(lines):
        if _FROM.match(line) and sum(bool(_FIELD.match(one)) for one in lines[at + 1 : at + 6]) >= 2:
            return at
    return len(lines)


def _said_at(lines: list[str]) -> int:
    """Return where a line says that somebody wrote on some day, if all that follows is theirs."""
    for at in range(len(lines)):
        for length in (1, 2, 3):
            if _SAID.fullmatch(" ".join(lines[at : at + length]).strip()):
                rest = [one for one in lines[at + length :] if one.strip()]
                quoted = [one.startswith(">") for one in rest]
                return at if not any(quoted) or all(quoted) else len(lines)
    return len(lines)


def _quote_at(lines: list[str]) -> int:
    """Return where lines with ``>`` begin that go on to the end, with the line above that says whose they are."""
    end = len(lines)
    while end and (lines[end - 1].startswith(">") or not lines[end - 1].strip()):
        end -= 1
    if not any(line.startswith(">") for line in lines[end:]):
        return len(lines)
    for back in (1, 2, 3):
        if end - back >= 0 and lines[end - back].strip() and _CLOSING.fullmatch(" ".join(lines[end - back : end])):
            return end - back
    return end


def _without_closing(lines: list[str]) -> list[str]:
    """Drop what stands between an answer and a quote: a rule, a program's own line, a signature after ``--``."""
    kept = list(lines)
    while kept and (not kept[-1].strip() or _RULE.fullmatch(kept[-1]) or _SENT_FROM.fullmatch(kept[-1].strip())):
        kept.pop()
    for at in range(max(1, len(kept) - _SIGNATURE_LINES), len(kept)):
        if kept[at].rstrip() == "--" and any(one.strip() for one in kept[:at]):
            return kept[:at]
    return kept
