"""The app's name for Django."""

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    """`sessions` would clash with django.contrib.sessions, so the label is `vig_sessions`."""

    name = "sessions"
    label = "vig_sessions"
    default_auto_field = "django.db.models.BigAutoField"
