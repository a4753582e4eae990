"""`--hypothesis-profile=long`: a hundred times as many random worlds."""

from hypothesis import settings

settings.register_profile("long", max_examples=10_000)
