#!/usr/bin/env python3
"""Says how well confidence tells right events from wrong ones, and fits the table [evidence] of codebook/calibration.toml.

    python3 evaluation/evidence.py --data DIR [--fit]

Prints, of the gold articles, our own, those of annotated-dev.jsonl and news judged by eye, how many of the events that are surest are right (the
surest quarter, half, three quarters), and the area under the curve: how often a right event is surer than a wrong one. Then the
same for annotated-test.jsonl, on which nothing is fitted. With --fit it reads what each event's confidence rests on from
`chancery read --explain`, fits the weights by logistic regression with a ridge, and says what they reach on articles left out
of the fit (twelve parts). The rules were made on these articles and are right more often there than on unseen ones, so `base`
comes out too high: --lower is taken off it.

judged.jsonl says of single events of text/abp-news-sample.jsonl whether they are told of: a line of the sample (title, two line
ends, text), and of each event the place of its word in the record's text, its type, and 1 or 0. Events that are no longer coded
drop out.
"""
import json, math, pathlib, re, subprocess, tempfile
import run
from articles import HERE, SETS, read_set
from calibration import judged, scorer

PARTS = 12


def explained(program, gold, text):
    """What the first act of each event rests on: {name: value} by event id."""
    with tempfile.TemporaryDirectory() as dir:
        path = pathlib.Path(dir, "article.jsonl")
        path.write_text(json.dumps({"id": gold["id"], "published": gold["published"], "text": text}) + "\n", encoding="utf-8")
        done = subprocess.run([program, "read", "--explain", "--format", "text", path], capture_output=True, encoding="utf-8")
    out = {}
    folded = " ".join(done.stdout[done.stdout.rfind("Considered"):].split())
    for event, grounds in re.findall(r"coded (e\d+), by ((?:[a-z]+(?: \d\.\d\d)?(?:, )?)+)", folded):
        # The last name may have run into the words after it; every name but known ones is dropped by the caller.
        named = {}
        for part in grounds.split(", "):
            name, _, value = part.partition(" ")
            named[name] = float(value) if re.fullmatch(r"\d\.\d\d", value) else 1.0
        out.setdefault(event, named)
    return out


def news(data):
    """The judged articles: (an article, {(place of the word, type): right})."""
    sample = run.lines(data / "text/abp-news-sample.jsonl")
    for line in run.lines(HERE / "judged.jsonl"):
        if line:
            judged = json.loads(line)
            article = json.loads(sample[judged["line"] - 1])
            one = {"id": f"news-{judged['line']}", "published": article["date"], "text": article["title"] + "\n\n" + article["text"]}
            yield one, {(start, kind): right for start, kind, right in judged["events"]}


def auc(rows):
    """How often a right one is surer than a wrong one, of (confidence, right)."""
    right, wrong = [c for c, r in rows if r], [c for c, r in rows if not r]
    return sum((a > b) + 0.5 * (a == b) for a in right for b in wrong) / max(1, len(right) * len(wrong))


