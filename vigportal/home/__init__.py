"""Where everybody lands: Today for practitioners, the parent's home, the supervisor's board.

Composed from each app's queries. `today.SOURCES` is the list of what can wait for a practitioner: a line there adds
a section to Today. May import anything; imported by `urls` alone.
"""
