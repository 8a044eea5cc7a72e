"""Reading articles out of files: Markdown, HTML, CSV, JSON lines, DOCX, PDF, and archives of them.

A file is anybody's, so it is read in a process of its own with little memory and time (`reading.py`).
"""
