"""The retention app."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """Label "retention": its tables are named retention_…"""

    name = "vigportal.retention"
    label = "retention"
