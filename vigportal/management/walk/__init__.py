"""The whole main job over HTTP, as people do it in their browsers: what `manage.py smoke` walks.

`browser` is somebody at a browser of their own; `forms` reads the forms of a page; `footage` brings the film;
`served` starts the portal and stops it. The steps stand in order in `route.py`, and are done in `staff`, `filming`,
`watching` and `ending`. They know the portal by its pages alone; only the first invitation, and the certificate of
erasure, are read at the terminal, as a portal's keeper does. May import anything; imported by the command alone.
"""
