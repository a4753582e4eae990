"""THE FOOTAGE: uploads, films, clips, stills, the engine that makes them ready, and the player behind the gate.

Doors: `access.py` (role, reach and consent together). Quiet rooms: `upload/protocol.py`, `transcode/probe.py`,
`transcode/recipe.py`, `transcode/states.py`, `player/ranges.py`. May import: sessions, consent and all below.
"""
