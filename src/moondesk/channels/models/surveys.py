"""How organizations ask their customers whether the answers helped."""

from django.db import models

from moondesk.kit.tenancy import TenantModel


class SurveyAsking(TenantModel):
    """One organization: whether customers are asked if the answer helped, and how long after a ticket is done."""

    is_on = models.BooleanField(default=False)
    hours = models.PositiveSmallIntegerField(default=24)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="survey_asking_once")]

    def __str__(self) -> str:
        return f"after {self.hours} hours" if self.is_on else "off"
