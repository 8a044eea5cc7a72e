"""The tests, by category: unit, contract, integration, e2e, bench; fakes stand in for ports."""
