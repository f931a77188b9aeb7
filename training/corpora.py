"""Readers of the corpora: CoNLL-U, names in IOB2, PropBank roles. PolNeAR has its own, in `polnear.py`."""

from collections import Counter
from pathlib import Path

from .sentence import Sentence

FEATURES = ("Tense", "VerbForm", "Mood", "Voice", "Number", "Person", "Gender")

# PropBank's auxiliaries ("is leaving", "had left", "do not leave") bear no arguments of their own.
AUXILIARIES = {"be.03", "have.01", "do.01"}

# CrossNER's politics labels that are clearly one of UNER's three; the others are masked, being now one, now the other.
CROSSNER_TO_UNER = {
    "politician": "PER",
    "person": "PER",
    "country": "LOC",
    "location": "LOC",
    "organisation": "ORG",
    "politicalparty": "ORG",
    "election": "O",
    "event": "O",
    "misc": "O",
}
WIKIGOLD_TO_UNER = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "MISC": "O"}
UNER_TO_UNER = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "OTH": "O"}


def bundle(feats: str, upos: str) -> str:
    """The features that coding needs, of a CoNLL-U FEATS column; gender of pronouns only."""
    have = {k: v for k, v in (f.split("=", 1) for f in feats.split("|") if "=" in f)}
    if upos not in ("PRON", "DET"):
        have.pop("Gender", None)
    return "|".join(f"{k}={have[k]}" for k in FEATURES if k in have) or "_"


def read_conllu(path: Path, corpus: str) -> dict[str, Sentence]:
    """Sentences by their id, in order. Ranges and empty nodes are left out: words are UD's syntactic words."""
    sentences: dict[str, Sentence] = {}
    document, sentence_id, rows, new_document = "", "", [], True

    def close():
        nonlocal rows, new_document
        if rows:
            sentences[sentence_id] = Sentence(
                words=[r[1] for r in rows],
                corpus=corpus,
                document=document,
                upos=[r[3] for r in rows],
                feats=[bundle(r[5], r[3]) for r in rows],
                lemmas=[r[2] for r in rows],
                heads=[int(r[6]) - 1 for r in rows],
                deprels=[r[7] for r in rows],
                follows=not new_document,
            )
            rows, new_document = [], False

    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line:
            close()
        elif line.startswith("# newdoc"):
            document, new_document = line.partition("=")[2].strip(), True
        elif line.startswith("# sent_id"):
            sentence_id = line.partition("=")[2].strip()
        elif not line.startswith("#"):
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)
    close()
    return sentences


def read_iob2(path: Path) -> list[tuple[str, list[str], list[str]]]:
    """(sentence id or "", words, tags) of a file of `word TAB tag` lines; a comment is a line without a tab."""
    out, sentence_id, words, tags = [], "", [], []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        columns = line.split("\t") if "\t" in line else line.split(" ")
        if not line.strip():
            if words:
                out.append((sentence_id, words, tags))
            words, tags = [], []
        elif line.startswith("#") and "\t" not in line:
            if "sent_id" in line:
                sentence_id = line.partition("=")[2].strip()
            elif "newdoc" in line:
                sentence_id = line
        elif len(columns) > 1:
            words.append(columns[0])
            tags.append(columns[1])
    return out


def mapped(tags: list[str], table: dict[str, str]) -> list[str]:
    """The tags with their types renamed; a type that becomes "O" loses its span."""
    out = []
    for tag in tags:
        kind = table[tag[2:]] if tag != "O" else "O"
        out.append("O" if kind == "O" else tag[:2] + kind)
    return out


def realign(words: list[str], other: list[str], tags: list[str]) -> list[str] | None:
    """Tags of another tokenisation of the same characters, carried over; None where the characters differ."""
    if words == other:
        return tags
    if "".join(words) != "".join(other):
        return None
    at, position = {}, 0
    for index, word in enumerate(other):
        for offset in range(len(word)):
            at[position + offset] = index
        position += len(word)
    out, position, last = [], 0, None
    for word in words:
        index = at[position]
        tag = tags[index]
        out.append("I-" + tag[2:] if index == last and tag != "O" else tag)
        last, position = index, position + len(word)
    return out


