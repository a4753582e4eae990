"""Goals on the service's scale, and their ratings."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from families.forms.sending import OnceForm
from sessions.actions.goals import NewGoal, NewRating
from sessions.models import Goal, GoalRating
from vigportal.accounts.models import Service

By = GoalRating.By
LEGENDS = {By.FAMILY: _("As the family sees it"), By.PRACTITIONER: _("As you see it")}


def scale_of(service: Service) -> range:
    """Every point of the service's scale."""
    return range(service.scale_from, service.scale_to + 1)


class PointField(forms.TypedChoiceField):
    """One point of a scale, drawn as a row of chips; nothing chosen is None."""

    def __init__(self, *, points: range, **kwargs: Any) -> None:
        choices = [(str(point), str(point)) for point in points]
        super().__init__(choices=choices, coerce=int, empty_value=None, widget=forms.RadioSelect, **kwargs)


class GoalForm(OnceForm):
    """A goal in the family's words, where they are now, and what they hope for."""

    wording = forms.CharField(
        label=_("The goal, in the family's words"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What will be there when it goes well: “We enjoy playing together for ten minutes”."),
    )

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = scale_of(service)
        self.fields["now_at"] = PointField(label=_("Where are you now?"), points=points)
        self.fields["hoped_for"] = PointField(label=_("Where would you like to be?"), points=points)

    def new(self) -> NewGoal:
        """As it is agreed."""
        data = self.cleaned_data
        return NewGoal(data["wording"], data["now_at"], data["hoped_for"])


class RatingForm(forms.Form):
    """Where the family stands on each goal; what is left open stays as it was."""

    def __init__(
        self,
        *args: Any,
        goals: Iterable[Goal],
        voices: Sequence[By],
        points: range,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.goals, self.voices = {goal.pk: goal for goal in goals}, voices
        for goal in self.goals.values():
            for by in voices:
                label = LEGENDS[by] if len(voices) > 1 else goal.wording
                self.fields[name_of(goal.pk, by)] = PointField(label=label, points=points, required=False)

    def by_goal(self) -> list[dict[str, Any]]:
        """The fields in groups, for the page."""
        return [
            {"goal": goal, "fields": [self[name_of(key, by)] for by in self.voices]} for key, goal in self.goals.items()
        ]

    def new(self) -> list[NewRating]:
        """Every point that was chosen."""
        chosen = {(key, by): self.cleaned_data[name_of(key, by)] for key in self.goals for by in self.voices}
        return [NewRating(self.goals[key], by, value) for (key, by), value in chosen.items() if value is not None]


def name_of(goal: UUID, by: By) -> str:
    """The field of one voice on one goal."""
    return f"{by.value}-{goal}"


def stands_of(ratings: Iterable[GoalRating]) -> dict[str, int]:
    """What was rated in a cycle so far, by field."""
    return {name_of(rating.goal_id, By(rating.by)): rating.value for rating in ratings}
