"""E-mail: what arrives, what leaves, and what a mail says."""
