"""THE ENGINE: from what a phone made to what the portal shows. Two halves: the bench knows bytes, the jobs know rows.

The bench. Door: `engine.py` (inspect a film, prepare it, cut a clip, in full detail too, take a still). Quiet rooms:
`containers.py`, `boxes.py`, `refusals.py`, `media.py`, `probe.py`, `rates.py`, `picture.py`, `outputs.py`, `coding.py`,
`beside.py`, `recipe.py`, `apart.py`, `direct.py`, `frames.py`, `strip.py`, `waveform.py`, `voices.py`, `proof.py`,
`cage.py`, `states.py`.
`runner.py` starts every process that touches footage, `launcher.py` fences it in, `inspector.py` is the program that
looks into films, `splicer.py` (started by `splicing.py`) the one that copies packets; for a clip `opener.py` encodes
its first pictures and `sounder.py` the ends of its sound. `parts.py` reads a copy while it grows, `joining.py` puts one
together that was made in two runs, `workbench.py` keeps their bytes in files without a name.
The jobs. Door: `pipeline.py`, the list of steps; the rooms beside it claim, publish and erase.
May import: the bench the standard library, ffmpeg-python (to compose commands) and, in these programs alone, PyAV,
but no Django; the jobs what stands below `videos.tasks`.
"""
