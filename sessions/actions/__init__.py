"""Every change to the work, by noun: `goals` and `cycles`. One ledger entry each. May import: writer and below."""
