"""The people of a family, and what is found about them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from families import queries
from families.access import case_for, person_of, user_who_signs_in_as
from families.actions import inviting, people
from families.forms.people import (
    CAPACITY_WORDS,
    COMPETENCE_WORDS,
    CorrectionForm,
    FindingForm,
    InviteForm,
    PersonForm,
)
from families.forms.sending import taken
from families.models import PersonFact
from families.notices import link_to_join
from vigportal.accounts.access import SignedIn
from vigportal.accounts.actions import NoFactor, remove_factor
from vigportal.accounts.sudo import proved_lately
from vigportal.web.htmx import page_or_panel
from vigportal.web.qr import drawn_code


@require_GET
def people_of_case(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Everybody in the family, and who may decide for whom."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    context = {"case": case, "known": queries.people_known(case.family, now), "now": now}
    return page_or_panel(request, "families/people.html", context)


@require_http_methods(["GET", "POST"])
def add_person(request: SignedIn, case_id: UUID) -> HttpResponse:
    """A relative more, or a member of staff who appears."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    form = PersonForm(request.POST or None, today=timezone.localdate(now))

    def act() -> None:
        key = form.cleaned_data["form_id"]
        people.add_person(actor=request.user, case=case, key=key, new=form.new(), now=now)

    if taken(request, form, case, act, now):
        return redirect("families:people", case.pk)
    return render(request, "families/add_person.html", {"case": case, "form": form})


@require_GET
def person(request: SignedIn, case_id: UUID, person_id: UUID) -> HttpResponse:
    """One person: what is known, since when, by whom; who may decide for them; their sign-in."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    who = person_of(case, person_id)
    context = {"known": queries.known(who, now), "history": queries.findings_about(who)}
    context |= {"ended": queries.rights_ended(who, now), "case": case, "now": now}
    return render(request, "families/person.html", context)


@require_http_methods(["GET", "POST"])
def correct_person(request: SignedIn, case_id: UUID, person_id: UUID) -> HttpResponse:
    """Putting right what was written down, with the reason."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    who = person_of(case, person_id)
    stands = {"name": who.name, "kind": who.kind, "relation": who.relation, "born_on": queries.born_on_of(who)}
    form = CorrectionForm(request.POST or None, initial=stands, today=timezone.localdate(now))

    def act() -> None:
        why = form.cleaned_data["why"]
        people.correct_person(actor=request.user, case=case, person=who, right=form.new(), why=why, now=now)

    if taken(request, form, case, act, now):
        messages.success(request, _("Put right. What stood there before is kept with its dates."))
        return redirect("families:person", case.pk, who.pk)
    return render(request, "families/correct_person.html", {"case": case, "person": who, "form": form})


@require_http_methods(["GET", "POST"])
def finding(request: SignedIn, case_id: UUID, person_id: UUID) -> HttpResponse:
    """Capacity of an adult, competence of a child."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    who = person_of(case, person_id)
    is_adult = queries.is_adult_now(who, now)
    about = PersonFact.Kind.CAPACITY if is_adult else PersonFact.Kind.COMPETENCE
    form = FindingForm(request.POST or None, words=CAPACITY_WORDS if is_adult else COMPETENCE_WORDS)

    def act() -> None:
        found = people.Finding(about, people.Outcome(form.cleaned_data["outcome"]), form.cleaned_data["why"])
        people.record_finding(actor=request.user, case=case, person=who, finding=found, now=now)

    if taken(request, form, case, act, now):
        return redirect("families:person", case.pk, who.pk)
    context = {"case": case, "person": who, "form": form, "is_adult": is_adult}
    return render(request, "families/finding.html", context)


@require_http_methods(["GET", "POST"])
@proved_lately
def invite(request: SignedIn, case_id: UUID, person_id: UUID) -> HttpResponse:
    """A sign-in of their own. The link is shown here, once, and nowhere else."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    who = person_of(case, person_id)
    form = InviteForm(request.POST or None)
    tokens: list[str] = []

    def act() -> None:
        email = form.cleaned_data["email"]
        tokens.append(inviting.invite_person(actor=request.user, case=case, person=who, email=email, now=now))

    if taken(request, form, case, act, now):
        link = link_to_join(tokens[0])
        return render(
            request, "families/invited.html", {"case": case, "person": who, "link": link, "code": drawn_code(link)}
        )
    return render(request, "families/invite.html", {"case": case, "person": who, "form": form})


@require_http_methods(["GET", "POST"])
@proved_lately
def take_key_off(request: SignedIn, case_id: UUID, person_id: UUID) -> HttpResponse:
    """Takes off the second key of somebody of the family who lost their phone; their password goes on."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    who = person_of(case, person_id)
    user = user_who_signs_in_as(who, now)
    if request.method == "GET":
        return render(request, "families/take_key_off.html", {"case": case, "person": who})
    try:
        remove_factor(actor=request.user, user=user, service_id=case.family.service_id, case_id=case.pk, now=now)
    except NoFactor as reason:
        messages.info(request, str(reason))
    return redirect("families:person", case.pk, who.pk)
