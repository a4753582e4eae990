"""Forms of consent: `asking` (yes and no), `showing` (what a child shows), `sending` (how a word is taken down)."""
