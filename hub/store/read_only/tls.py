"""Encrypted connections to databases."""

import ssl

from hub.core.database_address import DatabaseAddress


def tls_context(address: DatabaseAddress) -> ssl.SSLContext | None:
    """Return how connections to a database are encrypted, or None when they are not. Reads files."""
    if address.sslmode == "disable":
        return None
    context = ssl.create_default_context(cafile=address.sslrootcert or None)
    if address.sslmode == "require":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
