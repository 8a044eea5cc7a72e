"""The embedded SQLite engine."""

from hub.store.sqlite.engine import SqliteDatabase

__all__ = ["SqliteDatabase"]
