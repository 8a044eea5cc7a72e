"""What stands in front of people: the bots, and the runner that guards their turns."""
