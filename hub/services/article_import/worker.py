"""The process that reads a file: bytes in on stdin, JSON out on stdout. Its limits are set before it reads.

Run as `python -m hub.services.article_import.worker NAME`.
"""

import resource
import sys

import msgspec

from hub.services.article_import.documents import read
from hub.services.article_import.entries import ImportFault, Parsed, Unreadable

MEMORY = 1 << 30
CPU_SECONDS = 30


def main() -> None:
    """Read, and say what came of it; whatever goes wrong is a fault of the file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    name = sys.argv[1]
    try:
        parsed = read(name, sys.stdin.buffer.read())
    except Unreadable as error:
        parsed = Parsed(faults=[ImportFault(where=name, code=error.code, vars=error.vars)])
    except MemoryError:
        parsed = Parsed(faults=[ImportFault(where=name, code="too_large")])
    except Exception:
        # Three libraries parse what anybody may have made; each has its own ways to fail.
        parsed = Parsed(faults=[ImportFault(where=name, code="damaged")])
    sys.stdout.buffer.write(msgspec.json.encode(parsed))


if __name__ == "__main__":
    main()
