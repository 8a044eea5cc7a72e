"""Phrasing: a language model may put the passages that answer into words that fit the question."""
