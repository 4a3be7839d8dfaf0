"""All addresses at an organization's own domain: its portal, without the slug, and what its pages need.

The views take the slug from the host (``web.own_host``), and the pages write their addresses as ever.
"""

from django.urls import URLPattern, URLResolver, include, path

from moondesk.config.urls import handler400, handler403, handler404, handler429, handler500
from moondesk.web import serving
from moondesk.web.account import preferences
from moondesk.web.portal import urls as portal

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]


class AnySlug(str):
    """Stands for the slug in addresses that have none: Django writes one if what it is given is this, and all are."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str)

    def __ne__(self, other: object) -> bool:
        return not isinstance(other, str)

    __hash__ = str.__hash__


def _without_slug(pattern: URLPattern) -> URLPattern:
    defaults = {**pattern.default_args, "slug": AnySlug("-")}
    return URLPattern(pattern.pattern, pattern.callback, defaults, pattern.name)


_account: list[URLPattern | URLResolver] = [
    path("language", preferences.language, name="language"),
    path("theme", preferences.theme, name="theme"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(([_without_slug(one) for one in portal.urlpatterns], portal.app_name))),
    path("", include((_account, "account"))),
    path("files/<str:token>", serving.file, name="file"),
]
