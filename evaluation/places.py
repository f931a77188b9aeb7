#!/usr/bin/env python3
"""Says how well the places that an article names are told from their namesakes, on GeoVirus and the Local-Global Lexicon.

    python3 evaluation/places.py --data DIR [--misses] [--fit]

Of the place names with coordinates in places/geovirus.jsonl and places/lgl.jsonl it prints how many the record's `places` have
(recall, by overlapping words) and how many of the record's are marked in the data (precision); of those found, how many are left
open; of those not left open, how many lie within 161 km of the gold point, how many in the right country, and the median
distance. Whole states and parts of the world have no point on which sources agree: they count by their point like all others, and
once more, in "by country", by whether it is the state. A third of the articles (by a hash of the address) is held out: it
is only scored, --misses and --fit never show or use it.

The gold country of a point (GeoVirus has none) is that of the nearest town of world/towns.tsv; names of states are theirs.
LGL marks "Egyptian" as a place too; the record does not, and those count as not found.

--fit fits the weights of crates/coding/data/toponyms.tsv on the part that may be looked at and says what they reach, held out
too. It reads what `cargo run --release -p chancery-coding --example toponyms` writes, and needs numpy. The places of an article
look at each other by the weights that there are, so fit twice.
"""
import collections, hashlib, json, math, pathlib, statistics, subprocess
import run

SETS = {"geovirus": 1, "lgl": 0}  # Where offsets start.
NEAR = 161
WEIGHTS = run.ROOT / "crates/coding/data/toponyms.tsv"
HEAD = """\
# Weights of the ranker of place names (crates/coding/src/toponyms/rank.rs), fitted by evaluation/places.py --fit on the part of
# GeoVirus and LGL that may be looked at. A weight adds to the log-odds of a place that a name may mean; "none" is the score of
# leaving the name open, "least" the probability below which it is left open too.
"""


def distance(a, b):
    """Kilometres between two points in degrees."""
    half = lambda x, y: math.sin(math.radians(x - y) / 2) ** 2
    h = half(a[0], b[0]) + math.cos(math.radians(a[0])) * math.cos(math.radians(b[0])) * half(a[1], b[1])
    return 12742 * math.asin(min(1, math.sqrt(h)))


def articles(data, name):
    """(article, gold names, whether it is held out)."""
    for number, line in enumerate(filter(None, run.lines(data / f"places/{name}.jsonl"))):
        row = json.loads(line)
        held = int(hashlib.sha256(row["url"].encode()).hexdigest(), 16) % 3 == 0
        names = [dict(t, b=t["b"] - SETS[name], e=t["e"] - SETS[name]) for t in row["top"]]
        yield {"id": f"{name}-{number}", "text": row["text"]}, names, held


class Countries:
    """The country of a point or of a state's name."""

    def __init__(self):
        self.cells, self.names, country = collections.defaultdict(list), {}, None
        for row in table("towns.tsv"):
            if row[0] == "0":
                country = row[1]
            elif row[0] == "3":
                lat, lon = float(row[3]), float(row[4])
                self.cells[round(lat), round(lon)].append((lat, lon, country))
        for row in table("states.tsv"):
            for name in filter(None, [row[1], *row[3].split("|")]):
                self.names[name.removeprefix("the ").lower()] = row[0]
        self.names.pop("georgia")
        # Waters and parts of the world lie in no country.
        for row in table("places.tsv"):
            if row[5] == "wide":
                self.names.update({name.removeprefix("the ").lower(): None for name in filter(None, [row[0], *row[1].split("|")])})

    def of(self, gold, text):
        name = gold.get("country") or ""
        if gold.get("country") == "Georgia":
            return "GEO"
        for key in (name.lower(), text.lower()):
            if key in self.names:
                return self.names[key]
        at = gold["lat"], gold["lon"]
        for reach in (1, 3, 8):
            near = [t for i in range(-reach, reach + 1) for j in range(-reach, reach + 1)
                    for t in self.cells.get((round(at[0]) + i, round(at[1]) + j), [])]
            if near:
                return min(near, key=lambda t: distance(t, at))[2]
        return None


def table(name):
    rows = (line.split("\t") for line in run.lines(run.ROOT / "world" / name) if line and not line.startswith("#"))
    next(rows)
    return [row + [""] * (13 - len(row)) for row in rows]


def best(gold, spans):
    """The place whose words overlap the gold ones most."""
    common = lambda s: min(s[1], gold["e"]) - max(s[0], gold["b"])
    over = [s for s in spans if common(s) > 0]
    return max(over, key=common)[2] if over else None


