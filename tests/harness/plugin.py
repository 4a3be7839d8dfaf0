"""Loaded by ``-p`` in pyproject.toml, so that the environment stands before pytest-django reads the settings."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest

from tests.harness import environment

environment.prepare()
gc.disable()  # until all is collected, see below


@pytest.hookimpl(wrapper=True)
def pytest_sessionstart(session: pytest.Session) -> Iterator[None]:
    """Start PostgreSQL in the process that leads the run, before xdist starts its workers."""
    if environment.is_controller() and not session.config.option.collectonly:
        from tests.harness import cluster

        session.config.moondesk_cluster = cluster.start(session.config.cache.mkdir("moondesk"))  # type: ignore[attr-defined,union-attr]
    yield


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop it when all is done."""
    if environment.is_controller():
        cluster = getattr(config, "moondesk_cluster", None)
        if cluster is not None:
            cluster.stop()


def pytest_configure(config: pytest.Config) -> None:
    """Have xdist hand out the tests in the order below, not the largest group first."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep together what has something in common."""
    from tests.harness.scheduling import Scheduling

    return Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put desks from the command line first, for they take long.

    Tests of the process's own desk come last: its worker does the jobs that other tests would do themselves.
    """
    items.sort(key=_when)


def pytest_collection_finish() -> None:
    """Look for garbage in what tests make, and no longer in the half million objects that were loaded for them.

    Looking through these took up to a quarter of a test's time, and five times a second at the end of each process.
    """
    gc.freeze()
    gc.set_threshold(20_000)
    gc.enable()


def _when(item: pytest.Item) -> int:
    if item.get_closest_marker("ops"):
        return 0
    return 2 if "desk" in getattr(item, "fixturenames", ()) else 1
