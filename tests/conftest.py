"""Settings of the test run. The harness is in ``tests/harness``; how to use it, in docs/developer/testing.md."""

import os
from collections.abc import Iterator

import hypothesis
import pytest

pytest_plugins = (
    "tests.harness.clients",
    "tests.harness.database",
    "tests.harness.hashing",
    "tests.harness.names",
    "tests.harness.oidc",
    "tests.harness.people",
    "tests.harness.running",
    "tests.harness.settled",
    "tests.harness.browser",
    "tests.harness.dovecot",
    "tests.harness.pooler",
)

# The same examples each time: what fails then comes from the change. "thorough" looks for new ones.
# A busy machine makes examples slowly; that says nothing about the change either.
hypothesis.settings.register_profile(
    "moondesk",
    deadline=None,
    print_blob=True,
    max_examples=60,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile("thorough", deadline=None, print_blob=True, max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "moondesk"))


@pytest.fixture(autouse=True)
def _nothing_left_over() -> Iterator[None]:
    """Fail a test that leaves an organization in context for the next one."""
    from moondesk.kit import context

    yield
    left = context.organization_id.get()
    assert left is None, f"The organization {left} was left in context"
