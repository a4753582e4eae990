"""Putting a clip before somebody: the family at home, a supervisor. It opens nothing, and each page says so."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consent.models import Purpose
from families.queries import seats_of_family
from videos.access import clip_for, share_for
from videos.actions import sharing
from videos.audience import onlookers, seats_before, supervisors_of
from videos.forms import OfferForm, ShareForm
from vigportal.accounts.access import SignedIn


@require_http_methods(["GET", "POST"])
def share_clip(request: SignedIn, clip_id: UUID) -> HttpResponse:
    """Which of the family find the clip on their own page."""
    now = timezone.now()
    clip = clip_for(request.user, clip_id, now)
    seats = seats_of_family(clip.asset.case, now)
    before = [share.to_id for share in seats_before(clip, Purpose.FAMILY_VIEWING)]
    form = ShareForm(request.POST if request.method == "POST" else None, seats=seats, initial={"seats": before})
    if request.method == "POST" and form.is_valid():
        sharing.share_with_family(actor=request.user, clip=clip, seats=form.cleaned_data["seats"], now=now)
        messages.success(request, _("Saved. They see it as soon as everyone in it agrees, and only as long."))
        return redirect("videos:clip", clip.pk)
    each = onlookers(clip, seats, Purpose.FAMILY_VIEWING, now)
    context = {"clip": clip, "case": clip.asset.case, "form": form, "onlookers": each}
    return render(request, "videos/share.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def offer_clip(request: SignedIn, clip_id: UUID) -> HttpResponse:
    """Offering a clip to somebody who supervises the practitioner now, with a question."""
    now = timezone.now()
    clip = clip_for(request.user, clip_id, now)
    seats = supervisors_of(request.user, clip.asset.case.family.service, now)
    form = OfferForm(request.POST if request.method == "POST" else None, seats=seats, initial={"to": seats.first()})
    if request.method == "POST" and form.is_valid():
        try:
            sharing.offer_clip(actor=request.user, clip=clip, now=now, **form.cleaned_data)
        except sharing.NotTheirs:
            form.add_error("to", _("They don't supervise you any more."))
        else:
            messages.success(request, _("Offered. They can watch it as soon as everyone in it agrees."))
            return redirect("videos:clip", clip.pk)
    each = onlookers(clip, seats, Purpose.SUPERVISION, now)
    context = {"clip": clip, "case": clip.asset.case, "form": form, "onlookers": each}
    return render(request, "videos/offer.html", context, status=422 if form.errors else 200)


@require_POST
def end_share(request: SignedIn, share_id: UUID) -> HttpResponse:
    """Takes a clip back from before somebody."""
    now = timezone.now()
    share = share_for(request.user, share_id, now)
    sharing.end_share(actor=request.user, share=share, now=now)
    messages.success(request, _("Taken back. Their next request finds nothing."))
    return redirect("videos:clip", share.clip_id)
