"""Which language a mail is written in: by script, and by frequent words among Latin ones."""

import re

SAMPLE = 600
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff]"), 1.0),
    ("ko", re.compile("[\uac00-\ud7af]"), 1.0),
    ("zh", re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]"), 1.0),
    ("ru", re.compile("[\u0400-\u04ff]"), 0.2),
    ("ar", re.compile("[\u0600-\u06ff]"), 0.2),
    ("he", re.compile("[\u0590-\u05ff]"), 0.2),
    ("el", re.compile("[\u0370-\u03ff]"), 0.2),
    ("th", re.compile("[\u0e00-\u0e7f]"), 0.2),
)
"""Language, its letters, and how many words one of them counts for."""
_WORDS = {
    "en": "the and you to of is for my have not this with are was your please it in on hello thanks can",
    "de": "der die und ich nicht wo das ist sie mit für den ein eine wir haben auf bitte es zu hallo danke"
    " mein meine",
    "fr": "le la les et vous je est pas une pour dans avec que bonjour merci des mon votre nous sur du ce",
    "es": "el los que no por para con una su mi gracias hola como está del las es en lo por favor",
    "it": "il che di non per una con sono grazie ciao buongiorno mi ho della del è la si gli",
    "pt": "que não para com uma os meu obrigado olá você está do da em por se no",
    "nl": "de het een en ik niet dat van met voor is zijn bedankt hallo mijn wij op te u",
}
_FREQUENT = {
    word: [code for code in _WORDS if word in _WORDS[code].split()]
    for line in _WORDS.values()
    for word in line.split()
}
_MARKS = ".,;:!?()[]<>\"'“”„«»-"


def language(text: str) -> str:
    """Return a two-letter code, or "" when there is too little to tell; the script counts before words."""
    sample = text[:SAMPLE].lower()
    words = [word.strip(_MARKS) for word in sample.split() if "@" not in word and "://" not in word]
    if sample.isascii():
        return _by_words(words)
    weights = {code: len(letters.findall(sample)) * weight for code, letters, weight in _SCRIPTS}
    if weights["zh"] and weights["ja"] * 10 >= weights["zh"]:
        weights["ja"] += weights["zh"]
    best = max(weights, key=lambda code: weights[code])
    latin = sum(word.isascii() and word.isalpha() for word in words)
    return best if weights[best] >= 1 and weights[best] >= latin else _by_words(words)


def _by_words(words: list[str]) -> str:
    scores = dict.fromkeys(_WORDS, 0.0)
    for word in words:
        for code in _FREQUENT.get(word, ()):
            scores[code] += 1 / len(_FREQUENT[word])
    best = max(scores, key=lambda code: scores[code])
    if scores[best] > 0:
        return best
    return "en" if sum(word.isascii() and word.isalpha() for word in words) >= 3 else ""
