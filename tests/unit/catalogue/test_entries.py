"""The catalogue that is shipped is valid, and a wrong one is refused."""

from urllib.parse import urlsplit

import pytest

from hub.catalogue.entries import Model, Purpose, named, pieces_of, read_catalogue, shipped
from hub.core.errors import NotFound

PUBLISHERS = {"huggingface.co", "github.com", "alphacephei.com"}

ENTRY = """
[[model]]
name = "{model}"
title = "One"
kind = "tts"
purpose = "voice"
languages = []
licence = "MIT"
page = "https://models.example/"
[[model.file]]
name = "{file}"
size = {size}
sha256 = "{sha256}"
sources = [{sources}]
{more}
"""
RIGHT = {
    "model": "one",
    "file": "one.bin",
    "size": "5",
    "sha256": "0" * 64,
    "sources": '"https://models.example/one.bin"',
    "more": "",
}


def ids(model: Model) -> str:
    return model.name


@pytest.mark.parametrize("model", shipped(), ids=ids)
def test_addresses_are_publishers_over_https(model):
    for file in model.file:
        for source in file.sources:
            if not pieces_of(source):
                assert urlsplit(source).scheme == "https"
                assert urlsplit(source).netloc in PUBLISHERS
    assert urlsplit(model.page).netloc in PUBLISHERS


@pytest.mark.parametrize("model", shipped(), ids=ids)
def test_addresses_are_of_one_version(model):
    for file in model.file:
        for source in file.sources:
            assert "/main/" not in source
            assert "latest" not in source


@pytest.mark.parametrize("model", shipped(), ids=ids)
def test_publishers_are_asked_before_packages(model):
    for file in model.file:
        kinds = [bool(pieces_of(source)) for source in file.sources]
        assert kinds == sorted(kinds)


@pytest.mark.parametrize("model", shipped(), ids=ids)
def test_everything_is_said_of_a_model(model):
    assert model.title
    assert model.licence
    assert model.size > 100_000


def test_speech_is_there_in_both_languages():
    voice = [one for one in shipped() if one.purpose is Purpose.VOICE and not one.extra]
    for kind in ("asr", "tts"):
        for language in ("en", "zh"):
            assert any(one.kind == kind and language in one.languages for one in voice)


def test_a_catalogue_is_read():
    (one,) = read_catalogue(ENTRY.format(**RIGHT))
    assert (one.name, one.size, one.extra) == ("one", 5, False)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"model": "../one"}, "a name may have"),
        ({"model": ".lock"}, "a name may have"),
        ({"file": "a/b"}, "a name may have"),
        ({"size": "0"}, "more than nothing"),
        ({"sha256": "ABC"}, "64 hexadecimal digits"),
        ({"sources": ""}, "there must be a source"),
        ({"sources": '"ftp://models.example/one"'}, "neither an address nor"),
        ({"sources": '"pip:one:one.bin"'}, "neither an address nor"),
        ({"sources": '"pip:one==1.0:../../one.bin"'}, "inside its archive"),
        ({"sources": '["pip:one==1.0:a", "npm:two==2.0:/etc/passwd"]'}, "inside its archive"),
        ({"more": 'unpack = "one"'}, "belong together"),
        ({"more": 'unpack = "../one"\nunpacked = 7'}, "inside its archive"),
        ({"more": 'sha1 = "one"'}, "sha1"),
    ],
)
def test_a_wrong_catalogue_is_refused(change, fault):
    with pytest.raises(ValueError, match=fault):
        read_catalogue(ENTRY.format(**RIGHT | change))


def test_two_models_of_one_name_are_refused():
    with pytest.raises(ValueError, match="same name"):
        read_catalogue(ENTRY.format(**RIGHT) * 2)


def test_pieces_name_client_package_version_and_path():
    (first, second) = pieces_of(("npm:@scope/one==1.2.3:package/a.bin", "pip:two==2"))
    assert (first.client, first.package, first.version, first.path) == (
        "npm",
        "@scope/one",
        "1.2.3",
        "package/a.bin",
    )
    assert (second.package, second.path) == ("two", "")
    assert pieces_of("https://models.example/one") == ()


def test_an_unknown_name_gets_a_near_one_suggested():
    with pytest.raises(NotFound, match=r"no model 'wisper-base'. Did you mean whisper-base\?"):
        named(shipped(), "wisper-base")
    with pytest.raises(NotFound, match="See: switchboard models list"):
        named(shipped(), "zzz")
