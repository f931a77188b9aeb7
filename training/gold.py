"""Writes the sets that the model is measured on as JSON lines of words and annotation, so that another implementation (the
shipped one) can be measured on the same tokens and sentences: `python -m training.gold --data DIR --out DIR`.

A line holds `words` and, where the set annotates them, `upos`, `lemmas`, `heads` (words count from 0, -1 is the root),
`deprels`, `names` or `uner` (BIO tags), `predicates` (words), `roles` ([predicate, argument's head word, label]),
`attributions` ([cue, source words, content words]) and `attributed` (0 or 1 for each word).
"""

import argparse
import json
from pathlib import Path

from . import corpora
from .evaluate import Sets
from .sentence import Sentence


def line(sentence: Sentence) -> dict:
    """The sentence as a JSON object."""
    out = {"words": sentence.words}
    for name in ("upos", "lemmas", "heads", "deprels", "names", "uner", "attributed"):
        if getattr(sentence, name) is not None:
            out[name] = getattr(sentence, name)
    if sentence.roles is not None:
        out["predicates"] = sorted(sentence.roles)
        out["roles"] = sorted([p, a, label] for p, parts in sentence.roles.items() for a, label in parts.items())
    if sentence.attributions is not None:
        part = lambda parts, kind: sorted(w for w, k in parts.items() if k == kind)
        out["attributions"] = [[c, part(v, "source"), part(v, "content")] for c, v in sorted(sentence.attributions.items())]
    return out


def main() -> None:
    """Writes one file for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="unpacked data folders")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    language = options.data / "language"
    usual = corpora.usual_tags(corpora.read_ewt(language, "train") + corpora.read_gum(language, "train"))
    sets = Sets(options.data, usual)
    files = {"newswire_dev": sets.newswire_dev, "polnear_dev": sets.polnear_dev, **sets.trees}
    files |= {f"ewt_{split}": sentences for split, sentences in sets.ewt.items()}
    options.out.mkdir(parents=True, exist_ok=True)
    for name, sentences in files.items():
        text = "".join(json.dumps(line(s), ensure_ascii=False) + "\n" for s in sentences)
        (options.out / f"{name}.jsonl").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
