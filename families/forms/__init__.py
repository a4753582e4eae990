"""What is asked about families and cases. `sending`: how a form is taken, once. May import: actions and below."""
