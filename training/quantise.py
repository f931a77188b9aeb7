"""Eight-bit weights, and a stand-in for the shipped arithmetic to measure what it costs.

A weight row is symmetric: w = q * scale, q from -127 to 127. The shipped pass also cuts the activations that enter each
linear layer of the encoder to eight bits with a scale and zero point for each row; `as_int8` does the same in floats, and
`round_in_training` lets a model feel it while it learns (gradients pass as if nothing were rounded). The heads stay in half
precision.
"""

import copy

import torch
import torch.nn.functional as F
from torch import nn

from .model import Chancery


def rows(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(int8 values, f32 scale of each row)."""
    scale = weight.abs().amax(dim=1).clamp(min=1e-12) / 127
    return torch.round(weight / scale[:, None]).clamp(-127, 127).to(torch.int8), scale


def restored(weight: torch.Tensor) -> torch.Tensor:
    """The weight as its eight bits give it back."""
    values, scale = rows(weight)
    return values.float() * scale[:, None]


def cut(x: torch.Tensor) -> torch.Tensor:
    """Each row of x as 256 even steps from its least to its greatest value, zero among them, give it back."""
    low = x.amin(dim=-1, keepdim=True).clamp(max=0)
    high = x.amax(dim=-1, keepdim=True).clamp(min=0)
    scale = (high - low).clamp(min=1e-12) / 255
    zero = torch.round(-low / scale)
    return ((torch.round(x / scale) + zero).clamp(0, 255) - zero) * scale


class Int8Linear(nn.Module):
    """A linear layer as the shipped pass computes it."""

    def __init__(self, linear: nn.Linear):
        super().__init__()
        self.register_buffer("weight", restored(linear.weight.data))
        self.register_buffer("bias", linear.bias.data)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Cuts each row of x, then multiplies."""
        return F.linear(cut(x), self.weight, self.bias)


def _straight(x: torch.Tensor, rounding) -> torch.Tensor:
    x = x.float()
    with torch.no_grad():
        error = rounding(x) - x
    return x + error


class RoundedLinear(nn.Linear):
    """A linear layer that learns under the rounding of the shipped pass."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Rounds x and the weights, then multiplies."""
        return F.linear(_straight(x, cut), _straight(self.weight, restored), self.bias)


class RoundedEmbedding(nn.Embedding):
    """An embedding that learns under the rounding of the shipped pass."""

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Rounds the rows that it gives."""
        found = super().forward(ids)
        return _straight(found.flatten(0, -2), restored).view_as(found)


def round_in_training(model: Chancery) -> None:
    """From now on the model's encoder rounds as the shipped one does; its parameters stay as they are."""
    model.encoder.word.__class__ = RoundedEmbedding
    for layer in model.encoder.layers:
        for name in ("qkv", "out", "ffn1", "ffn2"):
            getattr(layer, name).__class__ = RoundedLinear


def as_int8(model: Chancery) -> Chancery:
    """A copy whose encoder computes like the shipped one."""
    copied = copy.deepcopy(model)
    with torch.no_grad():
        copied.encoder.word.weight.copy_(restored(copied.encoder.word.weight))
        for layer in copied.encoder.layers:
            for name in ("qkv", "out", "ffn1", "ffn2"):
                setattr(layer, name, Int8Linear(getattr(layer, name)))
        for name, parameter in copied.named_parameters():
            if not name.startswith("encoder."):
                parameter.copy_(parameter.half().float())
    return copied
