"""Writes ``docs/models.md`` and ``docs/events.md`` from the code: ``python -m moondesk.reference``."""

import dataclasses
import inspect
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NOTE = "<!-- Written by `python -m moondesk.reference`. Change the docstrings, not this file. -->"


def models_text() -> str:
    """Return the page of all tables."""
    from django.apps import apps

    lines = ["# Tables", "", NOTE, ""]
    lines += ["Tables marked *sealed* belong to one organization and are under row level security.", ""]
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        models = sorted(config.get_models(), key=lambda model: model._meta.object_name or "")
        if config.name.startswith("moondesk.") and models:
            lines += [f"## {config.label}", "", _first_paragraph(inspect.getmodule(config.module) or config.module), ""]
            for model in models:
                lines += _model_lines(model)
    return "\n".join(lines).rstrip() + "\n"


def _model_lines(model: Any) -> Iterator[str]:
    from moondesk.kit.tenancy import TenantModel

    sealed = ", sealed" if issubclass(model, TenantModel) or model._meta.object_name == "Organization" else ""
    yield f"### {model._meta.object_name}"
    yield ""
    yield f"`{model._meta.db_table}`{sealed}. {' '.join((model.__doc__ or '').split())}"
    yield ""
    yield "| column | type | |"
    yield "|---|---|---|"
    for field in model._meta.local_fields:
        remarks = []
        if field.is_relation:
            remarks.append(f"→ {field.related_model._meta.object_name}")
        remarks += ["may be empty"] if field.null else []
        remarks += ["unique"] if field.unique and not field.primary_key else []
        remarks += [str(field.help_text)] if field.help_text else []
        yield f"| `{field.column}` | {_type(field)} | {'; '.join(remarks)} |"
    yield ""


def _type(field: Any) -> str:
    kind = field.get_internal_type().removesuffix("Field")
    base = getattr(field, "base_field", None)
    if base is not None:
        return f"{_type(base)}[]"
    length = f"({field.max_length})" if field.max_length else ""
    return f"{kind}{length}"


def events_text() -> str:
    """Return the page of all events and what reacts to them."""
    from moondesk.events.registry import after_commit, at_once, event_types

    lines = ["# Events", "", NOTE, ""]
    lines += ["Names are public and for ever. Every event also has `subject_id`, its actor, door, time and cause.", ""]
    for name in sorted(event_types):
        cls = event_types[name]
        fields = [field for field in dataclasses.fields(cls) if field.name != "subject_id"]
        reactions = sorted(
            {
                f"`{function.__module__.removeprefix('moondesk.')}.{function.__qualname__}`"
                for function in at_once.get(name, [])
            }
        )
        later = sorted(f"`{key.removeprefix('moondesk.')}`" for key in after_commit.get(name, {}))
        lines += [f"## {name}", "", " ".join((cls.__doc__ or "").split()), ""]
        lines += [f"- `{field.name}`: {_annotation(field.type)}" for field in fields]
        lines += [f"- in its transaction: {', '.join(reactions)}"] if reactions else []
        lines += [f"- after the commit: {', '.join(later)}"] if later else []
        lines += [""]
    return "\n".join(lines).rstrip() + "\n"


def _annotation(annotation: Any) -> str:
    return annotation.__name__ if isinstance(annotation, type) else str(annotation).replace("uuid.UUID", "UUID")


def _first_paragraph(module: Any) -> str:
    return " ".join((inspect.getdoc(module) or "").split("\n\n")[0].split())


PAGES = {"models.md": models_text, "events.md": events_text}


def main() -> int:
    """Write the pages."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moondesk.config.settings")
    import django

    django.setup()
    folder = Path(__file__).resolve().parents[2] / "docs"
    for name, text in PAGES.items():
        (folder / name).write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
