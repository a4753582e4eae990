"""Notices on screen."""

from __future__ import annotations

import uuid

from django.db import models


class Notice(models.Model):
    """One line for one person, with the page it is about. Its words come from `sentences`, never from the database."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="notices")
    sentence = models.CharField(max_length=40)
    path = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"notice {self.pk}"
