"""The store: one contract (hub.core.ports), its engines, and what they share."""
