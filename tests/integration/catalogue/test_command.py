"""`switchboard models` as an operator meets it."""

import json

import msgspec
import pytest

from hub.catalogue.command import Installation
from hub.catalogue.entries import shipped
from hub.catalogue.folder import RECORD, Installed, InstalledFile, ModelFolder
from hub.cli import main
from hub.core.errors import Unavailable
from tests.fakes.models import WEIGHTS, Said, model, model_file
from tests.integration.catalogue.conftest import Impatient


@pytest.fixture
def models(tmp_path, monkeypatch):
    monkeypatch.setenv("SWITCHBOARD_MODELS_FOLDER", str(tmp_path / "models"))
    return tmp_path / "models"


def put(folder, data, said):
    """Put silero-vad into the folder with a record that says `said`, and `data` in its place."""
    vad = next(one for one in shipped() if one.name == "silero-vad")
    own = folder / vad.name
    own.mkdir(parents=True)
    (own / vad.file[0].name).write_bytes(data)
    file = InstalledFile(path=vad.file[0].name, size=len(said), sha256=model_file("x", said, "y").sha256)
    record = Installed(model=vad.name, got=(vad.file[0].sha256,), files=(file,))
    (own / RECORD).write_bytes(msgspec.json.encode(record))
    return own / vad.file[0].name


def test_the_list_for_people_and_for_programs(models, capsys):
    assert main(["models", "list"]) == 0
    assert "piper-zh-huayan" in capsys.readouterr().out
    assert main(["models", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in listed] == [one.name for one in shipped()]
    assert {"licence", "size", "languages", "installed", "where", "page"} <= set(listed[0])


def test_check_ends_with_one_when_a_byte_is_flipped(models, capsys):
    path = put(models, WEIGHTS, WEIGHTS)
    assert main(["models", "check"]) == 0
    assert capsys.readouterr().out == "Nothing is wrong with the models that are installed.\n"
    path.write_bytes(WEIGHTS[:-1] + b"\x00")
    assert main(["models", "check"]) == 1
    assert capsys.readouterr().out == (
        f"silero-vad: {path} is not the file it should be (its SHA-256 differs). "
        "Type: switchboard models install silero-vad\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["install"], "Say what to install"),
        (["install", "wisper-base"], "Did you mean whisper-base?"),
        (["check", "wisper-base"], "Did you mean whisper-base?"),
    ],
)
def test_what_is_not_understood_is_explained(models, capsys, arguments, said):
    assert main(["models", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not models.exists()


async def test_one_that_cannot_be_had_does_not_stop_the_others(publisher, tmp_path):
    publisher.files["/two"] = WEIGHTS
    both = [model(name, model_file("it.onnx", WEIGHTS, f"{publisher.url}/{name}")) for name in ("one", "two")]
    folder, said = ModelFolder(tmp_path / "models", both), Said()
    assert await Installation(folder, said, Impatient()).run(both) == 1
    assert (
        "one could not be installed: no source gives it.onnx. If you can get it elsewhere "
        "(see https://models.example/), type: switchboard models install one --from FOLDER"
    ) in said.lines
    assert said.lines[-1] == "two is installed."
    assert sorted(path.name for path in folder.root.iterdir()) == [".lock", ".partial", "two"]


async def test_what_a_killed_installation_left_is_removed_but_for_what_can_go_on(publisher, tmp_path):
    one = model("one", model_file("it.onnx", WEIGHTS, f"{publisher.url}/one"))
    folder = ModelFolder(tmp_path / "models", [one])
    (folder.root / ".packages-killed").mkdir(parents=True)
    (folder.root / ".packages-killed" / "big.whl").write_bytes(b"1")
    (folder.root / ".partial").mkdir()
    (folder.root / ".partial" / ("0" * 64)).write_bytes(b"of a file that no catalogue knows any more")
    (folder.root / ".partial" / one.file[0].sha256).write_bytes(WEIGHTS[:1000])
    publisher.files["/one"] = WEIGHTS
    assert await Installation(folder, Said(), Impatient()).run([one]) == 0
    assert publisher.asked == [("/one", "bytes=1000-")]
    assert not list(folder.root.glob(".packages-*"))
    assert not list(folder.root.glob(".partial/*"))


async def test_a_folder_that_is_none_is_told(tmp_path):
    (tmp_path / "models").write_text("a file")
    folder = ModelFolder(tmp_path / "models", [])
    with pytest.raises(Unavailable, match="Models cannot be put into .*models: File exists"):
        await Installation(folder, Said(), Impatient()).run([])
