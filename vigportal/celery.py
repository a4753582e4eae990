"""The doorbell. With a Redis, Celery workers answer it; the Job table stays the truth."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vigportal.settings")

app = Celery("vigportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
