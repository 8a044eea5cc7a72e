"""The lines by which mail programs introduce what they quote, and sign what people write."""

import re

LONGEST_LINE = 400
"""Characters of a line that are looked at."""

_SEPARATOR = re.compile(
    r"[-_=]{3,}\s*(?:original|ursprüngliche|message d.origine|mensaje original|mensagem original"
    r"|messaggio originale|oorspronkelijk|исходное сообщение|元のメッセージ"
    r"|原始邮件|原始郵件|原邮件|原郵件|原始信件|回复的原邮件)[^-_=]{0,60}[-_=]{2,}\s*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-_=]{5,}\s*$")
_ATTRIBUTION = re.compile(
    r"(?:on\b.{4,300}\bwrote|am\b.{4,300}\bschrieb\b.{0,150}|le\b.{4,300}\ba écrit|el\b.{4,300}\bescribió"
    r"|il\b.{4,300}\bha scritto|em\b.{4,300}\bescreveu|op\b.{4,300}\bschreef\b.{0,150}"
    r"|den\b.{4,300}\bskrev\b.{0,150}"
    r"|.{0,200}<[^<>]{3,100}>.{0,100}(?:wrote|schrieb|a écrit|写道|寫道)"
    r"|(?:在|于|於).{4,300}(?:写道|寫道|写到)|.{2,200}(?:于|於|在)\s?\d{4}.{4,100}(?:写道|寫道)"
    r"|\d{4}年.{4,300}(?:写道|寫道|>)|at\s\d{4}-.{4,200}wrote)\s*[:：]\s*$",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"(from|sent|date|to|cc|subject|von|gesendet|datum|an|betreff|de|envoyé|à|objet|para|enviado|asunto"
    r"|发件人|發件人|寄件者|寄件人|发送时间|發送時間|寄件日期|时间|日期|收件人|收件者|抄送|副本"
    r"|主题|主題|主旨)[ *]*[:：]",
    re.IGNORECASE,
)
_FIRST = frozenset(
    {"from", "von", "de", "date", "datum"}
    | {"发件人", "發件人", "寄件者", "寄件人", "日期", "发送时间", "發送時間"}
)
_SUBJECT = frozenset(["subject", "betreff", "objet", "asunto", "主题", "主題", "主旨"])
_MOBILE = re.compile(
    r"(?:sent from (?:my|mail for|outlook|yahoo|proton|samsung|the )|get outlook for"
    r"|von meinem .{1,40}gesendet|gesendet (?:von|mit|über)|diese nachricht wurde von meinem"
    r"|envoyé (?:de|depuis) mon|enviado desde mi|inviato da"
    r"|发自我的|從我的|发送自|發自我的|来自我的|(?:从|從|发自) ?windows|iphoneから送信|отправлено с)",
    re.IGNORECASE,
)


def is_attribution(text: str) -> bool:
    """Say whether a line, or up to three joined, reads "On <date> <somebody> wrote:"."""
    return any(char.isdecimal() for char in text) and _ATTRIBUTION.match(text.lstrip(" *")) is not None


def is_separator(line: str) -> bool:
    """Say whether a line reads "----- Original Message -----"."""
    return _SEPARATOR.match(line.lstrip(" *")) is not None


def is_rule(line: str) -> bool:
    """Say whether a line is drawn: dashes or underscores only."""
    return _RULE.match(line.lstrip()) is not None


def starts_head(lines: list[str], at: int) -> bool:
    """Say whether the head of the earlier mail begins here: From, Sent, To, Subject on lines of their own.

    It must name a subject: "From: Berlin / To: Paris / Date: May 3" is what a customer asks for.
    """
    first = _field(lines[at])
    if first not in _FIRST:
        return False
    names = {first}
    for line in lines[at + 1 : at + 12]:
        if name := _field(line):
            names.add(name)
        elif not line.strip() and len(names) >= 3:
            break
    return len(names) >= 3 and not names.isdisjoint(_SUBJECT)


def _field(line: str) -> str:
    match = _FIELD.match(line[:40].lstrip(" *"))
    return match[1].lower() if match else ""


def is_mobile(line: str) -> bool:
    """Say whether a line is what a phone or a mail program signs with."""
    return _MOBILE.match(line[:LONGEST_LINE].lstrip(" *[(")) is not None
