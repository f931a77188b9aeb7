"""Eight-bit weights, and a stand-in for the shipped arithmetic to measure what it costs.

A weight row is symmetric: w = q * scale, q from -127 to 127. The shipped pass also cuts the activations that enter each
linear layer of the encoder to eight bits with a scale and zero point for each row; `as_int8` does the same in floats.
The heads stay in half precision.
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


class Int8Linear(nn.Module):
    """A linear layer as the shipped pass computes it."""

    def __init__(self, linear: nn.Linear):
        super().__init__()
        self.register_buffer("weight", restored(linear.weight.data))
        self.register_buffer("bias", linear.bias.data)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Cuts each row of x to 0..255, then multiplies."""
        low = x.amin(dim=-1, keepdim=True).clamp(max=0)
        high = x.amax(dim=-1, keepdim=True).clamp(min=0)
        scale = (high - low).clamp(min=1e-12) / 255
        zero = torch.round(-low / scale)
        cut = (torch.round(x / scale) + zero).clamp(0, 255)
        return F.linear((cut - zero) * scale, self.weight, self.bias)


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
