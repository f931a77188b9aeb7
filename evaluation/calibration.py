#!/usr/bin/env python3
"""Says how often events of a given confidence are right, and fits the line of codebook/calibration.toml.

    python3 evaluation/calibration.py --data DIR [--fit]

An event counts as right if an annotated event of its type shares its words (the matching of ../shared/score/score.py, the
optional ones included); that its parties are the annotated ones as well is the last column. Fitted on the gold articles, our
own and those of annotated-dev.jsonl (see articles.py); annotated-test.jsonl shows whether it holds. With --fit it prints
the points that the pool-adjacent-violators algorithm gives (isotonic regression, Ayer et al. 1955), at most one for 40 events.
"""
import importlib.util, itertools, pathlib, re, sys
import run
from articles import HERE, SCORE, SETS, read_set

BIN = 0.1


def scorer():
    spec = importlib.util.spec_from_file_location("score", SCORE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(score, articles, records):
    """(confidence, right, parties right as well) of each event."""
    for gold, text in articles:
        article = score.Article(text)
        gold, record = score.load_record(gold), score.load_record(records[gold["id"]])
        for event in gold["events"] + record["events"]:
            event["_spans"] = [s for m in event["mentions"] for s in article.spans(m) if len(s) <= score.MAX_MENTION_WORDS]

        def parties(g, p):
            if g["type"] in score.SYMMETRIC:
                return score.agree(g["actor"] + g["recipient"], p["actor"] + p["recipient"])
            return min(score.agree(g["actor"], p["actor"]), score.agree(g["recipient"], p["recipient"]))

        def weigh(g, p):
            overlap = score.overlap(g["_spans"], p["_spans"], "shorter")
            return 0 if overlap < 0.5 or g["type"] != p["type"] else 10 * parties(g, p) + overlap

        matched = {id(p): parties(g, p) >= 0.5 for g, p in score.pair(gold["events"], record["events"], weigh)}
        for event in record["events"]:
            yield event["confidence"], id(event) in matched, matched.get(id(event), False)


def evidence(confidence, points):
    """What the line of the codebook was given, for what it gave."""
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        if y0 <= confidence <= y1 and y1 > y0:
            return x0 + (x1 - x0) * (confidence - y0) / (y1 - y0)
    return points[-1][0] if confidence >= points[-1][1] else points[0][0]


def isotonic(rows, least):
    """Ascending steps of at least so many events: (mean evidence, share right)."""
    blocks = []
    for x, right in sorted(rows):
        blocks.append([x, float(right), 1])
        while len(blocks) > 1 and (blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2] or blocks[-2][2] < least):
            x, y, n = blocks.pop()
            blocks[-1] = [blocks[-1][0] + x, blocks[-1][1] + y, blocks[-1][2] + n]
    return [(x / n, y / n) for x, y, n in blocks]


def main():
    parser = run.options(__doc__)
    parser.add_argument("--fit", action="store_true", help="print the points of a new line")
    args = parser.parse_args()
    score = scorer()
    sets = {name: read_set(name, args.data) for name in SETS}
    rows = {}
    for name, articles in sets.items():
        records = run.read(args.chancery, [{"id": g["id"], "published": g["published"], "text": t} for g, t in articles])
        rows[name] = list(judged(score, articles, records))
    for name, of in (("fitted on (gold, own, dev)", rows["gold"] + rows["own"] + rows["dev"]), ("test", rows["test"])):
        print(f"{name}: {len(of)} events")
        for low, group in itertools.groupby(sorted(of), key=lambda r: int(r[0] / BIN + 1e-6)):
            group = list(group)
            mean = lambda i: sum(r[i] for r in group) / len(group)
            print(f"  said {mean(0):.2f}  right {mean(1):.2f}  with parties {mean(2):.2f}  of {len(group)}")
        error = sum(abs(sum(r[0] - r[1] for r in g)) for g in
                    (list(g) for _, g in itertools.groupby(sorted(of), key=lambda r: int(r[0] / BIN + 1e-6)))) / len(of)
        print(f"  expected calibration error {error:.3f}")
    if args.fit:
        text = (HERE / "../codebook/calibration.toml").read_text(encoding="utf-8")
        points = [tuple(map(float, p)) for p in re.findall(r"\[([0-9.]+), ([0-9.]+)\]", text)]
        fitted = isotonic([(evidence(c, points), r) for c, r, _ in rows["gold"] + rows["own"] + rows["dev"]], 40)
        print("points = [" + ", ".join(f"[{x:.3f}, {y:.3f}]" for x, y in fitted) + "]")


if __name__ == "__main__":
    main()
