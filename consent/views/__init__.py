"""Pages of consent: `grid` (how it stands, for staff), `asking` (one question a page), `own` (the family's side),
`children` (what they say and show), `second_look` (who may decide), `people` (who is in it, and who else)."""
