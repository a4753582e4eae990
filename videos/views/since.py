"""A no that was written down later than it was said: what was watched in between, for who holds the case."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from consent.access import late_no_for
from videos import since
from vigportal.accounts.access import SignedIn


@require_GET
def watched_since(request: SignedIn, declaration_id: UUID) -> HttpResponse:
    """Every sitting since the day that stands on the paper, to be told to whoever said it."""
    now = timezone.now()
    no = late_no_for(request.user, declaration_id, now)
    between = since.watched_since(no)
    return render(request, "videos/watched_since.html", {"case": no.case, "no": no, "between": between, "now": now})
