"""The network: MiniLM's encoder with a word-shape embedding, and all heads on the word vectors of one pass."""

import math

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

from .batches import IGNORED
from .labels import Labels
from .wordpiece import SHAPES

HIDDEN, LAYERS, HEADS, INNER, POSITIONS, EPSILON = 384, 6, 12, 1536, 512, 1e-12
ARC, LABEL, ROLE, ATTRIBUTION = 256, 128, 128, 96

# How much each head's loss counts.
WEIGHTS = {
    "upos": 1.0,
    "feats": 0.5,
    "lemma": 0.5,
    "names": 1.5,
    "uner": 1.5,
    "boundary": 1.0,
    "predicate": 0.7,
    "cue": 1.5,
    "attributed": 0.5,
    "arcs": 1.0,
    "deprels": 1.0,
    "roles": 1.0,
    "attributions": 1.0,
}


class Layer(nn.Module):
    """A BERT layer, normalised after each part."""

    def __init__(self, dropout: float):
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.ffn1 = nn.Linear(HIDDEN, INNER)
        self.ffn2 = nn.Linear(INNER, HIDDEN)
        self.ln1 = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.ln2 = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        units, pieces, _ = x.shape
        q, k, v = self.qkv(x).view(units, pieces, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        attended = attended.transpose(1, 2).reshape(units, pieces, HIDDEN)
        x = self.ln1(x + self.dropout(self.out(attended)))
        return self.ln2(x + self.dropout(self.ffn2(F.gelu(self.ffn1(x)))))


class Encoder(nn.Module):
    """Wordpieces and shapes to hidden states."""

    def __init__(self, vocabulary: int, dropout: float):
        super().__init__()
        self.word = nn.Embedding(vocabulary, HIDDEN)
        self.pos = nn.Embedding(POSITIONS, HIDDEN)
        self.shape = nn.Embedding(len(SHAPES), HIDDEN)
        self.ln = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)
        nn.init.zeros_(self.shape.weight)

    def forward(self, ids: torch.Tensor, shapes: torch.Tensor, pieces: torch.Tensor) -> torch.Tensor:
        positions = torch.arange(ids.shape[1])
        x = self.dropout(self.ln(self.word(ids) + self.pos(positions) + self.shape(shapes)))
        mask = None
        if int(pieces.min()) < ids.shape[1]:
            mask = (positions < pieces[:, None])[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load_minilm(self, path: str, kept: list[int]) -> None:
        """Starts from MiniLM's weights, with the kept rows of its vocabulary; token type 0 goes into the positions."""
        source = load_file(path)
        with torch.no_grad():
            self.word.weight.copy_(source["embeddings.word_embeddings.weight"][kept])
            self.pos.weight.copy_(
                source["embeddings.position_embeddings.weight"] + source["embeddings.token_type_embeddings.weight"][0]
            )
            for part in ("weight", "bias"):
                getattr(self.ln, part).copy_(source[f"embeddings.LayerNorm.{part}"])
                for number, layer in enumerate(self.layers):
                    prefix = f"encoder.layer.{number}."
                    qkv = [source[f"{prefix}attention.self.{p}.{part}"] for p in ("query", "key", "value")]
                    getattr(layer.qkv, part).copy_(torch.cat(qkv))
                    for ours, theirs in (
                        ("out", "attention.output.dense"),
                        ("ffn1", "intermediate.dense"),
                        ("ffn2", "output.dense"),
                        ("ln1", "attention.output.LayerNorm"),
                        ("ln2", "output.LayerNorm"),
                    ):
                        getattr(getattr(layer, ours), part).copy_(source[f"{prefix}{theirs}.{part}"])


class PairScorer(nn.Module):
    """Classes of pairs of words: an added projection of each, rectified, then a linear layer."""

    def __init__(self, width: int, classes: int, dropout: float):
        super().__init__()
        self.left = nn.Linear(HIDDEN, width)
        self.right = nn.Linear(HIDDEN, width)
        self.out = nn.Linear(width, classes)
        self.dropout = nn.Dropout(dropout)

    def forward(self, left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
        """Logits of the broadcast pairs of vectors."""
        return self.out(self.dropout(F.relu(self.left(left) + self.right(right))))


class Chancery(nn.Module):
    """The whole model."""

    def __init__(self, vocabulary: int, labels: Labels, dropout: float = 0.1, head_dropout: float = 0.2):
        super().__init__()
        self.parts = labels.tag_parts()
        self.encoder = Encoder(vocabulary, dropout)
        self.dropout = nn.Dropout(head_dropout)
        self.tag = nn.Linear(HIDDEN, sum(n for _, n in self.parts))
        self.arc_dep = nn.Linear(HIDDEN, ARC)
        self.arc_head = nn.Linear(HIDDEN, ARC)
        self.arc_u = nn.Parameter(torch.randn(ARC, ARC) / ARC)
        self.arc_v = nn.Parameter(torch.zeros(ARC))
        self.label = PairScorer(LABEL, len(labels.deprel), head_dropout)
        self.role = PairScorer(ROLE, len(labels.roles), head_dropout)
        self.attr = PairScorer(ATTRIBUTION, len(labels.attr), head_dropout)

    def vectors(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        """Word vectors [units, 1 + words, hidden], the root ([CLS]) first."""
        states = self.encoder(batch["ids"], batch["shapes"], batch["pieces"])
        return states.gather(1, batch["first"][:, :, None].expand(-1, -1, HIDDEN))

    def tags(self, words: torch.Tensor) -> dict[str, torch.Tensor]:
        """Logits of each part of the tag head."""
        logits = self.tag(words)
        return dict(zip((name for name, _ in self.parts), logits.split([n for _, n in self.parts], dim=-1)))

    def arcs(self, vectors: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
        """Scores [units, words, 1 + words] of every head for every word; no word heads itself, padding heads none."""
        dependents = self.dropout(F.relu(self.arc_dep(vectors[:, 1:])))
        heads = self.dropout(F.relu(self.arc_head(vectors)))
        scores = dependents @ (heads @ self.arc_u.T).transpose(1, 2) + (heads @ self.arc_v)[:, None]
        places = torch.arange(scores.shape[2])
        impossible = (places > words[:, None])[:, None] | (places == places[1:, None])
        return scores.float().masked_fill(impossible, -math.inf)

    def loss(self, batch: dict[str, torch.Tensor]) -> tuple[torch.Tensor, dict[str, float]]:
        """The weighted sum of all heads' losses per word of the batch, and its parts."""
        vectors = self.dropout(self.vectors(batch))
        words = vectors[:, 1:]
        losses = {}

        def cross_entropy(logits: torch.Tensor, gold: torch.Tensor) -> torch.Tensor:
            return F.cross_entropy(logits.float().flatten(0, -2), gold.flatten(), ignore_index=IGNORED, reduction="sum")

        for name, logits in self.tags(words).items():
            if bool((batch[name] != IGNORED).any()):
                losses[name] = cross_entropy(logits, batch[name])
        unit, word = torch.nonzero(batch["heads"] != IGNORED, as_tuple=True)
        if len(unit):
            gold = batch["heads"][unit, word]
            losses["arcs"] = cross_entropy(self.arcs(vectors, batch["words"])[unit, word], gold)
            losses["deprels"] = cross_entropy(
                self.label(words[unit, word], vectors[unit, gold]), batch["deprels"][unit, word]
            )
        for name, scorer in (("roles", self.role), ("attributions", self.attr)):
            unit, word = batch[name + "_unit"], batch[name + "_word"]
            if len(unit):
                left = scorer.left(words)[unit, word][:, None]
                logits = scorer.out(scorer.dropout(F.relu(left + scorer.right(words)[unit])))
                losses[name] = cross_entropy(logits, batch[name])
        count = int(batch["words"].sum())
        total = sum(WEIGHTS[name] * value for name, value in losses.items()) / count
        return total, {name: float(value.detach()) for name, value in losses.items()}
