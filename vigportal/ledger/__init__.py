"""WHAT HAPPENED: every action and every view, in the order it happened, for good.

Lives here: the words (`vocabulary`, `events`, `facts`), the chain that makes a change visible (`chain`), the
fence that refuses a change (`fences`, `triggers`), and the tables themselves.
Doors: `writer.enter` (inside the transaction of what it tells of), `queries` (pages), `verify` (is it all
there?), `triggers.AppendOnly` (for the migration of any table that is only ever added to).
May import: libraries. People are pointed at by a string foreign key, cases and services by their ids alone.
"""
