"""The pages of families and cases, by noun. Door, form, one action, page or redirect. May import: all of the app."""
