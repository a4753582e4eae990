"""The shared review, the goals rated, the ledger verified, the film erased."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.utils import timezone

from vigportal.management.walk.browser import Stuck
from vigportal.management.walk.walk import UUID, Walk, expect
from vigportal.retention.models import Certificate

NEXT_STEP = "Wait a little longer before I help."


def hold_the_review(walk: Walk) -> str:
    """Planned, held in the room, and what came of it noted."""
    soon, held = timezone.localtime() + timedelta(days=1), timezone.localtime() - timedelta(minutes=5)
    walk.maya.fill(f"{walk.cycle}review/plan/", at=f"{soon:%Y-%m-%dT%H:%M}", place="At home")
    room = walk.maya.visit(walk.maya.visit(walk.case).link(f"/reviews/{UUID}/room/"))
    screen = walk.maya.visit(f"{room.path}screen/")
    notes = walk.maya.visit(room.path.replace("/room/", "/notes/"))
    box = notes.find(rf'name="(family-{UUID})"')
    words = "I never saw that he looks at me first."
    walk.maya.send(notes, **{box: words})
    walk.maya.fill(f"{walk.cycle}review/held/", at=f"{held:%Y-%m-%dT%H:%M}", place="At home", next_step=NEXT_STEP)
    cycles = walk.maya.visit(f"{walk.case}cycles/")
    expect(NEXT_STEP in cycles.text, cycles, "the next step stands with its cycle")
    return f"planned, watched together ({screen.status} from the room), noted, held"


def rate_the_goals(walk: Walk) -> str:
    """Maya's view on her screen, Rosa's own from her phone."""
    _rate(walk, f"{walk.cycle}rate/", "practitioner", "5")
    home = walk.rosa.visit("/")
    _rate(walk, home.link(rf"/cases/{UUID}/rate/"), "family", "6")
    return "both goals, by both"


def _rate(walk: Walk, page: str, voice: str, value: str) -> None:
    browser = walk.maya if voice == "practitioner" else walk.rosa
    form = browser.visit(page)
    fields = {each.name for each in form.form("").controls if each.name.startswith(f"{voice}-")}
    expect(len(fields) == 2, form, "two goals are there to rate")
    browser.send(form, **dict.fromkeys(fields, value))


def verify_the_ledger(walk: Walk) -> str:
    """Whole, unchanged, fenced; and the practitioner's own page of it."""
    page = walk.maya.visit(f"{walk.case}ledger/")
    said = StringIO()
    call_command("verify_ledger", stdout=said)
    return f"{said.getvalue().strip()} (its page: {page.status})"


def erase_the_film(walk: Walk) -> str:
    """Its consequences are shown, a word is typed; then no address of it answers, and a certificate is issued."""
    walk.maya.fill(f"{walk.film_page}erase/", word="erase")
    addresses = [each for held in walk.captured.values() for each in held]
    for browser in (walk.maya, walk.rosa, walk.omar):
        for address in addresses:
            answer = browser.ask("GET", address, headers={"Range": "bytes=0-9"})
            expect(answer.status in {403, 404}, answer, "nothing of an erased film is sent")
    walk.until(lambda: walk.maya.ask("GET", f"{walk.case}films/"), lambda _page: Certificate.objects.exists())
    certificate = Certificate.objects.first()
    if certificate is None:
        raise Stuck("No certificate was issued.")
    call_command("verify_ledger", stdout=StringIO())
    return f"{len(addresses)} addresses answer 403 or 404 to everybody; certificate {certificate.number} is issued"
