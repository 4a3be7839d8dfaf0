"""The web app."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The faces for people."""

    name = "moondesk.web"
    label = "web"

    def ready(self) -> None:
        """Register the jobs of the faces, and what follows when somebody proves who they are."""
        from allauth.account.signals import authentication_step_completed
        from allauth.mfa.signals import authenticator_added

        from moondesk.web.account import proving

        authenticator_added.connect(proving.note_set_up)
        authentication_step_completed.connect(proving.renew_session)
        import_module("moondesk.web.account.jobs")
        import_module("moondesk.web.account.telling_asked")
        import_module("moondesk.web.account.telling_tokens")
        import_module("moondesk.web.account.telling_ownership")
        import_module("moondesk.web.portal.jobs")
        import_module("moondesk.web.account.noting").listen()
        import_module("moondesk.web.account.signed_in").listen()
