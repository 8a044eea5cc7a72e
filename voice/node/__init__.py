"""The voice node: the process that has the media of calls. It knows the hub by its link only."""
