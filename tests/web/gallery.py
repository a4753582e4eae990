"""Every part of the look with made-up facts, on pages of its own: for looking at, and for tests/web/test_look_pages.py.

Not a page of the product: these addresses exist only where this module is the URLconf.
"""

from datetime import UTC, datetime
from pathlib import Path

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import URLPattern, include, path

from vigportal.accounts.models import User
from vigportal.web.icons import ICONS

FOLDER = Path(__file__).parent / "gallery"
PAGES = sorted(page.stem for page in FOLDER.glob("*.html"))
ERRORS = ("400", "403", "403_csrf", "404", "413", "429", "500")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


class Asked(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Name", help_text="As the family says it.")
    email = forms.EmailField(label="E-mail", required=False)
    about = forms.CharField(label="What happened", widget=forms.Textarea, required=False)
    born_on = forms.DateField(label="Date of birth", widget=forms.DateInput(attrs={"type": "date"}))
    rating = forms.IntegerField(label="Now, from 0 to 10", min_value=0, max_value=10)
    place = forms.ChoiceField(label="Where", choices=[("home", "At home"), ("centre", "At the centre")])
    how = forms.ChoiceField(
        label="How do they decide?",
        widget=forms.RadioSelect,
        choices=[("alone", "Alone"), ("both", "Both parents together")],
        help_text="You can change this later.",
    )
    seen = forms.MultipleChoiceField(
        label="Who is in it", widget=forms.CheckboxSelectMultiple, choices=[("m", "Mother"), ("c", "Child")]
    )
    agreed = forms.BooleanField(label="They have read the words above")


class SignIn(forms.Form):
    """Two lines, as on the door."""

    email = forms.EmailField(label="E-mail")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)


def facts() -> dict[str, object]:
    """What the pages show."""
    asked = Asked({"email": "not an address", "rating": "11", "how": "neither"})
    asked.is_valid()
    return {
        "now": NOW,
        "review": datetime(2026, 11, 26, 14, 0, tzinfo=UTC),
        "goes_at": datetime(2027, 1, 14, 9, 0, tzinfo=UTC),
        "ratings": [("Start", 2), ("Cycle 1", 4), ("Cycle 2", 6)],
        "steps": STEPS,
        "clips": CLIPS,
        "viewers": VIEWERS,
        "board": BOARD,
        "icons": list(ICONS),
        "page": Paginator(range(90), 30).page(2),
        "form": asked,
        "signin": SignIn(),
    }


STEPS = [
    {"label": "First meeting", "note": "2 Sept", "state": "done"},
    {"label": "Film 1", "note": "9 Sept · 3 clips", "state": "done", "url": "#film1"},
    {"label": "Review 1", "note": "16 Sept", "state": "done", "url": "#review1"},
    {"label": "Film 2", "note": "7 Oct", "state": "done", "url": "#film2"},
    {"label": "Review 2", "note": "Thursday 14:00", "state": "now", "url": "#review2"},
    {"label": "Cycle 3", "note": "of about 3", "state": "to_come"},
    {"label": "Ending", "note": "", "state": "to_come"},
]
CLIPS = [
    {"title": "He looks, you wait", "seconds": 9, "note": "Receiving", "state": "open", "words": "Open to Rosa"},
    {"title": "The tower turns", "seconds": 7, "note": "Taking turns", "state": "open", "words": "Open to Rosa"},
    {"title": "“Again!”", "seconds": 8, "note": "Encouraging", "state": "waiting", "words": "Waiting for a yes"},
]
for _clip in CLIPS[:2]:
    _clip["still"] = "/picture.svg"
VIEWERS = [
    {"key": "you", "title": "You", "text": "On this phone, after signing in", "is_on": True},
    {"key": "prac", "title": "M. Practitioner", "text": "To plan and hold the shared review", "is_on": True},
    {"key": "sup", "title": "O. Supervisor", "text": "Helps M. Practitioner learn. Sees it here only", "is_on": False},
    {"key": "peers", "title": "Other practitioners in training", "text": "Not asked", "is_on": False},
]
BOARD = [
    {
        "name": "M. Practitioner",
        "stage": "Stage 2",
        "counts": [("Cycles", 6, 9), ("Families", 2, 3), ("Supervisions", 5, 8)],
    },
    {
        "name": "J. Trainee",
        "stage": "Stage 1",
        "counts": [("Cycles", 4, 6), ("Families", 2, 2), ("Supervisions", 5, 7)],
    },
]


@login_not_required
def show(request: HttpRequest, name: str) -> HttpResponse:
    """One page of the gallery, as somebody signed in sees it."""
    request.user = User(name="Maya Practitioner", email="maya@example.org")
    page = engines["django"].from_string((FOLDER / f"{name}.html").read_text())
    return HttpResponse(page.render(facts(), request))


@login_not_required
def show_error(request: HttpRequest, code: str) -> HttpResponse:
    """One of the error pages."""
    return HttpResponse(engines["django"].get_template(f"errors/{code}.html").render({}, request))


@login_not_required
def picture(request: HttpRequest) -> HttpResponse:
    """The drawn mother and child."""
    return HttpResponse((FOLDER / "picture.svg").read_bytes(), content_type="image/svg+xml")


@login_not_required
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Any other address that the frames link to."""
    return HttpResponse("elsewhere")


PLACES = {"home": ("today", "about"), "families": ("caseload",), "videos": ("board",), "accounts": ("service",)}
ACCOUNT = ("mfa_index", "account_logout")


def _place(name: str) -> URLPattern:
    return path(f"{name}/", elsewhere, name=name)


urlpatterns = [
    path("picture.svg", picture),
    *[path(f"{name}/", show, {"name": name}, name=f"gallery_{name}") for name in PAGES],
    *[path(f"{code}/", show_error, {"code": code}) for code in ERRORS],
    *[_place(name) for name in ACCOUNT],
    *[path("", include(([_place(name) for name in names], app))) for app, names in PLACES.items()],
]
