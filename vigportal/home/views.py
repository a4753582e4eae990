"""The first pages after signing in."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from families.queries import seats_to_hold
from vigportal.accounts.access import SignedIn, works_here
from vigportal.home import queries
from vigportal.home.actions import read_notices
from vigportal.home.family import home_of
from vigportal.home.today import waiting_for

SHOWN = 50


@require_GET
def start(request: SignedIn) -> HttpResponse:
    """Everybody to the page of their own."""
    page = queries.landing_of(request.user, timezone.now())
    return redirect(page) if page else render(request, "home/no_seat.html")


@require_GET
def today(request: SignedIn) -> HttpResponse:
    """What waits for this practitioner."""
    now = timezone.now()
    if not seats_to_hold(request.user, now):
        raise Http404
    unread = [each for each in queries.told(request.user, SHOWN) if not each.is_read]
    context = {"sections": waiting_for(request.user, now), "notices": unread, "now": now}
    return render(request, "home/today.html", context)


@require_GET
def family(request: SignedIn) -> HttpResponse:
    """A parent's home."""
    now = timezone.now()
    context = {"home": home_of(request.user, request.GET.get("case", ""), now), "now": now}
    return render(request, "home/family.html", context)


@require_GET
def about(request: SignedIn) -> HttpResponse:
    """What VIG is, what to expect, and one's rights."""
    return render(request, "home/about.html")


@require_http_methods(["GET", "POST"])
def notices(request: SignedIn) -> HttpResponse:
    """What somebody was told; sent, it counts as read."""
    now = timezone.now()
    if request.method == "POST":
        if queries.unread_notices_of(request.user).exists():
            read_notices(actor=request.user, now=now)
        return redirect("home:start" if "home" in request.POST else "home:notices")
    frame = "base_staff.html" if works_here(request.user, now) else "base_parent.html"
    context = {"notices": queries.told(request.user, SHOWN), "frame": frame, "now": now}
    return render(request, "home/notices.html", context)
