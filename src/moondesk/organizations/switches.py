"""Asking whether the operator has switched off a feature for an organization."""

from django.utils.translation import gettext as _

from moondesk.organizations.errors import FeatureOff
from moondesk.organizations.feature_models import StartingFeatures
from moondesk.organizations.features import FEATURES, Feature
from moondesk.organizations.models import Organization
from moondesk.organizations.queries import current_organization


def off_at_start() -> frozenset[Feature]:
    """Return the features without which new organizations begin; features that there are no more are left out."""
    kept = {name for row in StartingFeatures.objects.values_list("off", flat=True) for name in row}
    return frozenset(one for one in Feature if one.value in kept)


def is_off(feature: Feature, organization: Organization | None = None) -> bool:
    """Say whether a feature is switched off for the organization in context; give it where it was read."""
    return feature.value in (organization or current_organization()).features_off


def refuse_off(feature: Feature | None, organization: Organization | None = None) -> None:
    """Raise ``FeatureOff`` when a feature is switched off; a door that belongs to none is open."""
    if feature is not None and is_off(feature, organization):
        text = _("%(feature)s: whoever runs this installation has switched this off here. Nothing of it is deleted.")
        raise FeatureOff(text % {"feature": FEATURES[feature].name}, extra={"feature": feature.value})
