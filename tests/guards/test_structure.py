"""Where things stand: floors of foreign keys, doors to rows, private modules, models that say what they are."""

import ast
import inspect
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from tests.factories import FACTORIES
from tests.guards.source import PACKAGE, ROOT, check_exemptions, name_of, python_files, tree

OURS = [model for model in apps.get_models() if model.__module__.startswith("moondesk.")]


def floors() -> dict[str, int]:
    """Return on which floor each package stands, the lowest first, as import-linter holds it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    return {
        package.strip(): floor
        for floor, layer in enumerate(reversed(contract["layers"]))
        for package in layer.split("|")
    }


def test_foreign_keys_point_down() -> None:
    """Import-linter cannot see a reference by name."""
    height = floors()
    found = [
        f"{model._meta.label}.{field.name} points up to {field.related_model._meta.label}"
        for model in OURS
        for field in model._meta.local_fields
        if field.is_relation and field.name != "organization"
        if height[model._meta.app_label] < height.get(field.related_model._meta.app_label, 0)
    ]
    assert found == []


def test_every_model_says_what_one_row_is() -> None:
    found = [model._meta.label for model in OURS if not (inspect.getdoc(model) or "").startswith("One ")]
    assert found == []


def test_every_model_has_a_factory() -> None:
    assert {model._meta.label for model in OURS} - {model._meta.label for model in FACTORIES} == set()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_the_factory_makes_one(model: type[models.Model], in_acme: object) -> None:
    row = FACTORIES[model]()
    assert isinstance(row, model)
    assert row.pk is not None
    assert str(row)


def test_migrations_are_complete(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHARED = {"Category", "Company", "Department", "Member", "MemberDepartment", "Organization", "Status"}
"""What everybody at the desk may see: other packages may read these by their managers, but not write."""
WRITING = {
    "acreate", "adelete", "aupdate", "bulk_create", "bulk_update", "create", "delete", "get_or_create", "update",
    "save", "update_or_create",
}  # fmt: skip


def manager_uses(path: Path) -> dict[str, str]:
    """Return uses of a model's manager where another package's queries and actions should be called."""
    package = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    others = {model.__name__ for model in OURS if model._meta.app_label != package}
    writes = _written(tree(path))
    found = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and isinstance(node.value, ast.Name):
            model = node.value.id
            if model in others and (model not in SHARED or node in writes):
                found[f"{name_of(path)}:{model}"] = f"{name_of(path)}:{node.lineno} reaches for {model}.{node.attr}"
    return found


def _written(module: ast.Module) -> set[ast.AST]:
    """Return all that stands left of a writing call: ``Model.objects`` in ``Model.objects.filter(…).update(…)``."""
    found: set[ast.AST] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITING:
            below: ast.AST | None = node.func.value
            while below is not None:
                found.add(below)
                below = below.func if isinstance(below, ast.Call) else getattr(below, "value", None)
    return found


def test_rows_are_reached_through_their_package() -> None:
    """A package asks another's rows by its queries and changes them by its actions. ``demo`` writes as an import."""
    found: dict[str, str] = {}
    for path in python_files():
        if path.relative_to(PACKAGE).parts[0] not in ("demo", "kit"):
            found |= manager_uses(path)
    assert check_exemptions("objects", found) == []


def test_the_lint_sees_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.guards.source.ROOT", tmp_path)
    monkeypatch.setattr("tests.guards.test_structure.PACKAGE", tmp_path)
    path = tmp_path / "web" / "x.py"
    path.parent.mkdir()
    path.write_text(
        "Ticket.objects.get(pk=1)\nStatus.objects.all()\nMember.objects.filter(pk=1).exclude(a=1).update(roles=[])\n"
        "Company.objects.create(name='x')\n"
    )
    assert set(manager_uses(path)) == {"web/x.py:Ticket", "web/x.py:Member", "web/x.py:Company"}


def test_jobs_and_reactions_are_private() -> None:
    found = []
    for path in python_files():
        own = path.relative_to(PACKAGE).parts[0]
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("moondesk."):
                continue
            modules = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            for module in modules:
                parts = module.split(".")
                if len(parts) > 2 and parts[1] != own and {"jobs", "reactions"} & set(parts[2:]):
                    found.append(f"{name_of(path)}:{node.lineno} imports {module}")
    assert found == []


def test_tenant_rows_are_not_marked_safe_in_templates() -> None:
    """``|safe`` is for the sanitised column of a message and nothing else."""
    found = []
    for path in (PACKAGE / "templates").rglob("*.html"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if "|safe" in line.replace(" ", "") and "message.html" not in line:
                found.append(f"{name_of(path)}:{number}: {line.strip()[:100]}")
    assert found == []


CALLED = {"after", "append", "attributes", "before", "children", "closest", "id", "matches", "parentNode", "remove"}
"""What scripts call on a form. A field of such a name takes its place there: ``form.remove`` is then the field."""
FIELD = re.compile(r"<(?:input|button|select|textarea)\b[^>]*?\sname=[\"'](\w+)[\"']")


def test_no_field_of_a_form_takes_the_place_of_what_scripts_call_on_it() -> None:
    texts = {name_of(path): path.read_text(encoding="utf-8") for path in (PACKAGE / "templates").rglob("*.html")}
    assert [(name, field) for name, text in texts.items() for field in FIELD.findall(text) if field in CALLED] == []
