"""Trains the model, measures it, and writes it to `models/`.

    python -m training.train --data ../shared/data --out models

The learning rate rises and falls linearly over the planned epochs, or over `--minutes` of wall time, whichever is
further on: a run on a busy machine ends when it should. In the last fifth the encoder learns under the rounding of the
shipped pass. A checkpoint is written every few hundred batches, and `--resume` goes on from it, with a fresh epoch.
"""

import argparse
import json
import random
import time
from pathlib import Path

import torch

from . import card, corpora, prepare
from .batches import Encoder, batched, collate
from .checkpoint import load, replace_with, save
from .damage import units
from .evaluate import Sets
from .labels import from_training
from .model import Chancery
from .polnear import read_polnear
from .quantise import round_in_training
from .team import Team

# The share of each corpus that an epoch draws.
SHARES = {"ewt": 1.0, "gum": 1.0, "newswire": 0.5, "polnear": 0.33, "small": 1.0}
WARM_UP = 0.04
CHECKPOINT_EVERY = 300
REPORT_EVERY = 50


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the data folders or their archives")
    parser.add_argument("--out", type=Path, required=True, help="where the model file, card and sums go")
    parser.add_argument("--work", type=Path, default=Path("target/training"), help="for checkpoints and unpacked data")
    parser.add_argument("--epochs", type=float, default=8.0)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="end after this much wall time")
    parser.add_argument("--pieces", type=int, default=1500, help="wordpieces a step, over all workers")
    parser.add_argument("--encoder-rate", type=float, default=1.5e-4)
    parser.add_argument("--head-rate", type=float, default=1.5e-3)
    parser.add_argument("--workers", type=int, default=2, help="processes of one thread each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--precision", choices=("bf16", "f32"), default="bf16")
    parser.add_argument("--resume", type=Path, help="go on from this checkpoint")
    parser.add_argument("--start", type=Path, help="start a new schedule from the weights of this checkpoint")
    parser.add_argument("--shares", type=json.loads, default={}, help='other shares of corpora, as {"polnear": 1.0}')
    parser.add_argument("--version", default=time.strftime("1-%Y-%m-%d", time.gmtime()))
    parser.add_argument("--rounded", type=float, default=0.2, help="learn under the rounding of int8 in this last share")
    parser.add_argument("--train-only", action="store_true", help="stop after training, with a checkpoint")
    return parser.parse_args()


def optimiser(model: Chancery, options: argparse.Namespace, own: set[int]) -> torch.optim.Optimizer:
    """AdamW over this process's parameters; what MiniLM has learnt learns more slowly than what is new, norms and biases
    do not decay."""
    groups: dict[tuple[bool, bool], list] = {}
    for name, parameter in model.named_parameters():
        learnt = name.startswith("encoder.") and name != "encoder.shape.weight"
        if id(parameter) in own:
            groups.setdefault((learnt, parameter.dim() > 1), []).append(parameter)
    return torch.optim.AdamW(
        [
            {"params": parameters, "peak": options.encoder_rate if learnt else options.head_rate, "weight_decay": 0.01 * decays}
            for (learnt, decays), parameters in groups.items()
        ],
        lr=0.0,
        betas=(0.9, 0.98),
        fused=True,
    )


def rate(progress: float) -> float:
    """The share of the peak learning rate at this progress (0 to 1)."""
    return min(progress / WARM_UP, max(0.0, (1 - progress) / (1 - WARM_UP)))


def train(options: argparse.Namespace, data: Path) -> Path:
    """Trains; gives the checkpoint's path."""
    language = data / "language"
    pools = {"ewt": corpora.read_ewt(language, "train"), "gum": corpora.read_gum(language, "train")}
    usual = corpora.usual_tags(pools["ewt"] + pools["gum"])
    pools["newswire"] = corpora.read_newswire(language, "train")
    pools["small"] = corpora.read_small_names(language)
    pools["polnear"] = read_polnear(data / "attribution" / "polnear-train.jsonl", usual)

    source = options.resume or options.start
    done = {"epoch": 0, "step": 0, "seconds": 0.0}
    if source:
        model, vocabulary, labels, extra = load(source)
        done = extra["done"] if options.resume else done
    else:
        torch.manual_seed(options.seed)
        vocabulary, kept = prepare.vocabulary(data)
        labels = from_training(pools["ewt"] + pools["gum"])
        model = Chancery(len(vocabulary.pieces), labels)
        model.encoder.load_minilm(str(prepare.minilm() / "model.safetensors"), kept)
    print(f"vocabulary {len(vocabulary.pieces)}, classes {[(k, len(v)) for k, v in labels.as_dict().items()]}", flush=True)
    encoder = Encoder(vocabulary, labels)
    sets = Sets(data, usual, dev_only=True, most=250)
    checkpoint = options.work / "checkpoint.pt"
    team = Team(model, options.workers)
    team.run(lambda: _work(options, team, model, encoder, labels, pools, usual, sets, checkpoint, done))
    return checkpoint


