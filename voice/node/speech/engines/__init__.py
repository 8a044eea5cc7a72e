"""Engines: each a program of its own, which alone imports its library.

They read jobs from standard input and write answers to standard output (voice.node.speech.wire), and end
when the node closes their input.
"""
