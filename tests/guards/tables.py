"""Every table that is not sealed by an organization, and why."""

GLOBAL_TABLES: dict[str, str] = {
    "account_emailaddress": "a user's addresses; users are one person across organizations",
    "account_emailconfirmation": "allauth's keys for confirming an address",
    "accounts_user": "one person with one login, across organizations",
    "auth_group": "comes with django.contrib.auth; not used",
    "auth_group_permissions": "comes with django.contrib.auth; not used",
    "auth_permission": "comes with django.contrib.auth; not used",
    "django_content_type": "Django's list of models",
    "django_migrations": "Django's list of migrations; the application may only read it",
    "django_session": "sessions belong to a user or to nobody",
    "limits_cache": "allauth's counts of sign-in attempts, by hashed keys and without an organization",
    "limits_seat": "hashed keys of who has how many streams open, no data of anybody",
    "limits_window": "hashed keys and counts, no data of anybody",
    "procrastinate_events": "the queue library's own log: ids and times",
    "procrastinate_jobs": "the queue: ids only; each job carries its organization and restores it",
    "procrastinate_periodic_defers": "which periodic job ran when",
    "procrastinate_workers": "heartbeats",
}

SEALED_BY_ID = {"organizations_organization"}
"""The tenant itself: its row is sealed by its own id."""
