"""PolNeAR: who (source) is said (cue) to say what (content), as sentences of UD-like tokens.

The corpus gives raw articles with character spans. An article is cut into paragraphs at line ends, into sentences by the
rules below, into tokens as UD's English treebanks do (clitics and hyphens apart). An attribution belongs to the sentence
that holds its cue; parts of its source or content in other sentences only count as `attributed` words.

The word that stands for a cue is its first word that is usually a verb in the treebanks (auxiliaries aside), else its
first that is usually a noun, else its last.
"""

import json
import re
from pathlib import Path

from .sentence import Sentence

_TOKEN = re.compile(
    r"""https?://\S+|www\.\S+|\S+@\S+\.\w+
    |(?:[A-Za-z]\.){2,}
    |(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Jr|Sr|St|Prof|Inc|Corp|Co|Ltd|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.
    |\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s|m|bn|k)?
    |[^\W\d_]+(?:['’][^\W\d_]+)*
    |\w+|\.{2,}|--+|[^\w\s]""",
    re.VERBOSE,
)
_NEGATION = re.compile(r"^(.+?)(n['’]t)$", re.IGNORECASE)
_CLITIC = re.compile(r"^(.+)(['’](?:s|re|ve|ll|d|m))$", re.IGNORECASE)
_CLOSERS = set("\"”’')]»")
_OPENERS = set("\"“‘'([«")
_TITLES = re.compile(r"^(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Rev|St|Prof|No|vs|Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec|[A-Z])\.$")

_AUXILIARIES = {"be", "is", "are", "was", "were", "been", "being", "have", "has", "had", "having", "do", "does", "did"}


def tokens(text: str) -> list[tuple[int, int]]:
    """Character spans of the tokens of a text."""
    spans = []
    for match in _TOKEN.finditer(text):
        start, end, word = match.start(), match.end(), match.group()
        if word.lower() == "cannot":
            spans += [(start, start + 3), (start + 3, end)]
            continue
        clitic = _NEGATION.match(word) or _CLITIC.match(word)
        if clitic:
            cut = start + len(clitic.group(1))
            spans += [(start, cut), (cut, end)]
        else:
            spans.append((start, end))
    return spans


def sentences(text: str, spans: list[tuple[int, int]]) -> list[list[int]]:
    """Indexes of the tokens of each sentence of a paragraph."""
    out, current = [], []
    for index, (start, end) in enumerate(spans):
        current.append(index)
        word = text[start:end]
        if index + 1 == len(spans):
            break
        # Closing quotes belong to the sentence that ends before them.
        stop = index
        while stop > 0 and text[slice(*spans[stop])] in _CLOSERS and spans[stop - 1][1] == spans[stop][0] and stop in current:
            stop -= 1
        ender = text[slice(*spans[stop])]
        ends = ender[-1] in ".?!" and not _TITLES.match(ender)
        if len(ender) > 1 and re.fullmatch(r"(?:[A-Za-z]\.){2,}", ender):
            ends = False
        following = text[slice(*spans[index + 1])]
        glued = spans[index + 1][0] == end
        starts = following[0].isupper() or following[0] in _OPENERS or following[0].isdigit()
        if ends and not glued and starts and word:
            out.append(current)
            current = []
    if current:
        out.append(current)
    return out


def cue_word(words: list[str], usual: dict[str, str]) -> int:
    """Which of a cue's words stands for it."""
    tags = ["AUX" if w.lower() in _AUXILIARIES else usual.get(w.lower(), "X") for w in words]
    for wanted in ("VERB", "NOUN"):
        if wanted in tags:
            return tags.index(wanted)
    return len(words) - 1


def read_polnear(path: Path, usual: dict[str, str]) -> list[Sentence]:
    """The sentences of a file of articles; `usual` gives the usual part of speech of a form."""
    out = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            out += _article(json.loads(line), usual)
    return out


def _article(article: dict, usual: dict[str, str]) -> list[Sentence]:
    text = article["text"]
    result: list[Sentence] = []
    place: dict[int, tuple[int, int]] = {}
    for paragraph in re.finditer(r"[^\n]+", text):
        spans = [(s + paragraph.start(), e + paragraph.start()) for s, e in tokens(paragraph.group())]
        for indexes in sentences(text, spans):
            for at, index in enumerate(indexes):
                for character in range(*spans[index]):
                    place[character] = (len(result), at)
            words = [text[slice(*spans[i])] for i in indexes]
            result.append(
                Sentence(
                    words=words,
                    corpus="polnear",
                    document=article["id"],
                    attributions={},
                    attributed=[0] * len(words),
                    follows=bool(result),
                )
            )

    def words_of(ranges: list[list[int]]) -> list[tuple[int, int]]:
        found = {place[c]: None for start, end in ranges for c in range(start, end) if c in place}
        return list(found)

    for attribution in article["attributions"]:
        cue, source, content = (words_of(attribution.get(k) or []) for k in ("cue", "source", "content"))
        for sentence, at in content:
            result[sentence].attributed[at] = 1
        if not cue or not content:
            continue
        cue = [w for w in cue if w[0] == cue[0][0]]
        home = cue[0][0]
        head = cue[cue_word([result[s].words[a] for s, a in cue], usual)][1]
        roles = {a: "content" for s, a in content if s == home}
        roles.update({a: "source" for s, a in source if s == home})
        result[home].attributions[head] = roles
    return result
