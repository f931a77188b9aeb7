"""Units of sentences as tensors, in batches of like length."""

import random

import torch

from . import lemmas
from .labels import Labels
from .sentence import Sentence
from .wordpiece import SPECIAL, Vocabulary, shape

IGNORED = -100
LONGEST_PIECES = 400
TAGS = ("upos", "feats", "lemma", "names", "uner", "boundary", "predicate", "cue", "attributed")


class Encoder:
    """Turns units (lists of sentences) into plain lists of ids."""

    def __init__(self, vocabulary: Vocabulary, labels: Labels):
        self.vocabulary = vocabulary
        self.index = {name: {k: i for i, k in enumerate(classes)} for name, classes in labels.as_dict().items()}
        self._shapes: dict[str, int] = {}

    def shape(self, word: str) -> int:
        """The word's shape, remembered."""
        if word not in self._shapes:
            self._shapes[word] = shape(word)
        return self._shapes[word]

    def input(self, words: list[str]) -> dict:
        """Ids and shapes of the pieces, and the position of each word's first piece ([CLS] first)."""
        ids, shapes, first = [self.vocabulary.cls], [SPECIAL], [0]
        for word in words:
            pieces = self.vocabulary.cut(word)
            first.append(len(ids))
            ids += pieces
            shapes += [self.shape(word)] * len(pieces)
        return {"ids": [*ids, self.vocabulary.sep], "shapes": [*shapes, SPECIAL], "first": first}

    def unit(self, sentences: list[Sentence]) -> dict | None:
        """A unit with its labels; None if it is too long to train on."""
        out = self.input([w for s in sentences for w in s.words])
        if len(out["ids"]) > LONGEST_PIECES:
            return None
        tags = {name: [] for name in TAGS}
        heads, deprels, roles, attributions = [], [], [], []
        offset, total = 0, sum(map(len, sentences))
        for sentence in sentences:
            n = len(sentence)
            unknown = [IGNORED] * n
            for name in ("upos", "feats", "names", "uner"):
                values = getattr(sentence, name)
                index = self.index[name]
                tags[name] += unknown if values is None else [index.get(v, IGNORED) for v in values]
            if sentence.lemmas is None:
                tags["lemma"] += unknown
            else:
                index = self.index["lemma"]
                tags["lemma"] += [index.get(lemmas.script(w, l), IGNORED) for w, l in zip(sentence.words, sentence.lemmas)]
            last = offset + n == total
            tags["boundary"] += [0] * (n - 1) + [IGNORED if last else 1]
            tags["predicate"] += unknown if sentence.roles is None else [int(i in sentence.roles) for i in range(n)]
            tags["cue"] += unknown if sentence.attributions is None else [int(i in sentence.attributions) for i in range(n)]
            tags["attributed"] += unknown if sentence.attributed is None else sentence.attributed
            if sentence.heads is None:
                heads += unknown
                deprels += unknown
            else:
                heads += [h + offset + 1 if h >= 0 else 0 for h in sentence.heads]
                deprels += [self.index["deprel"].get(d, IGNORED) for d in sentence.deprels]
            for predicate, arguments in (sentence.roles or {}).items():
                row = [0] * total
                for word, role in arguments.items():
                    row[word + offset] = self.index["roles"].get(role, 0)
                roles.append((predicate + offset, row))
            for cue, parts in (sentence.attributions or {}).items():
                row = [IGNORED] * total
                row[offset : offset + n] = [self.index["attr"][parts.get(i, "-")] for i in range(n)]
                attributions.append((cue + offset, row))
            offset += n
        return {**out, "tags": tags, "heads": heads, "deprels": deprels, "roles": roles, "attributions": attributions}


def _padded(rows: list[list[int]], fill: int) -> torch.Tensor:
    width = max(map(len, rows))
    return torch.tensor([row + [fill] * (width - len(row)) for row in rows])


def collate(units: list[dict], pad: int) -> dict[str, torch.Tensor]:
    """A batch: inputs alone where the units have no labels."""
    batch = {
        "ids": _padded([u["ids"] for u in units], pad),
        "shapes": _padded([u["shapes"] for u in units], SPECIAL),
        "first": _padded([u["first"] for u in units], 0),
        "pieces": torch.tensor([len(u["ids"]) for u in units]),
        "words": torch.tensor([len(u["first"]) - 1 for u in units]),
    }
    if "tags" in units[0]:
        width = batch["first"].shape[1] - 1
        for name in TAGS:
            batch[name] = _padded([u["tags"][name] for u in units], IGNORED)
        batch["heads"] = _padded([u["heads"] for u in units], IGNORED)
        batch["deprels"] = _padded([u["deprels"] for u in units], IGNORED)
        for name in ("roles", "attributions"):
            rows = [(b, p, row + [IGNORED] * (width - len(row))) for b, u in enumerate(units) for p, row in u[name]]
            batch[name + "_unit"] = torch.tensor([r[0] for r in rows], dtype=torch.long)
            batch[name + "_word"] = torch.tensor([r[1] for r in rows], dtype=torch.long)
            batch[name] = torch.tensor([r[2] for r in rows], dtype=torch.long).reshape(len(rows), width)
    return batch


def batched(units: list[dict], pieces: int, rng: random.Random | None = None) -> list[list[int]]:
    """Indexes of units by batch, each of at most `pieces` pieces with padding; in random order if `rng` is given."""
    key = (lambda i: (len(units[i]["ids"]) + rng.uniform(-2, 2))) if rng else (lambda i: len(units[i]["ids"]))
    out, current, longest = [], [], 0
    for index in sorted(range(len(units)), key=key):
        longest = max(longest, len(units[index]["ids"]))
        if current and longest * (len(current) + 1) > pieces:
            out.append(current)
            current, longest = [], len(units[index]["ids"])
        current.append(index)
    if current:
        out.append(current)
    if rng:
        rng.shuffle(out)
    return out
