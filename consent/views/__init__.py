"""Pages of consent: `grid` (how it stands, for staff), `asking` (one question a page), `own` (the family's side)."""
