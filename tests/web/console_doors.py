"""What tests of the console share."""

import time

from allauth.account.internal.flows import login
from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.models import Authenticator
from django.test import Client

from moondesk.accounts.models import User


def give_second_factor(user: User) -> None:
    """Let a user have a second factor."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "not used"})


def show_second_factor(client: Client, user: User) -> None:
    """Let the session of a client be one in which the second factor was shown."""
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time()},
        {"method": "mfa", "at": time.time()},
    ]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
    session.save()
