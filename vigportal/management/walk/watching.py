"""The mother at home and the supervisor: what is open to them, and what goes dark."""

from __future__ import annotations

import hashlib
import re

from vigportal.management.walk.browser import Browser, Page, Stuck
from vigportal.management.walk.walk import UUID, Walk, expect

BYTES = re.compile(rf"/bytes/[a-z_]+/{UUID}(?![-/\w])")
PIECE = 100_000


def mother_watches(walk: Walk) -> str:
    """From her home to the clip; every byte of it by ranges, under the ETag that its hash is."""
    home = walk.rosa.visit("/")
    shown = home.links(f"/clips/{UUID}/watch/")
    expect(len(shown) == 2, home, "two clips stand on the mother's home")
    seen = []
    for clip in walk.clips[:2]:
        page = walk.rosa.visit(f"/clips/{clip.id}/watch/")
        held = walk.captured.setdefault(clip.id, [])
        held += dict.fromkeys(BYTES.findall(page.text))
        seen.append(watch(walk.rosa, _film_of(walk.rosa, held)))
    return f"{len(shown)} clips; {seen[0]} bytes of the first by ranges, its ETag is their SHA-256"


def watch(browser: Browser, address: str) -> int:
    """A clip in pieces, as a player asks for it: 206 each, one ETag, If-Range kept, a range beyond refused."""
    body, etag, total = b"", "", 1
    while len(body) < total:
        piece = browser.ask("GET", address, headers={"Range": f"bytes={len(body)}-{len(body) + PIECE - 1}"})
        expect(piece.status == 206, piece, "a range is answered with 206")
        expect(etag in {"", piece.headers["ETag"]}, piece, "the ETag stays the same")
        expect(piece.headers["Cache-Control"] == "no-store", piece, "nothing is kept")
        body, etag = body + piece.body, piece.headers["ETag"]
        total = int(piece.headers["Content-Range"].rpartition("/")[2])
    expect(etag.strip('"') == hashlib.sha256(body).hexdigest(), piece, "the ETag is the hash of what was sent")
    other = browser.ask("GET", address, headers={"Range": "bytes=0-9", "If-Range": '"another"'})
    expect(other.status == 200, other, "another ETag in If-Range gets the whole")
    beyond = browser.ask("GET", address, headers={"Range": f"bytes={total}-"})
    expect(beyond.status == 416, beyond, "a range beyond the end is refused")
    return total


def mother_looks(walk: Walk) -> str:
    """Who can see it, who has watched, when it goes."""
    clip = walk.clips[0]
    walk.rosa.visit(f"/assets/{clip.asset}/who/")
    watched = walk.rosa.visit(f"/clips/{clip.id}/watched/")
    expect("You" in watched.text or "Rosa" in watched.text, watched, "her own watching stands there")
    goes = walk.rosa.visit(walk.rosa.visit(f"/clips/{clip.id}/watch/").link(r".*/(?:when|goes)[-\w]*/.*"))
    return f"who can see it, who has watched, and when it goes ({goes.path})"


def mother_stops(walk: Walk) -> str:
    """One tap from the clip's page of switches; the next request for any of its bytes is refused."""
    clip = walk.clips[0]
    page = walk.rosa.visit(f"/assets/{clip.asset}/stop/")
    walk.rosa.send(page)
    refused = [walk.rosa.ask("GET", each, headers={"Range": "bytes=0-99"}) for each in walk.captured[clip.id]]
    for answer in refused:
        expect(answer.status == 403, answer, "what is stopped is refused from the next request on")
    other = walk.rosa.ask("GET", walk.captured[walk.clips[1].id][0], headers={"Range": "bytes=0-99"})
    expect(other.status == 206, other, "the clip that was not stopped goes on")
    return f"{len(refused)} captured addresses answer 403; the other clip still plays"


def supervisor_comments(walk: Walk) -> str:
    """The board, the one clip that was offered, a comment at a frame; the other clips are not there for him."""
    clip = walk.clips[1]
    room = walk.omar.visit(walk.omar.visit("/supervision/").link(f"/supervision/clips/{clip.id}/"))
    size = watch(walk.omar, _film_of(walk.omar, BYTES.findall(room.text)))
    words = "Here you wait, and he turns to you."
    walk.omar.send(room, "", frame="12", words=words)
    expect(words in walk.maya.visit(f"/clips/{clip.id}/").text, room, "Maya reads the comment")
    hidden = walk.omar.ask("GET", f"/supervision/clips/{walk.clips[2].id}/")
    expect(hidden.status == 404, hidden, "a clip that was not offered is not there")
    return f"{size} bytes under supervision, a comment at frame 12; a clip that was not offered answers 404"


def _film_of(browser: Browser, addresses: list[str]) -> str:
    for address in addresses:
        if _kind(browser.ask("HEAD", address)).startswith("video/"):
            return address
    raise Stuck(f"{browser.name}'s page holds no clip that plays: {addresses}")


def _kind(answer: Page) -> str:
    expect(answer.status == 200, answer, "the address of a page that is shown is open")
    return str(answer.headers["Content-Type"])
