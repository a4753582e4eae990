"""Another hand looks at who is in something, and agrees or not. It opens this one asset, and no more of the case."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consent.access import hand_for
from consent.actions.confirming import agree
from consent.actions.seconding import decline
from families.forms.sending import taken
from videos.access import CONFIRMING, NotOpen, open_asset
from videos.forms import AnswerForm
from videos.showing import shown_under
from vigportal.accounts.access import SignedIn, works_here

ANSWERS = {"agree": agree, "decline": decline}


@require_http_methods(["GET", "POST"])
def second_hand(request: SignedIn, hand_id: UUID) -> HttpResponse:
    """What was said, by whom and how they know; the film, clip or picture itself; two answers."""
    now = timezone.now()
    hand = hand_for(request.user, hand_id, now)
    form = AnswerForm(request.POST or None)

    def act() -> None:
        ANSWERS[form.cleaned_data["answer"]](actor=request.user, hand=hand, now=now)

    if taken(request, form, hand.asset.case, act, now):
        messages.success(request, _("Thank you. It is written down."))
        return redirect("/")
    try:
        shown = shown_under(open_asset(request.user, hand.asset, CONFIRMING, now).purpose, hand.asset)
    except (NotOpen, Http404):  # shut even for this; or the hand is somebody's of the family, to whom it isn't opened
        shown = None
    frame = "base_staff.html" if works_here(request.user, now) else "base_parent.html"
    told = {"hand": hand, "people": hand.people.all(), "concerned": hand.concerned.all()}
    return render(
        request, "videos/second_hand.html", {**told, "shown": shown, "form": form, "frame": frame, "now": now}
    )
