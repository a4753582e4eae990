"""The first pages after signing in."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from families.access import case_for
from vigportal.accounts.access import SignedIn, may, seat_for, works_here
from vigportal.accounts.roles import Act
from vigportal.home import queries
from vigportal.home.actions import read_ledger, read_notices
from vigportal.home.family import home_of
from vigportal.home.ledger import Wanted, entries_of_case, entries_of_service, page_for
from vigportal.home.today import waiting_for

SHOWN = 50


@require_GET
def start(request: SignedIn) -> HttpResponse:
    """Everybody to the page of their own."""
    page = queries.landing_of(request.user, timezone.now())
    return redirect(page) if page else render(request, "home/no_seat.html")


@require_GET
def today(request: SignedIn) -> HttpResponse:
    """What waits for this practitioner or manager."""
    now = timezone.now()
    if not any(may(request.user, act, now) for act in (Act.HOLD_CASES, Act.MANAGE_PEOPLE)):
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


@require_GET
def case_ledger(request: SignedIn, case_id: UUID) -> HttpResponse:
    """What happened in a case, for a practitioner who holds it. That it was read is entered."""
    now = timezone.now()
    case = case_for(request.user, case_id, now)
    service = case.family.service
    page = page_for(entries_of_case(case), Wanted.of(request.GET))
    read_ledger(actor=request.user, service_id=service.pk, case_id=case.pk, now=now)
    return render(request, "ledger/case.html", {"case": case, "page": page, "zone": service.zone, "now": now})


@require_GET
def service_ledger(request: SignedIn) -> HttpResponse:
    """What happened in a service, for whoever may read its ledger. It opens no case and no film."""
    now = timezone.now()
    service = seat_for(request.user, Act.READ_LEDGER, now).service
    page = page_for(entries_of_service(service), Wanted.of(request.GET))
    read_ledger(actor=request.user, service_id=service.pk, case_id=None, now=now)
    return render(request, "ledger/service.html", {"service": service, "page": page, "zone": service.zone, "now": now})
