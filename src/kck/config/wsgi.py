"""Django's pages as WSGI, for servers that bring their own threads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kck.config.settings")
application = get_wsgi_application()
