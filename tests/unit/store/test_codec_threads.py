"""Decoders made by several threads at once: in a process of its own, as the fault ends it."""

import subprocess
import sys

RACE = """
import sys, threading
import msgspec
from hub.store.codec import decode

sys.setswitchinterval(1e-5)
fields = [(f"f{number}", list[int]) for number in range(30)]
values = {name: [1] for name, _ in fields}
body = msgspec.json.encode({"one": values, "more": [values]})
for number in range(30):
    inner = msgspec.defstruct(f"Inner{number}", fields, frozen=True)
    outer = msgspec.defstruct(f"Outer{number}", [("one", inner), ("more", list[inner])], frozen=True)
    together = threading.Barrier(6)
    def read():
        together.wait()
        decode(outer, body)
    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""


def test_threads_may_decode_a_kind_for_the_first_time_together() -> None:
    ended = subprocess.run([sys.executable, "-c", RACE], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
