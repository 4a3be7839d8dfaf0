"""Every table that is not sealed by an organization, and why."""

GLOBAL_TABLES: dict[str, str] = {
    "account_emailaddress": "a user's addresses; users are one person across organizations",
    "account_emailconfirmation": "allauth's keys for confirming an address",
    "accounts_signin": "where a user's sessions were opened; a session is in every organization of its user",
    "accounts_user": "one person with one login, across organizations",
    "audit_installationentry": "what belongs to no organization; added to and read, and only the console shows it",
    "auth_group": "comes with django.contrib.auth; not used",
    "auth_group_permissions": "comes with django.contrib.auth; not used",
    "auth_permission": "comes with django.contrib.auth; not used",
    "django_content_type": "Django's list of models",
    "django_migrations": "Django's list of migrations; the application may only read it",
    "django_session": "sessions belong to a user or to nobody",
    "limits_cache": "allauth's counts of sign-in attempts, by hashed keys and without an organization",
    "limits_seat": "hashed keys of who has how many streams open, no data of anybody",
    "limits_window": "hashed keys and counts, no data of anybody",
    "mfa_authenticator": "a user's second factors: sealed secrets and public keys of passkeys",
    "operating_standing": "figures of organizations and no words, which the console alone shows",
    "organizations_startingfeatures": "with which features new organizations begin, a choice of the operator",
    "procrastinate_events": "the queue library's own log: ids and times",
    "procrastinate_jobs": "the queue: ids only; each job carries its organization and restores it",
    "procrastinate_periodic_defers": "which periodic job ran when",
    "procrastinate_workers": "heartbeats",
    "socialaccount_socialaccount": "a user's accounts at other providers; users are one person across organizations",
    "socialaccount_socialapp": "allauth's, always empty: applications come from the environment and from organizations",
    "socialaccount_socialtoken": "allauth's, always empty: tokens of providers are not kept",
}

SEALED_BY_ID = {"organizations_organization"}
"""The tenant itself: its row is sealed by its own id."""
