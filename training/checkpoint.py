"""A model on disk while it is being trained: weights in f32, vocabulary, labels."""

import os
from pathlib import Path

import torch

from .labels import Labels
from .model import Chancery
from .wordpiece import Vocabulary


def replace_with(path: Path, state: dict) -> None:
    """Writes to a temporary file first: an interruption leaves the former file whole."""
    temporary = path.with_name(path.name + ".tmp")
    torch.save(state, temporary)
    os.replace(temporary, path)


def save(path: Path, model: Chancery, vocabulary: Vocabulary, labels: Labels, extra: dict) -> None:
    """Writes a checkpoint."""
    state = {"model": model.state_dict(), "vocabulary": vocabulary.pieces, "labels": labels.as_dict(), "extra": extra}
    replace_with(path, state)


def load(path: Path) -> tuple[Chancery, Vocabulary, Labels, dict]:
    """(model, vocabulary, labels, whatever else was saved)."""
    state = torch.load(path, weights_only=True)
    labels = Labels(**state["labels"])
    vocabulary = Vocabulary(state["vocabulary"])
    model = Chancery(len(vocabulary.pieces), labels)
    model.load_state_dict(state["model"])
    return model, vocabulary, labels, state["extra"]
