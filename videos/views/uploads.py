"""tus 1.0.0 over HTTP, and the page that films are sent from."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta, tzinfo
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sessions.access import cycle_for
from videos.access import upload_for, upload_of_film_for
from videos.actions import uploads as actions
from videos.actions.films import NotInThisState
from videos.counting import room_for
from videos.forms import NewFilmForm
from videos.models import Upload
from videos.queries import sealed_parts, upload_with, waiting_uploads
from videos.quota import objection
from videos.upload import receive
from videos.upload.commands import Append, Command, Create, Options, Place, Refusal, Reply, Terminate, Why
from videos.upload.protocol import judge, read, reply, reply_to_options
from videos.upload.wording import PAGE, SENTENCES
from vigportal.accounts.access import SignedIn
from vigportal.volumes import AGAIN_SECONDS, DiskFull, telling_when_full

EVERYDAY = frozenset({Why.LOCKED, Why.METHOD, Why.VERSION})
"""Refusals that tell of nothing but a second tab or an old page: not entered."""
DISK_FULL = Refusal(Why.DISK_FULL, {"Retry-After": str(AGAIN_SECONDS)})


@require_http_methods(["POST", "OPTIONS"])
def uploads(request: SignedIn) -> HttpResponse:
    """Begins an upload (tus creation). What the film is comes as metadata: cycle, kind, recorded_on, people."""
    command = read(request.method or "", request.headers, place=Place.UPLOADS, largest=settings.UPLOAD_LONGEST_BYTES)
    if isinstance(command, Refusal):
        return _refused(request, command)
    if isinstance(command, Options):
        return _answer(reply_to_options(command))
    return _begin(request, command) if isinstance(command, Create) else _refused(request, Refusal(Why.METHOD))


def _begin(request: SignedIn, command: Create) -> HttpResponse:
    now = timezone.now()
    film = _film_told(request, command, now)
    if film is None:
        return _refused(request, Refusal(Why.METADATA))
    try:
        with telling_when_full():
            upload = actions.start_upload(actor=request.user, film=film, now=now)
    except DiskFull:
        return _refused(request, DISK_FULL)
    except actions.CaseClosed:
        return _refused(request, Refusal(Why.GONE))
    except actions.NoRoom as no:
        return _refused(request, _no_room(no, film, now))
    address = reverse("videos:upload", args=[upload.pk])
    return _answer(reply(command, receive.state_of(upload), location=request.build_absolute_uri(address)))


def _film_told(request: SignedIn, command: Create, now: datetime) -> actions.NewFilm | None:
    """What the metadata says of a film; nothing where they say too little. Raises Http404 for a cycle out of reach."""
    told = command.metadata
    cycle = cycle_for(request.user, _uuid(told.get("cycle", "")), now)
    answers = MultiValueDict({"kind": [told.get("kind", "")], "recorded_on": [told.get("recorded_on", "")]})
    answers.setlist("people", [key for key in told.get("people", "").split() if key])
    form = NewFilmForm(answers, people=cycle.case.family.people.all())
    if not form.is_valid():
        return None
    return actions.NewFilm(
        cycle=cycle,
        kind=form.cleaned_data["kind"],
        recorded_at=first_moment_of(form.cleaned_data["recorded_on"], cycle.case.family.service.zone),
        people=tuple(form.cleaned_data["people"]),
        length=command.length,
    )


def _no_room(no: actions.NoRoom, film: actions.NewFilm, now: datetime) -> Refusal:
    """With the figures of its sentence; where tomorrow helps, with the seconds until then."""
    local = now.astimezone(film.cycle.case.family.service.zone)
    tomorrow = first_moment_of(local.date() + timedelta(days=1), film.cycle.case.family.service.zone)
    if no.why == Why.DISK_FULL:
        return DISK_FULL
    later = {"Retry-After": str(int((tomorrow - now).total_seconds()) + 1)} if no.why == Why.DAY_FULL else {}
    return Refusal(no.why, later, {"size": film.length, "footage": no.room.footage, "today": no.room.today})


@require_http_methods(["HEAD", "PATCH", "DELETE", "OPTIONS", "POST"])
def upload(request: SignedIn, upload_id: UUID) -> HttpResponse:
    """One upload: how far it has come, its next part, or its end."""
    now = timezone.now()
    row = _own(request, upload_id, now)
    command = read(request.method or "", request.headers, place=Place.UPLOAD, largest=settings.UPLOAD_LONGEST_BYTES)
    if isinstance(command, Refusal):
        return _refused(request, command, row)
    if isinstance(command, Options):
        return _answer(reply_to_options(command))
    try:
        with telling_when_full():
            row = _done(request, command, row, now)
    except receive.UploadRefused as no:
        return _refused(request, no.refusal, row)
    except DiskFull:
        return _refused(request, DISK_FULL, row)
    return _answer(reply(command, receive.state_of_free(row)))


def _done(request: SignedIn, command: Command, row: Upload, now: datetime) -> Upload:
    """The upload as it is afterwards. Raises UploadRefused, and whatever a full disk says."""
    if isinstance(command, Append):
        return receive.append(request.user, row, command, request)
    if refusal := judge(command, receive.state_of(row), now=now):
        raise receive.UploadRefused(refusal)
    if isinstance(command, Terminate):
        actions.cancel_upload(actor=request.user, upload=row, now=now)
    return row


@require_POST
def give_up(request: SignedIn, film_id: UUID) -> HttpResponse:
    """Ends an upload that nobody goes on with: by whoever holds the case, from wherever the film is listed."""
    now = timezone.now()
    row = upload_of_film_for(request.user, film_id, now)
    refusal = judge(Terminate(), receive.state_of(row), now=now)
    if refusal and refusal.why != Why.GONE:
        messages.warning(request, _(SENTENCES[refusal.why]))
        return redirect("videos:film", film_id)
    with suppress(NotInThisState):
        actions.cancel_upload(actor=request.user, upload=row, now=now)
        messages.success(request, _("Given up. What had arrived is erased."))
    return redirect("videos:case_films", row.film.asset.case_id)


@require_GET
def parts(request: SignedIn, upload_id: UUID) -> JsonResponse:
    """What has arrived, as [size, SHA-256] in order: the browser compares it with the file it still holds."""
    row = upload_for(request.user, upload_id, timezone.now())
    return JsonResponse({"length": row.length, "parts": list(sealed_parts(row.film).values_list("size", "sha256"))})


@require_GET
def add_film(request: SignedIn, cycle_id: UUID) -> HttpResponse:
    """The page that a film is sent from: on the desktop, or on the filming phone by its QR code."""
    now = timezone.now()
    cycle = cycle_for(request.user, cycle_id, now)
    filming = getattr(cycle, "filming", None)
    present = filming.present.all() if filming else []
    held_on = timezone.localtime(filming.held_at if filming and filming.held_at else now).date()
    room = room_for(request.user, cycle.case.family.service, now)
    form = NewFilmForm(
        initial={"kind": request.GET.get("kind", "interaction"), "recorded_on": held_on, "people": present},
        people=cycle.case.family.people.all(),
    )
    context = {
        "cycle": cycle,
        "case": cycle.case,
        "form": form,
        "largest": settings.UPLOAD_LONGEST_BYTES,
        "room": room,
        "full": objection(room, 1),
        "words": {key: _(sentence) for key, sentence in PAGE.items()},
        "qr": _qr(request.build_absolute_uri()),
        "waiting": waiting_uploads(cycle, request.user, now),
    }
    return render(request, "videos/add_film.html", context)


def _qr(address: str) -> SafeString:
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=2, light="#fff")
    return mark_safe(drawn)  # noqa: S308 # nosec B308 B703 -- drawn by segno from our own address


def _answer(answer: Reply) -> HttpResponse:
    return HttpResponse(status=answer.status, headers=dict(answer.headers))


def _own(request: SignedIn, upload_id: UUID, now: datetime) -> Upload:
    """The upload, if it is the actor's. Whoever tries somebody else's is entered, and told nothing."""
    try:
        return upload_for(request.user, upload_id, now)
    except Http404:
        if theirs := upload_with(upload_id):
            actions.note_refusal(actor=request.user, upload=theirs, why=actions.Stranger.NOT_YOURS, now=now)
        raise


def _refused(request: SignedIn, refusal: Refusal, row: Upload | None = None) -> HttpResponse:
    if refusal.why not in EVERYDAY:
        with suppress(DiskFull), telling_when_full():  # then the no itself finds no room in the ledger
            actions.note_refusal(actor=request.user, upload=row, why=refusal.why, now=timezone.now())
    words = _(SENTENCES[refusal.why]).format(**{name: filesizeformat(size) for name, size in refusal.facts.items()})
    return HttpResponse(
        words, status=refusal.status, headers=dict(refusal.headers), content_type="text/plain; charset=utf-8"
    )


def first_moment_of(day: date, zone: tzinfo) -> datetime:
    """The first moment of a calendar day in the service's zone."""
    return datetime.combine(day, time.min, tzinfo=zone)


def _uuid(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        return UUID(int=0)
