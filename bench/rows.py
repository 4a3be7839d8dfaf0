"""What is asked, and the bars it is held against."""

import json
from dataclasses import dataclass
from urllib.parse import quote_plus

from bench.load import Ask
from bench.search import QUESTIONS


@dataclass(frozen=True)
class Bar:
    """At least so many a second, at most so many milliseconds; ``peer`` is the best of four other help desks."""

    name: str
    rate: float
    p50: float | None = None
    p95: float | None = None
    peer: int | None = None

    @property
    def words(self) -> str:
        """Return the bar as it stands in a table."""
        limits = [f"{name} ≤ {most:g} ms" for name, most in (("p50", self.p50), ("p95", self.p95)) if most]
        return ", ".join([f"≥ {self.rate:g}/s", *limits])

    def reached(self, rate: float, p50: float, p95: float) -> float:
        """Return how much of the bar is reached, by its worst part: 1 and more is met."""
        parts = [rate / self.rate]
        parts += [most / found for most, found in ((self.p50, p50), (self.p95, p95)) if most]
        return min(parts)


BARS = {
    "list_api": Bar("ticket list, API", 500, peer=16),
    "ticket_api": Bar("ticket, API", 500, peer=65),
    "list_page": Bar("ticket list, page", 200, 20, 60, peer=41),
    "ticket_first": Bar("ticket page, 30 messages, first look", 200, 20, 60, peer=61),
    "ticket_page": Bar("ticket page, 30 messages", 200, 20, 60, peer=61),
    "search_api": Bar("search, API, 13 questions in turn", 400, p95=150, peer=80),
    "search_page": Bar("search, page", 150, p95=150, peer=58),
    "reply": Bar("reply, API", 300, p95=80, peer=94),
    "status": Bar("status, API", 300, p95=80),
    "assign": Bar("assign, API", 300, p95=80),
    "create": Bar("create by API, worker running", 300, p95=60, peer=85),
}
OF_YARDSTICK, OF_PGBENCH = 0.5, 0.15
"""At least so much of a bare handler with the same SQL; of ``pgbench`` with the same inserts."""


def reading(keys: dict[str, str], cookie: str) -> dict[str, Ask]:
    """Return what is only read."""
    token = {"Authorization": f"Bearer {keys['token']}"}
    session = {"Cookie": f"{cookie}={keys['session']}"}
    numbers = tuple(keys["numbers"].split(","))
    words = tuple(map(quote_plus, QUESTIONS))
    return {
        "list_api": Ask("/api/v1/tickets", token),
        "ticket_api": Ask("/api/v1/tickets/NUMBER", token, numbers=numbers),
        "list_page": Ask("/bench-0/desk/?view=open", session),
        "ticket_first": Ask("/bench-0/desk/tickets/NUMBER?view=open", session, numbers=numbers),
        "ticket_page": Ask("/bench-0/desk/tickets/NUMBER?view=open", session, numbers=numbers),
        "search_api": Ask("/api/v1/search?q=NUMBER", token, numbers=words),
        "search_page": Ask("/bench-0/desk/search?q=NUMBER", session, numbers=words),
    }


def changing(keys: dict[str, str]) -> dict[str, Ask]:
    """Return what changes the long tickets, which were all opened again: each round of them another way."""
    headers = {"Authorization": f"Bearer {keys['token']}", "Content-Type": "application/json"}
    numbers = tuple(keys["numbers"].split(","))

    def patch(*bodies: dict[str, object]) -> Ask:
        return Ask("/api/v1/tickets/NUMBER", headers, "PATCH", tuple(map(json.dumps, bodies)), numbers)

    reply = json.dumps({"body": "We have looked at it and sent you a new invoice, UNIQUE."})
    return {
        "reply": Ask("/api/v1/tickets/NUMBER/messages", headers, "POST", (reply,), numbers),
        "status": patch({"status": "in_progress"}, {"status": "open"}),
        "assign": patch({"assignee": "me"}, {"assignee": None}),
    }


def creating(keys: dict[str, str]) -> Ask:
    """Return what opens a ticket of a new writer."""
    new = {
        "subject": "The invoice of March UNIQUE",
        "description": "The number does not match the one in your mail. Could you look at it today?",
        "requester": {"email": "writerUNIQUE@mail.test", "name": "Ada García"},
    }
    headers = {"Authorization": f"Bearer {keys['token']}", "Content-Type": "application/json"}
    return Ask("/api/v1/tickets", headers, "POST", (json.dumps(new),))
