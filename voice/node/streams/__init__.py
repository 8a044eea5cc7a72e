"""Media streams: a provider or a PBX hands a call over by opening a WebSocket to us."""
