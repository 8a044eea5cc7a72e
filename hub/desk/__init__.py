"""The staff side: HTTP API, live socket, pages, and in `ui/` the source of the browser app."""
