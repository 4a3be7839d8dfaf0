"""The rules of a ticket's life, without a database."""

import datetime
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from moondesk.kit.ids import CROCKFORD, normal_code, random_code
from moondesk.tickets.queries import find_number
from moondesk.tickets.rules import (
    ACTIVE_STAGES,
    DONE_STAGES,
    SUBJECT_LENGTH,
    OnCustomerReply,
    Priority,
    Stage,
    due_at,
    on_customer_reply,
    stage_after_reopening,
    stage_on_assignment,
    subject_problem,
    takes_assignee,
    tidy_subject,
)

NOW = datetime.datetime(2026, 3, 29, 0, 30, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("stage", "done", "effect"),
    [
        (Stage.OPEN, None, OnCustomerReply.NOTHING),
        (Stage.IN_PROGRESS, None, OnCustomerReply.NOTHING),
        (Stage.WAITING, None, OnCustomerReply.WAKE),
        (Stage.RESOLVED, NOW - DAY, OnCustomerReply.REOPEN),
        (Stage.RESOLVED, NOW - 400 * DAY, OnCustomerReply.REOPEN),
        (Stage.CLOSED, NOW - 14 * DAY, OnCustomerReply.REOPEN),
        (Stage.CLOSED, NOW - 14 * DAY - datetime.timedelta(seconds=1), OnCustomerReply.FOLLOW_UP),
        (Stage.CLOSED, None, OnCustomerReply.FOLLOW_UP),
    ],
)
def test_what_a_customers_reply_does(stage: Stage, done: datetime.datetime | None, effect: OnCustomerReply) -> None:
    assert on_customer_reply(stage, done, NOW, 14) is effect


def test_with_no_days_a_closed_ticket_is_never_reopened() -> None:
    assert on_customer_reply(Stage.CLOSED, NOW - datetime.timedelta(seconds=1), NOW, 0) is OnCustomerReply.FOLLOW_UP


def test_a_stage_is_active_or_done_and_never_both() -> None:
    assert set(ACTIVE_STAGES) | set(DONE_STAGES) == set(Stage)
    assert not set(ACTIVE_STAGES) & set(DONE_STAGES)


@pytest.mark.parametrize("stage", Stage)
def test_assigning_starts_work_on_an_open_ticket_only(stage: Stage) -> None:
    assert stage_on_assignment(stage, True) is (Stage.IN_PROGRESS if stage is Stage.OPEN else stage)
    assert stage_on_assignment(stage, False) is stage
    assert takes_assignee(stage, False) is (stage is Stage.IN_PROGRESS)
    assert not takes_assignee(stage, True)


def test_a_woken_ticket_is_in_progress_if_somebody_has_it() -> None:
    assert stage_after_reopening(True) is Stage.IN_PROGRESS
    assert stage_after_reopening(False) is Stage.OPEN


def test_more_urgent_is_due_earlier() -> None:
    due = [due_at(priority, NOW) for priority in sorted(Priority, reverse=True)]
    assert due == sorted(due)
    assert due[0] == NOW + datetime.timedelta(hours=4)
    assert due[-1] == NOW + datetime.timedelta(hours=72)


@pytest.mark.parametrize("priority", Priority)
def test_the_word_of_a_priority_leads_back_to_it(priority: Priority) -> None:
    assert Priority.from_key(priority.key) is priority
    with pytest.raises(KeyError):
        Priority.from_key("huge")


@pytest.mark.parametrize(
    ("subject", "problem"),
    [
        ("", "empty"),
        (" \t ", "empty"),
        ("x" * 200, None),
        ("x" * 201, "too_long"),
        ("a\x00b", "control"),
        ("a\nb", "control"),
        ("a\x1bb", "control"),
        ("a\ud800b", "control"),
        ("Привет 👩‍👩‍👧 ¿qué?", None),
    ],
)
def test_subjects(subject: str, problem: str | None) -> None:
    assert subject_problem(subject) == problem


@given(st.text(st.characters(codec=None), max_size=500))
@example("a\r\nBcc: x@y.test")
def test_a_subject_from_outside_always_fits_on_one_line(subject: str) -> None:
    tidy = tidy_subject(subject)
    assert len(tidy) <= SUBJECT_LENGTH
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in tidy)
    assert subject_problem(tidy) in (None, "empty")
    assert tidy_subject(tidy) == tidy


@given(st.text(alphabet=CROCKFORD, min_size=6, max_size=6), st.sampled_from(["", "TKT-", "tkt-", "ACME-"]))
def test_a_number_is_found_however_it_is_written(code: str, prefix: str) -> None:
    for written in (code, code.lower(), f" {code} ", code.replace("0", "O").replace("1", "l")):
        assert find_number(prefix + written) == code


@given(st.text())
def test_any_text_can_be_looked_up_as_a_number(text: str) -> None:
    assert normal_code(normal_code(text)) == normal_code(text)
    find_number(text)


def test_random_codes_are_of_the_alphabet() -> None:
    codes = {random_code(6) for _ in range(500)}
    assert len(codes) == 500
    assert {char for code in codes for char in code} <= set(CROCKFORD)
