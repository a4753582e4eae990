"""A film on its way, in figures and words: how far it is, how long it still takes, or why it stopped."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from videos.models import Clip, Film, Job
from videos.queries import Detail, detail_of, last_job
from videos.transcode import remarks
from videos.transcode.faults import CALLED_OFF, sentence_for
from videos.transcode.lease import FOR_ROOM
from videos.transcode.refusals import SENTENCES, Why
from videos.transcode.resuming import due_at
from videos.transcode.states import IN_WORK, FilmState
from vigportal.volumes import full_volumes

MINUTE, LONG = 60, 90
"""Seconds of one, and from how many of them on hours are told."""


def standing(film: Film) -> dict[str, object]:
    """What the film's page shows of it."""
    job = last_job(film.asset_id, Job.Kind.PREPARE)
    running = job if job and job.state == Job.State.RUNNING else None
    upload = getattr(film, "upload", None)
    return {
        "is_in_work": FilmState(film.state) in IN_WORK,
        "can_be_called_off": bool(job and job.state in (Job.State.WAITING, Job.State.RUNNING)),
        "percent": running.progress // 10 if running else 0,
        "left": time_left(running.seconds_left) if running and running.seconds_left is not None else "",
        "waits": _waits(job),
        "refused": _(SENTENCES[Why(film.refusal)]).format(**film.refusal_facts) if film.state == "refused" else "",
        "stopped": _(sentence_for(film.refusal)) if film.state == "failed" else "",
        "again_at": due_at(film.asset_id) if film.state == "failed" else None,
        "is_called_off": film.refusal == CALLED_OFF,
        "upload": upload,
        "arrived": upload.offset * 100 // upload.length if upload else 0,
    }


def remarks_on(film: Film) -> list[str]:
    """What a page says of a film that is ready, where not all of it can be watched or heard."""
    return [_(remarks.SENTENCES[remarks.About(about)]).format(seconds=seconds) for about, seconds in film.remarks]


def hidden_in(film: Film) -> str:
    """The one of them that the family reads beside the film's last day."""
    told = [(about, seconds) for about, seconds in film.remarks if about == remarks.About.HIDDEN]
    return _(remarks.SENTENCES[remarks.About.HIDDEN]).format(seconds=told[0][1]) if told else ""


def standing_in_full(clip: Clip) -> dict[str, object]:
    """What the clip's page shows of it in full detail. `stopped`: why the last try has ended with nothing."""
    job, how = last_job(clip.asset_id, Job.Kind.FULL), detail_of(clip)
    running = job if job and job.state == Job.State.RUNNING else None
    has_stopped = job is not None and job.state == Job.State.PARKED and how == Detail.TO_ASK_FOR
    return {
        "how": how,
        "width": clip.film.full_width,
        "height": clip.film.full_height,
        "percent": running.progress // 10 if running else 0,
        "left": time_left(running.seconds_left) if running and running.seconds_left is not None else "",
        "waits": _waits(job),
        "stopped": _(sentence_for(job.error)) if job and has_stopped else "",
        "is_called_off": job is not None and job.error == CALLED_OFF and how == Detail.TO_ASK_FOR,
    }


def time_left(seconds: int) -> str:
    """In words, as exact as it is known: whole minutes, from an hour and a half on to ten of them."""
    minutes = -(-seconds // MINUTE)
    if minutes <= 1:
        return _("less than a minute")
    if minutes < LONG:
        return ngettext("about %(minutes)s minute", "about %(minutes)s minutes", minutes) % {"minutes": minutes}
    hours, tens = divmod(-(-minutes // 10), 6)
    words = ngettext("about %(hours)s hour", "about %(hours)s hours", hours) % {"hours": hours}
    return _("%(hours)s and %(minutes)s minutes") % {"hours": words, "minutes": tens * 10} if tens else words


def _waits(job: Job | None) -> str:
    if job is None or job.state != Job.State.WAITING:
        return ""
    if job.error == FOR_ROOM or full_volumes():
        return _("There is no room on the portal’s disk just now. The film is safe; it waits, and goes on by itself.")
    if job.attempt:
        return _("It stopped on the way and is tried again by itself in a few minutes.")
    return _("It waits for its turn.")
