"""Writing articles: every save is a revision that stays; what is written has to be published anew."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.errors import Conflict, Duplicate, InvalidInput, StaleRevision
from hub.core.events import EventKind
from hub.core.models.knowledge import (
    CONTENT,
    Article,
    ArticleAct,
    ArticleComment,
    ArticleState,
    HistoryEntry,
    Revision,
    RevisionKind,
)
from hub.core.models.staff import Staff
from hub.core.records import Value
from hub.core.transitions import advance
from hub.services.article_life import UNREVIEWED, ArticleLife
from hub.services.article_rules import (
    LONGEST_INTERVAL,
    check_comment,
    check_content,
    check_times,
    content_of,
    due_again,
    revision_id,
    revision_of,
    tidied,
)
from hub.services.base import retried

EDITABLE = frozenset(CONTENT)
DETAILS = frozenset({"owner", "verify_every_days", "expires_at"})


class Translation(Value, frozen=True, kw_only=True):
    """One language of an article. `source_changed`: what it was translated from says something else now."""

    article: str
    language: str
    title: str
    state: ArticleState
    published: int | None
    is_source: bool
    source_changed: bool


class ArticleWriting(ArticleLife):
    """Creating, editing, translating and discussing articles."""

    async def create(self, by: str, *, title: str, body: str, owner: str = "", **fields: Any) -> Article:
        """Store a new draft with its first revision; `fields` are others of the content.

        With `batch` and `id` in them, it is committed with that batch, under that id.
        """
        return await self._create(by, RevisionKind.CREATED, owner=owner, title=title, body=body, **fields)

    async def translate(self, article_id: str, by: str, language: str) -> Article:
        """Begin an article's version in another language, as a draft with the content to be translated."""
        origin = await self.store.get(Article, article_id)
        source = await self._source(origin) or origin
        if source.family is None:
            source = await self._found_family(source, by)
        content = content_of(source) | {"language": language, "questions": [], "texts": {}}
        return await self._create(
            by,
            RevisionKind.TRANSLATED,
            owner=source.owner,
            family=source.family,
            translated=source.published or source.revision,
            **content,
        )

    @retried
    async def join(self, article_id: str, by: str, source_id: str) -> Article:
        """Make an article that stands alone a translation of another one."""
        article = await self.store.get(Article, article_id)
        origin = await self.store.get(Article, source_id)
        source = await self._source(origin) or origin
        if source.id == article.id or len(await self._family(article)) > 1:
            raise Conflict("This article has translations already.")
        if source.family is None:
            source = await self._found_family(source, by)
        batch = self.batch(by)
        joined = replace(article, family=source.family, translated=source.published or source.revision)
        return await self._commit_language(joined, batch, ArticleAct.DETAILS_CHANGED)

    async def save(self, article_id: str, by: str, *, rev: int, **fields: Any) -> Article:
        """Store an edit as the next revision, a draft; customers keep the published one for now.

        `rev` is the stored revision the editor began with: raises StaleRevision when somebody else
        saved since. `fields` are those of the content. An edit that changes nothing is no revision.
        """
        unknown = sorted(fields.keys() - EDITABLE)
        if unknown:
            raise InvalidInput(f"{unknown[0]} of an article cannot be edited.", field=unknown[0])
        article = await self.store.get(Article, article_id)
        if article.rev != rev:
            raise StaleRevision("Somebody else saved this article since you opened it. Reload it first.")
        return await self._revise(article, by, RevisionKind.EDITED, ArticleAct.SAVED, tidied(fields))

    @retried
    async def restore(self, article_id: str, by: str, number: int) -> Article:
        """Make the content of an earlier revision the newest one, as a draft."""
        article = await self.store.get(Article, article_id)
        kept = await self.store.get(Revision, revision_id(article_id, number))
        return await self._revise(
            article, by, RevisionKind.RESTORED, ArticleAct.RESTORED, content_of(kept), copy_of=number
        )

    @retried
    async def set_details(self, article_id: str, by: str, /, **fields: Any) -> Article:
        """Change what is no part of the content, at once: owner, verify_every_days, expires_at."""
        unknown = sorted(fields.keys() - DETAILS)
        if unknown:
            raise InvalidInput(f"{unknown[0]} of an article cannot be set.", field=unknown[0])
        article = await self.store.get(Article, article_id)
        batch = self.batch(by)
        changed = replace(article, **fields)
        if changed == article:
            return article
        if changed.owner != article.owner:
            await self._check_owner(changed.owner)
        if not 0 <= changed.verify_every_days <= LONGEST_INTERVAL:
            raise InvalidInput(f"Use 0 to {LONGEST_INTERVAL} days.", field="verify_every_days")
        if changed.expires_at != article.expires_at:
            check_times(changed.publish_at, changed.expires_at, batch.at)
        if changed.verify_every_days != article.verify_every_days:
            changed = due_again(changed)
        return await self._commit(batch, changed, ArticleAct.DETAILS_CHANGED)

    @retried
    async def in_step(self, article_id: str, by: str) -> Article:
        """Note that a translation says what its source says now."""
        article = await self.store.get(Article, article_id)
        source = await self._source(article)
        if source is None or source.id == article.id:
            raise Conflict("This article is not a translation.")
        changed = replace(article, translated=source.published or source.revision)
        return await self._commit(self.batch(by), changed, ArticleAct.IN_STEP)

    async def translations(self, article_id: str) -> list[Translation]:
        """Return the article in all its languages, the one it was written in first."""
        article = await self.store.get(Article, article_id)
        family = await self._family(article)
        source = next((one for one in family if one.id == article.family), article)
        found = [
            Translation(
                article=one.id,
                language=one.language,
                title=one.title,
                state=one.state,
                published=one.published,
                is_source=one.id == source.id,
                source_changed=one.id != source.id and is_behind(one, source),
            )
            for one in family
        ]
        return sorted(found, key=lambda one: (not one.is_source, one.language))

    async def comment(
        self, article_id: str, by: str, text: str, *, revision: int = 0, mentions: Sequence[str] = ()
    ) -> ArticleComment:
        """Say something about a revision (0: the newest), to whom it is meant for, if anybody."""
        article = await self.store.get(Article, article_id)
        if not 0 <= revision <= article.revision:
            raise InvalidInput(f"There is no revision {revision}.", field="revision")
        for index, colleague in enumerate(mentions):
            await self._check_colleague(colleague, f"mentions[{index}]")
        batch = self.batch(by)
        said = ArticleComment(
            id=self.ids(),
            article=article_id,
            revision=revision or article.revision,
            text=check_comment(text, needed=True),
            by=by,
            at=batch.at,
            mentions=list(dict.fromkeys(mentions)),
        )
        return await self._keep_comment(said, by)

    @retried
    async def settle(self, comment_id: str, by: str, *, resolved: bool) -> ArticleComment:
        """Resolve a comment, or open it again."""
        said = await self.store.get(ArticleComment, comment_id)
        if bool(said.resolved_at) == resolved:
            return said
        at = self.clock.now() if resolved else None
        return await self._keep_comment(replace(said, resolved_at=at, resolved_by=by if resolved else ""), by)

    async def comments(self, article_id: str) -> list[ArticleComment]:
        """Return what colleagues said about an article, oldest first."""
        return await self.store.find(ArticleComment, {"article": article_id}, order="at")

    async def history(self, article_id: str) -> list[HistoryEntry]:
        """Return what was done with an article, newest first."""
        return await self.store.find(HistoryEntry, {"article": article_id}, order="at", descending=True)

    async def _create(self, by: str, kind: RevisionKind, *, owner: str, **fields: Any) -> Article:
        batch = fields.pop("batch", None) or self.batch(by)
        id = fields.pop("id", None) or self.ids()
        policy = await self.policy()
        family = fields.pop("family", id)
        article = Article(
            id=id,
            author=by,
            authors=[by],
            owner=owner,
            family=family,
            verify_every_days=policy.verify_every_days,
            created_at=batch.at,
            updated_at=batch.at,
            **tidied(fields),
        )
        check_content(article)
        await self._check_owner(owner)
        batch.save(revision_of(article, kind))
        return await self._commit_language(article, batch, ArticleAct.CREATED)

    async def _revise(
        self,
        article: Article,
        by: str,
        kind: RevisionKind,
        act: ArticleAct,
        content: dict[str, Any],
        copy_of: int | None = None,
    ) -> Article:
        """Store new content as the next revision; whatever the last one had reached, this is a draft."""
        if article.state is ArticleState.ARCHIVED:
            raise InvalidInput("This article is archived. Bring it back first.", field="state")
        if all(getattr(article, name) == value for name, value in content.items()):
            return article
        batch = self.batch(by)
        after = advance(
            article,
            ArticleState.DRAFT,
            **content,
            **UNREVIEWED,
            revision=article.revision + 1,
            author=by,
            authors=sorted({*article.authors, by}),
            updated_at=batch.at,
        )
        check_content(after)
        batch.save(revision_of(after, kind, copy_of))
        return await self._commit_language(after, batch, act)

    async def _commit_language(self, article: Article, batch: Batch, act: ArticleAct) -> Article:
        """Commit; a family has each language once."""
        try:
            return await self._commit(batch, article, act)
        except Duplicate as error:
            if await self.store.peek(Article, error.existing) is None:
                raise StaleRevision("Somebody else saved this article. Reload it first.") from error
            raise Conflict(
                "There is this article in that language already; if it is archived, bring it back."
            ) from error

    async def _keep_comment(self, said: ArticleComment, by: str) -> ArticleComment:
        batch = self.batch(by)
        batch.save(said)
        data = {"article": said.article, "revision": said.revision, "resolved": bool(said.resolved_at)}
        batch.event(EventKind.ARTICLE_COMMENTED, said, data=data)
        stored: ArticleComment = (await self.store.commit(batch)).stored(said)
        return stored

    async def _source(self, article: Article) -> Article | None:
        return await self.store.peek(Article, article.family) if article.family else None

    async def _family(self, article: Article) -> Sequence[Article]:
        if article.family is None:
            return [article]
        return await self.store.find(Article, {"family": article.family})

    async def _found_family(self, article: Article, by: str) -> Article:
        """Give an article from before there were translations a family of its own."""
        batch = self.batch(by)
        return await self._commit(batch, replace(article, family=article.id), ArticleAct.DETAILS_CHANGED)

    async def _check_owner(self, owner: str) -> None:
        if owner:
            await self._check_colleague(owner, "owner")

    async def _check_colleague(self, id: str, field: str) -> None:
        staff = await self.store.peek(Staff, id)
        if not (staff and staff.active):
            raise InvalidInput("There is no such active colleague.", field=field)


def is_behind(translation: Article, source: Article) -> bool:
    """Say whether a translation renders an older revision of its source than customers of that get."""
    return (translation.translated or 0) < (source.published or source.revision)
