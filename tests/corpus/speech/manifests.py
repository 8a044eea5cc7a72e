"""Write manifests of human recordings that Debian has: `python manifests.py OUT [FROM]`, for `eval asr`.

    apt-get install asterisk-core-sounds-en asterisk-core-sounds-en-wav pocketsphinx-testdata

FROM is /usr/share, or where the packages were unpacked (dpkg -x). In OUT will be prompts.tsv (110 sentences
of the voice of Asterisk, CC-BY-SA-3.0), digits.tsv (20 numbers of five digits, put together of its prompts),
books.tsv (LibriVox) and cards.tsv (pocketsphinx-testdata). No audio is in this repository.
"""

import gzip
import random
import re
import sys
import wave
from pathlib import Path

PROMPT = re.compile(r"([\w/-]+): ([^\[(]+)")
LINE = re.compile(r"<s> (.*?) *</s> \((.*)\)")
PAUSE = bytes(2 * (8000 // 12))
Rows = list[tuple[Path, str]]


def prompts(source: Path) -> Rows:
    """Return 110 of the prompts that are sentences."""
    packed = (source / "doc/asterisk-core-sounds-en/core-sounds-en.txt.gz").read_bytes()
    listed = gzip.decompress(packed).decode()
    found = [match for line in listed.splitlines() if (match := PROMPT.fullmatch(line))]
    sounds = source / "asterisk/sounds/en_US_f_Allison"
    rows = [(sounds / f"{match[1]}.wav", match[2]) for match in found if 3 <= len(match[2].split()) <= 25]
    rows = [(path, text) for path, text in rows if path.exists()]
    random.Random(1).shuffle(rows)  # noqa: S311 - the same ones each time
    return rows[:110]


def digits(source: Path, out: Path) -> Rows:
    """Put numbers together, and return them."""
    choose, rows = random.Random(2), []  # noqa: S311 - the same ones each time
    for number in range(20):
        chosen = [choose.randrange(10) for _ in range(5)]
        path = out / f"digits-{number}.wav"
        with wave.open(str(path), "wb") as audio:
            audio.setparams((1, 2, 8000, 0, "NONE", ""))
            for digit in chosen:
                with wave.open(str(source / f"asterisk/sounds/en_US_f_Allison/digits/{digit}.wav")) as one:
                    audio.writeframes(one.readframes(one.getnframes()) + PAUSE)
        rows.append((path, " ".join(map(str, chosen))))
    return rows


def tests_of_pocketsphinx(source: Path, folder: str, name: str) -> Rows:
    """Return one of its sets."""
    lines = (source / "pocketsphinx/test/data" / folder / name).read_text().splitlines()
    matches = [match for line in lines if (match := LINE.match(line))]
    return [(source / "pocketsphinx/test/data" / folder / f"{one[2]}.wav", one[1]) for one in matches]


def main(out: Path, source: Path) -> None:
    """Write all of them."""
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in (
        ("prompts", prompts(source)),
        ("digits", digits(source, out)),
        ("books", tests_of_pocketsphinx(source, "librivox", "transcription")),
        ("cards", tests_of_pocketsphinx(source, "cards", "cards.transcription")),
    ):
        text = "".join(f"{path.absolute()}\t{said}\n" for path, said in rows)
        (out / f"{name}.tsv").write_text(text, "utf-8")
        sys.stdout.write(f"{name}: {len(rows)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "/usr/share"))
