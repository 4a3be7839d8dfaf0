"""Loaded by ``-p`` in pyproject.toml, so that the environment stands before pytest-django reads the settings."""

from collections.abc import Iterator

import pytest

from tests.harness import environment

environment.prepare()


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of a running desk last: its worker does the jobs that other tests would do themselves."""
    items.sort(key=lambda item: "desk" in getattr(item, "fixturenames", ()))