def join_apostrophes(words: list[str], tags: list[str]) -> tuple[list[str], list[str]]:
    """Joins "’" and "s" (or "re", "ve" …) where a corpus parts them, as UD does not."""
    out_words, out_tags = [], []
    for index, word in enumerate(words):
        endings = ("s", "re", "ve", "ll", "d", "m")
        if index > 1 and out_words[-1] in ("’", "'") and word in endings and tags[index] in ("O", "I" + tags[index - 1][1:]):
            out_words[-1] += word
        else:
            out_words.append(word)
            out_tags.append(tags[index])
    return out_words, out_tags


def read_names(path: Path, corpus: str, head: str, table: dict[str, str] | None = None) -> list[Sentence]:
    """Sentences with names only: `head` is "names" or "uner"."""
    sentences, last_document = [], None
    for document, words, tags in read_iob2(path):
        sentence = Sentence(words=words, corpus=corpus, document=document, follows=bool(document) and document == last_document)
        setattr(sentence, head, mapped(tags, table) if table else tags)
        sentences.append(sentence)
        last_document = document
    return sentences


def add_uner(sentences: dict[str, Sentence], path: Path) -> None:
    """Adds UNER's names to the treebank sentences that they annotate."""
    for sentence_id, words, tags in read_iob2(path):
        sentence = sentences.get(sentence_id)
        if sentence is not None:
            sentence.uner = realign(sentence.words, words, mapped(tags, UNER_TO_UNER))


def span_head(heads: list[int], start: int, end: int) -> int:
    """The word of a span (end exclusive) whose own head lies outside; of several, the one nearest the root, then the first."""

    def depth(word: int) -> int:
        steps = 0
        while heads[word] >= 0 and steps <= len(heads):
            word, steps = heads[word], steps + 1
        return steps

    tops = [w for w in range(start, end) if not start <= heads[w] < end]
    return min(tops or [start], key=lambda w: (depth(w), w))


def add_propbank(sentences: dict[str, Sentence], path: Path) -> None:
    """Adds predicates and, for each, the head word and label of its arguments; needs the trees."""
    for sentence in sentences.values():
        sentence.roles = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        columns = line.split("\t")
        if len(columns) < 4:
            continue
        sentence = sentences[columns[0]]
        arguments = columns[4].split() if len(columns) > 4 else []
        if columns[3] in AUXILIARIES and not arguments:
            continue
        roles: dict[int, str] = {}
        for argument in arguments:
            label, _, span = argument.rpartition(":")
            first, _, last = span.partition("-")
            roles.setdefault(span_head(sentence.heads, int(first) - 1, int(last)), label)
        sentence.roles[int(columns[1]) - 1] = roles


def read_ewt(folder: Path, split: str) -> list[Sentence]:
    """EWT with trees, UNER's names and PropBank's roles."""
    sentences = read_conllu(folder / f"en_ewt-ud-{split}.conllu", "ewt")
    add_uner(sentences, folder / f"uner-ewt-{split}.iob2")
    add_propbank(sentences, folder / f"en_ewt-propbank-{split}.tsv")
    return list(sentences.values())


def read_gum(folder: Path, split: str) -> list[Sentence]:
    """The open genres of GUM, trees only."""
    return list(read_conllu(folder / f"gum11-open-{split}.conllu", "gum").values())


def read_pud(folder: Path) -> list[Sentence]:
    """PUD, trees only (a test set)."""
    return list(read_conllu(folder / "en_pud-ud-test.conllu", "pud").values())


def read_newswire(folder: Path, split: str) -> list[Sentence]:
    """Names in newswire from around the world."""
    return read_names(folder / f"worldwide-newswire-{split}.iob2", "newswire", "names")


def read_small_names(folder: Path) -> list[Sentence]:
    """WikiGold and CrossNER politics, mapped onto UNER's three types."""
    sentences = read_names(folder / "wikigold.iob2", "wikigold", "uner", WIKIGOLD_TO_UNER)
    for split in ("train", "dev"):
        sentences += read_names(folder / f"crossner-politics-{split}.iob2", "crossner", "uner", CROSSNER_TO_UNER)
    return sentences


def usual_tags(sentences: list[Sentence]) -> dict[str, str]:
    """The most frequent part of speech of each lower-cased form."""
    counts: dict[str, Counter] = {}
    for sentence in sentences:
        for word, upos in zip(sentence.words, sentence.upos or []):
            counts.setdefault(word.lower(), Counter())[upos] += 1
    return {word: tags.most_common(1)[0][0] for word, tags in counts.items()}
