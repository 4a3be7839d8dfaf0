"""Which tests of a run with several workers go to the same one.

By where they stand: the mark of xdist for it, ``xdist_group``, has no effect with pytest 9.2 (pytest-xdist issue 1386).
"""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "tests/ops/": "desks from the command line: some are shared, and their times are measured",
    "tests/demo/": "the demo, loaded once",
    "tests/events/": "the dispatcher, with times that are measured",
    "tests/files/test_bucket.py": "the server of buckets",
    "tests/guards/test_budgets.py": "the source, parsed once",
    "tests/guards/test_structure.py": "the source, parsed once",
}
"""What tests have in common that stand in a folder or a file; every other test goes to whoever is free."""


def scope_of(test: str) -> str:
    """Return what a test has in common with others, or itself."""
    return next((shared for place, shared in TOGETHER.items() if test.startswith(place)), test)


class Scheduling(LoadScopeScheduling):  # type: ignore[misc,unused-ignore]
    """Hands out tests one by one, and those that have something in common at once."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)
