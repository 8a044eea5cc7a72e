"""What is in the models folder and in packages, and whether it is what it should be."""

import hashlib

import msgspec
import pytest

from hub.catalogue.command import check_models, chosen, list_models
from hub.catalogue.entries import Purpose, shipped
from hub.catalogue.folder import RECORD, Installed, InstalledFile, ModelFolder
from hub.core.config import Config, Data, Models
from hub.core.errors import InvalidInput, ModelMissing, NotFound
from tests.fakes.models import WEIGHTS, model, model_file

VOICE = model("voice-one", model_file("one.onnx", WEIGHTS, "https://models.example/one.onnx"))
TEXT = model(
    "text-one",
    model_file("a.bin", b"aaaa", "pip:made-up==1.0:made_up_model/a.bin"),
    model_file("b.bin", b"bbbb", "pip:made-up==1.0:made_up_model/b.bin"),
)


@pytest.fixture
def folder(tmp_path):
    return ModelFolder(tmp_path / "models", [VOICE, TEXT])


@pytest.fixture
def package(tmp_path, monkeypatch):
    """An installed package with the files of TEXT."""
    path = tmp_path / "site" / "made_up_model"
    path.mkdir(parents=True)
    (path / "__init__.py").write_text("raise RuntimeError('nobody may import this')")
    (path / "a.bin").write_bytes(b"aaaa")
    (path / "b.bin").write_bytes(b"bbbb")
    monkeypatch.syspath_prepend(str(path.parent))
    return path


def installed(folder, one, **files):
    """Put a model into the folder as an installation does."""
    own = folder.root / one.name
    own.mkdir(parents=True)
    for name, data in files.items():
        (own / name).write_bytes(data)
    made = tuple(
        InstalledFile(path=name, size=len(data), sha256=hashlib.sha256(data).hexdigest())
        for name, data in files.items()
    )
    record = Installed(model=one.name, got=tuple(file.sha256 for file in one.file), files=made)
    (own / RECORD).write_bytes(msgspec.json.encode(record))
    return own


def test_the_error_for_a_missing_model_names_the_command(folder):
    with pytest.raises(
        ModelMissing, match=r"voice-one is not installed\. Type: switchboard models install voice-one$"
    ):
        folder.path("voice-one")
    with pytest.raises(ModelMissing, match="switchboard models install text-one"):
        folder.file("text-one", "a.bin")
    with pytest.raises(NotFound, match="Did you mean voice-one"):
        folder.path("voice-on")


def test_an_installed_model_is_found(folder):
    own = installed(folder, VOICE, **{"one.onnx": WEIGHTS})
    assert folder.path("voice-one") == own
    assert folder.file("voice-one", "one.onnx") == own / "one.onnx"
    with pytest.raises(ModelMissing):
        folder.file("voice-one", "two.onnx")


def test_installed_packages_count_and_are_not_imported(folder, package):
    assert folder.path("text-one") == package
    assert folder.file("text-one", "b.bin") == package / "b.bin"
    assert check_models(folder, ["text-one"]) == []


def test_the_models_folder_goes_before_packages(folder, package):
    own = installed(folder, TEXT, **{"a.bin": b"aaaa", "b.bin": b"bbbb"})
    assert folder.path("text-one") == own


def test_a_package_of_another_version_does_not_count(folder, package):
    (package / "a.bin").write_bytes(b"another length")
    assert folder.place(TEXT) is None


def test_a_flipped_byte_is_found_and_never_loaded(folder, package):
    own = installed(folder, VOICE, **{"one.onnx": WEIGHTS})
    (own / "one.onnx").write_bytes(WEIGHTS[:-1] + b"\x00")
    (package / "a.bin").write_bytes(b"aaab")
    assert check_models(folder, []) == [
        f"voice-one: {own / 'one.onnx'} is not the file it should be (its SHA-256 differs). "
        "Type: switchboard models install voice-one",
        f"text-one: {package / 'a.bin'} is not the file it should be (its SHA-256 differs). "
        "Type: switchboard models install text-one",
    ]
    with pytest.raises(ModelMissing, match=r"one\.onnx of voice-one is not the file it should be"):
        folder.file("voice-one", "one.onnx")


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (lambda own: (own / "one.onnx").unlink(), "is missing"),
        (lambda own: (own / "one.onnx").write_bytes(b"short"), "has 5 bytes and should have 307,200"),
        (lambda own: (own / RECORD).unlink(), "is not whole"),
        (lambda own: (own / RECORD).write_bytes(b"{"), "is not whole"),
        (
            lambda own: [(own / "one.onnx").unlink(), (own / "one.onnx").symlink_to(own / "no")],
            "leads nowhere",
        ),
    ],
)
def test_every_damage_is_named(folder, damage, fault):
    damage(installed(folder, VOICE, **{"one.onnx": WEIGHTS}))
    (line,) = check_models(folder, [])
    assert fault in line
    assert line.endswith("Type: switchboard models install voice-one")
    with pytest.raises(ModelMissing):
        folder.path("voice-one")


def test_what_an_older_catalogue_installed_is_told(folder):
    older = model("voice-one", model_file("one.onnx", b"older", "https://models.example/one.onnx"))
    installed(folder, older, **{"one.onnx": b"older"})
    (line,) = check_models(folder, [])
    assert "of another version than the catalogue's" in line


def test_what_is_not_installed_is_a_fault_only_when_asked_for(folder):
    assert check_models(folder, []) == []
    assert check_models(folder, ["voice-one"]) == [
        "voice-one is not installed. Type: switchboard models install voice-one"
    ]


def test_the_list_says_what_is_where(folder, package):
    own = installed(folder, VOICE, **{"one.onnx": WEIGHTS})
    head, first, second = list_models(folder, as_json=False).splitlines()
    assert head.split() == ["NAME", "KIND", "LANGUAGES", "SIZE", "LICENCE", "INSTALLED"]
    assert first.split() == ["voice-one", "asr", "en", "0.3", "MB", "MIT", str(own)]
    assert second.endswith(f"{package} (package)")
    lines = msgspec.json.decode(list_models(folder, as_json=True))
    assert [(one["name"], one["installed"], one["size"]) for one in lines] == [
        ("voice-one", True, 307_200),
        ("text-one", True, 8),
    ]


def test_the_list_of_nothing_says_no(folder):
    assert all(line.endswith("no") for line in list_models(folder, as_json=False).splitlines()[1:])


def test_what_to_install_is_said_in_one_way():
    def choose(*names, everything=False, purpose=""):
        return chosen(shipped(), names, everything=everything, purpose=purpose)

    assert choose(everything=True) == shipped()
    assert [one.name for one in choose("whisper-base", "silero-vad", "whisper-base")] == [
        "whisper-base",
        "silero-vad",
    ]
    assert {one.purpose for one in choose(purpose="knowledge")} == {Purpose.KNOWLEDGE}
    assert not any(one.extra for one in choose(purpose="voice"))
    for wrong in ({}, {"everything": True, "purpose": "voice"}):
        with pytest.raises(InvalidInput, match="Say what to install"):
            choose(**wrong)
    with pytest.raises(InvalidInput, match="Say what to install"):
        choose("whisper-base", everything=True)


def test_the_folder_is_in_the_data_unless_named(tmp_path):
    data = Data(folder=str(tmp_path))
    assert ModelFolder.of(Config(data=data)).root == tmp_path / "models"
    named = Config(data=data, models=Models(folder=str(tmp_path / "shared")))
    assert ModelFolder.of(named).root == tmp_path / "shared"
