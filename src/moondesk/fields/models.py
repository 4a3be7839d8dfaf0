"""The fields of an organization."""

from typing import Any

from django.db import models
from django.utils.translation import get_language

from moondesk.fields.rules import Definition, Kind, Option
from moondesk.kit.tenancy import TenantModel


def in_language(labels: Any, language: str | None = None) -> str:
    """Return the label in a language (the active one unless told), or in the first there is."""
    wanted = (language or get_language() or "en").partition("-")[0]
    return str(labels.get(wanted) or labels.get("en") or next(iter(labels.values()), ""))


class Field(TenantModel):
    """One field that an organization's tickets have beside their own. Its key and kind never change, nor are reused."""

    key = models.SlugField(max_length=40)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.name) for kind in Kind])
    labels = models.JSONField(default=dict)
    help = models.JSONField(default=dict)
    options = models.JSONField(default=list, help_text="In their order: key, labels, parent, retired")
    least = models.DecimalField(max_digits=21, decimal_places=6, null=True)
    most = models.DecimalField(max_digits=21, decimal_places=6, null=True)
    places = models.PositiveSmallIntegerField(default=2, help_text="Decimals of a number")
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, help_text="Since when no ticket can be given it; values stay readable")

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="field_key"),
            models.CheckConstraint(condition=models.Q(kind__in=[kind.value for kind in Kind]), name="field_kind_known"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def definition(self) -> Definition:
        """The field as a value."""
        return Definition(
            id=self.pk,
            key=self.key,
            kind=Kind(self.kind),
            labels=self.labels,
            help=self.help,
            options=tuple(option_of(one) for one in self.options),
            least=self.least,
            most=self.most,
            places=self.places,
            is_retired=self.retired_at is not None,
        )


def option_of(document: Any) -> Option:
    """Return the option that plain data describes."""
    return Option(
        key=document["key"],
        labels=document["labels"],
        parent=document.get("parent", ""),
        is_retired=document.get("retired", False),
    )


def option_document(option: Option) -> dict[str, Any]:
    """Return an option as plain data."""
    return {
        "key": option.key,
        "labels": dict(option.labels),
        "parent": option.parent,
        "retired": option.is_retired,
    }
