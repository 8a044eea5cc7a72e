"""Use cases of the hub, one transaction each."""
