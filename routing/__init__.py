"""Routing: pure decisions about who may, should and does get which work, and the loop that applies them."""
