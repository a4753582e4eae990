"""WHO IT IS FOR: families, the people in them, who may speak for whom, and the case a practitioner holds.

Doors: `access.py`. Quiet room: `standing.py` (who may decide for whom). May import: accounts, notices, ledger, libraries.
"""
