"""A clip in full detail: which frames of the film itself it is made of, and the proof that it was made of these.

The law: the frames are the study copy's, by the film's own times that its index holds. A time that the decoder gave
differently from when the study copy was made means other frames, and nothing is shown.
"""

from dataclasses import dataclass

from videos.transcode.frames import FrameIndex, decoded_times, shown
from videos.transcode.media import MediaInfo
from videos.transcode.picture import FULL_SIDE, study_size
from videos.transcode.proof import Unfit
from videos.transcode.recipe import Detail
from videos.transcode.workbench import Nameless


@dataclass(frozen=True)
class Original:
    """A film on the bench, and the frames [first, end) of its study copy that are wanted of it."""

    file: Nameless
    info: MediaInfo
    index: FrameIndex
    first: int
    end: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in full detail."""
        return study_size(self.info.picture.canvas, FULL_SIDE)

    @property
    def has_more(self) -> bool:
        """Whether the film holds more detail than its study copy."""
        return self.size > study_size(self.info.picture.canvas)

    def detail(self, times: Nameless) -> Detail:
        """What the recipe is told."""
        ends = self.index.source_end if self.end == self.index.count else self.index.source_pts[self.end]
        return Detail(self.file.path, self.info, self.index.source_pts[self.first], ends, times.path)

    def prove_frames(self, times: Nameless) -> None:
        """Raises Unfit unless every frame shows the moment that the study copy shows at its place."""
        picture, wanted = self.info.picture, self.index.source_pts[self.first : self.end]
        with times.reader() as reader:
            decoded = decoded_times(reader.read().decode())
        if not decoded or shown(
            decoded, start=picture.start, time_base=picture.time_base, rate=picture.rate, count=self.end
        )[self.first :] != wanted:  # fmt: skip
            raise Unfit("frames")
