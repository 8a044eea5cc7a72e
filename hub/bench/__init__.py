"""`switchboard bench`: measures this machine and prints figures beside limits measured in the same run."""
