"""Archives give what they should, and nothing else."""

import io
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.catalogue import archive
from hub.catalogue.archive import UnsafeArchive, copy_member, remove, unpack
from tests.fakes.models import packed, zipped


def put(tmp_path, data):
    path = tmp_path / "it.zip"
    path.write_bytes(data)
    return path


def opened(tmp_path, data, root="m", limit=1000):
    unpack(put(tmp_path, data), root, tmp_path / "out", limit)
    return {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }


def taken(tmp_path, data, member, limit=1000):
    out = io.BytesIO()
    copy_member(put(tmp_path, data), member, out, limit)
    return out.getvalue()


def test_what_lies_below_the_root_is_unpacked(tmp_path):
    data = zipped({"m/a": b"1", "m/b/c": b"22", "other/d": b"3", "me": b"4", "m/empty/": b""})
    assert opened(tmp_path, data) == {"a": b"1", "b/c": b"22"}


@pytest.mark.parametrize(
    "name",
    [
        "../out.txt",
        "m/../../out.txt",
        "/etc/out.txt",
        "m/..",
        "C:/out.txt",
        "m\\..\\..\\out.txt",
        "//host/share/out.txt",
        "m/./../x",
    ],
)
def test_names_that_lead_out_are_refused_before_anything_is_written(tmp_path, name):
    with pytest.raises(UnsafeArchive, match="leads out of its folder"):
        opened(tmp_path, zipped({"m/a": b"1", name: b"evil"}))
    assert [path.name for path in tmp_path.iterdir()] == ["it.zip"]


NAMES = st.lists(
    st.text(st.sampled_from("ab./\\:~\u2024"), min_size=1, max_size=12).map(lambda name: f"m/{name}"),
    min_size=1,
    max_size=4,
    unique=True,
)


@given(NAMES)
def test_whatever_the_names_nothing_is_written_outside(names):
    with tempfile.TemporaryDirectory() as top:
        here = Path(top) / "a" / "b"
        here.mkdir(parents=True)
        with suppress(UnsafeArchive, OSError):
            unpack(put(here, zipped(dict.fromkeys(names, b"evil"))), "m", here / "out", 1000)
        written = [path for path in Path(top).rglob("*") if path.is_file() and path.name != "it.zip"]
        assert all(path.is_relative_to(here / "out") for path in written)


def test_links_are_refused(tmp_path):
    with pytest.raises(UnsafeArchive, match="is a link or no file"):
        opened(tmp_path, zipped({"m/a": b"1"}, links={"m/l": "/etc"}))
    with pytest.raises(UnsafeArchive, match="is a link or no file"):
        taken(tmp_path, zipped({}, links={"m/l": "/etc"}), "m/l")
    with pytest.raises(UnsafeArchive, match="is not a regular file"):
        taken(tmp_path, packed({}, links={"m/l": "/etc/passwd"}), "m/l")


def test_a_file_is_not_written_through_another_of_the_same_name(tmp_path):
    with pytest.raises(UnsafeArchive, match="twice"):
        opened(tmp_path, zipped({"m/a": b"1", "m//a": b"2"}))


def test_a_bomb_is_refused_by_what_it_says(tmp_path):
    with pytest.raises(UnsafeArchive, match="more than the 1,000 bytes"):
        opened(tmp_path, zipped({"m/a": b"0" * 600, "m/b": b"0" * 600}))
    assert not (tmp_path / "out").exists()


def test_a_bomb_is_refused_by_what_it_holds(tmp_path):
    with pytest.raises(UnsafeArchive, match="more than the 1,000 bytes"):
        taken(tmp_path, zipped({"m/a": b"0" * 5000}), "m/a")
    with pytest.raises(UnsafeArchive, match="more than the 1,000 bytes"):
        taken(tmp_path, packed({"m/a": b"0" * 5000}), "m/a")


def test_sizes_that_lie_help_nobody(tmp_path):
    data = bytearray(zipped({"m/a": b"0" * 50_000}))
    said = (50_000).to_bytes(4, "little")
    for _ in range(data.count(said)):
        at = data.find(said)
        data[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(UnsafeArchive):
        opened(tmp_path, bytes(data))
    assert sum(path.stat().st_size for path in (tmp_path / "out").rglob("*") if path.is_file()) <= 1000


def test_too_many_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_FILES", 3)
    with pytest.raises(UnsafeArchive, match="too many"):
        opened(tmp_path, zipped({f"m/{one}": b"" for one in range(4)}))
    with pytest.raises(UnsafeArchive, match="more than a package may"):
        taken(tmp_path, packed({f"m/{one}": b"" for one in range(6)}), "m/none")


def test_a_package_that_only_grows_is_not_read_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 10_000)
    with pytest.raises(UnsafeArchive, match="more than a package may"):
        taken(tmp_path, packed({"big": b"0" * 20_000, "m/a": b"1"}), "m/a")


@pytest.mark.parametrize(
    "data",
    [b"", b"no archive", zipped({"m/a": b"1" * 500})[:-40], b"\x1f\x8b\x08broken"],
    ids=["empty", "text", "cut", "broken"],  # the zip holds the time it was made: two workers would differ
)
def test_damage_is_told(tmp_path, data):
    with pytest.raises(UnsafeArchive, match="damaged"):
        opened(tmp_path, data)
    with pytest.raises(UnsafeArchive, match="damaged"):
        taken(tmp_path, data, "m/a")


def test_what_is_not_there_is_told(tmp_path):
    with pytest.raises(UnsafeArchive, match="has nothing in m/"):
        opened(tmp_path, zipped({"x": b"1"}))
    for data in (zipped({"x": b"1"}), packed({"x": b"1"})):
        with pytest.raises(UnsafeArchive, match="does not have the file"):
            taken(tmp_path, data, "m/a")


def test_members_are_taken_from_both_forms(tmp_path):
    for data in (zipped({"m/a": b"it"}), packed({"m/a": b"it"})):
        assert taken(tmp_path, data, "m/a") == b"it"


def test_a_link_is_removed_and_not_where_it_leads(tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "one").write_text("1")
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    remove(tmp_path / "link")
    remove(tmp_path / "never there")
    assert (tmp_path / "kept" / "one").exists()
    assert not (tmp_path / "link").is_symlink()
    remove(tmp_path / "kept")
    assert not (tmp_path / "kept").exists()
