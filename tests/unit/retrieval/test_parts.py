"""The parts of knowledge search by themselves: texts, evidence, probabilities, model files."""

import msgspec
import numpy as np
import pytest

from bots.knowledge.retrieval.chances import GENERAL, Source, Trial, fit, weights_of
from bots.knowledge.retrieval.evidence import Evidence, Rows, Vote, weigh
from bots.knowledge.retrieval.hashing import HashEmbedder
from bots.knowledge.retrieval.models import CATALOGUE, MINILM, load, load_embedders
from bots.knowledge.retrieval.ports import Kind, unit
from bots.knowledge.retrieval.space import Background, Space
from bots.knowledge.retrieval.tidy import codes, language_tag, tidy
from bots.knowledge.retrieval.unrelated import UNRELATED
from hub.catalogue.folder import RECORD, Installed, InstalledFile, ModelFolder
from tests.fakes.retrieval import article


@pytest.mark.parametrize(
    ("text", "hint", "tag"),
    [
        ("how do I pay", "", "en"),
        ("怎么付款", "en", "zh"),
        ("我的iPhone连不上wifi", "", "zh"),
        ("iPhone", "zh-CN", "zh"),
        ("please send the invoice again", "zh-CN", "en"),
        ("wie kann ich bezahlen", "de-AT", "de"),
        ("où est ma commande, s'il vous plaît", "", "other"),
        ("где мой заказ", "", "other"),
        ("12345", "zh", "zh"),
        ("12345", "", "en"),
    ],
)
def test_the_language_of_a_text(text, hint, tag):
    assert language_tag(text, hint) == tag


def test_what_only_some_people_type_makes_no_difference():
    assert tidy("  Ｗhere is  my\norder ?? ") == tidy("Where is my order")
    assert tidy("退款多久到账？") == tidy("退款多久到账")
    assert tidy("?") == "?"


def test_codes_are_words_with_digits():
    assert codes("Error E-4711 on the XR2000, 2nd try") == {"e-4711", "xr2000", "2nd"}
    assert codes("no code here, only 5 words") == frozenset()


def basis(*rows):
    return unit(np.array(rows, np.float32))


NOBODY = basis([0, 0, 0, 1])


def test_the_same_thing_said_twice_is_not_counted_twice():
    question = basis([1, 0.1, 0, 0])[0]
    once = weigh(question, Rows(basis([1, 0, 0, 0], [0, 1, 0, 0]), np.array([0, 1])), NOBODY)
    twice = weigh(
        question, Rows(basis([1, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0]), np.array([0, 0, 1])), NOBODY
    )
    assert once.votes[0].owner == twice.votes[0].owner == 0
    assert twice.votes[0].score < 1.5 * once.votes[0].score


def test_rows_left_out_have_no_vote():
    rows = Rows(basis([1, 0, 0, 0], [0.9, 0.4, 0, 0], [0, 0, 1, 0]), np.array([0, 1, 2]))
    found = weigh(basis([1, 0, 0, 0])[0], rows, NOBODY, without=np.array([0]))
    assert [vote.owner for vote in found.votes] == [1, 2]
    assert weigh(basis([1, 0, 0, 0])[0], rows, NOBODY, without=np.arange(3)).votes == []


def test_unrelated_questions_speak_against_all_articles():
    rows = Rows(basis([1, 0, 0, 0], [0, 1, 0, 0]), np.array([0, 1]))
    about, apart = (weigh(basis(one)[0], rows, NOBODY) for one in ([1, 0, 0, 0], [0, 0, 0.2, 1]))
    assert about.strength(0) > 1 > 0 > apart.strength(0)
    assert about.lead(0) == -about.lead(1)


def test_a_code_lifts_only_the_articles_that_have_it():
    passages = [*article("a", ["error e-1234"]), *article("b", ["error e-9999"])]
    space = Space(
        Background(basis([0, 0, 1, 1], [0, 0, 1, 0.5])), passages, list(basis([1, 0, 0, 0], [1, 0, 0, 0])), 4
    )
    question = basis([1, 0, 0, 0])[0]
    assert [vote.owner for vote in space.weigh(question, "what is e-9999").votes] == [1, 0]
    assert [vote.owner for vote in space.weigh(question, "what is e-1234").votes] == [0, 1]


