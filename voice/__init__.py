"""The voice node and the hub's side of it. Arrives with the voice issue."""
