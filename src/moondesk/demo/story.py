"""Inventing tickets and what was said on them: pure, and the same for the same seed and day."""

import datetime
import random
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from moondesk.tickets.rules import DONE_STAGES, Stage

DAYS = 90
_ENDS = (
    ("closed", Stage.CLOSED, 54),
    ("resolved", Stage.RESOLVED, 14),
    ("open", Stage.OPEN, 8),
    ("in_progress", Stage.IN_PROGRESS, 11),
    ("pending", Stage.WAITING, 9),
    ("on_hold", Stage.WAITING, 4),
)


@dataclass(frozen=True)
class Turn:
    """One thing said: who (``C`` customer, ``A`` agent, ``N`` note), what, when."""

    who: str
    text: str
    at: datetime.datetime


@dataclass(frozen=True)
class Story:
    """One ticket from beginning to where it stands."""

    subject: str
    department: str
    category: str
    type: str
    priority: str
    channel: str
    tags: tuple[str, ...]
    status: str
    stage: Stage
    created_at: datetime.datetime
    taken_at: datetime.datetime | None
    done_at: datetime.datetime | None
    turns: tuple[Turn, ...]
    contact: int
    agent: int


class Teller:
    """Tells the stories of one organization."""

    def __init__(self, slug: str, people: int, now: datetime.datetime) -> None:
        text = resources.files("moondesk.demo").joinpath(f"content/{slug}.toml").read_text(encoding="utf-8")
        content: dict[str, Any] = tomllib.loads(text)
        self._words: dict[str, list[str]] = content["words"]
        self._scenarios: list[dict[str, Any]] = content["scenario"]
        self._random = random.Random(f"moondesk-{slug}")  # noqa: S311 - stories, not secrets
        self._people = people
        self._now = now

    def stories(self, count: int, names: list[tuple[str, str]]) -> list[Story]:
        """Return ``count`` stories, oldest first; ``names`` are the contacts' first and last names."""
        told = [self._story(index, names) for index in range(count)]
        return sorted(told, key=lambda story: story.created_at)

    def _story(self, index: int, names: list[tuple[str, str]]) -> Story:
        pick = self._random
        scenario = self._scenarios[index % len(self._scenarios)]
        status, stage, _weight = pick.choices(_ENDS, weights=[end[2] for end in _ENDS])[0]
        contact = pick.randrange(self._people)
        words = self._chosen_words()
        words |= {"first": names[contact][0], "last": names[contact][1], "count": str(pick.randint(6, 28))}
        created = self._begin(stage)
        lines = _said(scenario["turns"], status)
        turns = self._timed(lines, words, created)
        answers = [turn.at for turn in turns if turn.who == "A"]
        return Story(
            subject=_fill(scenario["subject"], words),
            department=scenario["department"],
            category=scenario["category"],
            type=scenario["type"],
            priority=self._priority(scenario["priority"]),
            channel=scenario["channel"],
            tags=tuple(scenario["tags"]),
            status=status,
            stage=stage,
            created_at=created,
            taken_at=answers[0] - datetime.timedelta(minutes=2) if answers else None,
            done_at=self._done(turns[-1].at) if stage in DONE_STAGES else None,
            turns=turns,
            contact=contact,
            agent=pick.randrange(1000),
        )

    def _chosen_words(self) -> dict[str, str]:
        """Return one word of each list; lists of the same family (airline, flight) give words that belong together."""
        pick = self._random
        words = {key: pick.choice(options) for key, options in self._words.items()}
        if "flight" in words:
            words["flight"] = self._words["flight"][self._words["airline"].index(words["airline"])]
        return words

    def _priority(self, usual: str) -> str:
        return usual if self._random.random() < 0.7 else self._random.choice(["low", "medium", "medium", "high"])

    def _begin(self, stage: Stage) -> datetime.datetime:
        pick = self._random
        hours = {
            Stage.OPEN: pick.triangular(0.1, 26, 2),
            Stage.IN_PROGRESS: pick.triangular(1, 60, 8),
            Stage.WAITING: pick.triangular(8, 24 * 9, 40),
            Stage.RESOLVED: pick.triangular(20, 24 * 12, 72),
            Stage.CLOSED: pick.uniform(24 * 9, 24 * DAYS),
        }[stage]
        return self._now - datetime.timedelta(hours=hours)

    def _timed(self, lines: list[str], words: dict[str, str], created: datetime.datetime) -> tuple[Turn, ...]:
        room = (self._now - created) * 0.92
        waits = [self._random.triangular(0.2, 6, 0.8) for _line in lines[1:]]
        scale = min(1.0, room.total_seconds() / 3600 / max(sum(waits), 0.01))
        at, turns = created, []
        for line, wait in zip(lines, [0.0, *waits], strict=True):
            at += datetime.timedelta(hours=wait * scale)
            turns.append(Turn(line[0], _fill(line[3:], words), at))
        return tuple(turns)

    def _done(self, last: datetime.datetime) -> datetime.datetime:
        return min(last + datetime.timedelta(minutes=self._random.randint(1, 30)), self._now)


def _said(turns: list[str], status: str) -> list[str]:
    """Return as much of the conversation as fits the status: open has no answer, pending ends with ours."""
    if status == "open":
        return turns[:1]
    answers = [index for index, turn in enumerate(turns) if turn.startswith("A")]
    if status in ("pending", "on_hold"):
        return turns[: answers[0] + 1]
    if status == "in_progress":
        return turns[: max(answers[0] + 2, len(turns) - 1)]
    return turns


def _fill(text: str, words: dict[str, str]) -> str:
    filled = text
    for key, value in words.items():
        filled = filled.replace("{" + key + "}", value)
    return filled
