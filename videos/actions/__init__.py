"""Changes to footage. One file a noun; one ledger entry each."""
