"""Signing in: django-allauth, passwords, sessions and their cookies. The rest of the settings is in ``settings``."""

from moondesk.config import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["moondesk.accounts.backends.SignedIn"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "moondesk.accounts.passwords.SimplePasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "moondesk.web.account.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "moondesk.web.account.forms.LoginForm",
    "signup": "moondesk.web.account.forms.SignupForm",
    "add_email": "moondesk.web.account.forms.AddEmailForm",
    "change_password": "moondesk.web.account.forms.ChangePasswordForm",
    "set_password": "moondesk.web.account.forms.SetPasswordForm",
    "reset_password": "moondesk.web.account.forms.ResetPasswordForm",
    "reset_password_from_key": "moondesk.web.account.forms.ResetPasswordKeyForm",
    "reauthenticate": "moondesk.web.account.forms.ReauthenticateForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # what it leaves out is asked in web/account/fresh.py
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip"}  # not by address too: a stranger would use it up
SESSION_ENGINE = "moondesk.accounts.sessions"
SOCIALACCOUNT_ADAPTER = "moondesk.web.account.social.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # who is believed about an address is decided in the adapter
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SIGN_IN_OAUTH = {
    "google": env.application("MOONDESK_SIGN_IN_GOOGLE"),
    "github": env.application("MOONDESK_SIGN_IN_GITHUB"),
    "microsoft": env.application("MOONDESK_SIGN_IN_MICROSOFT")
    | {"tenant": env.text("MOONDESK_SIGN_IN_MICROSOFT_TENANT", "common")},
    "apple": env.application("MOONDESK_SIGN_IN_APPLE")
    | {name: env.text(f"MOONDESK_SIGN_IN_APPLE_{name.upper()}") for name in ("key_id", "team_id", "private_key")},
}

MFA_ADAPTER = "moondesk.web.account.second_factor.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"  # as the second step; instead of the password the form demands it
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off, either way
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs in unverified; a new address that waits must not be in the way
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # nothing can be guessed; an office comes from one address
MFA_FORMS = {
    "authenticate": "moondesk.web.account.second_factor_forms.CodeForm",
    "authenticate_webauthn": "moondesk.web.account.second_factor_forms.PasskeyForm",
    "reauthenticate": "moondesk.web.account.second_factor_forms.CodeAgainForm",
    "reauthenticate_webauthn": "moondesk.web.account.second_factor_forms.PasskeyAgainForm",
    "login_webauthn": "moondesk.web.account.second_factor_forms.PasskeySignInForm",
    "activate_totp": "moondesk.web.account.second_factor_forms.ActivateForm",
    "add_webauthn": "moondesk.web.account.second_factor_forms.AddPasskeyForm",
    "edit_webauthn": "moondesk.web.account.second_factor_forms.RenamePasskeyForm",
}

HEADLESS_CLIENTS = ("app",)
HEADLESS_TOKEN_STRATEGY = "moondesk.accounts.access_tokens.ProgramTokens"  # noqa: S105 - the name of a class
HEADLESS_JWT_ALGORITHM = "HS256"
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = 300
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = 14 * 24 * 3600
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True
