"""The pages of the work: `goals` and `cycles`. Door, form, one action, page or redirect."""
