"""The audit log is taken along in a real browser: looked for, asked for, fetched, and what cannot be is said."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from moondesk.kit import tenancy
from tests import factories
from tests.harness.browser import in_every_theme
from tests.harness.people import Person
from tests.harness.running import Desk

pytestmark = pytest.mark.browser


def test_what_was_looked_for_is_taken_along(
    desk: Desk, page: Any, sign_in: Callable[[Person], None], axe: Callable[..., list[str]], tmp_path: Path
) -> None:
    cast = desk.cast
    with tenancy.organization(cast.acme.pk):
        for name in ("Night ward", "Day ward"):
            factories.make_department(name)
    sign_in(cast.owner)
    page.goto("/acme/settings/audit")
    page.get_by_label("Words").fill("ward")
    page.get_by_label("What", exact=True).select_option("Departments")
    page.get_by_role("button", name="Find").click()
    page.wait_for_url("**/audit?**ward**")
    page.get_by_label("Form").select_option("CSV")
    page.get_by_role("button", name="Export").click()
    # What was looked for is still there, and the rows follow the worker by themselves.
    exports = page.locator("#audit-exports")
    expect(exports.get_by_text("2 entries exported.")).to_be_visible(timeout=90_000)
    expect(page.get_by_label("Words")).to_have_value("ward")
    for _theme in in_every_theme(page):
        assert axe(page) == []
    with page.expect_download() as download:
        exports.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.startswith("audit-")
    download.value.save_as(tmp_path / "log.csv")
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    assert [row["name"] for row in rows] == ["department.created"] * 2
    assert ["Day ward" in rows[0]["about"], "Night ward" in rows[1]["about"]] == [True, True]
    page.goto("/acme/settings/audit?what=audit")
    expect(page.get_by_role("link", name="Audit log: downloaded")).to_be_visible()
