"""Reading our own source, for the guards."""

import ast
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "moondesk"
EXEMPTIONS = Path(__file__).with_name("exemptions.toml")


def tracked(*patterns: str) -> list[Path]:
    """Return the files of the repository (also those not committed yet, never those ignored)."""
    if (ROOT / ".git").exists():
        said = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard", "-z", "--", *patterns],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        names = sorted(set(filter(None, said.stdout.split("\0"))))
        return [ROOT / name for name in names if (ROOT / name).is_file()]
    return sorted(path for pattern in patterns for path in ROOT.glob(f"**/{pattern}") if path.is_file())


def python_files(*, tests: bool = False) -> list[Path]:
    """Return our Python files, without migrations."""
    folders = ("src/*.py", "tests/*.py", "bench/*.py") if tests else ("src/*.py",)
    found = [path for path in tracked(*folders) if "migrations" not in path.parts]
    assert found, "a guard that reads nothing finds nothing"
    return found


@cache
def tree(path: Path) -> ast.Module:
    """Return the parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def functions(path: Path) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
    """Return all functions of a file."""
    return tuple(node for node in ast.walk(tree(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


def name_of(path: Path) -> str:
    """Return the path as it is written in the repository."""
    return path.relative_to(ROOT).as_posix()


def exemptions(kind: str) -> dict[str, Any]:
    """Return what is exempt from a guard, with the reasons."""
    return dict(tomllib.loads(EXEMPTIONS.read_text(encoding="utf-8")).get(kind, {}))


def check_exemptions(kind: str, found: dict[str, str]) -> list[str]:
    """Return the findings that are not exempt, and the exemptions that are no longer needed."""
    exempt = exemptions(kind)
    without_reason = [name for name, reason in exempt.items() if len(str(reason)) < 20]
    return [
        *(line for name, line in found.items() if name not in exempt),
        *(f"{name} no longer needs its exemption from {kind}" for name in exempt if name not in found),
        *(f"{name} is exempt from {kind} without a reason" for name in without_reason),
    ]
