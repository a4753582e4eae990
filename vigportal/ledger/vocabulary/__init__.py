"""The words of the ledger, by noun: one row for each event, `(key, sentence, its facts)`.

A new event is a new row in the file of its noun. `events` puts them together. May import: `marking` alone.
"""
