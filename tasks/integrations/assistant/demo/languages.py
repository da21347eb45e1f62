"""Recognises a message that is not in English, and says in its language what the Demo AI can do with it."""

from __future__ import annotations

import re
from collections.abc import Callable

_WORD = re.compile(r"[^\W\d_]{1,30}(?:'[^\W\d_]{1,20})?")
_LOOKED_AT = 2_000
_FEWEST = 2
_SHORT = 6
_WORDS = {
    "en": "the a an is are was were and or not no it its this that with for on in of to my our when after since has"
    " have does do can cannot from at but they she he we you i still every again only all user users",
    "de": "der die das ein eine einen dem den des und oder nicht kein keine ist sind war mit für auf im am vom zum zur"
    " wir sie ich er es wenn nach seit wird werden hat haben kann können noch immer wieder alle bei aus nur beim läuft"
    " geht mehr auch als über unter mein unser",
    "fr": "le la les un une des du et ou ne pas est sont était avec pour sur dans depuis nous vous je il elle ils quand"
    " après qui que ce cette ces mon notre plus aucun aucune au aux chez sans tous toujours encore se lors",
    "es": "el la los las un una unos y o no es son está están con para por en desde nosotros yo él ella cuando después"
    " que se este esta mi nuestro más sin todos siempre todavía al del pero hay no puede usuario",
    "nl": "de het een en of niet geen is zijn was met voor op in sinds wij we ik hij zij ze wanneer na dat die dit deze"
    " mijn onze meer nog steeds alle bij uit alleen kan kunnen wordt heeft hebben naar om te maar ook er",
    "it": "il lo la i gli le un uno una e o non è sono era con per su nel nella dal dalla noi io lui lei quando dopo"
    " che si questo questa mio nostro più senza tutti sempre ancora al del della ma ho ha hanno può",
}
_WORDS_OF = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_SENTENCES = {
    "de": "Ich bin die eingebaute Demo-KI und verstehe nur Englisch; aus Ihrem Text lese ich Codes, Produkte und Namen,"
    " die in jeder Sprache gleich sind.",
    "fr": "Je suis l\u2019IA de démonstration intégrée et je ne comprends que l\u2019anglais ; dans votre texte, je"
    " lis les codes, les produits et les noms, qui sont les mêmes dans toutes les langues.",
    "es": "Soy la IA de demostración integrada y solo entiendo inglés; de su texto leo los códigos, los productos y"
    " los nombres, que son iguales en todos los idiomas.",
    "nl": "Ik ben de ingebouwde demo-AI en begrijp alleen Engels; uit uw tekst lees ik codes, producten en namen, die"
    " in elke taal hetzelfde zijn.",
    "it": "Sono l\u2019IA dimostrativa integrata e capisco solo l\u2019inglese; dal suo testo leggo codici,"
    " prodotti e nomi, che sono uguali in ogni lingua.",
}


def language_of(text: str) -> str:
    """`en`, `de`, `fr`, `es`, `nl` or `it`, by the little words; `en` unless another language is clear."""
    words = [word.casefold() for word in _WORD.findall(text[:_LOOKED_AT].replace("\u2019", "'"))]
    words += [part for word in words if "'" in word for part in word.split("'")]
    counts = {language: sum(word in little for word in words) for language, little in _WORDS_OF.items()}
    best = max(counts, key=lambda language: (counts[language], language == "en"))
    is_short = len(words) <= _SHORT and counts["en"] == 0
    is_clear = counts[best] >= (1 if is_short else _FEWEST) and counts[best] > counts["en"]
    return best if is_clear else "en"


def sentence_for(text: str, *, said: Callable[[str], bool]) -> str:
    """The sentence in the text's language; empty for English, and if it was said before."""
    sentence = _SENTENCES.get(language_of(text), "")
    return "" if sentence and said(sentence) else sentence
