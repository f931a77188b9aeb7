"""Writes the shipped model: `chancery.safetensors`, `SHA256SUMS`, and `reference.json` to test another implementation by."""

import argparse
import hashlib
import json
import os
from pathlib import Path

import torch
from safetensors.torch import save_file

from .batches import Encoder, collate
from .checkpoint import load
from .evaluate import predict
from .labels import Labels
from .model import EPSILON, HEADS, HIDDEN, INNER, LAYERS, POSITIONS, Chancery
from .quantise import rows
from .sentence import Sentence
from .wordpiece import SHAPES, Vocabulary

REFERENCE_SENTENCES = [
    "The foreign minister of Norway met her Chilean counterpart in Oslo on Tuesday .",
    "“ We will not pay , ” Admiral Tuija Harju told reporters , adding that the bill was $ 4.5 million .",
    "TROOPS SHELLED TWO VILLAGES NEAR ABÉCHÉ OVERNIGHT , RESIDENTS SAY",
    "police arrested at least 17 protesters outside the parliament",
    "According to the ministry , the ceasefire has n't been broken since last March – despite earlier threats .",
    "Do n't go .",
]


def tensors(model: Chancery) -> dict[str, torch.Tensor]:
    """The tensors of the model file by name."""
    out: dict[str, torch.Tensor] = {}
    encoder = model.encoder
    out["emb.word.q"], out["emb.word.scale"] = rows(encoder.word.weight.data)
    out["emb.pos"], out["emb.shape"] = encoder.pos.weight.data, encoder.shape.weight.data
    out["emb.ln.w"], out["emb.ln.b"] = encoder.ln.weight.data, encoder.ln.bias.data
    for number, layer in enumerate(encoder.layers):
        for name in ("qkv", "out", "ffn1", "ffn2"):
            linear = getattr(layer, name)
            key = f"layer.{number}.{name}"
            out[f"{key}.q"], out[f"{key}.scale"] = rows(linear.weight.data)
            out[f"{key}.bias"] = linear.bias.data
        for name in ("ln1", "ln2"):
            out[f"layer.{number}.{name}.w"] = getattr(layer, name).weight.data
            out[f"layer.{number}.{name}.b"] = getattr(layer, name).bias.data
    heads = {"tag": model.tag, "arc_dep": model.arc_dep, "arc_head": model.arc_head}
    for name, left, right, scorer in (
        ("label", "label_dep", "label_head", model.label),
        ("role", "role_pred", "role_arg", model.role),
        ("attr", "attr_cue", "attr_tok", model.attr),
    ):
        heads |= {left: scorer.left, right: scorer.right, name: scorer.out}
    for name, linear in heads.items():
        out[f"{name}.w"], out[f"{name}.b"] = linear.weight.data.half(), linear.bias.data.half()
    out["arc.u"], out["arc.v"] = model.arc_u.data.half(), model.arc_v.data.half()
    return {name: tensor.contiguous() for name, tensor in out.items()}


def config(vocabulary: Vocabulary, labels: Labels, version: str, scores: dict) -> dict:
    """What the model file's metadata says."""
    return {
        "version": version,
        "vocab": vocabulary.pieces,
        "pad": vocabulary.pad,
        "unk": vocabulary.unk,
        "cls": vocabulary.cls,
        "sep": vocabulary.sep,
        "hidden": HIDDEN,
        "layers": LAYERS,
        "heads": HEADS,
        "ffn": INNER,
        "max_positions": POSITIONS,
        "ln_eps": EPSILON,
        "shapes": SHAPES,
        **labels.as_dict(),
        "scores": scores,
    }


@torch.no_grad()
def reference(model: Chancery, vocabulary: Vocabulary, labels: Labels) -> dict:
    """What the f32 model makes of a few sentences; heads count words from 0, -1 is the root."""
    model.eval()
    encoder = Encoder(vocabulary, labels)
    sentences = [Sentence(words=text.split(), corpus="reference") for text in REFERENCE_SENTENCES]
    out = []
    for sentence, found in zip(sentences, predict(model, encoder, labels, sentences)):
        inputs = encoder.input(sentence.words)
        vectors = model.vectors(collate([inputs], vocabulary.pad))[0]
        out.append(
            {
                "words": sentence.words,
                "ids": inputs["ids"],
                "shapes": inputs["shapes"],
                "upos": found["upos"],
                "feats": found["feats"],
                "lemmas": found["lemmas"],
                "heads": found["heads"],
                "deprels": found["deprels"],
                "names": found["names"],
                "uner": found["uner"],
                "predicates": [i in found["roles"] for i in range(len(sentence))],
                "roles": [[p, a, r] for p, parts in found["roles"].items() for a, r in parts.items()],
                "attributions": [[c, w, k] for c, parts in found["attributions"].items() for w, k in parts.items()],
                "hidden": {
                    str(i): [round(float(v), 5) for v in vectors[i + 1, :8]] for i in (0, 3) if i < len(sentence)
                },
            }
        )
    return {"sentences": out}


def write(folder: Path, model: Chancery, vocabulary: Vocabulary, labels: Labels, version: str, scores: dict) -> None:
    """Writes the three files; each appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    model_file = folder / "chancery.safetensors"
    temporary = folder / "chancery.safetensors.tmp"
    metadata = json.dumps(config(vocabulary, labels, version, scores), ensure_ascii=False, separators=(",", ":"))
    save_file(tensors(model), temporary, metadata={"config": metadata})
    temporary.chmod(0o644)
    os.replace(temporary, model_file)
    temporary = folder / "reference.json.tmp"
    temporary.write_text(json.dumps(reference(model, vocabulary, labels), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(temporary, folder / "reference.json")
    sums = [f"{hashlib.sha256((folder / n).read_bytes()).hexdigest()}  {n}\n" for n in ("chancery.safetensors", "reference.json")]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def main() -> None:
    """Exports a checkpoint."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", default="1-trial")
    options = parser.parse_args()
    model, vocabulary, labels, extra = load(options.checkpoint)
    write(options.out, model, vocabulary, labels, options.version, extra.get("scores", {}))


if __name__ == "__main__":
    main()
