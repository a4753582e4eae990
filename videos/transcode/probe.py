"""The inspector's report → what the engine needs to know about a film, or why the film is refused.

The law: a film is one good picture track and, if it has one, one good sound track; whatever else is in the file is
left behind. Good means that a frame of it was decoded. Refusals are asked in the order of the table, cheapest and
plainest first; what no rule refuses is a film.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from typing import Any

from videos.transcode.media import DECODERS, FilmLimits, MediaInfo, Picture, Sound
from videos.transcode.picture import Canvas, Colour, turn_of
from videos.transcode.promises import promised
from videos.transcode.refusals import Refusal, Why
from videos.transcode.remarks import About, Remark

Report = Mapping[str, Any]
Facts = dict[str, int | str]


_TOLD_FROM = Fraction(1, 4)
"""Seconds of sound before the first picture that are told of: less is how recorders begin."""


def read_report(
    report: Report, *, size: int, limits: FilmLimits, unheard: Set[int] = frozenset()
) -> MediaInfo | Refusal:
    """The film, or the first rule that refuses it. `unheard`: tracks of sound that the encoder can't read."""
    for rule in _RULES:
        refusal = rule(report, limits)
        if refusal is not None:
            return refusal
    streams: Sequence[Report] = report["streams"]
    best = _best_picture(streams)
    begins = min(_starts_at(stream) for stream in streams if "start" in stream)
    picture, sound = _picture(best), _sound(streams, begins, unheard)
    remarks = tuple(_remarks(streams, best, sound))
    return MediaInfo(report["demuxer"], size, _starts_at(best) - begins, picture, sound, remarks)


def _remarks(streams: Sequence[Report], best: Report, sound: Sound | None) -> Iterator[Remark]:
    heard = next((stream for stream in streams if sound and stream["index"] == sound.index), None)
    if heard and (early := _starts_at(best) - _starts_at(heard)) >= _TOLD_FROM:
        yield Remark(About.SOUND_FIRST, round(float(early), 1))
    if not heard and any(stream["type"] == "audio" and stream.get("packets") for stream in streams):
        yield Remark(About.UNHEARD)


def _picture(stream: Report) -> Picture:
    first = stream["first"]
    colour = Colour(first["range"], first["matrix"], first["primaries"], first["transfer"])
    shape = Fraction(*stream["shape"]) if all(stream["shape"]) else Fraction(1)
    return Picture(
        index=stream["index"],
        codec=stream["codec"],
        profile=stream["profile"],
        pixel_format=first["pixel_format"],
        canvas=Canvas(first["width"], first["height"], shape, turn_of(first["turn"]), colour, _kept_as(stream)),
        is_interlaced=first["interlaced"],
        has_others=bool(stream.get("others")),
        time_base=Fraction(*stream["time_base"]),
        pts=tuple(sorted(stream["pts"])),
        end=stream["end"],
    )


def _kept_as(stream: Report) -> str:
    """How pixels are kept, throughout the film. Browsers change the size as they record, and not to even ones alone."""
    return "" if stream["codec"] in {"vp8", "vp9"} else str(stream["first"]["pixel_format"])


def _sound(streams: Sequence[Report], begins: Fraction, unheard: Set[int]) -> Sound | None:
    """The first track that can be heard: phones put what every player understands before what only their own does."""
    for stream in streams:
        if stream["type"] == "audio" and stream.get("first") and stream["index"] not in unheard:
            first, late = stream["first"], _starts_at(stream) - begins
            told = stream["codec"], first["rate"], first["channels"], stream.get("profile", ""), _span(stream), late
            return Sound(stream["index"], *told)
    return None


def _best_picture(streams: Sequence[Report]) -> Report:
    good = [stream for stream in _pictures(streams) if stream.get("first") and stream["pts"]]
    return max(good, key=lambda stream: (len(stream["pts"]), stream["width"] * stream["height"]))


def _pictures(streams: Sequence[Report]) -> list[Report]:
    return [stream for stream in streams if stream["type"] == "video" and "pts" in stream]


def _unreadable(report: Report, _: FilmLimits) -> Refusal | None:
    if not report["fault"]:
        return None
    return Refusal(Why.TOO_HEAVY if report["fault"] == "memory" else Why.DAMAGED)


