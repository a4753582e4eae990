"""HTTP MANNERS: headers, error pages, htmx, and the template tags of the look. A library: imports no app."""
