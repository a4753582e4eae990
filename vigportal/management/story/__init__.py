"""The demonstration's story, told through the same doors and actions that people use: nothing is put into tables.

Harbour Family Service. Maya is a practitioner, Omar supervises her, Grace manages. Rosa and her son Leo (3) are in
their second cycle: the first is told to its end; of the second film three moments are marked, two are before Rosa,
one is offered to Omar, one still waits for a yes. Leo's father Sam may decide too, and has said nothing.

- ``people``: who is in it, as found in the tables.
- ``beginning``: everything but the films, within a second.
- ``films``: the films, their moments and who is shown them; they are drawn meanwhile (``drawing``, a child process).
- ``telling``: the films' part as a child process, beside the portal that already answers.
"""
