"""Measures a checkpoint in f32 and as shipped (int8), exports it, and writes its model card."""

import argparse
import json
from pathlib import Path

import torch

from . import export
from .batches import Encoder
from .checkpoint import load
from .evaluate import Sets
from .quantise import as_int8

# What the card tables, in order: (set, score, what it is called, the least that is asked of the shipped model).
ROWS = [
    ("ewt_test", "upos", "EWT test: part of speech", 96.3),
    ("ewt_test", "feats", "EWT test: features (reduced bundle)", None),
    ("ewt_test", "lemma", "EWT test: lemma", None),
    ("ewt_test", "uas", "EWT test: UAS", None),
    ("ewt_test", "las", "EWT test: LAS (universal relations)", 88.5),
    ("ewt_test", "las_subtypes", "EWT test: LAS with subtypes", None),
    ("gum_test", "upos", "GUM open test: part of speech", None),
    ("gum_test", "las", "GUM open test: LAS", None),
    ("pud", "upos", "PUD: part of speech", None),
    ("pud", "las", "PUD: LAS", 86.0),
    ("ewt_test", "uner", "UNER-EWT test: names F1", 72.0),
    ("newswire_dev", "all", "Worldwide newswire dev: names F1", 80.0),
    ("ewt_test", "predicates", "EWT PropBank test: predicates F1", None),
    ("ewt_test", "roles", "EWT PropBank test: roles F1", 74.0),
    ("polnear_dev", "content", "PolNeAR dev: content F1", 75.0),
    ("polnear_dev", "source_with_it", "PolNeAR dev: content with source F1", 65.0),
    ("polnear_dev", "cues", "PolNeAR dev: cue word F1", None),
    ("polnear_dev", "attributed_words", "PolNeAR dev: attributed words F1", None),
    ("ewt_test", "boundary", "EWT test: boundary of two sentences without the stop between them F1", None),
]


def table(scores: dict) -> str:
    """The measured scores as a table."""
    lines = ["| measure | f32 | int8 | asked |", "|---|---|---|---|"]
    for corpus, name, title, asked in ROWS:
        f32, int8 = (scores[p][corpus][name] for p in ("f32", "int8"))
        lines.append(f"| {title} | {f32:.2f} | {int8:.2f} | {'' if asked is None else f'≥ {asked:.1f}'} |")
    return "\n".join(lines)


def kinds(scores: dict) -> str:
    """F1 of each kind of name on the newswire dev set."""
    by_kind = {k: v for k, v in scores["int8"]["newswire_dev"].items() if k != "all"}
    return ", ".join(f"{k} {v:.1f}" for k, v in sorted(by_kind.items(), key=lambda item: -item[1]))


def write(path: Path, scores: dict, version: str, training: str, size: int, pieces: int) -> None:
    """Writes the card from its template."""
    template = (Path(__file__).parent / "card_template.md").read_text(encoding="utf-8")
    values = {
        "VERSION": version,
        "SCORES": table(scores),
        "KINDS": kinds(scores),
        "TRAINING": training,
        "SIZE": f"{size / 1e6:.1f}",
        "PIECES": f"{pieces:,}",
    }
    for name, value in values.items():
        template = template.replace("{{" + name + "}}", value)
    path.write_text(template, encoding="utf-8")


def finish(checkpoint: Path, data: Path, out: Path, version: str) -> dict:
    """Measures, exports, writes the card; gives the scores."""
    model, vocabulary, labels, extra = load(checkpoint)
    encoder = Encoder(vocabulary, labels)
    sets = Sets(data, extra["usual"])
    scores = {"f32": sets.scores(model, encoder, labels), "int8": sets.scores(as_int8(model), encoder, labels)}
    print(json.dumps(scores, indent=1), flush=True)
    export.write(out, model, vocabulary, labels, version, scores["int8"])
    size = (out / "chancery.safetensors").stat().st_size
    write(out / "MODEL_CARD.md", scores, version, extra["training"], size, len(vocabulary.pieces))
    return scores


def main() -> None:
    """Measures and exports a checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="unpacked data folders")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    finish(options.checkpoint, options.data, options.out, options.version)


if __name__ == "__main__":
    main()
