"""The hub's side of voice: the link to the nodes, and calls as conversations."""
