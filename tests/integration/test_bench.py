"""Each row of `switchboard bench`, as short as can be: what it prints, never how fast it was."""

import json

import pytest

from hub.bench.figures import TARGETS, Place, as_table, figure, reports, scaled
from hub.bench.machine import fsync_rate, machine
from hub.bench.run import ROWS, run_bench
from hub.core.clock import SystemClock
from hub.core.errors import InvalidInput
from tests.fakes.speech import MODELS, need

FIGURES = {
    "chat": {"chat_p50_ms", "chat_per_s", "chat_cpu_us"},
    "assign": {"assign_p50_ms", "assign_per_s"},
    "intake": {"intake_per_s"},
    "email": {"email_per_s"},
    "sms": {"sms_http_per_s", "sms_smpp_in_per_s", "sms_smpp_out_per_s"},
    "routing": {"routing_sl20", "routing_asa_ratio", "routing_occupancy_cv", "routing_abandonment"},
    "matcher": {"matcher_per_s", "matcher_p99_us"},
    "memory": {"memory_mb"},
    "voice": {
        *("voice_first_audio_p50_ms", "voice_first_audio_p95_ms", "voice_barge_in_ms", "voice_unanswered"),
    },
    "voice-load": {
        *("voice_frame_cpu_us", "voice_call_cpu_us", "voice_jitter_p99_ms"),
        *("voice_calls", "voice_bridged_calls"),
    },
    "voice-soak": {
        *("voice_soak_hub_mb", "voice_soak_node_mb"),
        *("voice_soak_threads", "voice_soak_files", "voice_soak_failed"),
    },
}
FIELDS = ["name", "value", "unit", "limit", "ratio", "runs", "fsync_per_s", "load", "machine", "commit"]
LIMITED = {"chat_p50_ms", "chat_per_s", "intake_per_s", "email_per_s", "routing_sl20", "matcher_per_s"}
LIMITED |= FIGURES["sms"] | {"voice_frame_cpu_us"}
"""What has a limit measured or computed in the same run, whatever the machine."""


def test_every_row_is_tested():
    assert set(FIGURES) == set(ROWS)
    assert set().union(*FIGURES.values()) == set(TARGETS)


@pytest.fixture
def small_models(monkeypatch: pytest.MonkeyPatch) -> None:
    need("whisper-tiny-en", "piper-en-joe")
    monkeypatch.setenv("SWITCHBOARD_MODELS_FOLDER", str(MODELS))
    monkeypatch.setenv("SWITCHBOARD_VOICE_RECOGNISER", "whisper-tiny-en")
    monkeypatch.setenv("SWITCHBOARD_VOICE_VOICES", "piper-en-joe")


@pytest.mark.timeout(180)
@pytest.mark.usefixtures("small_models")
@pytest.mark.parametrize("name", FIGURES)
async def test_a_row_prints_its_figures_as_json(name: str, capsys: pytest.CaptureFixture[str]):
    assert await run_bench(name, seconds=0.05, as_json=True, runs=1, patience=0) == 0
    lines = capsys.readouterr().out.splitlines()  # among them the logs, which a command sends elsewhere
    printed = [json.loads(line) for line in lines if line.startswith("{")]
    assert {one["name"] for one in printed} == FIGURES[name]
    for one in printed:
        assert list(one) == FIELDS
        assert one["value"] >= 0
        assert one["runs"] == 1
        assert one["fsync_per_s"] > 0
        if one["name"] in LIMITED:
            assert one["limit"] > 0
            assert one["ratio"] > 0


async def test_an_unknown_row_is_refused_with_those_there_are():
    with pytest.raises(InvalidInput, match="chat, assign, intake"):
        await run_bench("speed", seconds=1, as_json=False)


def test_a_table_has_medians_limits_and_targets():
    place = Place(fsync_per_s=1234.5, load=0.5, machine="2 x Test", commit="abc")
    runs = [[figure("chat_per_s", rate, "messages/s", 50_000.0)] for rate in (20_000.0, 1.0, 16_000.0)]
    table = as_table(reports(runs, place), place)
    assert "16,000 messages/s" in table
    assert "50,000" in table
    assert "0.32" in table
    assert ">= 15,000  met" in table
    assert "median of 3; 2 x Test; commit abc" in table
    assert "load 0.5" in table
    assert "without the models" in table


def test_runs_below_a_second_are_smaller():
    assert scaled(100, 5) == 100
    assert scaled(100, 0.1) == 10
    assert scaled(100, 0.001) == 2


def test_the_machine_is_described(tmp_path):
    assert "GB" in machine()
    assert fsync_rate(tmp_path, SystemClock(), 0.01) > 0
    assert list(tmp_path.iterdir()) == []
