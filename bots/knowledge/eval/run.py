"""`switchboard eval knowledge`: index the articles, ask the questions, print and report the figures."""

import asyncio
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bots.knowledge.eval.figures import RANKED, Quality, quality
from bots.knowledge.eval.files import QuestionLine, passages_of, read_articles, read_questions
from bots.knowledge.retrieval.hashing import HashEmbedder
from bots.knowledge.retrieval.models import load_embedders
from bots.knowledge.retrieval.ports import Curve, Embedder, Passage
from bots.knowledge.retrieval.retriever import Retriever
from hub.catalogue.folder import ModelFolder
from hub.core.records import Value


class Cost(Value, frozen=True, kw_only=True):
    """What it took: seconds to index and to calibrate, milliseconds a question, megabytes of memory."""

    index_seconds: float
    index_cpu_seconds: float
    calibration_seconds: float
    ms_cpu_per_question: float
    ms_wall_per_question: float
    memory_mb: float
    memory_of_base_mb: float


class Report(Value, frozen=True, kw_only=True):
    """All of an evaluation."""

    articles: int
    passages: int
    questions: int
    models: list[str]
    quality: Quality
    cost: Cost
    curve: Curve


async def run_eval(
    articles: Path, questions: Path, folder: ModelFolder, *, report: Path | None, lexical: bool
) -> str:
    """Return the figures as text, having written them to `report` as JSON where one is named."""
    base = await asyncio.to_thread(read_articles, articles)
    asked = await asyncio.to_thread(read_questions, questions, base)
    embedders = [HashEmbedder()] if lexical else await asyncio.to_thread(load_embedders, folder)
    result = await evaluate([passages_of(article) for article in base], asked, embedders)
    if report:
        await asyncio.to_thread(report.write_bytes, msgspec.json.format(msgspec.json.encode(result)) + b"\n")
    return as_text(result)


async def evaluate(
    articles: Sequence[Sequence[Passage]], asked: Sequence[QuestionLine], embedders: Sequence[Embedder]
) -> Report:
    """Return the figures of a base of articles (each as its passages) on questions."""
    retriever = Retriever(embedders)
    try:
        before, started, cpu = _memory(), time.perf_counter(), time.process_time()
        await retriever.add(articles, calibrate=False)
        indexed, indexed_cpu = time.perf_counter() - started, time.process_time() - cpu
        started = time.perf_counter()
        curve = await retriever.calibrate()
        calibrated = time.perf_counter() - started
        started, cpu = time.perf_counter(), time.process_time()
        found = [await retriever.ask(question.text, limit=RANKED) for question in asked]
        wall, busy = time.perf_counter() - started, time.process_time() - cpu
    finally:
        retriever.close()
    return Report(
        articles=len(articles),
        passages=sum(len(passages) for passages in articles),
        questions=len(asked),
        models=[embedder.name for embedder in embedders],
        quality=quality(found, [question.article for question in asked]),
        cost=Cost(
            index_seconds=round(indexed, 2),
            index_cpu_seconds=round(indexed_cpu, 2),
            calibration_seconds=round(calibrated, 2),
            ms_cpu_per_question=round(busy / len(asked) * 1000, 2),
            ms_wall_per_question=round(wall / len(asked) * 1000, 2),
            memory_mb=round(_memory(), 1),
            memory_of_base_mb=round(_memory() - before, 1),
        ),
        curve=curve,
    )


def as_text(report: Report) -> str:
    """Return the report for people."""
    found, cost, curve = report.quality, report.cost, report.curve
    calibrated = (
        f"{curve.answerable} own questions against {curve.unanswerable} others"
        if curve.measured
        else "the general one: too few articles have several questions"
    )
    rows = [
        ("articles, passages", f"{report.articles}, {report.passages}"),
        ("questions", f"{found.answerable} answerable, {found.unanswerable} not"),
        ("models", ", ".join(report.models)),
        ("", ""),
        ("accuracy@1", _figure(found.accuracy_at_1)),
        ("recall@5", _figure(found.recall_at_5)),
        (f"MRR@{RANKED}", _figure(found.mrr)),
        ("AUROC, answerable against not", _figure(found.auroc)),
        ("", ""),
        ("calibration", calibrated),
        ("threshold to answer, to offer choices", f"{curve.answer_from:.2f}, {curve.choices_from:.2f}"),
        ("precision of answers", _figure(found.precision)),
        ("coverage (answerable that are answered)", _figure(found.coverage)),
        ("leak (others that are answered)", _figure(found.leak)),
        ("right answer or right choice offered", _figure(found.helped)),
        ("", ""),
        ("CPU a question", f"{cost.ms_cpu_per_question:.1f} ms"),
        ("wall time a question", f"{cost.ms_wall_per_question:.1f} ms"),
        ("indexing", f"{cost.index_seconds:.1f} s ({cost.index_cpu_seconds:.1f} s CPU)"),
        ("calibrating", f"{cost.calibration_seconds:.1f} s"),
        ("memory of the process, of the base", f"{cost.memory_mb:.0f} MB, {cost.memory_of_base_mb:.0f} MB"),
    ]
    return "\n".join(f"{name:<42}{value}".rstrip() for name, value in rows)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _memory() -> float:
    """Return the most memory the process has had, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most / 1e3
