"""A clip in full detail: which frames of the film itself it is made of, and the proof that it was made of these.

The law: the frames are the study copy's, by the film's own times that its index holds. A time that the decoder gave
differently from when the study copy was made means other frames, and nothing is shown.
"""

from dataclasses import dataclass

from videos.transcode.companions import index_of, times_behind, times_in
from videos.transcode.frames import FrameIndex
from videos.transcode.media import MediaInfo
from videos.transcode.proof import Unfit
from videos.transcode.slots import Slots, slots_of
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
    def slots(self) -> Slots:
        """Those of the study copy, whatever would be chosen today."""
        return slots_of(self.index)

    def prove_frames(self, times: Nameless) -> None:
        """Raises Unfit unless every frame shows the moment that the study copy shows at its place."""
        decoded = times_in(times)
        if self.first or not decoded:
            decoded = times_behind(self.info, self.slots, self.first, decoded)
        found = index_of(self.info, self.slots, self.end, decoded)
        if found.source_pts[self.first :] != self.index.source_pts[self.first : self.end]:
            raise Unfit("frames")
