"""Tests of routing's decisions."""
