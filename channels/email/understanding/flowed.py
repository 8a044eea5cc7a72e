"""Plain text whose paragraphs are wrapped by the sender's program (RFC 3676)."""


def unflowed(text: str, delete_space: bool) -> str:
    """Return format=flowed text (RFC 3676) with its soft line breaks undone, within each level of quoting."""
    lines: list[str] = []
    pieces: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        soft = bare.endswith(" ") and bare != "-- "
        content = bare[:-1] if soft and delete_space else bare
        if open_depth == depth and bare != "-- ":
            pieces.append(content)
        else:
            if open_depth >= 0:
                lines.append("".join(pieces))
            pieces = [("> " if depth == 1 else ">" * depth + " " if depth else "") + content]
        if soft:
            open_depth = depth
        else:
            lines.append("".join(pieces))
            open_depth = -1
    if open_depth >= 0:
        lines.append("".join(pieces))
    return "\n".join(lines)
