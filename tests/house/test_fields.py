"""Names and kinds of the fields of every model."""

from django.db import models

from tests.house import fields


def test_that_every_field_is_named_for_its_kind() -> None:
    faults = [fault for model in fields.ours() for fault in fields.wrong_fields(model)]
    assert not faults, "\n".join(faults)


def test_that_the_guard_of_the_fields_bites() -> None:
    class Wrong(models.Model):
        created = models.DateTimeField()
        birthday = models.DateField()
        open = models.BooleanField()

        class Meta:
            app_label = "house"

        def __str__(self) -> str:
            return str(self.pk)

    assert len(list(fields.wrong_fields(Wrong))) == 3
