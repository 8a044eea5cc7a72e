"""What a mail says: bytes in, `ParsedMail` out; no I/O, never an exception but `Unreadable`."""
