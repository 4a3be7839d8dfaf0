"""Budgets on the tail: what is small stays readable."""

from pathlib import Path

import pytest

from tests.guards.source import check_exemptions, functions, name_of, python_files, tracked

FORBIDDEN_NAMES = {"utils", "util", "services", "service", "helpers", "helper", "managers", "signals", "common", "misc"}


def lines_over(files: list[Path], most: int) -> dict[str, str]:
    found = {}
    for path in files:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > most:
            found[name_of(path)] = f"{name_of(path)} has {lines} lines, {most} are enough"
    return found


def long_functions(files: list[Path], most: int = 40) -> dict[str, str]:
    found = {}
    for path in files:
        for function in functions(path):
            length = (function.end_lineno or 0) - function.lineno + 1
            if length > most:
                key = f"{name_of(path)}:{function.name}"
                found[key] = f"{key} has {length} lines, {most} are enough"
    return found


def many_arguments(files: list[Path], most: int = 6) -> dict[str, str]:
    found = {}
    for path in files:
        for function in functions(path):
            arguments = function.args
            count = len([a for a in (*arguments.posonlyargs, *arguments.args) if a.arg not in ("self", "cls")])
            count += len(arguments.kwonlyargs)
            if count > most:
                key = f"{name_of(path)}:{function.name}"
                found[key] = f"{key} takes {count} arguments, {most} are enough"
    return found


def test_files() -> None:
    assert check_exemptions("files", lines_over(python_files(tests=True), 300)) == []


def test_functions() -> None:
    assert check_exemptions("functions", long_functions(python_files(tests=True))) == []


def test_arguments() -> None:
    assert check_exemptions("arguments", many_arguments(python_files())) == []


def test_templates() -> None:
    assert check_exemptions("templates", lines_over(tracked("src/moondesk/templates/*"), 120)) == []


def test_typescript() -> None:
    assert check_exemptions("typescript", lines_over(tracked("frontend/ts/*.ts"), 150)) == []


def test_module_names_say_what_is_in_them() -> None:
    found = [name_of(path) for path in tracked("src/*.py", "frontend/ts/*.ts") if path.stem in FORBIDDEN_NAMES]
    assert found == []


def test_the_budgets_see_what_is_too_big(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.guards.source.ROOT", tmp_path)
    path = tmp_path / "big.py"
    body = "".join(f"    x{number} = {number}\n" for number in range(40))
    path.write_text("def f(a, b, c, *, d, e, g, h):\n" + body + "\n" * 300)
    assert "41 lines" in long_functions([path])["big.py:f"]
    assert "7 arguments" in many_arguments([path])["big.py:f"]
    assert "341 lines" in lines_over([path], 300)["big.py"]
