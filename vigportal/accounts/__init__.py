"""WHO ACTS: services, users, the seats they take (Membership), who supervises whom, invitations, signing in.

Doors: `access.py`. May import: notices, ledger, web and the other libraries; never families and above.
"""
