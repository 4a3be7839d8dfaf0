"""What a first visit loads stays light, and everything the manifest names is there, hashed and compressed ahead."""

import gzip
import json
import re
from pathlib import Path

import pytest

DIST = Path(__file__).parents[2] / "src/moondesk/static/dist"
BUDGET = 150_000


@pytest.fixture(scope="module")
def manifest() -> dict[str, str]:
    """The names of the built files."""
    path = DIST / "manifest.json"
    assert path.exists(), "The interface is not built: run `node build.mjs` in frontend/."
    return dict(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "face", [("desk.css", "desk.js", "live-worker.js"), ("portal.css", "portal.js", "live-worker.js")]
)
def test_a_first_visit_is_light(manifest: dict[str, str], face: tuple[str, ...]) -> None:
    assert sum((DIST / f"{manifest[name]}.gz").stat().st_size for name in face) <= BUDGET


def test_files_are_hashed_and_compressed(manifest: dict[str, str]) -> None:
    for plain, name in manifest.items():
        stem, _, suffix = plain.rpartition(".")
        assert re.fullmatch(rf"{re.escape(stem)}\.[0-9A-Z]{{8}}\.{suffix}", name)
        if suffix != "woff2":
            assert gzip.decompress((DIST / f"{name}.gz").read_bytes()) == (DIST / name).read_bytes()
            assert (DIST / f"{name}.br").exists()


def test_scripts_and_sheets_load_nothing_from_elsewhere(manifest: dict[str, str]) -> None:
    for plain, name in manifest.items():
        if plain.endswith(".css"):
            found = re.findall(r"url\(([^)]*)\)", (DIST / name).read_text(encoding="utf-8"))
            assert all((DIST / address.strip("\"'").removeprefix("./")).exists() for address in found)


def test_following_the_system_needs_no_script(manifest: dict[str, str]) -> None:
    sheet = (DIST / manifest["desk.css"]).read_text(encoding="utf-8")
    assert re.search(r"prefers-color-scheme:\s*dark\)\{\[data-theme=\"?system\"?\]", sheet)
