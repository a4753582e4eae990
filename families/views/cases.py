"""The caseload, and a case from opening to closing."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from families import queries
from families.access import case_for
from families.actions import cases
from families.forms.cases import CaseloadForm, ClosingForm, DescribeForm, OpeningForms, QuestionForm
from families.forms.sending import taken
from families.models import Case
from vigportal.accounts.access import SignedIn

A_PAGE = 25


@require_GET
def caseload(request: SignedIn) -> HttpResponse:
    """The cases that I hold."""
    now = timezone.now()
    seats = queries.seats_to_hold(request.user, now)
    if not seats:
        raise Http404
    form = CaseloadForm(request.GET)
    wanted = form.wanted()
    found = Paginator(queries.caseload(request.user, wanted, now), A_PAGE).get_page(request.GET.get("page"))
    keep = f"&{urlencode({name: value for name, value in request.GET.items() if name != 'page'})}"
    context = {"form": form, "wanted": wanted, "page": found, "keep": keep, "now": now, "seats": seats}
    return render(request, "families/caseload.html", context)


@require_http_methods(["GET", "POST"])
def open_case(request: SignedIn) -> HttpResponse:
    """A new family and its case, with children and carers on the same page."""
    now = timezone.now()
    seats = queries.seats_to_hold(request.user, now)
    if not seats:
        raise Http404
    forms = OpeningForms(request.POST or None, seats, timezone.localdate(now))

    def act() -> None:
        cases.open_case(actor=request.user, seat=forms.seat(), new=forms.new(), now=now)

    if taken(request, forms, seats[0].service, act, now):
        return redirect("families:case", forms.new().id)
    return render(request, "families/open_case.html", {"form": forms.case, "lists": forms.lists})


@require_GET
def case(request: SignedIn, case_id: UUID) -> HttpResponse:
    """The case on one page: what comes next, the way so far, and a panel for each part of the work."""
    now = timezone.now()
    held = case_for(request.user, case_id, now)
    context = {"case": held, "practitioners": queries.practitioners_of(held, now), "now": now}
    return render(request, "families/case.html", context)


@require_http_methods(["GET", "POST"])
def describe(request: SignedIn, case_id: UUID) -> HttpResponse:
    """What is known about the case itself: the family's name on screen, the referrer, the referral."""
    now = timezone.now()
    held = case_for(request.user, case_id, now)
    stands = {"family_name": held.family.name, "referrer": held.referrer, "referral": held.referral}
    form = DescribeForm(request.POST or None, initial=stands)

    def act() -> None:
        cases.describe_case(actor=request.user, case=held, told=form.cleaned_data, now=now)

    if taken(request, form, held, act, now):
        messages.success(request, _("Saved."))
        return redirect("families:case", held.pk)
    return render(request, "families/describe.html", {"case": held, "form": form})


@require_http_methods(["GET", "POST"])
def question(request: SignedIn, case_id: UUID) -> HttpResponse:
    """The helping question: agreed, and changed when the family sees it differently."""
    now = timezone.now()
    held = case_for(request.user, case_id, now)
    form = QuestionForm(request.POST or None, initial={"words": held.helping_question})

    def act() -> None:
        cases.agree_question(actor=request.user, case=held, words=form.cleaned_data["words"], now=now)

    if taken(request, form, held, act, now):
        messages.success(request, _("The helping question is agreed."))
        return redirect("families:case", held.pk)
    return render(request, "families/question.html", {"case": held, "form": form})


@require_http_methods(["GET", "POST"])
def close(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Closing a case, with what follows from it."""
    now = timezone.now()
    held = case_for(request.user, case_id, now)
    form = ClosingForm(request.POST or None)

    def act() -> None:
        ending = Case.Ending(form.cleaned_data["ending"])
        cases.close_case(actor=request.user, case=held, ending=ending, now=now)

    if taken(request, form, held, act, now):
        messages.success(request, _("The case is closed."))
        return redirect("families:case", held.pk)
    return render(request, "families/close.html", {"case": held, "form": form})


@require_http_methods(["GET", "POST"])
def reopen(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Opening a closed case again."""
    now = timezone.now()
    held = case_for(request.user, case_id, now)
    form = Form(request.POST)

    def act() -> None:
        cases.reopen_case(actor=request.user, case=held, now=now)

    if taken(request, form, held, act, now):
        messages.success(request, _("The case is open again."))
        return redirect("families:case", held.pk)
    return render(request, "families/reopen.html", {"case": held, "form": form})
