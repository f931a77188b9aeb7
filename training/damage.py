"""What scraping does to news, done to training sentences: wrong case, lost stops, quotes and commas, lost boundaries."""

import random
from dataclasses import replace

from .corpora import join_apostrophes
from .sentence import Sentence

QUOTES = set("\"“”„«»``''‘’") | {"``", "''"}

DAMAGED = 0.25
JOINED = 0.18
JOINED_WITHOUT_STOP = 0.5
LONGEST_UNIT = 120


def drop(sentence: Sentence, unwanted) -> Sentence:
    """Without the words whose index is in `unwanted`, those excepted that the annotation needs: words with dependents,
    parts of names, predicates and cues. A sentence is never emptied."""
    needed = set(sentence.heads or [])
    for spans in (sentence.names, sentence.uner):
        needed.update(i for i, tag in enumerate(spans or []) if tag != "O")
    for pairs in (sentence.roles, sentence.attributions):
        needed.update(pairs or {})
    kept = [i for i in range(len(sentence)) if i not in unwanted or i in needed]
    if not kept or len(kept) == len(sentence):
        return sentence
    if sentence.heads is not None and all(sentence.heads[i] >= 0 for i in kept):
        return sentence
    new = {old: i for i, old in enumerate(kept)}
    new[-1] = -1
    pick = lambda values: None if values is None else [values[i] for i in kept]
    move = lambda pairs: (
        None if pairs is None else {new[p]: {new[a]: r for a, r in v.items() if a in new} for p, v in pairs.items()}
    )
    return replace(
        sentence,
        words=pick(sentence.words),
        upos=pick(sentence.upos),
        feats=pick(sentence.feats),
        lemmas=pick(sentence.lemmas),
        heads=None if sentence.heads is None else [new[sentence.heads[i]] for i in kept],
        deprels=pick(sentence.deprels),
        names=pick(sentence.names),
        uner=pick(sentence.uner),
        roles=move(sentence.roles),
        attributions=move(sentence.attributions),
        attributed=pick(sentence.attributed),
    )


def without_final_stop(sentence: Sentence) -> Sentence:
    """Without its last word if that is a full stop."""
    return drop(sentence, {len(sentence) - 1}) if sentence.words[-1] == "." else sentence


def _title(word: str) -> str:
    return word[:1].upper() + word[1:] if word[:1].isalpha() else word


def damaged(sentence: Sentence, rng: random.Random) -> Sentence:
    """One or two kinds of damage, drawn."""
    for _ in range(rng.choice((1, 1, 2))):
        kind = rng.random()
        words = sentence.words
        if kind < 0.17:
            sentence = replace(sentence, words=[w.lower() for w in words])
        elif kind < 0.30:
            sentence = replace(sentence, words=[w.upper() for w in words])
        elif kind < 0.42:
            sentence = replace(sentence, words=[_title(w) for w in words])
        elif kind < 0.65:
            sentence = without_final_stop(sentence)
        elif kind < 0.75:
            sentence = drop(sentence, {i for i, w in enumerate(words) if w in QUOTES})
        elif kind < 0.88:
            sentence = drop(sentence, {i for i, w in enumerate(words) if w == ","})
        elif sentence.upos:
            # A headline: no articles, no full stop, often with capitals throughout.
            sentence = without_final_stop(drop(sentence, {i for i, w in enumerate(words) if w.lower() in ("a", "an", "the")}))
            if rng.random() < 0.5:
                sentence = replace(sentence, words=[_title(w) for w in sentence.words])
    return sentence


def units(sentences: list[Sentence], share: float, rng: random.Random) -> list[list[Sentence]]:
    """A drawn share of a corpus as training units: most of one sentence, some of two or three that follow one another."""
    out, index = [], 0
    while index < len(sentences):
        count = 1
        if rng.random() < JOINED:
            count = 2 if rng.random() < 0.8 else 3
        unit = [sentences[index]]
        while len(unit) < count and index + len(unit) < len(sentences) and sentences[index + len(unit)].follows:
            unit.append(sentences[index + len(unit)])
        while len(unit) > 1 and sum(map(len, unit)) > LONGEST_UNIT:
            unit.pop()
        index += len(unit)
        if share < 1 and rng.random() >= share:
            continue
        unit = [_corpus_habits(s, rng) for s in unit]
        if rng.random() < DAMAGED:
            unit = [damaged(s, rng) for s in unit]
        if len(unit) > 1 and rng.random() < JOINED_WITHOUT_STOP:
            unit = [*map(without_final_stop, unit[:-1]), unit[-1]]
        out.append(unit)
    return out


def _corpus_habits(sentence: Sentence, rng: random.Random) -> Sentence:
    """The newswire set parts "’" from "s"; half the time they are joined as in the treebanks."""
    if sentence.corpus == "newswire" and rng.random() < 0.5:
        words, names = join_apostrophes(sentence.words, sentence.names)
        return replace(sentence, words=words, names=names)
    return sentence
