"""WHO IT IS FOR: families, the people in them, who may speak for whom, and the case a practitioner holds.

Doors: `access.py`. Quiet rooms: `ability.py` (who is able to decide for themselves), `standing.py` (who may decide
for whom); `record.py` reads their facts. May import: accounts, notices, ledger, libraries.
"""
