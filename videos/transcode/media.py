"""What the engine knows about a film, and what a film may be.

The law: a film is one picture track and, if it has one, one sound track. Times are whole ticks of the track's own
time base, never seconds, until somebody asks for seconds.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from videos.transcode.picture import Canvas
from videos.transcode.rates import laid_out
from videos.transcode.remarks import Remark
from videos.transcode.slots import Slots

DECODERS = (
    *("h264", "hevc", "vp8", "vp9", "libdav1d", "av1", "mpeg4", "mpeg2video", "h263", "mjpeg"),
    *("aac", "mp3", "mp3float", "opus", "vorbis", "flac", "alac", "ac3", "eac3", "amrnb", "amrwb"),
    *("pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_f32le", "pcm_u8", "pcm_alaw", "pcm_mulaw"),
)
_COMMON = {"mp3", "mp3float", "opus", "vorbis"}
_COMMON_AAC = {"LC", "HE-AAC", "HE-AACv2"}


@dataclass(frozen=True)
class FilmLimits:
    """What a film may be. Everything beyond is refused in words."""

    size: int = 8 * 1024**3
    seconds: int = 2 * 60 * 60
    pixels: int = 40_000_000
    side: int = 16
    streams: int = 32
    packets: int = 4_000_000
    piece: int = 256 * 1024**2


@dataclass(frozen=True)
class Picture:
    """The picture track that is used. Times are in ticks of `time_base`; `pts` is sorted.

    `has_others`: some units of its packets are neither picture nor its parameters (H.264 alone is asked).
    """

    index: int
    codec: str
    profile: str
    pixel_format: str
    canvas: Canvas
    is_interlaced: bool
    has_others: bool
    time_base: Fraction
    pts: tuple[int, ...]
    end: int

    @property
    def start(self) -> int:
        """The film begins with its first picture; sound before it is not kept."""
        return self.pts[0]

    @cached_property
    def slots(self) -> Slots:
        """Where its pictures lie in the row of the study copy."""
        return laid_out(self.pts, self.end - self.start, self.time_base)

    @property
    def rate(self) -> Fraction:
        """Frames a second of the study copy."""
        return self.slots.rate

    @cached_property
    def seconds(self) -> Fraction:
        """From the first picture to the end of the last, which has a frame of its own whatever its packet says."""
        told, fewest = (self.end - self.start) * self.time_base, self.slots.of(self.pts)[-1] + 1
        return told if self.slots.grid.count_in(told) >= fewest else fewest / self.rate

    @property
    def over(self) -> int:
        """When the film ends."""
        return self.start + round(self.seconds / self.time_base)


@dataclass(frozen=True)
class Sound:
    """The sound track that is used. By its packets it is so many `seconds` long, so `late` after the file begins."""

    index: int
    codec: str
    rate: int
    channels: int
    profile: str = ""
    seconds: Fraction = Fraction(0)
    late: Fraction = Fraction(0)

    @property
    def is_common(self) -> bool:
        """Whether every ffmpeg there is can read it. Else the one that will is asked."""
        return self.codec in _COMMON or (self.codec == "aac" and self.profile in _COMMON_AAC)


@dataclass(frozen=True)
class MediaInfo:
    """A film that can be prepared. `lead` is how long before its first picture the file begins, in seconds."""

    demuxer: str
    size: int
    lead: Fraction
    picture: Picture
    sound: Sound | None
    remarks: tuple[Remark, ...] = ()

    @property
    def frames(self) -> int:
        """Frames of its copies."""
        return self.picture.slots.grid.count_in(self.picture.seconds)

    def seconds_at(self, frame: int | None) -> Fraction:
        """When this frame of its copies begins, from its first picture on; when it ends, for None."""
        return self.picture.seconds if frame is None else frame / self.picture.rate

    def seconds_between(self, first: int, end: int | None) -> Fraction:
        """How long a stretch of it is."""
        return self.seconds_at(end) - self.seconds_at(first)


@dataclass(frozen=True)
class Places:
    """The open files of one preparing, as paths: the film, and where each output goes. What has no place isn't made."""

    film: str
    study: str
    times: str
    poster: str = ""
    strip: str = ""
    heard: str = ""
    small: str = ""
    parts: str = ""
    small_parts: str = ""
