"""What the demonstration shows: drawn films, so that no real family is ever needed to see the portal at work.

- ``film``: the door. ``draw_film(Wish(kind, family, cycle, seconds, width), to)`` writes an mp4 into a path or an
  open file; ``turns_in(wish)`` says when something goes well in it, for the story that marks moments.
- ``score`` ``moves`` ``play`` ``review``: the story as data, by the second. ``looks``: faces, clothes, toys, light.
- ``brush`` ``faces`` ``hair`` ``bodies`` ``toys`` ``rooms`` ``screen`` ``puppets`` ``stage``: how it is drawn.
- ``voices``: how it sounds.

It may import Pillow, PyAV and itself: nothing of the portal. Only management commands and tests come in.
"""
