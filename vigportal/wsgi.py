"""The door for a web server. It opens only when everything is as it has to be (checks.py)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vigportal.settings")

application = get_wsgi_application()

from vigportal.checks import insist  # noqa: E402 -- the apps have to be there before anything is asked of them

insist()
