"""What is asked about the work: `goals` and `cycles`. May import: actions and below."""
