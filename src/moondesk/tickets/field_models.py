"""The forms of tickets, and the index of their fields' values."""

from django.db import models

from moondesk.fields.forms import Form, item_of
from moondesk.fields.models import Field
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.tickets.models import Category, Ticket


class TicketForm(TenantModel):
    """One form: the fields that tickets of a category and type show, in order. Without either it is for all."""

    category = TenantForeignKey(Category, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    type = models.CharField(max_length=12, blank=True, default="")
    items = models.JSONField(default=list, help_text="Of each field: key, when required, what customers may do, when")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "category", "type"], name="ticket_form_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category_id or 'any'} {self.type or 'any'}"

    @property
    def form(self) -> Form:
        """The form as a value; its category must have been read with it."""
        key = self.category.key if self.category else ""
        return Form(key, self.type, tuple(item_of(one) for one in self.items))


class FieldValue(TenantModel):
    """One word or number by which a ticket is found and sorted. The values are in ``Ticket.field_values``."""

    ticket = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="indexed_fields", db_index=False)
    field = TenantForeignKey(Field, on_delete=models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=250, null=True)  # noqa: DJ001 - no word is not the empty word
    number = models.DecimalField(max_digits=21, decimal_places=6, null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organization", "field", "word", "ticket"],
                name="field_value_word",
                condition=models.Q(word__isnull=False),
            ),
            models.Index(
                fields=["organization", "field", "number", "ticket"],
                name="field_value_number",
                condition=models.Q(number__isnull=False),
            ),
            models.Index(fields=["organization", "ticket", "field"], name="field_value_ticket"),
        ]

    def __str__(self) -> str:
        return f"{self.field_id} of {self.ticket_id}: {self.word or self.number}"