def _work(options, team, model, encoder, labels, pools, usual, sets, checkpoint, done) -> None:
    """What each process does; all draw the same units, and each takes its own of every round of batches."""
    vocabulary = encoder.vocabulary
    optimizer = optimiser(model, options, team.own())
    state = lambda path: path.with_suffix(f".optimiser{team.rank}")
    if options.resume:
        optimizer.load_state_dict(torch.load(state(options.resume), weights_only=True))
    began = time.monotonic() - done["seconds"]

    def keep() -> None:
        done["seconds"] = time.monotonic() - began
        replace_with(state(checkpoint), optimizer.state_dict())
        if team.rank == 0:
            training = (
                f"{done['epoch']} epochs, {done['step']:,} steps, {done['seconds'] / 60:.0f} minutes on {team.size} CPU cores."
            )
            save(checkpoint, model, vocabulary, labels, {"usual": usual, "done": dict(done), "training": training})

    rounded = False
    while team.progress < 1 and done["epoch"] < options.epochs:
        rng = random.Random(options.seed * 1000 + done["epoch"])
        torch.manual_seed(options.seed * 1000 + done["epoch"] * team.size + team.rank)
        shares = {**SHARES, **options.shares}
        drawn = [encoder.unit(u) for name, pool in pools.items() for u in units(pool, shares[name], rng)]
        drawn = [u for u in drawn if u is not None]
        order = batched(drawn, options.pieces // team.size, rng)
        rounds = len(order) // team.size
        model.train()
        pieces, reported, sums, words = 0, time.monotonic(), {}, 0
        for at in range(rounds):
            if team.progress >= 1:
                break
            if not rounded and team.progress >= 1 - options.rounded:
                round_in_training(model)
                rounded = True
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * rate(team.progress)
            batch = collate([drawn[i] for i in order[at * team.size + team.rank]], vocabulary.pad)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.precision == "bf16"):
                loss, parts = model.loss(batch)
            loss.backward()
            minutes = (time.monotonic() - began) / 60
            progress = max((done["epoch"] + (at + 1) / rounds) / options.epochs, minutes / options.minutes)
            team.step(optimizer, progress, clip=1.0)
            done["step"] += 1
            pieces += int(batch["pieces"].sum())
            words += int(batch["words"].sum())
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.0) + value
            if done["step"] % CHECKPOINT_EVERY == 0:
                keep()
            if done["step"] % REPORT_EVERY == 0:
                if team.rank == 0:
                    speed = team.size * pieces / (time.monotonic() - reported)
                    losses = " ".join(f"{name} {value / words:.3f}" for name, value in sums.items())
                    print(f"epoch {done['epoch']} {at}/{rounds} progress {progress:.3f} {speed:.0f} pieces/s {losses}", flush=True)
                pieces, reported, sums, words = 0, time.monotonic(), {}, 0
        done["epoch"] += 1
        keep()
        if team.rank == 0 and team.progress < 1:
            print(f"epoch {done['epoch']} dev {json.dumps(sets.scores(model, encoder, labels))}", flush=True)


def main() -> None:
    """Trains, measures, exports, writes the card."""
    options = arguments()
    torch.set_num_threads(1)
    options.work.mkdir(parents=True, exist_ok=True)
    data = prepare.unpacked(options.data, options.work / "data")
    checkpoint = train(options, data)
    if not options.train_only:
        card.finish(checkpoint, data, options.out, options.version)


if __name__ == "__main__":
    main()
