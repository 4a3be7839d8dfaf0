"""With which features new organizations begin."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

ONLY = 1


class StartingFeatures(models.Model):
    """One installation's choice of the features without which new organizations begin. One row, or none yet."""

    id = models.SmallIntegerField(primary_key=True, default=ONLY, editable=False)
    off = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=ONLY), name="starting_features_once")]

    def __str__(self) -> str:
        return ", ".join(self.off) or "nothing"
