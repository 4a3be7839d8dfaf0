"""Addresses of accounts and of organizations from the outside."""

from allauth.socialaccount.providers.apple import views as apple
from allauth.socialaccount.providers.github import views as github
from allauth.socialaccount.providers.google import views as google
from allauth.socialaccount.providers.microsoft import views as microsoft
from allauth.socialaccount.views import signup
from django.urls import URLPattern, URLResolver, include, path

from moondesk.web.account import asked, invitations, organizations, preferences, providers, signed_in
from moondesk.web.looking import ending

account: list[URLPattern | URLResolver] = [
    path("accounts/profile", preferences.profile, name="profile"),
    path("accounts/shortcuts", preferences.shortcuts, name="shortcuts"),
    path("accounts/sessions", signed_in.sessions, name="sessions"),
    path("accounts/sessions/others/end", signed_in.end_others, name="end_other_sessions"),
    path("accounts/sessions/<uuid:sign_in>/end", signed_in.end_one, name="end_session"),
    path("accounts/connected", providers.connections, name="connected_accounts"),
    path("accounts/prove", providers.prove_by_provider, name="prove_by_provider"),
    path("accounts/connected/<int:account_id>/disconnect", providers.disconnect, name="disconnect_account"),
    path("accounts/organization", providers.by_address, name="by_address"),
    path("accounts/with/<str:key>", providers.start, name="sign_in_with"),
    path("accounts/sso/<str:key>/callback", providers.come_back, name="organization_callback"),
    path("language", preferences.language, name="language"),
    path("theme", preferences.theme, name="theme"),
]
organization: list[URLPattern | URLResolver] = [
    path("", organizations.listing, name="list"),
    path("new", organizations.new, name="new"),
]

BACK = "accounts/{}/login/callback/"
other_providers: list[URLPattern | URLResolver] = [
    path(BACK.format("google"), providers.where_installed(google.oauth2_callback), name="google_callback"),
    path(BACK.format("github"), providers.where_installed(github.oauth2_callback), name="github_callback"),
    path(BACK.format("microsoft"), providers.where_installed(microsoft.oauth2_callback), name="microsoft_callback"),
    path(BACK.format("apple"), apple.oauth2_callback, name="apple_callback"),
    path(
        BACK.format("apple") + "finish/",
        providers.where_installed(apple.oauth2_finish_login),
        name="apple_finish_callback",
    ),
    path("accounts/with/others/finish", signup, name="socialaccount_signup"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", organizations.start, name="start"),
    path("viewing/end", ending.end, name="end_viewing"),
    path("", include((account, "account"))),
    path("accounts/", include("allauth.account.urls")),
    *other_providers,
    path("accounts/security/", include("allauth.mfa.urls")),
    path("organizations/", include((organization, "organizations"))),
    path("<slug:slug>/", organizations.door, name="door"),
    path("<slug:slug>", organizations.door),
    path("<slug:slug>/sign-in", providers.sign_in_here, name="sign_in_here"),
    path("<slug:slug>/second-step", asked.second_factor_asked, name="second_factor_asked"),
    path("<slug:slug>/invitations/<path:secret>", invitations.invitation, name="invitation"),
]
