"""Every change to families and cases, by noun: one entry in the ledger each.

`cases` (open, describe, close) · `people` · `guardianships` (who may decide for whom) · `holding` (which
practitioner has the case) · `leaving` (a colleague's seat ends) · `inviting` (a parent's own sign-in).
May import: writer, queries, models, below.
"""
