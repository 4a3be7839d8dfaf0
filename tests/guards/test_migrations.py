"""Migrations that neither lock a busy table nor leave a tenant table open."""

import ast
import re
from pathlib import Path

import pytest

from moondesk.supervision.tables import TABLES
from tests.guards.source import check_exemptions, name_of, tracked, tree

MOST_BEHIND = 20
LOCKING = {
    "AddIndex": "use AddIndexConcurrently with atomic = False",
    "RemoveIndex": "use RemoveIndexConcurrently with atomic = False",
    "AddConstraint": "use AddConstraintNotValid and ValidateConstraint in a later migration, or a new table",
    "AlterField": "say in the migration's docstring why it rewrites nothing ('no rewrite')",
    "RenameField": "add the new one, fill it, drop the old one a release later",
    "RenameModel": "a table keeps its name",
    "DeleteModel": "drop it a release after the code stopped using it, and say so ('not used since')",
    "RemoveField": "drop it a release after the code stopped using it, and say so ('not used since')",
}


def findings(path: Path) -> list[str]:
    """Return what is wrong with a migration."""
    module = tree(path)
    docstring = (ast.get_docstring(module) or "").lower()
    created = {_name(call) for call in _operations(module) if _operation(call) == "CreateModel"}
    initial = "initial = True" in path.read_text(encoding="utf-8")
    found = [] if ast.get_docstring(module) or initial else [f"{name_of(path)} does not say what it is for"]
    for call in _operations(module):
        operation = _operation(call)
        excused = initial or any(word in docstring for word in ("no rewrite", "not used since", "small table"))
        if operation in LOCKING and not excused and _model(call) not in created:
            found.append(f"{name_of(path)}:{call.lineno} {operation}: {LOCKING[operation]}")
        if (
            operation in ("RunPython", "RunSQL")
            and len(call.args) < 2
            and not any(keyword.arg in ("reverse_code", "reverse_sql") for keyword in call.keywords)
        ):
            found.append(f"{name_of(path)}:{call.lineno} {operation} cannot be undone: give the way back")
        if operation == "AddField" and not initial and _model(call) not in created and not _may_be_added(call):
            found.append(f"{name_of(path)}:{call.lineno} AddField needs null=True or db_default: old code still writes")
    return found


def _operations(module: ast.Module) -> list[ast.Call]:
    return [node for node in ast.walk(module) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]


def _operation(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _text(value: ast.expr | None) -> str:
    return str(value.value).lower() if isinstance(value, ast.Constant) else ""


def _name(call: ast.Call) -> str:
    return _text(_keyword(call, "name"))


def _model(call: ast.Call) -> str:
    return _text(_keyword(call, "model_name"))


def _may_be_added(call: ast.Call) -> bool:
    field = _keyword(call, "field")
    if not isinstance(field, ast.Call):
        return False
    null = _keyword(field, "null")
    nullable = isinstance(null, ast.Constant) and null.value is True
    return nullable or _keyword(field, "db_default") is not None or "ManyToMany" in _operation(field)


def test_migrations_lock_nothing_and_can_be_undone() -> None:
    found = {}
    for path in tracked("src/moondesk/*/migrations/*.py"):
        if path.name != "__init__.py" and (lines := findings(path)):
            found[name_of(path)] = "\n".join(lines)
    assert check_exemptions("migrations", found) == []


@pytest.mark.parametrize(
    ("operation", "found"),
    [
        ("migrations.AddIndex(model_name='ticket', index=i)", "AddIndexConcurrently"),
        ("migrations.AddConstraint(model_name='ticket', constraint=c)", "NotValid"),
        ("migrations.RunSQL('UPDATE x')", "cannot be undone"),
        ("migrations.RunPython(fill)", "cannot be undone"),
        ("migrations.RenameField('ticket', 'a', 'b')", "add the new one"),
        ("migrations.AddField(model_name='ticket', name='a', field=models.IntegerField(default=1))", "old code"),
    ],
)
def test_the_lint_sees_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operation: str, found: str) -> None:
    monkeypatch.setattr("tests.guards.source.ROOT", tmp_path)
    path = tmp_path / "0009_x.py"
    path.write_text(f'"""Something."""\nclass Migration:\n    operations = [{operation}]\n')
    assert any(found in line for line in findings(path))
    good = tmp_path / "0010_x.py"
    good.write_text('"""Something."""\nclass Migration:\n    operations = [migrations.RunSQL("x", "y")]\n')
    assert findings(good) == []


def test_the_tables_of_first_starts_are_not_far_behind() -> None:
    written = re.findall(
        r"^INSERT INTO public.django_migrations VALUES \(\d+, '(.*)', '(.*)',", TABLES.read_text(), re.MULTILINE
    )
    ours = {(path.parts[-3], path.stem) for path in tracked("src/moondesk/*/migrations/0*.py")}
    assert len(ours - set(written)) <= MOST_BEHIND, "run scripts/tables.py"
