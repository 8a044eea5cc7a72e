"""An article's way to the customers and back: review, schedule, publication, expiry."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.errors import Conflict, NotAllowed, StaleRevision
from hub.core.events import EventKind
from hub.core.models.knowledge import (
    POLICY,
    Article,
    ArticleAct,
    ArticleComment,
    ArticleState,
    HistoryEntry,
    KnowledgePolicy,
    Revision,
    RevisionKind,
)
from hub.core.transitions import advance
from hub.services.article_images import plan_shown
from hub.services.article_rules import (
    check_comment,
    check_times,
    content_of,
    revision_id,
    revision_of,
    timed,
    verified,
)
from hub.services.audit import plan_audit
from hub.services.base import Service, retried

SCHEDULER = "schedule"
"""Who publishes and takes back when the time has come."""

UNREVIEWED: dict[str, Any] = {"approved_by": "", "publish_at": None}
_PUT_AWAY: dict[str, Any] = {**UNREVIEWED, "published": None, "expires_at": None}


class ArticleLife(Service):
    """Steps through the states. `revision` 0 means the newest; any other must still be the newest."""

    async def policy(self) -> KnowledgePolicy:
        """Return what the tenant asks for before customers get an article."""
        return await self.store.peek(KnowledgePolicy, POLICY) or KnowledgePolicy(id=POLICY)

    async def set_policy(self, policy: KnowledgePolicy, by: str) -> KnowledgePolicy:
        """Store the policy; `rev` must be the one it was read at."""
        before = await self.store.peek(KnowledgePolicy, POLICY)
        if policy.rev != (before.rev if before else 0):
            raise StaleRevision("Somebody changed these settings meanwhile. Look at them again, then decide.")
        batch = self.batch(by)
        batch.save(policy)
        action = "changed" if before else "created"
        plan_audit(batch, self.ids, action, "knowledge_policy", POLICY, before=before, after=policy)
        batch.event(EventKind.SETTINGS_CHANGED, policy, data={"kind": "knowledge_policy"})
        stored: KnowledgePolicy = (await self.store.commit(batch)).stored(policy)
        return stored

    @retried
    async def submit(self, article_id: str, by: str, *, revision: int = 0, comment: str = "") -> Article:
        """Ask colleagues to review the newest revision."""
        article = await self._read(article_id, revision)
        if article.state is ArticleState.IN_REVIEW:
            return article
        text = check_comment(comment, needed=False)
        return await self._advance(article, ArticleState.IN_REVIEW, by, ArticleAct.SUBMITTED, comment=text)

    @retried
    async def withdraw(self, article_id: str, by: str) -> Article:
        """Take a revision that is in review, approved or scheduled back to its draft."""
        article = await self.store.get(Article, article_id)
        if article.state is ArticleState.DRAFT:
            return article
        _expect(article, ArticleState.IN_REVIEW, ArticleState.APPROVED, ArticleState.SCHEDULED)
        return await self._advance(article, ArticleState.DRAFT, by, ArticleAct.WITHDRAWN, **UNREVIEWED)

    @retried
    async def request_changes(self, article_id: str, by: str, *, revision: int = 0, comment: str) -> Article:
        """Send a revision back to its author, with an open comment that says what should be different."""
        article = await self._read(article_id, revision)
        text = check_comment(comment, needed=True)
        _expect(article, ArticleState.IN_REVIEW, ArticleState.APPROVED)
        batch = self.batch(by)
        batch.save(_comment(self.ids(), article, text, by, batch.at))
        after = advance(article, ArticleState.DRAFT, **UNREVIEWED)
        return await self._commit(batch, after, ArticleAct.CHANGES_REQUESTED, comment=text)

    @retried
    async def approve(self, article_id: str, by: str, *, revision: int = 0, comment: str = "") -> Article:
        """Find the revision good; where the tenant says so, nobody approves what they wrote."""
        article = await self._read(article_id, revision)
        if article.state is ArticleState.APPROVED:
            return article
        _expect(article, ArticleState.IN_REVIEW)
        if by in article.authors and (await self.policy()).separate_reviewer:
            raise NotAllowed("You wrote a part of this. Here somebody else has to review it.")
        text = check_comment(comment, needed=False)
        return await self._advance(
            article, ArticleState.APPROVED, by, ArticleAct.APPROVED, comment=text, approved_by=by
        )

    @retried
    async def schedule(self, article_id: str, by: str, publish_at: datetime, *, revision: int = 0) -> Article:
        """Let customers have the newest revision from a moment on."""
        article = await self._read(article_id, revision)
        await self._expect_reviewed(article)
        batch = self.batch(by)
        check_times(publish_at, article.expires_at, batch.at)
        after = advance(article, ArticleState.SCHEDULED, publish_at=publish_at)
        return await self._commit(batch, after, ArticleAct.SCHEDULED, until=publish_at)

    @retried
    async def unschedule(self, article_id: str, by: str) -> Article:
        """Call a schedule off; what was approved stays so."""
        article = await self.store.get(Article, article_id)
        _expect(article, ArticleState.SCHEDULED)
        to = ArticleState.APPROVED if article.approved_by else ArticleState.DRAFT
        return await self._advance(article, to, by, ArticleAct.UNSCHEDULED, publish_at=None)

    @retried
    async def publish(self, article_id: str, by: str, *, revision: int = 0) -> Article:
        """Let customers have the newest revision now."""
        article = await self._read(article_id, revision)
        if article.state is ArticleState.PUBLISHED:
            return article
        await self._expect_reviewed(article)
        return await self._publish(article, by)

    @retried
    async def unpublish(self, article_id: str, by: str) -> Article:
        """Take an article back from customers; what is being written stays as far as it is."""
        article = await self.store.get(Article, article_id)
        if article.published is None:
            return article
        batch = self.batch(by)
        after = replace(article, published=None, expires_at=None)
        if article.state is ArticleState.PUBLISHED:
            after = advance(after, ArticleState.DRAFT)
        return await self._commit(batch, after, ArticleAct.UNPUBLISHED, before=article)

    @retried
    async def archive(self, article_id: str, by: str) -> Article:
        """Put an article away: no customer gets it, and it cannot be edited until it is brought back."""
        article = await self.store.get(Article, article_id)
        if article.state is ArticleState.ARCHIVED:
            return article
        return await self._advance(article, ArticleState.ARCHIVED, by, ArticleAct.ARCHIVED, **_PUT_AWAY)

    @retried
    async def bring_back(self, article_id: str, by: str) -> Article:
        """Make an archived article a draft again."""
        article = await self.store.get(Article, article_id)
        _expect(article, ArticleState.ARCHIVED)
        return await self._advance(article, ArticleState.DRAFT, by, ArticleAct.BROUGHT_BACK)

    @retried
    async def discard(self, article_id: str, by: str) -> Article:
        """Give up an edit: the content customers have becomes the newest revision, which needs no review."""
        article = await self.store.get(Article, article_id)
        if article.published is None:
            raise Conflict("Customers do not have this article, so there is nothing to go back to.")
        if article.state is ArticleState.PUBLISHED:
            return article
        batch = self.batch(by)
        kept = await self.store.get(Revision, revision_id(article.id, article.published))
        number = article.revision + 1
        after = advance(
            article,
            ArticleState.PUBLISHED,
            **content_of(kept),
            **UNREVIEWED,
            revision=number,
            published=number,
            author=by,
            authors=[],
            updated_at=batch.at,
        )
        batch.save(revision_of(after, RevisionKind.DISCARDED, copy_of=kept.number))
        for translation in await self.store.find(Article, {"family": article.id}):
            if translation.id != article.id and translation.translated == kept.number:
                batch.save(replace(translation, translated=number))  # its source says the same as before
        return await self._commit(batch, after, ArticleAct.DISCARDED)

    @retried
    async def verify(self, article_id: str, by: str) -> Article:
        """Note that what customers are told is still true."""
        article = await self.store.get(Article, article_id)
        if article.published is None:
            raise Conflict("Customers do not have this article. Publish it first.")
        batch = self.batch(by)
        return await self._commit(batch, verified(article, by, batch.at), ArticleAct.VERIFIED)

    @retried
    async def act_due(self, article_id: str) -> Article:
        """Do what an article's times ask for by now: publish, take back, remind."""
        article = await self.store.get(Article, article_id)
        now = self.clock.now()
        if article.due_at is None or article.due_at > now:
            return article
        if article.state is ArticleState.SCHEDULED and article.publish_at and article.publish_at <= now:
            return await self._publish(article, SCHEDULER)
        if article.expires_at and article.expires_at <= now:
            return await self._expire(article)
        return await self._remind(article)

    async def _publish(self, article: Article, by: str) -> Article:
        batch = self.batch(by)
        after = advance(
            verified(article, by, batch.at),
            ArticleState.PUBLISHED,
            published=article.revision,
            publish_at=None,
            authors=[],
        )
        return await self._commit(batch, after, ArticleAct.PUBLISHED, before=article)

    async def _expire(self, article: Article) -> Article:
        """Take back what is out of date; an article that is being edited stays with its editors."""
        batch = self.batch(SCHEDULER)
        after = replace(article, published=None, expires_at=None)
        if article.state is ArticleState.PUBLISHED:
            after = advance(article, ArticleState.ARCHIVED, **_PUT_AWAY)
        return await self._commit(batch, after, ArticleAct.EXPIRED, before=article)

    async def _remind(self, article: Article) -> Article:
        batch = self.batch(SCHEDULER)
        after = timed(replace(article, reminded=True))
        batch.save(after)
        batch.event(EventKind.ARTICLE_DUE, after, data={"owner": article.owner})
        stored: Article = (await self.store.commit(batch)).stored(after)
        return stored

    async def _read(self, article_id: str, revision: int) -> Article:
        article = await self.store.get(Article, article_id)
        if revision not in (0, article.revision):
            raise Conflict(
                f"This is revision {revision}; {article.revision} is newer by now. Look at that first."
            )
        return article

    async def _expect_reviewed(self, article: Article) -> None:
        """Raise Conflict for what somebody has to approve first."""
        if article.state is ArticleState.IN_REVIEW:
            raise Conflict("This revision is in review. Approve it first, or withdraw it.")
        if article.state is ArticleState.DRAFT and (await self.policy()).review_required:
            raise Conflict("Here an article needs an approval before customers get it. Send it to review.")

    async def _advance(
        self, article: Article, to: ArticleState, by: str, act: ArticleAct, comment: str = "", **changes: Any
    ) -> Article:
        after = advance(article, to, **changes)
        return await self._commit(self.batch(by), after, act, before=article, comment=comment)

    async def _commit(
        self,
        batch: Batch,
        article: Article,
        act: ArticleAct,
        *,
        before: Article | None = None,
        comment: str = "",
        until: datetime | None = None,
    ) -> Article:
        """Store the article with its entry in the history, and who may see its pictures from now on."""
        article = timed(article)
        batch.save(article)
        batch.save(
            HistoryEntry(
                id=self.ids(),
                article=article.id,
                revision=article.revision,
                act=act,
                by=batch.actor,
                at=batch.at,
                comment=comment,
                until=until,
            )
        )
        await plan_shown(self.store, batch, before or article, article)
        data = {
            "act": act.value,
            "state": article.state.value,
            "revision": article.revision,
            "published": article.published,
        }
        batch.event(EventKind.ARTICLE_CHANGED, article, data=data)
        stored: Article = (await self.store.commit(batch)).stored(article)
        return stored


def _expect(article: Article, *states: ArticleState) -> None:
    if article.state not in states:
        words = {state: state.value.replace("_", " ") for state in ArticleState}
        raise Conflict(
            f"This needs an article that is {' or '.join(words[state] for state in states)}; "
            f"this one is {words[article.state]} by now. Look at it again."
        )


def _comment(id: str, article: Article, text: str, by: str, at: datetime) -> ArticleComment:
    return ArticleComment(id=id, article=article.id, revision=article.revision, text=text, by=by, at=at)
