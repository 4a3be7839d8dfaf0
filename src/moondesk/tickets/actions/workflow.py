"""The workflow and categories that a new organization starts with."""

from moondesk.tickets.models import Category, Status
from moondesk.tickets.rules import Stage
from moondesk.tickets.workflow import WaitsFor

_STATUSES = (
    ("open", Stage.OPEN, ("Open", "Abierto"), ("Received", "Recibida"), True),
    ("in_progress", Stage.IN_PROGRESS, ("In progress", "En curso"), ("In progress", "En curso"), True),
    ("pending", Stage.WAITING, ("Pending", "Pendiente"), ("Waiting for you", "Esperamos tu respuesta"), True),
    ("on_hold", Stage.WAITING, ("On hold", "En espera"), ("On hold", "En pausa"), False),
    ("resolved", Stage.RESOLVED, ("Resolved", "Resuelto"), ("Resolved", "Resuelta"), True),
    ("closed", Stage.CLOSED, ("Closed", "Cerrado"), ("Closed", "Cerrada"), True),
)
_WAITS_FOR = {"pending": WaitsFor.CUSTOMER, "on_hold": WaitsFor.SOMEONE_ELSE}
_CATEGORIES = (
    ("general", "General", "General"),
    ("billing", "Billing", "Facturación"),
    ("technical", "Technical", "Técnico"),
    ("feature_request", "Feature request", "Sugerencia"),
    ("bug", "Bug", "Error"),
)


def create_default_workflow() -> None:
    """Create the default statuses and categories in the current organization (T4, product.md words)."""
    Status.objects.bulk_create(
        Status(
            key=key,
            stage=stage,
            labels={"en": label[0], "es": label[1]},
            customer_labels={"en": customer[0], "es": customer[1]},
            position=position,
            is_default=default,
            waits_for=_WAITS_FOR.get(key, WaitsFor.NOBODY),
        )
        for position, (key, stage, label, customer, default) in enumerate(_STATUSES)
    )
    Category.objects.bulk_create(
        Category(key=key, labels={"en": english, "es": spanish}, position=position)
        for position, (key, english, spanish) in enumerate(_CATEGORIES)
    )
