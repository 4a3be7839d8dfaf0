"""The rules of time, without a database."""

import datetime
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moondesk.kit import spreadsheets
from moondesk.tickets.rules import ACTIVE_STAGES, DONE_STAGES, Stage
from moondesk.tickets.workflow import WaitsFor
from moondesk.timekeeping.rules import (
    FORGOTTEN,
    Moved,
    Side,
    elapsed,
    is_forgotten,
    minutes_of,
    minutes_problem,
    read_minutes,
    reopenings,
    side_of,
    start_problem,
    time_by_side,
)

NOW = datetime.datetime(2026, 3, 29, 0, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90), ("1:30", 90), ("01:05", 65), ("1h 30m", 90), ("1h30", 90), ("1.5 h", 90), ("1,5h", 90),
        ("45 min", 45), ("2h", 120), (" 7 ", 7), ("0", 0), ("", None), ("h", None), ("1:60", None), ("-5", None),
        ("abc", None),
        ("1e3", None), ("99999", None), ("1:30:00", None), ("\u0663\u0660", 30),
    ],
)  # fmt: skip
def test_lengths_as_people_write_them(text: str, minutes: int | None) -> None:
    assert read_minutes(text) == minutes


@given(st.integers(0, 24 * 60))
def test_every_length_reads_back(minutes: int) -> None:
    hours, rest = divmod(minutes, 60)
    assert read_minutes(str(minutes)) == minutes
    assert read_minutes(f"{hours}:{rest:02}") == minutes
    assert read_minutes(f"{hours} h {rest} min") == minutes


@given(st.text(max_size=12))
def test_no_text_breaks_it(text: str) -> None:
    found = read_minutes(text)
    assert found is None or found >= 0


@given(st.integers(0, 10**7))
def test_booked_minutes_are_the_nearest_and_never_none(seconds: int) -> None:
    minutes = minutes_of(seconds)
    assert minutes >= 1
    assert abs(minutes * 60 - seconds) <= 30 or minutes == 1


def test_a_timer_counts_before_and_since_its_pause() -> None:
    assert elapsed(90, None, NOW) == 90
    assert elapsed(90, NOW - datetime.timedelta(minutes=1), NOW) == 150
    assert elapsed(90, NOW + datetime.timedelta(minutes=1), NOW) == 90  # the clock of another server


def test_long_timers_are_asked_about() -> None:
    limit = int(FORGOTTEN.total_seconds())
    assert not is_forgotten(limit)
    assert is_forgotten(limit + 1)


def test_bounds() -> None:
    assert [minutes_problem(one) for one in (0, 1, 1440, 1441)] == ["none", None, None, "too_long"]
    assert start_problem(NOW + datetime.timedelta(hours=1), NOW) == "future"
    assert start_problem(datetime.datetime(1999, 12, 31, tzinfo=datetime.UTC), NOW) == "long_ago"
    assert start_problem(NOW, NOW) is None


def test_whose_turn_it_is() -> None:
    assert side_of(Stage.OPEN, WaitsFor.NOBODY) is Side.US
    assert side_of(Stage.IN_PROGRESS, WaitsFor.NOBODY) is Side.US
    assert side_of(Stage.WAITING, WaitsFor.CUSTOMER) is Side.CUSTOMER
    assert side_of(Stage.WAITING, WaitsFor.NOBODY) is Side.CUSTOMER  # a status of long ago that is not known any more
    assert side_of(Stage.WAITING, WaitsFor.SOMEONE_ELSE) is Side.OTHERS
    assert side_of(Stage.CLOSED, WaitsFor.NOBODY) is Side.NOBODY


type Steps = list[tuple[int, Stage, WaitsFor, bool]]

STEPS = st.lists(
    st.tuples(st.integers(0, 400_000), st.sampled_from(Stage), st.sampled_from(WaitsFor), st.booleans()), max_size=12
)


def moves_of(steps: Steps) -> list[Moved]:
    moves, at, old = [], NOW, (Stage.OPEN, WaitsFor.NOBODY)
    for seconds, stage, waits_for, is_revert in steps:
        at += datetime.timedelta(seconds=seconds)
        moves.append(Moved(at, *old, stage, waits_for, is_revert))
        old = (stage, waits_for)
    return moves


@given(STEPS, st.integers(0, 10**6))
def test_all_time_is_somebodys_and_is_counted_once(steps: Steps, after: int) -> None:
    moves = moves_of(steps)
    until = (moves[-1].at if moves else NOW) + datetime.timedelta(seconds=after)
    last = side_of(moves[-1].new_stage, moves[-1].new_waits_for) if moves else Side.US
    spent = time_by_side(NOW, moves, last, until)
    assert sum(spent.values(), datetime.timedelta()) == until - NOW
    assert all(length >= datetime.timedelta() for length in spent.values())


@given(STEPS, st.sampled_from(["Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]))
def test_a_change_of_the_clocks_makes_no_time(steps: Steps, name: str) -> None:
    """The night of 29 March has 23 hours in Madrid; time that passed is the same in every zone."""
    zone = zoneinfo.ZoneInfo(name)
    moves = moves_of(steps)
    until = (moves[-1].at if moves else NOW) + datetime.timedelta(days=1)
    local = [Moved(one.at.astimezone(zone), *(one.old_stage, one.old_waits_for, one.new_stage, one.new_waits_for))
             for one in moves]  # fmt: skip
    assert time_by_side(NOW, local, Side.US, until) == time_by_side(NOW, moves, Side.US, until)


@given(STEPS)
def test_moves_before_the_opening_or_after_now_take_nothing_away(steps: Steps) -> None:
    moves = moves_of(steps)
    spent = time_by_side(NOW + datetime.timedelta(days=2), moves, Side.US, NOW + datetime.timedelta(days=1))
    assert sum(spent.values(), datetime.timedelta()) == datetime.timedelta()


@given(STEPS)
def test_reopenings_are_ways_back_from_done(steps: Steps) -> None:
    moves = moves_of(steps)
    wanted = [one for one in moves if one.old_stage in DONE_STAGES and one.new_stage in ACTIVE_STAGES]
    assert reopenings(moves) == sum(not one.is_revert for one in wanted)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", " =1", "\r=1", "\uff1d1", "  @x"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert spreadsheets.plain(text) == f"'{text}"


@given(st.text(max_size=30))
def test_cells_keep_their_text(text: str) -> None:
    assert spreadsheets.plain(text).removeprefix("'") in (text, text.removeprefix("'"))
    assert not spreadsheets.plain(text).lstrip().startswith(("=", "+", "-", "@"))
