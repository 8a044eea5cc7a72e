"""What can be wrong with a definition that has the right shape, by what is looked at."""
