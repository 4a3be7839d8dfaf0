"""The addresses of the console."""

from django.urls import path

from moondesk.web.console import installation, organizations, switches

app_name = "console"

urlpatterns = [
    path("", organizations.listing, name="list"),
    path("organizations/<uuid:organization_id>", organizations.organization, name="organization"),
    path("organizations/<uuid:organization_id>/features", switches.features, name="features"),
    path("new-organizations", switches.starting, name="starting"),
    path("health", installation.how, name="health"),
    path("audit", installation.log, name="audit"),
]
