"""The names and kinds of a model's fields (house.md, "Words"): times `_at`, dates `_on`, questions, UUID keys."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

APPS = ("accounts", "ledger", "notices", "retention", "families", "vig_sessions", "consent", "videos")
QUESTIONS = ("is_", "has_", "may_", "can_", "was_", "wants_", "needs_", "shows_", "allows_")
MOMENTS = ("_at", "_until", "_for")
# Django's own class brings the one; consent.md's own word is the other.
THEIRS = {"accounts.User.last_login", "consent.Declaration.later_footage"}


def ours() -> Iterator[type[models.Model]]:
    """The portal's own models."""
    labels = {config.label for config in apps.get_app_configs()} & set(APPS)
    for label in sorted(labels):
        yield from apps.get_app_config(label).get_models()


def wrong_fields(model: type[models.Model]) -> Iterator[str]:
    """Each field whose name doesn't tell its kind, or whose key is a number."""
    for field in model._meta.local_concrete_fields:
        name = f"{model._meta.label}.{field.name}"
        if name not in THEIRS:
            yield from (f"{name}: {fault}" for fault in _faults(field))


def _faults(field: "models.Field[object, object]") -> Iterator[str]:
    if isinstance(field, models.DateTimeField):
        if not f"_{field.name}".endswith(MOMENTS):
            yield "a moment ends in _at (or _until, _for)"
    elif isinstance(field, models.DateField) and not field.name.endswith("_on"):
        yield "a day ends in _on"
    if isinstance(field, models.BooleanField) and not field.name.startswith(QUESTIONS):
        yield "yes or no is a question: is_, has_, may_"
