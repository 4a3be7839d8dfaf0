"""One line that a person typed: a name, a subject, a number."""

import unicodedata


def line_problem(text: str, most: int) -> str | None:
    """Return the code of what is wrong with a line, or None: ``empty``, ``too_long`` or ``control``."""
    if not text.strip():
        return "empty"
    if len(text.strip()) > most:
        return "too_long"
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in text.strip()):
        return "control"
    return None
