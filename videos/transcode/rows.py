"""The filters between a film's pictures, each at its own time, and the even row of frames of its copies."""

from dataclasses import dataclass

from videos.transcode.beside import woven
from videos.transcode.media import Picture
from videos.transcode.picture import Filter
from videos.transcode.slots import Slots, entrance


@dataclass(frozen=True)
class Rows:
    """Of the `count` frames in which a film's pictures lie those from `first` on, before `end`."""

    slots: Slots
    count: int
    first: int
    end: int

    def filters(self, picture: Picture) -> list[Filter]:
        """From pictures at their own times to an even row.

        The last picture is shown twice, so that it lasts as long as it should, whatever its packet says.
        """
        timescale = self.slots.grid.timescale
        entered = entrance(picture.pts, self.slots, self.first) if self.first else None
        laid = self.slots.expression(last=picture.pts[-1], count=self.count, entered=entered)
        rate = str(self.slots.rate)
        return [
            ("tpad", {"stop_mode": "clone", "stop": 1}),
            ("settb", {"expr": f"1/{timescale}"}),
            ("setpts", {"expr": laid}),
            *woven(picture),
            ("fps", {"fps": rate} if self.first else {"fps": rate, "start_time": 0}),
            ("trim", {"start_pts": self.first, "end_pts": self.end}),
            ("setpts", {"expr": f"PTS-{self.first}"}),
        ]
