"""Search by meaning, kept in step with what is published, in the background."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog

from bots.knowledge.index import Entry
from bots.knowledge.passages import rows
from bots.knowledge.retrieval.models import CATALOGUE, Model, load
from bots.knowledge.retrieval.ports import Curve, Embedder, Found, Hit, Passage, VectorCache
from bots.knowledge.retrieval.retriever import Retriever
from bots.knowledge.retrieval.worker import Worker
from bots.language import spoken

log = structlog.get_logger(__name__)


class LastingVectors(VectorCache, Protocol):
    """A cache that outlives the process and can forget what nobody asked for."""

    async def prune(self) -> int:
        """Erase what was neither asked for nor put since the start; return how many."""
        ...


class Meaning:
    """One tenant's search by meaning. Nothing is loaded or embedded before `run`.

    Until it `is_ready`, and for languages no model here reads, `ask` returns None: words must do.
    A model is loaded when the first article in a language it reads is there.
    """

    def __init__(
        self, cache: LastingVectors, worker: Worker, *, load: Callable[[Model], Embedder] = load
    ) -> None:
        self._cache = cache
        self._worker = worker
        self._load = load
        self._retriever = Retriever((), cache, worker)
        self._loaded: dict[str, bool] = {}  # by model: whether it could be
        self._languages: dict[str, str] = {}  # of the articles that are found by meaning
        self._waiting: dict[str, Entry | None] = {}  # by article: what it is to be from now on
        self._ready = asyncio.Event()
        self._changed = asyncio.Event()
        self._due = asyncio.Event()
        self._applied = asyncio.Event()  # nothing is waiting, nothing is being taken over

    @property
    def is_ready(self) -> bool:
        """Whether questions are answered by meaning."""
        return self._ready.is_set()

    async def ready(self) -> None:
        """Return once it is."""
        await self._ready.wait()

    async def caught_up(self) -> None:
        """Return once everything published until now is found by meaning, if it can be."""
        await self.ready()
        await self._applied.wait()

    def put(self, entry: Entry) -> None:
        """Publish an article, or its new revision, as soon as its vectors are known."""
        self._waiting[entry.article] = entry
        self._applied.clear()
        self._changed.set()

    def remove(self, article: str) -> None:
        """Take an article back."""
        self._waiting[article] = None
        self._applied.clear()
        self._changed.set()

    async def ask(self, question: str, language: str, without: str = "") -> Found | None:
        """Return what is found, the article `without` left out; None where words must do."""
        if not self.is_ready or language not in self._languages.values():
            return None
        return await self._retriever.ask(question, language, without=without)

    async def best(self, article: str, question: str) -> Hit | None:
        """Return an article's passage nearest to a question, or None where words must do."""
        return await self._retriever.best_passage(article, question) if self.is_ready else None

    def calibration(self) -> Curve:
        """Return what confidences mean here."""
        return self._retriever.calibration()

    async def with_change(self, article: str, entry: Entry | None) -> "Meaning":
        """Return a copy in which an article is another, or gone; what is published does not change."""
        copy = Meaning(self._cache, self._worker, load=self._load)
        copy._retriever = self._retriever.copy()
        copy._loaded, copy._languages = dict(self._loaded), dict(self._languages)
        if self.is_ready:
            copy._ready.set()
            await copy._apply({article: entry})
        return copy

    async def run(self) -> None:
        """Follow what is published, as long as the task lives."""
        self._changed.set()  # an empty base is ready too
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow())
            group.create_task(self._keep_calibrated())

    async def _follow(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            changes, self._waiting = self._waiting, {}
            try:
                await self._apply(changes)
            except BaseException:
                self._waiting = changes | self._waiting
                raise
            if not self.is_ready:
                await self._retriever.calibrate()
                erased = await self._cache.prune()
                self._ready.set()
                log.info("knowledge_ready", articles=len(self._retriever), vectors_erased=erased)
            elif self._retriever.is_due:
                self._due.set()
            if not self._waiting:
                self._applied.set()

    async def _keep_calibrated(self) -> None:
        """Calibrate beside `_follow`: seconds in which changes are taken over all the same."""
        while True:
            await self._due.wait()
            self._due.clear()
            await self._retriever.calibrate()

    async def _apply(self, changes: dict[str, Entry | None]) -> None:
        wanted = {entry.article: spoken(entry.language) for entry in changes.values() if entry}
        read = {language for language in set(wanted.values()) if await self._reads(language)}
        gone = [article for article in changes if wanted.get(article) not in read]
        await self._retriever.remove(gone, calibrate=False)
        entries = [entry for entry in changes.values() if entry and entry.article not in gone]
        await self._retriever.add([_rows(entry) for entry in entries], calibrate=False)
        for article in gone:
            self._languages.pop(article, None)
        self._languages |= {entry.article: wanted[entry.article] for entry in entries}

    async def _reads(self, language: str) -> bool:
        """Say whether a model reads the language, loading the first that can."""
        for model in CATALOGUE:
            if model.languages and language not in model.languages:
                continue
            if model.name not in self._loaded:
                self._loaded[model.name] = await self._take(model)
            if self._loaded[model.name]:
                return True
        return False

    async def _take(self, model: Model) -> bool:
        try:
            self._retriever.use(await asyncio.to_thread(self._load, model))
        except (ImportError, OSError, ValueError, RuntimeError) as error:
            log.warning("model_not_loaded", model=model.name, reason=str(error))
            return False
        return True


def _rows(entry: Entry) -> Sequence[Passage]:
    return rows(entry.article, entry.title, entry.questions, entry.body, spoken(entry.language))
