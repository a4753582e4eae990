"""What is made apart for a film that was made in two runs: the sound, and the filmstrip of the copy that was joined."""

from videos.transcode.beside import HEARD, filmstrip, most_heard
from videos.transcode.frames import Grid
from videos.transcode.media import MediaInfo, Sound
from videos.transcode.outputs import (
    Quality,
    composed,
    filtered,
    most_bytes,
    picture_output,
    sound_output,
    source,
    track_output,
)
from videos.transcode.recipe import shared, study_sound
from videos.transcode.strip import Strip


def sounds(
    info: MediaInfo, sound: Sound, film: str, tracks: dict[Quality, str], heard: str, *, threads: int
) -> list[str]:
    """The whole sound once more, for copies whose pictures were made at several times; its joins would be heard."""
    opened = source(film, info.demuxer, length=info.lead + info.picture.seconds, threads=threads, vn=None)
    shares = shared(study_sound(opened[str(sound.index)], info), "asplit", len(tracks) + 1)
    most = most_bytes(info.picture.seconds)
    outputs = [track_output(shares.pop(), path, quality, most=most) for quality, path in tracks.items()]
    outputs.append(sound_output(filtered(shares.pop(), HEARD), heard, most=most_heard(info.picture.seconds)))
    return composed(outputs, threads)


def strip_alone(study: str, grid: Grid, strip: Strip, target: str, *, threads: int) -> list[str]:
    """The filmstrip of a copy that is there already."""
    film = source(study, "mov", length=grid.seconds(strip.every * strip.count), threads=threads, an=None)
    return composed([picture_output(filmstrip(film.video, strip), target)], threads)
