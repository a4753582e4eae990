"""THE ENGINE: from what a phone made to what the portal shows. No models, no Django, no request: bytes in, bytes out.

Door: `engine.py` (inspect a film, prepare it, cut a clip, take a still). Quiet rooms: `containers.py`, `boxes.py`,
`refusals.py`, `probe.py`, `rates.py`, `picture.py`, `recipe.py`, `frames.py`, `proof.py`, `cage.py`.
`runner.py` starts every process of the portal, `launcher.py` fences it in, `inspector.py` is the program that looks
into films, `workbench.py` keeps their bytes in files without a name. May import: the standard library, ffmpeg-python
(to compose commands), and, in the inspector alone, PyAV.
"""
