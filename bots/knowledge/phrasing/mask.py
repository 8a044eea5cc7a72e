"""Taking what may tell who asks out of a question before it leaves the house.

It knows patterns, not people: names and postal addresses in words stay (docs/knowledge.md says so).
"""

import re

from bots.knowledge.phrasing.facts import narrow

EMAIL, NUMBER, CODE = "[e-mail]", "[number]", "[code]"

_EMAIL = re.compile(r"[^\s@<>()\[\],;:、。\u3400-\u9fff]+@[^\s@<>()\[\],;:、。\u3400-\u9fff]+\.[a-zA-Z]{2,}")
_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?:[ ]?[A-Za-z0-9]{4}){2,8}(?:[ ]?[A-Za-z0-9]{1,4})?\b")
_POSTCODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s+\d[A-Za-z]{2}\b")
_LONG = re.compile(r"(?<![A-Za-z0-9:])[+(]?\d(?:[\s().\-/]{0,2}\d){6,}[Xx]?")
_DIGITS = re.compile(r"(?<![\d.,])\d{5,}(?![\d.,]*\d)")
_NAMED = re.compile(
    r"((?:\b(?:order|invoice|customer|account|contract|reference|ref|tracking|booking|ticket|case|claim|card|member)"
    r"(?:\s*(?:number|no|nr|id|code))?|\bno|\bnr|\bid|订单号?|单号|快递单号|客户号|合同号|账号|会员号|卡号|编号|身份证号?)"
    r"\s*(?:is|:|：|\.|#|是|为)?\s*#?\s*)((?=[\w-]*\d)[A-Za-z0-9][A-Za-z0-9-]{2,})",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(?=[A-Za-z0-9-]*\d{3})(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\b|#\d{3,}"
)


def masked(question: str, known: str = "") -> str:
    """Return a question without e-mail addresses and numbers of phones, cards, orders and the like.

    What also stands in the `known` text, the passages, is nobody's in particular, and stays.
    """
    kept = re.sub(r"\s", "", narrow(known)).casefold()

    def hidden(mark: str, value: str) -> str:
        bare = re.sub(r"\s", "", value).casefold()
        return value if bare and bare in kept else mark

    text = _EMAIL.sub(lambda found: hidden(EMAIL, found[0]), narrow(question))
    for pattern, mark in ((_IBAN, NUMBER), (_POSTCODE, CODE), (_LONG, NUMBER)):
        text = pattern.sub(lambda found, mark=mark: hidden(mark, found[0]), text)  # type: ignore[misc]  # bound now
    text = _NAMED.sub(lambda found: found[1] + hidden(NUMBER, found[2]), text)
    text = _DIGITS.sub(lambda found: hidden(NUMBER, found[0]), text)
    return _CODE.sub(lambda found: hidden(CODE, found[0]), text)
