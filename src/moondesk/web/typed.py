"""What somebody typed into a form and what is wrong with it, so that the form comes back as it was left."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from moondesk.accounts.addresses import address_problem
from moondesk.kit.errors import DomainError


def own_address_problem(email: str) -> str:
    """Return what is wrong with the address that somebody gives as their own, or nothing."""
    return address_problem(email) if email.strip() else _("Enter your mail address.")


@dataclass
class Typed:
    """The values of a form as typed, and an error for each field that does not fit."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    problem: str = ""

    @classmethod
    def of(cls, request: HttpRequest, **defaults: Any) -> "Typed":
        """Return what was sent, or what stands in the fields before anything was."""
        if request.method == "POST":
            return cls({name: str(value) for name, value in request.POST.items()})
        return cls({name: str(value) for name, value in defaults.items()})

    def value(self, name: str, default: str = "") -> str:
        """Return what stands in a field."""
        return self.values.get(name, default)

    def wrong(self, name: str) -> list[str]:
        """Return what is wrong with a field."""
        return [self.errors[name]] if name in self.errors else []

    def note(self, error: DomainError) -> None:
        """Write down what an action refused: beside its field, or above the form."""
        known = {name: text for name, text in error.fields.items() if name in self.values}
        self.errors |= known
        if not known:
            self.problem = error.message
