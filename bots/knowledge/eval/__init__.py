"""Measuring knowledge search on anybody's articles and questions: `switchboard eval knowledge`."""
