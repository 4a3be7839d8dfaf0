"""What must not be in the repository."""

import re

import pytest

from tests.guards.source import name_of, tracked

BINARY = {".png", ".jpg", ".woff2", ".ico", ".mo", ".gz", ".br"}
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.\-/])/(?:work|root|home/\w+)/[\w.]"),
    "the host name of a package registry": re.compile(
        r"https?://(?!(?:pypi\.org|www\.npmjs\.com)/(?:project|package)/)[\w.-]*(?:pypi|pythonhosted|npmjs|artifactory|nexus)[\w.-]*[/:\"']"
    ),
    "a private address": re.compile(r"\b(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b"),
}
ALLOWED = {
    "a private address": (
        "tests/",
        "docs/operations/",
        "src/moondesk/config/settings.py",
        "src/moondesk/kit/egress/addresses.py",
    ),
}


def findings(name: str, text: str) -> list[str]:
    found = []
    for what, pattern in FORBIDDEN.items():
        if name.startswith(ALLOWED.get(what, ())) or name == "tests/guards/test_repository.py":
            continue
        found += [f"{name}: {what}: {match[0]}" for match in pattern.finditer(text)]
    return found


def test_nothing_of_one_machine_is_in_the_repository() -> None:
    found = []
    for path in tracked("."):
        if path.suffix not in BINARY:
            found += findings(name_of(path), path.read_text(encoding="utf-8", errors="replace"))
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "open('/root/x')",
        "see /wo" + "rk/x",
        '"resolved": "https://registry.npm' + 'js.org/x"',
        "index-url = https://py" + "pi.org/simple",
        "10.1.2.3",
    ],
)
def test_the_guard_sees_it(text: str) -> None:
    assert findings("src/x.py", text)


def test_locks_name_no_host() -> None:
    locks = tracked("*.lock", "frontend/package-lock.json")
    assert len(locks) >= 3
    for path in locks:
        assert not re.search(r'"resolved"|index-url|find-links|^[\w.-]+ @ ', path.read_text(), re.MULTILINE), name_of(
            path
        )
