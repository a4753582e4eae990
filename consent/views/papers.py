"""Consent on paper: recorded with its photo; and looking at what was signed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from consent import facts
from consent.access import Speaking, proof_for, speaking_for
from consent.actions.declaring import take_paper
from consent.actions.looking import look_at_proof
from consent.forms.foreseeing import noes_it_leaves
from consent.forms.papers import PaperForm
from consent.forms.sending import speaker_of, taken_down
from consent.models import Action, Declaration
from consent.outlook import supposed
from consent.pictures import LARGEST_FILE
from consent.queries import declarations_named
from consent.sealing import open_proof
from consent.views.steps import while_it_stands
from vigportal.accounts.access import SignedIn
from vigportal.vault.keys import KeyDestroyed, KeyMissing
from vigportal.web.memory import holding_files

ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


@holding_files(LARGEST_FILE)
@while_it_stands
@require_http_methods(["GET", "POST"])
def paper(request: SignedIn, asset_id: UUID, maker_id: UUID) -> HttpResponse:
    """What somebody signed on paper, entered by a practitioner: dated today, saying when it was signed."""
    now = timezone.now()
    speaking = speaking_for(request.user, asset_id, maker_id, now)
    if speaking.is_own:
        raise Http404
    form = PaperForm(request.POST or None, request.FILES or None, speaking=speaking, noes=_noes(speaking))
    if form.is_valid():

        def act() -> None:
            take_paper(actor=request.user, paper=form.paper(), now=now)

        if taken_down(form, act, speaker_of(request.user, speaking), now):
            messages.success(request, _("The paper is recorded. It counts from now on."))
            return redirect("consent:said", asset_id, maker_id)
    context = {"speaking": speaking, "asset": speaking.asset, "case": speaking.asset.case, "form": form, "now": now}
    return render(request, "consent/paper.html", context)


def _noes(speaking: Speaking) -> list[Declaration]:
    """Their own noes that a yes in this scope would leave standing, unless the paper says otherwise."""
    reading = speaking.reading
    proposed = [
        yes
        for purpose in reading.asked
        for yes in supposed(
            reading, speaking.maker, speaking.gives_for(purpose), speaking.asset.pk, facts.Line(purpose, Action.VIEW)
        )
    ]
    left = noes_it_leaves(reading, proposed)
    return list(declarations_named(reading.case, left)) if left else []


@require_GET
def proof(request: SignedIn, proof_id: UUID) -> HttpResponse:
    """A signature or a signed paper, for the case's practitioners and for whoever signed it. Every look is entered."""
    now = timezone.now()
    row = proof_for(request.user, proof_id, now)
    try:
        with open_proof(row) as sealed:
            picture = sealed.read()
    except (KeyDestroyed, KeyMissing) as erased:
        raise Http404 from erased
    look_at_proof(actor=request.user, proof=row, now=now)
    answer = HttpResponse(picture, content_type=row.content_type)
    answer["Content-Disposition"] = f'inline; filename="signed.{ENDINGS[row.content_type]}"'
    return answer
