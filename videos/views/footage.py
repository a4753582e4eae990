"""How much footage a service holds and how much it may, for its manager. No film is opened here, and none is named."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from videos.counting import level_in, limits_of, promised_to, use_of
from videos.forms import RoomForm
from vigportal.accounts.access import SignedIn, seat_for
from vigportal.accounts.actions import change_service
from vigportal.accounts.roles import Act
from vigportal.accounts.sudo import proved_lately
from vigportal.volumes import Holds, full_volumes

FULL = {
    Holds.FILMS: _("sealed films"),
    Holds.KEYS: _("keys"),
    Holds.SCRATCH: _("films that are being worked on"),
    Holds.DATABASE: _("the database"),
}
"""What the disk is for that has no room; where it lies is for whoever runs the portal (`manage.py volumes`)."""


@require_GET
def footage(request: SignedIn) -> HttpResponse:
    """What the service holds by kind, what is still to come, and what one person may send."""
    now = timezone.now()
    service = seat_for(request.user, Act.SET_POLICY, now).service
    use, (level, percent) = use_of(service), level_in(service)
    kinds = ((_("Films"), use.film), (_("Clips"), use.clip), (_("Still pictures"), use.still))
    context = {
        "service": service,
        "kinds": [*kinds, (_("Films that have not arrived whole"), use.arriving)],
        "use": use,
        "promised": promised_to(service, now),
        "limits": limits_of(service),
        "level": level,
        "percent": percent,
        "full": [FULL[volume.holds] for volume in full_volumes()],
    }
    return render(request, "videos/footage.html", context)


@require_http_methods(["GET", "POST"])
@proved_lately
def set_room(request: SignedIn) -> HttpResponse:
    """How much the service may hold, and one person may send. It counts for films that begin from now on."""
    now = timezone.now()
    service = seat_for(request.user, Act.SET_POLICY, now).service
    form = RoomForm(request.POST or None, instance=service)
    if request.method == "POST" and form.is_valid():
        if changes := {name: form.cleaned_data[name] for name in form.changed_data}:
            change_service(actor=request.user, service=service, changes=changes, now=now)
            messages.success(request, gettext("Saved."))
        return redirect("videos:footage")
    return render(request, "videos/set_room.html", {"form": form}, status=422 if form.errors else 200)
