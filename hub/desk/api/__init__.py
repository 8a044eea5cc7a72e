"""The HTTP API, one module per area; each lists its endpoints in ENDPOINTS."""