def report(name, rows):
    rows = sorted(rows, reverse=True)
    share = lambda part: sum(r for _, r in rows[:len(rows) * part // 100]) / max(1, len(rows) * part // 100)
    print(f"{name:28} {len(rows):4} events  " + "  ".join(f"surest {p} %: {share(p):.3f}" for p in (25, 50, 75, 100))
          + f"  auc {auc(rows):.3f}")


def solve(a, b):
    """The solution of a system of linear equations, by elimination."""
    n = len(b)
    m = [row[:] + [x] for row, x in zip(a, b)]
    for i in range(n):
        p = max(range(i, n), key=lambda r: abs(m[r][i]))
        m[i], m[p] = m[p], m[i]
        for r in range(n):
            if r != i and m[r][i]:
                f = m[r][i] / m[i][i]
                m[r] = [x - f * y for x, y in zip(m[r], m[i])]
    return [m[i][n] / m[i][i] for i in range(n)]


def probability(weights, x):
    return 1 / (1 + math.exp(-sum(w * v for w, v in zip(weights, x))))


def logistic(rows, ridge):
    """Weights by Newton's method, of (features, right); the first feature is the constant and has no ridge."""
    n = len(rows[0][0])
    w = [1.0] + [0.0] * (n - 1)
    for _ in range(12):
        g = [-(ridge if i else 0.01) * w[i] for i in range(n)]
        h = [[(ridge if i else 0.01) * (i == j) for j in range(n)] for i in range(n)]
        for x, right in rows:
            p = probability(w, x)
            q = p * (1 - p)
            for i in range(n):
                if x[i]:
                    g[i] += (right - p) * x[i]
                    for j in range(n):
                        h[i][j] += q * x[i] * x[j]
        w = [a + b for a, b in zip(w, solve(h, g))]
    return w


def main():
    parser = run.options(__doc__)
    parser.add_argument("--fit", action="store_true", help="print a new table")
    parser.add_argument("--ridge", type=float, default=8.0)
    parser.add_argument("--lower", type=float, default=0.7, help="what is taken off base")
    args = parser.parse_args()
    score = scorer()
    table = (HERE / "../codebook/calibration.toml").read_text(encoding="utf-8")
    names = re.findall(r"^([a-z]+) = ", table[table.index("[evidence]"):table.index("[types]")], re.M)[1:]
    types = re.findall(r"^([A-Z]+) = ", table[table.index("[types]"):], re.M)
    sets = {name: read_set(name, args.data) for name in SETS}
    features = lambda known, event: ([1.0] + [known.get(n, 0.0) for n in names] + [float(len(event["mentions"]) > 1)]
                                     + [float(event["type"] == t) for t in types])
    rows = {}
    for name, articles in sets.items():
        records = run.read(args.chancery, [{"id": g["id"], "published": g["published"], "text": t} for g, t in articles])
        rows[name] = []
        for gold, text in articles:
            found = list(judged(score, [(gold, text)], records))
            grounds = explained(args.chancery, gold, text) if args.fit and name != "test" else {}
            for event, (confidence, right, _) in zip(records[gold["id"]]["events"], found):
                x = features(grounds.get(event["id"], {}), event)
                rows[name].append((gold["id"], x, confidence, right))
        report(name, [(c, r) for _, _, c, r in rows[name]])
    articles = list(news(args.data))
    records = run.read(args.chancery, [article for article, _ in articles])
    rows["news"] = []
    for article, right in articles:
        grounds = explained(args.chancery, article, article["text"]) if args.fit else {}
        for event in records[article["id"]]["events"]:
            key = event["mentions"][0]["trigger"]["start"], event["type"]
            if key in right:
                x = features(grounds.get(event["id"], {}), event)
                rows["news"].append((article["id"], x, event["confidence"], right[key]))
    report("news judged", [(c, r) for _, _, c, r in rows["news"]])
    fitted = rows["gold"] + rows["own"] + rows["dev"] + rows["news"]
    report("all but test", [(c, r) for _, _, c, r in fitted])
    if args.fit:
        ids = sorted({i for i, *_ in fitted})
        left_out = []
        for part in range(PARTS):
            out = {i for n, i in enumerate(ids) if n % PARTS == part}
            w = logistic([(x, r) for i, x, _, r in fitted if i not in out], args.ridge)
            left_out += [(i, probability(w, x), r) for i, x, _, r in fitted if i in out]
        report("fitted, on articles left out", [(p, r) for _, p, r in left_out])
        for name in ("gold", "own", "dev", "news"):
            here = {i for i, *_ in rows[name]}
            report(f"  of these {name}", [(p, r) for i, p, r in left_out if i in here])
        w = logistic([(x, r) for _, x, _, r in fitted], args.ridge)
        print("[evidence]")
        print(f"base = {w[0] - args.lower:.2f}")
        for n, v in zip(names, w[1:]):
            print(f"{n} = {v:.2f}")
        print(f"# told more than once: {w[1 + len(names)]:.2f}\n[types]")
        for t, v in zip(types, w[2 + len(names):]):
            print(f"{t} = {v:.2f}")


if __name__ == "__main__":
    main()