def test_an_unrelated_question_a_base_is_about_is_no_rival():
    background = Background(basis([1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]))
    space = Space(background, article("a", ["x"]), [background.rivals[1]], 4)
    assert len(space.rivals) == len(background.rivals) - 1


def trials(source, strengths, right):
    return [Trial(source, strength, 0.2, right) for strength in strengths]


def test_without_own_questions_the_general_curve_holds():
    curves = fit(trials(Source.UNRELATED, [0.0, 1.0], False))
    assert curves.right[:3] == GENERAL.right[:3]
    assert (curves.known.usual, curves.known.spread) == (0.5, 0.5)


def test_a_base_moves_its_curve():
    noise = trials(Source.UNRELATED, np.linspace(-1, 1, 100), False)
    sure = fit(noise + trials(Source.OWN, np.linspace(2, 3, 100), True))
    unsure = fit(noise + trials(Source.OWN, np.linspace(2, 3, 100), False))
    assert sure.right.of(2.5, 0.2) > 0.9 > 0.3 > unsure.right.of(2.5, 0.2)
    assert sure.right.of(0.0, 0.2) < 0.1
    for curves in (sure, unsure):
        rising = [curves.known.of(strength, 0.0) for strength in np.linspace(-5, 5, 50)]
        assert rising == sorted(rising)


def test_however_many_of_a_kind_were_tried_the_mix_is_the_same():
    many = trials(Source.OWN, range(90), True) + trials(Source.UNRELATED, range(10), False)
    weights = weights_of(many)
    assert weights.sum() == pytest.approx(1)
    assert weights[:90].sum() == pytest.approx(2 / 3)


def test_unrelated_questions_are_there_in_both_languages():
    assert all(len(UNRELATED[tag]) >= 100 for tag in ("en", "zh"))
    assert len({text for texts in UNRELATED.values() for text in texts}) == sum(map(len, UNRELATED.values()))


def test_the_fallback_forgives_slips_and_inflection():
    embedder = HashEmbedder()
    near, typo, far = embedder.embed_questions(["changing passwords", "chnage pasword", "delivery times"])
    asked = embedder.embed_questions(["change my password"])[0]
    assert asked @ near > asked @ typo > asked @ far
    assert not embedder.embed_questions(["?!"]).any()


def test_a_model_file_that_is_not_what_it_should_be_is_refused(tmp_path):
    install_broken(tmp_path, MINILM)
    with pytest.raises(OSError, match=r"model.onnx of all-minilm.* is not the file .* models install all-"):
        load(MINILM, ModelFolder(tmp_path))
    assert "all-minilm" not in " ".join(one.name for one in load_embedders(ModelFolder(tmp_path)))


def test_without_any_model_words_alone_are_searched(tmp_path):
    for model in CATALOGUE:
        install_broken(tmp_path, model)
    assert [one.name for one in load_embedders(ModelFolder(tmp_path))] == ["hash-1"]


def install_broken(folder, model):
    """Put files into the models folder that are not what their record says."""
    (folder / model.name).mkdir()
    files = [InstalledFile(path=one.name, size=6, sha256=one.sha256) for one in model.file]
    for file in files:
        (folder / model.name / file.path).write_bytes(b"broken")
    record = Installed(model=model.name, got=tuple(one.sha256 for one in model.file), files=tuple(files))
    (folder / model.name / RECORD).write_bytes(msgspec.json.encode(record))


def test_evidence_of_the_second_place_is_behind():
    found = Evidence([Vote(0, 0.9, 0, 0.8), Vote(1, 0.4, 1, 0.7)], 0.1)
    assert found.lead(0) == pytest.approx(0.5)
    assert found.lead(1) == pytest.approx(-0.5)
    assert Evidence([Vote(0, 0.9, 0, 0.8)], 0.1).lead(0) == pytest.approx(0.9)


def test_kinds_are_what_articles_are_made_of():
    assert [one.kind for one in article("a", ["t", "q"], body="b")] == [Kind.TITLE, Kind.QUESTION, Kind.BODY]
