"""The nouns and rules of the hub as data. No I/O happens below this package."""
