"""A film's way in over a bad line, made ready, its people confirmed, its moments cut."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from dataclasses import replace

from django.utils import timezone

from vigportal.management.walk import casework
from vigportal.management.walk.browser import Page
from vigportal.management.walk.footage import film_from
from vigportal.management.walk.walk import UUID, Clip, Walk, expect

TUS = {"Tus-Resumable": "1.0.0", "Sec-Fetch-Site": "same-origin"}
PART_TYPE = "application/offset+octet-stream"
PARTS = 4
STILL_HELD = 423
WAIT = frozenset({409, STILL_HELD})
READY_WORDS = "These are all of them"
MOMENTS = ((0.1, "He looks, you wait"), (0.4, "The tower turns"), (0.7, "“Again!”"))
MOMENT_SECONDS = 4


def bring_the_film(walk: Walk) -> str:
    """The film that was named, or the drawn one, at least a minute long."""
    walk.film, words = film_from(walk.file)
    return words


def upload_over_a_bad_line(walk: Walk) -> str:
    """tus in parts; the line is cut in the middle of the second, and sending goes on where it stopped."""
    page = walk.maya.visit(f"{walk.cycle}films/new/")
    upload, token = _begin(walk, page), page.find(r'data-csrf="([^"]+)"')
    size = -(-len(walk.film) // PARTS)
    offset = _append(walk, upload, token, 0, walk.film[:size])
    _cut(walk, upload, token, offset, walk.film[offset : offset + size])
    resumed = walk.until(lambda: _go_on(walk, upload, token, size), lambda page: page.status not in WAIT)
    expect(resumed.status == 204, resumed, "sending goes on where it stopped")
    kept, offset, parts = walk.resumed_at, int(resumed.headers["Upload-Offset"]), 3
    while offset < len(walk.film):
        offset = _append(walk, upload, token, offset, walk.film[offset : offset + size])
        parts += 1
    held = walk.maya.visit(f"{upload}/parts")
    expect(_is_whole(walk.film, held), held, "every part hashes as the film in hand does")
    return f"{parts} parts, one cut after {kept - size} of {size} bytes and resumed; every SHA-256 is right"


def wait_until_ready(walk: Walk) -> str:
    """The worker makes the study copy."""
    films = walk.maya.visit(f"{walk.case}films/")
    walk.film_page = films.link(f"/films/{UUID}/")
    walk.until(lambda: walk.maya.visit(walk.film_page), _is_ready)
    return "the study copy is ready"


def confirm_the_people(walk: Walk) -> str:
    """Who is in the film: nothing else opens before."""
    studio = walk.maya.send(walk.maya.visit(walk.film_page), "/people/", people=["Leo", "Rosa"])
    frames = studio.find(r'data-frames="(\d+)"')
    return f"Leo and Rosa are in it; {frames} frames in the studio"


def mark_moments(walk: Walk) -> str:
    """Three, each cut to the frame."""
    studio = walk.maya.visit(walk.film_page)
    frames, rate = int(studio.find(r'data-frames="(\d+)"')), _rate(studio)
    for place, title in MOMENTS:
        first = int(frames * place)
        end = min(frames, first + round(MOMENT_SECONDS * rate))
        studio = walk.maya.send(studio, "/moments/", first_frame=str(first), end_frame=str(end), title=title)
    cut = walk.until(lambda: walk.maya.visit(walk.film_page), lambda page: "Being cut" not in page.text)
    walk.clips = [Clip(each.split("/")[2]) for each in cut.links(f"/clips/{UUID}/")]
    expect(len(walk.clips) == len(MOMENTS), cut, "three moments stand in the studio")
    return f"three moments of {MOMENT_SECONDS} s are cut"


def confirm_moments(walk: Walk) -> str:
    """Who is in each moment."""
    for clip in walk.clips:
        walk.maya.send(walk.maya.visit(walk.film_page), f"/clips/{clip.id}/people/", people=["Leo", "Rosa"])
        page = walk.maya.visit(f"/clips/{clip.id}/")
        clip.asset = page.find(f"/assets/({UUID})/")
    return "Leo and Rosa are in each"


def share_and_offer(walk: Walk) -> str:
    """Two clips before the mother, one of them before the supervisor too."""
    for clip in walk.clips[:2]:
        walk.maya.fill(f"/clips/{clip.id}/share/", seats=["Rosa"])
    question = "Where could I leave more room for Rosa's own words?"
    walk.maya.fill(f"/clips/{walk.clips[1].id}/offer/", to="Omar", question=question)
    return "two clips are before Rosa, one is before Omar with a question"


def _begin(walk: Walk, page: Page) -> str:
    people = " ".join(casework.person_id(walk, name) for name in ("Leo", "Rosa"))
    told = {
        "cycle": page.find(r'data-cycle="([^"]+)"'),
        "kind": "interaction",
        "recorded_on": timezone.localdate().isoformat(),
        "people": people,
    }
    headers = {
        **TUS,
        "X-CSRFToken": page.find(r'data-csrf="([^"]+)"'),
        "Upload-Length": str(len(walk.film)),
        "Upload-Metadata": ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in told.items()),
    }
    begun = walk.maya.ask("POST", "/uploads/", headers=headers)
    expect(begun.status == 201, begun, "the upload is begun")
    return str(re.sub(r"^https?://[^/]+", "", begun.headers["Location"]))


def _part_headers(token: str, offset: int, part: bytes) -> dict[str, str]:
    return {
        **TUS,
        "X-CSRFToken": token,
        "Content-Type": PART_TYPE,
        "Content-Length": str(len(part)),
        "Upload-Offset": str(offset),
        "Upload-Checksum": f"sha256 {b64encode(hashlib.sha256(part).digest()).decode()}",
    }


def _append(walk: Walk, upload: str, token: str, offset: int, part: bytes) -> int:
    taken = walk.maya.ask("PATCH", upload, headers=_part_headers(token, offset, part), body=part)
    expect(taken.status == 204, taken, "the part is taken")
    return int(taken.headers["Upload-Offset"])


def _cut(walk: Walk, upload: str, token: str, offset: int, part: bytes) -> None:
    """Half of a part, then nobody is there any more."""
    line = walk.maya.connect()
    line.putrequest("PATCH", upload)
    for name, value in {**walk.maya.manners, **_part_headers(token, offset, part)}.items():
        line.putheader(name, value)
    line.endheaders()
    line.send(part[: len(part) // 2])
    line.close()


def _go_on(walk: Walk, upload: str, token: str, size: int) -> Page:
    """Asks how far it has come, and sends from there; the line that broke may still be held for a moment.

    While it is held, the portal answers and hangs up before the part is through: the sender may never read the answer.
    """
    told = walk.maya.ask("HEAD", upload, headers=TUS)
    expect(told.status in {200, 204}, told, "the portal says how far it has come")
    walk.resumed_at = int(told.headers["Upload-Offset"])
    part = walk.film[walk.resumed_at : walk.resumed_at + size]
    try:
        return walk.maya.ask("PATCH", upload, headers=_part_headers(token, walk.resumed_at, part), body=part)
    except (BrokenPipeError, ConnectionResetError):
        return replace(told, status=STILL_HELD)


def _is_whole(film: bytes, held: Page) -> bool:
    at = 0
    for size, digest in json.loads(held.text)["parts"]:
        if hashlib.sha256(film[at : at + size]).hexdigest() != digest:
            return False
        at += size
    return at == len(film)


def _is_ready(page: Page) -> bool:
    expect("This film can't be used" not in page.text, page, "the film is taken")
    expect("It stopped on the way" not in page.text, page, "the film is made ready")
    return READY_WORDS in page.text


def _rate(studio: Page) -> float:
    return int(studio.find(r'data-rate-num="(\d+)"')) / int(studio.find(r'data-rate-den="(\d+)"'))
