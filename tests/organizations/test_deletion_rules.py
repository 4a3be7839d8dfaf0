"""When owners are told again that their organization is removed."""

import datetime

import pytest

from moondesk.organizations.rules import warning_due

DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("left", "told", "due"),
    [
        (30 * DAY, set(), None),
        (7 * DAY + DAY / 24, set(), None),
        (7 * DAY, set(), 7),
        (5 * DAY, {7}, None),
        (DAY, {7}, 1),
        (DAY / 2, set(), 1),
        (DAY / 2, {7, 1}, None),
        (0 * DAY, set(), None),
        (-DAY, set(), None),
    ],
)
def test_a_week_and_a_day_before_and_each_once(left: datetime.timedelta, told: set[int], due: int | None) -> None:
    assert warning_due(left, told) == due
