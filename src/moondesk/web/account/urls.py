"""Addresses of accounts and of organizations from the outside."""

from django.urls import URLPattern, URLResolver, include, path

from moondesk.web.account import invitations, organizations, preferences

account: list[URLPattern | URLResolver] = [
    path("accounts/profile", preferences.profile, name="profile"),
    path("accounts/shortcuts", preferences.shortcuts, name="shortcuts"),
    path("language", preferences.language, name="language"),
    path("theme", preferences.theme, name="theme"),
]
organization: list[URLPattern | URLResolver] = [
    path("", organizations.listing, name="list"),
    path("new", organizations.new, name="new"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", organizations.start, name="start"),
    path("", include((account, "account"))),
    path("accounts/", include("allauth.account.urls")),
    path("organizations/", include((organization, "organizations"))),
    path("<slug:slug>/", organizations.door, name="door"),
    path("<slug:slug>", organizations.door),
    path("<slug:slug>/invitations/<path:secret>", invitations.invitation, name="invitation"),
]
