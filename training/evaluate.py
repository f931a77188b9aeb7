"""Measures a model on gold tokens and gold sentences.

Trees: UAS and LAS count every word; LAS compares the universal part of the relation, as the CoNLL 2018 shared task did
("LAS with subtypes" compares all of it). Names: exact span and kind. Roles: predicate, label and head word of the
argument, predicates as the model finds them; every gold argument counts, even one of a label that the model does not
know. Attribution: a predicted content matches a gold content of the same sentence, one to one, if the words they share
are at least half of their union; "source with it" asks further that the sources share at least half of their union, or
that both are empty.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
import torch

from . import corpora, decode, lemmas
from .batches import Encoder, batched, collate
from .labels import Labels
from .model import Chancery
from .polnear import read_polnear
from .sentence import Sentence


@torch.no_grad()
def predict(model: Chancery, encoder: Encoder, labels: Labels, sentences: list[Sentence], pieces: int = 3000) -> list[dict]:
    """What the model makes of each sentence, in order."""
    model.eval()
    inputs = [encoder.input(s.words) for s in sentences]
    out: list[dict] = [{} for _ in sentences]
    for indexes in batched(inputs, pieces):
        batch = collate([inputs[i] for i in indexes], encoder.vocabulary.pad)
        vectors = model.vectors(batch).float()
        tags = {name: t.float().numpy() for name, t in model.tags(vectors[:, 1:]).items()}
        arcs = model.arcs(vectors, batch["words"]).numpy()
        for row, index in enumerate(indexes):
            n = len(sentences[index])
            own = vectors[row, : n + 1]
            heads = decode.tree(arcs[row, :n, : n + 1])
            deprels = model.label(own[1:], own[torch.tensor(heads) + 1]).float()
            deprels[:, labels.deprel.index("root")] -= torch.tensor([0.0 if h < 0 else 1e9 for h in heads])
            best = {name: t[row, :n].argmax(axis=1) for name, t in tags.items()}
            predicates = np.flatnonzero(best["predicate"])
            cues = np.flatnonzero(best["cue"])
            out[index] = {
                "upos": [labels.upos[i] for i in best["upos"]],
                "feats": [labels.feats[i] for i in best["feats"]],
                "lemmas": [lemmas.apply(labels.lemma[i], w) for i, w in zip(best["lemma"], sentences[index].words)],
                "heads": heads,
                "deprels": [
                    "root" if h < 0 else labels.deprel[i] for h, i in zip(heads, deprels.argmax(dim=1).tolist())
                ],
                "names": decode.bio(tags["names"][row, :n], labels.names),
                "uner": decode.bio(tags["uner"][row, :n], labels.uner),
                "boundary": best["boundary"].tolist(),
                "attributed": best["attributed"].tolist(),
                "roles": _pairs(model.role, own[1:], predicates, labels.roles),
                "attributions": _pairs(model.attr, own[1:], cues, labels.attr),
            }
    return out


def _pairs(scorer, words: torch.Tensor, lefts: np.ndarray, classes: list[str]) -> dict[int, dict[int, str]]:
    if not len(lefts):
        return {}
    best = scorer(words[torch.from_numpy(lefts)][:, None], words[None]).argmax(dim=2).tolist()
    return {int(p): {i: classes[c] for i, c in enumerate(row) if c} for p, row in zip(lefts, best)}


def f1(true_positive: int, predicted: int, gold: int) -> float:
    """F1 in per cent."""
    return 200 * true_positive / max(1, predicted + gold)


def tree_scores(gold: list[Sentence], found: list[dict]) -> dict[str, float]:
    """UPOS, feats, lemma, UAS, LAS, LAS with subtypes: per cent of words."""
    right, words = Counter(), 0
    for sentence, own in zip(gold, found):
        for i in range(len(sentence)):
            words += 1
            head = own["heads"][i] == sentence.heads[i]
            right["upos"] += own["upos"][i] == sentence.upos[i]
            right["feats"] += own["feats"][i] == sentence.feats[i]
            right["lemma"] += own["lemmas"][i] == sentence.lemmas[i]
            right["uas"] += head
            right["las"] += head and own["deprels"][i].split(":")[0] == sentence.deprels[i].split(":")[0]
            right["las_subtypes"] += head and own["deprels"][i] == sentence.deprels[i]
    return {name: 100 * right[name] / words for name in ("upos", "feats", "lemma", "uas", "las", "las_subtypes")}


def name_scores(gold: list[Sentence], found: list[dict], head: str) -> dict[str, float]:
    """F1 of names over all kinds, and of each kind."""
    counts: dict[str, Counter] = {"all": Counter()}
    for sentence, own in zip(gold, found):
        if getattr(sentence, head) is None:
            continue
        theirs, ours = decode.spans(getattr(sentence, head)), decode.spans(own[head])
        for which, members in (("gold", theirs), ("found", ours), ("both", theirs & ours)):
            for span in members:
                counts["all"][which] += 1
                counts.setdefault(span[2], Counter())[which] += 1
    return {kind: f1(c["both"], c["found"], c["gold"]) for kind, c in sorted(counts.items())}


def role_scores(gold: list[Sentence], found: list[dict]) -> dict[str, float]:
    """F1 of predicates and of roles."""
    p, r = Counter(), Counter()
    for sentence, own in zip(gold, found):
        pairs = lambda roles: {(q, a, l) for q, arguments in roles.items() for a, l in arguments.items()}
        p.update(gold=len(sentence.roles), found=len(own["roles"]), both=len(sentence.roles.keys() & own["roles"].keys()))
        theirs, ours = pairs(sentence.roles), pairs(own["roles"])
        r.update(gold=len(theirs), found=len(ours), both=len(theirs & ours))
    return {"predicates": f1(p["both"], p["found"], p["gold"]), "roles": f1(r["both"], r["found"], r["gold"])}


def _overlap(a: set, b: set) -> float:
    return len(a & b) / len(a | b) if a or b else 1.0


def attribution_scores(gold: list[Sentence], found: list[dict]) -> dict[str, float]:
    """F1 of content, of source with it, of cues, and of words that are attributed to anyone."""
    c, words = Counter(), Counter()
    for sentence, own in zip(gold, found):
        part = lambda parts, which: {w for w, p in parts.items() if p == which}
        both = [
            [(part(v, "content"), part(v, "source")) for v in attributions.values() if "content" in v.values()]
            for attributions in (sentence.attributions, own["attributions"])
        ]
        theirs, ours = both
        c.update(gold=len(theirs), found=len(ours))
        c.update(
            cue_gold=len(sentence.attributions),
            cue_found=len(own["attributions"]),
            cue_both=len(sentence.attributions.keys() & own["attributions"].keys()),
        )
        pairs = sorted(
            ((_overlap(g[0], o[0]), i, j) for i, g in enumerate(theirs) for j, o in enumerate(ours)), key=lambda x: (-x[0], x[1], x[2])
        )
        used_gold, used_own = set(), set()
        for overlap, i, j in pairs:
            if overlap >= 0.5 and i not in used_gold and j not in used_own:
                used_gold.add(i)
                used_own.add(j)
                c["content"] += 1
                c["source"] += _overlap(theirs[i][1], ours[j][1]) >= 0.5
        words.update(
            gold=sum(sentence.attributed),
            found=sum(own["attributed"]),
            both=sum(a and b for a, b in zip(sentence.attributed, own["attributed"])),
        )
    return {
        "content": f1(c["content"], c["found"], c["gold"]),
        "source_with_it": f1(c["source"], c["found"], c["gold"]),
        "cues": f1(c["cue_both"], c["cue_found"], c["cue_gold"]),
        "attributed_words": f1(words["both"], words["found"], words["gold"]),
    }


def boundary_scores(gold: list[Sentence], model: Chancery, encoder: Encoder, labels: Labels) -> float:
    """F1 of the boundary between pairs of sentences set one behind the other with the full stop between them lost."""
    from .damage import without_final_stop

    pairs, ends = [], []
    for first, second in zip(gold[::2], gold[1::2]):
        first = without_final_stop(first)
        pairs.append(Sentence(words=first.words + second.words, corpus="joined"))
        ends.append(len(first) - 1)
    c = Counter()
    for end, own in zip(ends, predict(model, encoder, labels, pairs)):
        found = {i for i, b in enumerate(own["boundary"][:-1]) if b}
        c.update(gold=1, found=len(found), both=end in found)
    return f1(c["both"], c["found"], c["gold"])


class Sets:
    """The sets to measure on. `most` cuts each to its first sentences, for a quick look."""

    def __init__(self, data: Path, usual: dict[str, str], dev_only: bool = False, most: int | None = None):
        language = data / "language"
        cut = lambda sentences: sentences[:most]
        self.newswire_dev = cut(corpora.read_newswire(language, "dev"))
        self.polnear_dev = cut(read_polnear(data / "attribution" / "polnear-dev.jsonl", usual))
        self.ewt = {split: cut(corpora.read_ewt(language, split)) for split in (("dev",) if dev_only else ("dev", "test"))}
        self.trees = {} if dev_only else {"gum_test": cut(corpora.read_gum(language, "test")), "pud": cut(corpora.read_pud(language))}

    def scores(self, model: Chancery, encoder: Encoder, labels: Labels) -> dict[str, dict[str, float]]:
        """All scores by set."""
        run = lambda sentences: predict(model, encoder, labels, sentences)
        out = {}
        for split, sentences in self.ewt.items():
            found = run(sentences)
            out[f"ewt_{split}"] = {
                **tree_scores(sentences, found),
                **role_scores(sentences, found),
                "uner": name_scores(sentences, found, "uner")["all"],
                "boundary": boundary_scores(sentences, model, encoder, labels),
            }
        for name, sentences in self.trees.items():
            out[name] = tree_scores(sentences, run(sentences))
        out["newswire_dev"] = name_scores(self.newswire_dev, run(self.newswire_dev), "names")
        out["polnear_dev"] = attribution_scores(self.polnear_dev, run(self.polnear_dev))
        return {k: {n: round(v, 2) for n, v in scores.items()} for k, scores in out.items()}


def main() -> None:
    """Prints the scores of a checkpoint, in f32 and as int8."""
    from .checkpoint import load
    from .quantise import as_int8

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="unpacked data folders")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--precision", choices=("f32", "int8"), nargs="+", default=["f32", "int8"])
    options = parser.parse_args()
    torch.set_num_threads(1)
    model, vocabulary, labels, extra = load(options.checkpoint)
    encoder = Encoder(vocabulary, labels)
    sets = Sets(options.data, extra["usual"])
    for precision in options.precision:
        measured = sets.scores(as_int8(model) if precision == "int8" else model, encoder, labels)
        print(json.dumps({precision: measured}, indent=1), flush=True)


if __name__ == "__main__":
    main()
