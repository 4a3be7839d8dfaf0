"""What is said after the steps of allauth, and when one of its forms does not fit."""

from django.utils.translation import gettext_lazy as _

WRONG_CODE = _("This code is not right, or was used already. Take the next one.")

MESSAGES = {
    "email_confirmation_sent": _("We sent a link to %(email)s."),
    "email_confirmed": _("%(email)s is confirmed."),
    "email_confirmation_failed": _("%(email)s belongs to another account."),
    "email_deleted": _("%(email)s was taken off your account."),
    "password_changed": _("Your new password is saved. Other browsers were signed out."),
    "password_set": _("Your new password is saved. Other browsers were signed out."),
    "primary_email_set": _("You sign in with the new address from now on."),
    "unverified_primary_email": _("Confirm the address first: look into its mail."),
    "cannot_delete_primary_email": _("You sign in with %(email)s, so it has to stay."),
    "totp_activated": _(
        "The authenticator app is set up. We ask for its code when you sign in. Other browsers were signed out."
    ),
    "totp_deactivated": _("The authenticator app is off. Other browsers were signed out."),
    "webauthn_added": _("The passkey is set up. You can sign in with it. Other browsers were signed out."),
    "webauthn_removed": _("The passkey is removed. Other browsers were signed out."),
}
"""What is said after a step of allauth, by the name of its template; what is not here is not worth saying."""


ERRORS = {
    "account_inactive": _("This account is closed"),
    "duplicate_email": _("This address belongs to your account already."),
    "email_password_mismatch": _("Address and password do not belong together."),
    "email_taken": _("This address belongs to another account."),
    "enter_current_password": _("This is not your current password."),
    "incorrect_password": _("This is not your current password."),
    "invalid_password_reset": _("Your link has expired. We can send you a new one."),
    "same_as_current": _("This is the one you have now. Choose another."),
    "too_many_login_attempts": _("That was too often. Wait a little and try again."),
    "rate_limited": _("That was too often. Wait a little and try again."),
}
"""What a form of allauth says when something does not fit, by its code."""
