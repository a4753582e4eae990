"""HOW LONG: a service's rules for keeping footage, holds that stop an erasure, certificates that prove one.

Quiet rooms: `rules` (when does it go?), `erasure` (the list that a certificate vouches for).
Doors: `queries` (rules, holds, certificates), `words` (the countdown in a sentence), `writer` (plain functions for
the transaction of whoever calls). Erasing itself is done by the app that owns the footage, and that app enters it
in the ledger. May import: nothing of the portal; its tables point at people, cases and assets by name.
"""
