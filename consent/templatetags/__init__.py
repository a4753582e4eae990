"""What the pages of consent say: `ask`."""
