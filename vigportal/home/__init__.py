"""Where everybody lands: Today for practitioners, the parent's home, the supervisor's board. Composed from each app's queries."""