def score(name, data, program, countries, misses):
    rows = list(articles(data, name))
    records = run.read(program, [article for article, _, _ in rows])
    for held in (False, True):
        counts, distances = collections.Counter(), []
        for article, gold, part in rows:
            record = records.get(article["id"])
            if part != held or record is None:
                continue
            # Offsets hold where the page's furniture took nothing away.
            if record["article"]["text"] != article["text"]:
                counts["left out"] += 1
                continue
            spans = [(m["start"], m["end"], p) for p in record["places"] for m in p["mentions"]]
            counts["named"] += len(spans)
            counts["marked"] += sum(any(b < t["e"] and t["b"] < e for t in gold) for b, e, _ in spans)
            for t in gold:
                if t.get("lat") is None:
                    continue
                text = article["text"][t["b"]:t["e"]]
                counts["gold"] += 1
                place = best(t, spans)
                if place is None:
                    continue
                counts["found"] += 1
                if place["precision"] is None:
                    counts["open"] += 1
                    continue
                counts["resolved"] += 1
                country = countries.of(t, text)
                right = place["country"] == country
                counts["country"] += right
                at = (place["lat"], place["lon"]) if place["lat"] is not None else None
                away = distance(at, (t["lat"], t["lon"])) if at else math.inf
                distances.append(away)
                counts["near"] += away <= NEAR
                whole = place["precision"] == "country"
                counts["sensible"] += right if whole else away <= NEAR or place["precision"] == "wide"
                if misses and not held and not (right if whole else away <= NEAR):
                    print(f"{article['id']}\t{text}\t{place['name']} ({place['country']}, {place['precision']})\t{away:.0f} km\t"
                          f"{place['confidence']}\t{', '.join(place['basis'])}")
        of = lambda a, b: run.share(counts[a], counts[b])
        print(f"{name}, {'held out' if held else 'looked at'}: recall {of('found', 'gold')}  precision {of('marked', 'named')}  "
              f"left open {of('open', 'found')}")
        print(f"    of those resolved: within {NEAR} km {of('near', 'resolved')}, by country where whole states are named "
              f"{of('sensible', 'resolved')}; country {of('country', 'resolved')}; median {statistics.median(distances):.1f} km"
              + (f"; {counts['left out']} articles left out" if counts["left out"] else ""))


def examples(name, data, features, seen):
    """Of each name with gold: the set, features of its places, which of them are right, how much it counts; and held out."""
    for article, gold, held in articles(data, name):
        spans = [(b, e, n) for n in seen[article["id"]] for b, e in n["mentions"]]
        by_name = {}
        for t in gold:
            found = best(t, spans)
            if found is not None and found["options"]:
                by_name.setdefault(id(found), (found, []))[1].append(t)
        for found, marks in by_name.values():
            options, right = found["options"], set()
            near = lambda o, t, most: o["lat"] is not None and distance((o["lat"], o["lon"]), (t["lat"], t["lon"])) <= most
            where = lambda fits: [i for i, o in enumerate(options) if fits(o)]
            for t in (t for t in marks if t.get("lat") is not None):
                # A state and a part of the world have no point: a looser distance does, where nothing nearer has the name.
                right.update(t.get("gid") and where(lambda o: str(o["geonames"]) == str(t["gid"]))
                             or where(lambda o: near(o, t, NEAR))
                             or where(lambda o: o["level"] == "State" and t.get("fcode") in (None, "PCLI") and near(o, t, 1200))
                             or where(lambda o: o["level"] is None and near(o, t, 4000)))
            yield name, [o["features"] for o in options], right, len(marks) ** 0.5, held


def fit(data):
    import numpy as np
    command = ["cargo", "run", "--release", "-p", "chancery-coding", "--example", "toponyms"]
    texts = "".join(json.dumps(a) + "\n" for name in SETS for a, _, _ in articles(data, name))
    done = subprocess.run(command, input=texts, capture_output=True, encoding="utf-8", check=True, cwd=run.ROOT)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    features, seen = lines[0]["features"] + ["none"], {line["id"]: line["names"] for line in lines[1:]}
    rows = [e for name in SETS for e in examples(name, data, features, seen)]
    most, count = max(len(e[1]) for e in rows) + 1, len(features)

    def packed(rows):
        x, real, right = np.zeros((len(rows), most, count)), np.zeros((len(rows), most), bool), np.zeros((len(rows), most), bool)
        # LGL is twice as large, and local news of one country.
        weight = np.array([w * (2 if name == "geovirus" else 1) for name, _, _, w, _ in rows])
        for i, (_, options, good, _, _) in enumerate(rows):
            x[i, :len(options), :-1], real[i, :len(options)] = options, True
            x[i, -1, -1], real[i, -1] = 1, True
            right[i, list(good or [most - 1])] = True
        return x, real, right, weight

    def likely(w, part):
        scores = np.where(part[1], part[0] @ w, -1e9)
        p = np.exp(scores - scores.max(1, keepdims=True)) * part[1]
        return p / p.sum(1, keepdims=True)

    train, test = packed([e for e in rows if not e[4]]), packed([e for e in rows if e[4]])
    old = dict(line.split("\t") for line in run.lines(WEIGHTS) if line and not line.startswith("#"))
    w = np.array([float(old.get(f, 0)) for f in features])
    first, second = np.zeros(count), np.zeros(count)
    for step in range(1, 1501):
        p = likely(w, train)
        q = p * train[2]
        q /= q.sum(1, keepdims=True) + 1e-9
        slope = np.einsum("i,ij,ijk->k", train[3], q - p, train[0]) - 2 * w
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        w += 0.03 * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    WEIGHTS.write_text(HEAD + "".join(f"{f}\t{x:.2f}\n" for f, x in zip(features, w)) + f"least\t{old['least']}\n", encoding="utf-8")
    for f, x in zip(features, w):
        print(f"{f:15} {float(old.get(f, 0)):6.2f} -> {x:6.2f}")
    for label, part in ("looked at", train), ("held out", test):
        p = likely(w, part)
        chosen = p.argmax(1)
        good, sure = part[2][np.arange(len(p)), chosen], p.max(1)
        print(f"{label}: {len(p)} names, right {good.mean():.3f}; by probability of the place: " + ", ".join(
            f"{low:.2f}-{high:.2f} {good[s].mean():.2f} of {s.sum()}" for low, high in
            ((0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 0.97), (0.97, 1.01))
            if (s := (sure >= low) & (sure < high) & (chosen < most - 1)).any()))


def main():
    parser = run.options(__doc__)
    parser.add_argument("--fit", action="store_true", help="fit the weights of the ranker")
    args = parser.parse_args()
    if args.fit:
        fit(args.data)
        return
    countries = Countries()
    for name in SETS:
        score(name, args.data, args.chancery, countries, args.misses)


main()
