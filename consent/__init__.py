"""THE YES AND THE NO: the asset tree, who appears in it, declarations, and the rule that decides.

Doors: `access.py` (role and reach belong to the caller; this is where consent is asked). Quiet rooms: `facts.py`,
`policy.py` (the rule), `wording.py` (reasons in words). May import: families, accounts, notices, ledger, libraries.
A stranger to sessions; videos stands above it.
"""
