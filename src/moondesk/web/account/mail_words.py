"""What an account mail is made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What a mail says: a heading, paragraphs, one button, and what to do if it was not you."""

    subject: str
    lines: tuple[str, ...]
    button: str
    address: str
    aside: str = ""
