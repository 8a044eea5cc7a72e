"""Switchboard's heart: core nouns, store, services, the staff desk and the composition root."""
