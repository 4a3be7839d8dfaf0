"""All addresses. Web addresses carry the organization; the API's token implies it."""

from django.urls import URLPattern, URLResolver, include, path

from moondesk.api.scim import scim
from moondesk.web import certificates, coming_back, health, pictures, serving

urlpatterns: list[URLPattern | URLResolver] = [
    # First: these are asked for most, and each address before them costs every one of them.
    path("<slug:slug>/desk/", include("moondesk.web.desk.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("internal/certificate", certificates.certificate, name="certificate"),
    path("files/<str:token>", serving.file, name="file"),
    path("mail-consent", coming_back.come_back, name="mail_consent"),
    path("mail-pictures/<str:token>", pictures.picture, name="mail_picture"),
    path("console/", include("moondesk.web.console.urls")),
    path("", include("moondesk.web.account.urls")),
    path("dev/", include("moondesk.web.dev.urls")),
    path("<slug:slug>/help/", include("moondesk.web.portal.urls")),
    path("<slug:slug>/settings/", include("moondesk.web.settings.urls")),
    path("api/v1/", include("moondesk.api.urls")),
    path("scim/v2", scim, name="scim_root"),
    path("scim/v2/<path:path>", scim, name="scim"),
]

handler400 = "moondesk.web.errors.bad_request"
handler403 = "moondesk.web.errors.forbidden"
handler404 = "moondesk.web.errors.not_found"
handler429 = "moondesk.web.errors.too_often"
handler500 = "moondesk.web.errors.server_error"
