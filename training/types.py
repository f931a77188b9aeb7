"""Trains the head for types: which type of act a predicate may report, from the shipped model's vectors of it.

    texts    draws articles of the data folder, as JSON lines for `chancery read` and the example `vectors`
    train    learns, measures by parts left out in turn, and writes types.safetensors

Labels are of two kinds. Where the codebook codes a predicate surely, its type counts, little; where it codes none, so does
"no event", least of all. What stands in types.tsv was read and labelled by hand, most of it predicates that the codebook
does not code, and counts most. Its columns: corpus ("ce" current events, "abp" articles), line of the data file from 0,
first and one past the last character of the predicate in the text, type ("-" is no event), whether the codebook coded it
when it was drawn, and for how many predicates of the sample it stands.
"""

import argparse
import hashlib
import json
import random
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import nn
from torch.nn.functional import cross_entropy

LABELS = ["-", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT"]
LABELS += ["THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]
LAYER = 2
WIDTH = 64
EPOCHS = 6
FOLDS = 5
UNCODED = 30_000
CODED_WEIGHT, UNCODED_WEIGHT, HAND_REPEATS = 0.2, 0.1, 6
NEVER = {"say", "be", "have", "do", "tell"}
"""Lemmas that are no events by themselves: the codebook's silence about them is sure."""
ONE = {"sentence": "SANCTION", "convict": "SANCTION", "conviction": "SANCTION"}
"""Lemmas of two types, of which the codebook gives the other."""


def texts(data: Path, out: Path) -> None:
    """Draws the articles."""
    events = [json.loads(line)["t"] for line in open(data / "text/wikipedia-current-events.jsonl", encoding="utf-8")]
    articles = [json.loads(line)["text"] for line in open(data / "text/abp-news-sample.jsonl", encoding="utf-8")]
    random.seed(5)
    drawn = [("ce", i, events[i]) for i in sorted(random.sample(range(len(events)), 24_000))]
    first = sorted(random.sample(range(len(articles)), 900))
    rest = [i for i in range(len(articles)) if i not in set(first)]
    random.seed(5)
    random.shuffle(rest)
    drawn += [("abp", i, articles[i]) for i in first + sorted(rest[:1300])]
    with open(out, "w", encoding="utf-8") as file:
        for corpus, line, text in drawn:
            published = "2015-01-01" if corpus == "ce" else "2018-01-01"
            print(json.dumps({"id": f"{corpus}:{line}", "published": published, "text": text}), file=file)


class Data:
    """Predicates with their vectors and labels."""

    def __init__(self, drawn: Path, records: Path, vectors: Path, hand: Path):
        # Offsets agree only where reading took nothing away.
        given = {d["id"]: d["text"] for d in map(json.loads, open(drawn, encoding="utf-8"))}
        triggers = defaultdict(list)
        for record in map(json.loads, open(records, encoding="utf-8")):
            if record["article"]["text"] == given[record["id"]]:
                triggers[record["id"]] = [
                    (m["trigger"]["start"], m["trigger"]["end"], e["type"], e["confidence"])
                    for e in record["events"]
                    for m in e["mentions"]
                ]
        names = [line.rstrip("\n").split("\t") for line in open(vectors.with_suffix(".tsv"), encoding="utf-8")]
        all_rows = np.memmap(vectors.with_suffix(".f32"), dtype="<f4", mode="r").reshape(len(names), -1)
        by_hand = [line.split("\t") for line in hand.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
        by_hand = {(f"{c}:{line}", start): (kind, coded, float(many)) for c, line, start, _, kind, coded, many in by_hand}
        rng = np.random.RandomState(0)
        rows, soft, self.hand = [], [], []
        uncoded = []
        for row, (id_, start, end, lemma) in enumerate(names):
            if id_ not in triggers:
                continue
            if (id_, start) in by_hand:
                kind, coded, many = by_hand[id_, start]
                self.hand.append((row, LABELS.index(kind), coded == "coded", many, id_))
                continue
            hits = [t for t in triggers[id_] if t[0] < int(end) and int(start) < t[1]]
            if not hits:
                uncoded.append((row, 3 * UNCODED_WEIGHT if lemma in NEVER else UNCODED_WEIGHT))
            elif len({t[2] for t in hits}) == 1 and max(t[3] for t in hits) >= 0.6:
                rows.append(row)
                soft.append((LABELS.index(ONE.get(lemma, hits[0][2])), CODED_WEIGHT))
        for i in sorted(rng.permutation(len(uncoded))[:UNCODED]):
            rows.append(uncoded[i][0])
            soft.append((0, uncoded[i][1]))
        self.x = torch.from_numpy(np.array(all_rows[rows + [h[0] for h in self.hand]]))
        self.mean, self.deviation = self.x.mean(0), self.x.std(0) + 1e-6
        self.x = (self.x - self.mean) / self.deviation
        self.soft = len(rows)
        self.y = torch.tensor([y for y, _ in soft] + [h[1] for h in self.hand])
        self.weight = torch.tensor([w for _, w in soft])
        self.many = torch.tensor([h[3] for h in self.hand])
        self.many /= self.many.mean()
        self.coded = torch.tensor([h[2] for h in self.hand])
        articles = sorted({h[4] for h in self.hand})
        fold = dict(zip(articles, np.random.RandomState(3).permutation(len(articles)) % FOLDS))
        self.fold = torch.tensor([int(fold[h[4]]) for h in self.hand])


def fit(data: Data, chosen: torch.Tensor) -> nn.Module:
    """Learns from the codebook's labels and the chosen hand labels."""
    torch.manual_seed(0)
    inputs, labels = data.x.shape[1], len(LABELS)
    net = nn.Sequential(nn.Linear(inputs, WIDTH), nn.ReLU(), nn.Dropout(0.2), nn.Linear(WIDTH, labels))
    rows = torch.cat([torch.arange(data.soft)] + [data.soft + chosen] * HAND_REPEATS)
    weight = torch.cat([data.weight] + [data.many[chosen].sqrt()] * HAND_REPEATS)
    optimiser = torch.optim.AdamW(net.parameters(), weight_decay=0.01)
    steps = EPOCHS * (len(rows) // 2048 + 1)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(rows)).split(2048):
            loss = (cross_entropy(net(data.x[rows[batch]]), data.y[rows[batch]], reduction="none") * weight[batch]).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            rate.step()
    return net.eval()


def calibrate(scores: torch.Tensor, y: torch.Tensor, many: torch.Tensor) -> torch.Tensor:
    """The logarithm of a factor on all scores and what is added to that of no event."""
    two = torch.zeros(2, requires_grad=True)
    optimiser = torch.optim.LBFGS([two], max_iter=60)

    def step() -> torch.Tensor:
        optimiser.zero_grad()
        loss = (cross_entropy(calibrated(scores, two), y, reduction="none") * many).sum() / many.sum()
        loss.backward()
        return loss

    optimiser.step(step)
    return two.detach()


def calibrated(scores: torch.Tensor, two: torch.Tensor) -> torch.Tensor:
    """The scores with a calibration."""
    return scores * two[0].exp() + torch.eye(len(LABELS))[0] * two[1]


def report(chances: torch.Tensor, data: Data) -> None:
    """Precision and recall of types on uncoded predicates, each counted for as many as it stands for."""
    p, y, many = (t[~data.coded] for t in (chances, data.y[data.soft :], data.many))
    sure, kind = p[:, 1:].max(1)
    kind += 1
    typed = (many * (y > 0)).sum()
    print(f"log loss {-(many * p[range(len(y)), y].log()).sum() / many.sum():.3f}; of {len(y)} uncoded, {int((y > 0).sum())} typed")
    print("least probability, precision, recall, found, right")
    for least in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        found = sure >= least
        right = found & (kind == y)
        precision, recall = (many * right).sum() / (many * found).sum(), (many * right).sum() / typed
        print(f"{least:.1f}  {precision:.2f}  {recall:.2f}  {int(found.sum())}  {int(right.sum())}")
    print("type, labels, found and right from 0.4 and 0.6 on (unweighted)")
    for k in range(1, len(LABELS)):
        at = [(int(((kind == k) & (sure >= t)).sum()), int(((kind == k) & (y == k) & (sure >= t)).sum())) for t in (0.4, 0.6)]
        print(f"{LABELS[k]:10s} {int((y == k).sum()):4d}  {at[0]}  {at[1]}")


@torch.no_grad()
def scores_of(net: nn.Module, data: Data, chosen: torch.Tensor) -> torch.Tensor:
    """The scores of hand-labelled predicates."""
    return net(data.x[data.soft + chosen])


def train(data: Data, models: Path, version: str) -> None:
    """Measures, learns from all, writes."""
    y = data.y[data.soft :]
    scores = torch.zeros(len(y), len(LABELS))
    for fold in range(FOLDS):
        out = (data.fold == fold).nonzero()[:, 0]
        scores[out] = scores_of(fit(data, (data.fold != fold).nonzero()[:, 0]), data, out)
    chances = torch.zeros_like(scores)
    for fold in range(FOLDS):
        other, out = (data.fold != fold) & ~data.coded, data.fold == fold
        two = calibrate(scores[other], y[other], data.many[other])
        chances[out] = calibrated(scores[out], two).softmax(1)
    report(chances, data)
    two = calibrate(scores[~data.coded], y[~data.coded], data.many[~data.coded])
    net = fit(data, torch.arange(len(y)))
    first, last = net[0], net[3]
    w = first.weight.data / data.deviation
    tensors = {"hidden.w": w, "hidden.b": first.bias.data - w @ data.mean}
    tensors |= {"out.w": last.weight.data * two[0].exp(), "out.b": calibrated(last.bias.data, two)}
    with safe_open(models / "chancery.safetensors", "pt") as model:
        trained = json.loads(model.metadata()["config"])["version"]
    about = {"version": version, "model": trained, "layer": LAYER, "labels": LABELS}
    file = models / "types.safetensors"
    save_file({n: t.half().contiguous() for n, t in tensors.items()}, file, metadata={"config": json.dumps(about)})
    file.chmod(0o644)
    sums = [line for line in (models / "SHA256SUMS").read_text().splitlines() if not line.endswith(file.name)]
    sums.append(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}")
    (models / "SHA256SUMS").write_text("\n".join(sums) + "\n")


def main() -> None:
    """Draws texts or trains."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    draw = commands.add_parser("texts")
    draw.add_argument("--data", type=Path, required=True)
    draw.add_argument("--out", type=Path, required=True)
    learn = commands.add_parser("train")
    learn.add_argument("--texts", type=Path, required=True)
    learn.add_argument("--records", type=Path, required=True, help="what `chancery read --format jsonl` made of the texts")
    learn.add_argument("--vectors", type=Path, required=True, help="what the example `vectors` made of them, without suffix")
    learn.add_argument("--hand", type=Path, default=Path(__file__).parent / "types.tsv")
    learn.add_argument("--models", type=Path, required=True)
    learn.add_argument("--version", required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    if options.command == "texts":
        texts(options.data, options.out)
    else:
        train(Data(options.texts, options.records, options.vectors, options.hand), options.models, options.version)


if __name__ == "__main__":
    main()
