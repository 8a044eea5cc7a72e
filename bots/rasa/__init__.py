"""Rasa: dialogue and forms in a process and a Python of their own; the hub watches it and takes over."""
