"""Small knowledge bases, and an embedder that counts, for tests of knowledge search."""

from collections.abc import Sequence

from bots.knowledge.retrieval.hashing import HashEmbedder
from bots.knowledge.retrieval.ports import Kind, Matrix, Passage

ENGLISH = {
    "password": ["Resetting your password", "I forgot my password", "how do I change my password"],
    "refund": ["Refunds", "when do I get my money back", "refund of a returned order"],
    "delivery": ["Delivery times", "how long does delivery take", "when will my parcel arrive"],
    "invoice": ["Downloading an invoice", "send me a copy of my invoice", "invoice as pdf"],
    "warranty": ["Warranty and repairs", "my lamp is broken, is it under warranty", "repair a faulty lamp"],
    "opening": ["Opening hours of our shops", "are your shops open on sunday", "when does the shop close"],
    "gift": ["Gift cards", "how do I use a gift card", "balance of my gift card"],
    "newsletter": ["Newsletter", "unsubscribe from the newsletter", "stop sending me newsletters"],
}
CHINESE = {
    "密码": ["忘记密码怎么办", "如何修改密码"],
    "退款": ["退款多久到账", "钱什么时候退给我"],
    "发票": ["怎么开发票", "可以开电子发票吗"],
}


def article(name: str, texts: Sequence[str], language: str = "", body: str = "") -> list[Passage]:
    """Return an article's passages: the first text is its title, the others its questions."""
    kinds = [Kind.TITLE] + [Kind.QUESTION] * (len(texts) - 1)
    rows = [
        Passage(article_id=name, passage_id=str(at), kind=kind, text=text, language=language)
        for at, (kind, text) in enumerate(zip(kinds, texts, strict=True))
    ]
    if body:
        rows.append(Passage(article_id=name, passage_id="body", kind=Kind.BODY, text=body, language=language))
    return rows


def articles(base: dict[str, list[str]], language: str = "") -> list[list[Passage]]:
    """Return a base's articles."""
    return [article(name, texts, language) for name, texts in base.items()]


class CountingEmbedder(HashEmbedder):
    """Remembers every passage it was asked to embed."""

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        self.embedded += texts
        return super().embed_passages(texts)
