"""Feeds the mail parser broken mails for as long as you like: python -m tests.fuzz.fuzz_mail --seconds 600

Whatever it raises, a broken promise of tests/fakes/mail_checks.py, or a mail that takes too long ends the
run with the number of that mail; `--seed` and `--number` repeat it. A hang, also within C code, ends
the process with a traceback after `HANG` seconds; its number is in the file that is named at the start.
"""

import argparse
import faulthandler
import itertools
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.fakes.mail_checks import check
from tests.fakes.mail_maker import Maker

SLOW = 3.0
"""Seconds of computing that one mail may take."""
HANG = 30.0


def main() -> int:
    """Run; 0 if nothing was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--seconds", type=float, default=float(os.environ.get("SWITCHBOARD_FUZZ_SECONDS", "60"))
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--number", type=int, help="only this mail; it is written to mail.eml as well")
    options = parser.parse_args()
    maker = Maker(options.seed)
    if options.number is not None:
        Path("mail.eml").write_bytes(raw := maker.make(options.number))
        return 0 if _one(raw, options.number) < SLOW else 1
    return _many(maker, options.seconds)


def _many(maker: Maker, seconds: float) -> int:
    handle, path = tempfile.mkstemp(prefix="fuzz-mail-")
    print(f"seed {maker.seed}; the number of the mail at hand is in {path}", flush=True)
    end, bytes_read, slowest = time.monotonic() + seconds, 0, (0.0, 0, 0)
    for number in itertools.count():
        if time.monotonic() >= end:
            break
        os.pwrite(handle, b"%-12d" % number, 0)
        raw = maker.make(number)
        took = _one(raw, number)
        bytes_read += len(raw)
        slowest = max(slowest, (took, number, len(raw)))
        if took > SLOW:
            print(f"mail {number} of {len(raw)} bytes took {took:.1f} s")
            return 1
    os.close(handle)
    Path(path).unlink()
    print(f"{number} mails, {bytes_read} bytes: no crash, no hang.")
    print(f"The slowest took {slowest[0]:.2f} s: mail {slowest[1]}, {slowest[2]} bytes.")
    return 0


def _one(raw: bytes, number: int) -> float:
    faulthandler.dump_traceback_later(HANG, exit=True)
    start = time.process_time()
    try:
        check(raw)
    except BaseException:
        print(f"mail {number} of {len(raw)} bytes:", flush=True)
        raise
    finally:
        faulthandler.cancel_dump_traceback_later()
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
