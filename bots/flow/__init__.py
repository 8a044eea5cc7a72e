"""Flows: dialogues written down by editors, one definition for buttons, keys, speech and text."""
