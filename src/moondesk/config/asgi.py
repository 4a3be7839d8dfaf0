"""The ASGI application: streams to the asynchronous handler, everything else to Django's synchronous one."""

import django
from django.core.asgi import get_asgi_application

django.setup(set_prefix=False)
application = get_asgi_application()
