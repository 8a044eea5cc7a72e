"""Stand-ins for tests: small, real enough, no mocks."""
