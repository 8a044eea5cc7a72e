"""The nouns of the hub (docs/architecture.md, section Words), one file per family."""
