"""The template tags of the look; one library, `look`, built in everywhere."""
