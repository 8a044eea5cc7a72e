"""Why something went as it did, kept so that it can be said in the reader's language."""

from hub.core.records import Value

LONGEST_DETAIL = 500


class Reason(Value, frozen=True):
    """`code` names the sentence in the catalogues (`why.…`), `vars` fill it in.

    `detail` is what the other side said, in its own words: it is shown beside the sentence as it is.
    """

    code: str
    vars: dict[str, str] = {}
    detail: str = ""

    @property
    def notice_vars(self) -> dict[str, str]:
        """Return the reason as variables of a system line that gives it."""
        return {**self.vars, "reason": self.code, "detail": self.detail}


def words(*said: object) -> str:
    """Return what the other side said as the detail of a reason: on one line, and not too long."""
    return " ".join(" ".join(str(one) for one in said).split())[:LONGEST_DETAIL]
