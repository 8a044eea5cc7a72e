"""The router over the real store and services."""
