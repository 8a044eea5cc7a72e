"""Flows against real peers."""
