"""The gate in front of every byte. Decided for each request, from the primary database; nothing is remembered."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from videos.access import NotOpen, Opened, open_asset, rendition_for
from videos.actions import watching
from videos.models import Rendition
from videos.player.playlist import CONTENT_TYPE, copies_of, playlist_of
from videos.player.stream import respond
from videos.queries import is_told_of
from videos.showing import IN_PARTS, copies_in_parts, grid_of, parts_of
from vigportal.accounts.access import SignedIn
from vigportal.vault.keepers import KeeperAway
from vigportal.vault.keys import KeyDestroyed, KeyMissing
from vigportal.vault.shelf import ObjectMissing, ShelfAway
from vigportal.web.polling import asked_by_the_page

logger = logging.getLogger(__name__)


@require_safe
def stream(request: SignedIn, purpose: str, rendition_id: UUID) -> HttpResponseBase:
    """Bytes of a rendition under a purpose: 200, 206, 304 or 416, or 403 where it isn't agreed to."""
    now = timezone.now()
    entered = _enter(request, purpose, rendition_id, now)
    if entered is None:
        return _dark()
    rendition, opened = entered
    watching.keep_watch(actor=request.user, opened=opened, rendition=rendition, now=now)
    try:
        return respond(request, rendition, lambda: _still_open(opened))
    except (KeyDestroyed, KeyMissing) as erased:
        raise Http404 from erased
    except ObjectMissing as gone:
        if is_told_of(rendition_id):  # else it was taken away behind the door, as parts are when their film is ready
            logger.exception("rendition %s has no bytes", rendition_id)
        raise Http404 from gone
    except (ShelfAway, KeeperAway):
        logger.exception("rendition %s can't be read now", rendition_id)
        return _later()


@asked_by_the_page
@require_safe
def copies(request: SignedIn, purpose: str, rendition_id: UUID) -> HttpResponse:
    """The copies of a film that is being made ready, each with the address of its list; asked for once."""
    now = timezone.now()
    entered = _enter(request, purpose, rendition_id, now)
    if entered is None:
        return _dark()
    rendition, opened = entered
    found = copies_in_parts(rendition.asset.film) if rendition.kind in IN_PARTS else []
    if not found:
        raise Http404
    watching.keep_watch(actor=request.user, opened=opened, rendition=rendition, now=now)
    return _listed(copies_of(found))


@asked_by_the_page
@require_safe
def playlist(request: SignedIn, purpose: str, rendition_id: UUID) -> HttpResponse:
    """The parts of a film that is being made ready, by the beginning they share; asked for anew every few seconds."""
    now = timezone.now()
    entered = _enter(request, purpose, rendition_id, now)
    if entered is None:
        return _dark()
    rendition, opened = entered
    parts = parts_of(rendition.asset_id, rendition.kind)
    if parts[:1] != [rendition.pk] or not parts[1:]:
        raise Http404
    watching.keep_watch(actor=request.user, opened=opened, rendition=rendition, now=now)
    addresses = [f"../{part}" for part in parts]
    return _listed(playlist_of(grid_of(rendition.asset.film), addresses[0], addresses[1:]))


@asked_by_the_page
@require_POST
def still_going(request: SignedIn, purpose: str, rendition_id: UUID) -> HttpResponse:
    """Asked by an open player every 3 seconds: 204 to go on, 403 to go dark. Notes the seconds that were played."""
    now = timezone.now()
    try:
        _rendition, opened = rendition_for(request.user, rendition_id, purpose, now)
    except NotOpen as no:
        watching.turn_away(actor=request.user, no=no, now=now)
        return _dark()
    played = request.POST.get("played", "0")
    watching.note_seconds(opened=opened, seconds=int(played) if played.isdecimal() else 0, now=now)
    return HttpResponse(status=204)


def _enter(request: SignedIn, purpose: str, rendition_id: UUID, now: datetime) -> tuple[Rendition, Opened] | None:
    """Past the door, or None: another site asks, or it isn't agreed to, which is entered."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return None
    try:
        return rendition_for(request.user, rendition_id, purpose, now)
    except NotOpen as no:
        watching.turn_away(actor=request.user, no=no, now=now)
        return None


def _listed(text: str) -> HttpResponse:
    return HttpResponse(text, content_type=CONTENT_TYPE, headers={"X-Content-Type-Options": "nosniff"})


def _still_open(opened: Opened) -> bool:
    try:
        open_asset(opened.viewer, opened.asset, opened.purpose, timezone.now())
    except (NotOpen, Http404):
        return False
    return True


def _later() -> HttpResponse:
    """The store doesn't answer. Nothing is lost, and a player asks again."""
    words = _("This can't be reached just now. Try again in a moment.")
    return HttpResponse(words, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "5"})


def _dark() -> HttpResponse:
    """The same words for every reason: an answer to a player tells nobody who said what."""
    return HttpResponse(_("This can't be shown."), status=403, content_type="text/plain; charset=utf-8")
