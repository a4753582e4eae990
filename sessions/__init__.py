"""THE WORK: goals and their ratings, cycles, filming sessions, shared reviews.

Label `vig_sessions` (plain `sessions` is Django's own). Quiet room: `progress.py` (a cycle's states as a table).
May import: families, accounts, notices, ledger, libraries. A stranger to consent and videos.
"""
