"""The table that keeps the counts of tickets."""

from django.db import models

from moondesk.kit.tenancy import TenantModel


class Tally(TenantModel):
    """One change of a count of tickets, written by a trigger on tickets; sums of these are the counts.

    A job folds them. A ticket is counted with all of its department (``whole``), and with its assignee's or nobody's.
    """

    department_id = models.UUIDField(null=True)
    assignee_id = models.UUIDField(null=True)
    stage = models.CharField(max_length=12)
    status_id = models.UUIDField(null=True)
    whole = models.BooleanField(db_default=False)
    tickets = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["organization", "assignee_id"], name="tally_assignee")]
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.stage} {self.tickets:+d}"