def _too_many_tracks(report: Report, limits: FilmLimits) -> Refusal | None:
    count = len(report["streams"])
    return Refusal(Why.TOO_MANY_TRACKS, {"limit": limits.streams}) if count > limits.streams else None


def _no_picture(report: Report, _: FilmLimits) -> Refusal | None:
    if _pictures(report["streams"]):
        return None
    heard = any(stream["type"] == "audio" for stream in report["streams"])
    return Refusal(Why.NO_PICTURE if heard else Why.NOT_A_FILM)


def _too_many_pixels(report: Report, limits: FilmLimits) -> Refusal | None:
    for stream in _pictures(report["streams"]):
        if stream["width"] * stream["height"] > limits.pixels:
            return Refusal(Why.TOO_MANY_PIXELS, _size(stream))
    return None


def _too_long(report: Report, limits: FilmLimits) -> Refusal | None:
    spans = [_span(stream) for stream in _pictures(report["streams"])]
    seconds = max([Fraction(report["length"], 1_000_000), *spans])
    if seconds <= limits.seconds:
        return None
    return Refusal(Why.TOO_LONG, {"minutes": int(seconds // 60), "limit": limits.seconds // 60})


def _span(stream: Report) -> Fraction:
    return Fraction(*stream["time_base"]) * int(stream["end"] - stream["start"])


def _starts_at(stream: Report) -> Fraction:
    return Fraction(*stream["time_base"]) * int(stream["start"])


def _too_many_frames(report: Report, _: FilmLimits) -> Refusal | None:
    return Refusal(Why.TOO_MANY_FRAMES) if report["overflow"] else None


def _no_frames(report: Report, _: FilmLimits) -> Refusal | None:
    return None if any(stream["pts"] for stream in _pictures(report["streams"])) else Refusal(Why.NO_FRAMES)


def _times_again(report: Report, _: FilmLimits) -> Refusal | None:
    again = any(stream.get("behind", 0) > 1 for stream in _pictures(report["streams"]))
    return Refusal(Why.TIMES_AGAIN) if again else None


def _locked(report: Report, _: FilmLimits) -> Refusal | None:
    """Matroska says of a track by which key it is locked."""
    shut = [stream for stream in _pictures(report["streams"]) if not stream["first"]]
    return Refusal(Why.ENCRYPTED) if any("enc_key_id" in stream["metadata"] for stream in shut) else None


def _not_one_decoded(report: Report, _: FilmLimits) -> Refusal | None:
    full = [stream for stream in _pictures(report["streams"]) if stream["pts"]]
    if any(stream["first"] for stream in full):
        return None
    known = [stream for stream in full if stream["codec"] in DECODERS]
    return Refusal(Why.DAMAGED) if known else Refusal(Why.UNKNOWN_FORMAT, {"codec": full[0]["codec"] or "?"})


def _too_small(report: Report, limits: FilmLimits) -> Refusal | None:
    best = _best_picture(report["streams"])
    return Refusal(Why.TOO_SMALL, _size(best)) if min(best["width"], best["height"]) < limits.side else None


def _cut_off(report: Report, _: FilmLimits) -> Refusal | None:
    """Nine tenths of what the file says picture and sound last have to be there. MP4 and MOV are asked by their boxes
    instead: an edit list may rightly leave most of a track out.
    """
    ends = [stream["end"] * Fraction(*stream["time_base"]) for stream in report["streams"] if "end" in stream]
    told = 0 if report["demuxer"] == "mov" else promised(report["streams"], report["length"])
    return Refusal(Why.CUT_OFF) if max(ends) * 10 < told * 9 else None


def _size(stream: Report) -> Facts:
    return {"width": stream["width"], "height": stream["height"]}


_RULES: tuple[Callable[[Report, FilmLimits], Refusal | None], ...] = (
    _unreadable,
    _too_many_tracks,
    _no_picture,
    _too_many_pixels,
    _too_long,
    _too_many_frames,
    _no_frames,
    _locked,
    _not_one_decoded,
    _times_again,
    _too_small,
    _cut_off,
)
