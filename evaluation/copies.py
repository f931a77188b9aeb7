"""Measures how well copies of articles are found: `evaluation/copies.py --data DIR [--fit | --growth N]`.

DIR holds the folders `text` and `stories` of the data archives. Three kinds of material are put before the program at once:

* Copies made here by program from real articles (`Maker`): cut, a new lead, a new headline, furniture added, two stories merged
  ("edited", as are rewrites of strengths 1 and 2), and rewrites of strengths 3 and 4 ("heavy").
* Short articles of our own with a rewrite by hand of every sentence, some with a report of the same event by somebody else:
  `evaluation/copies/*.txt` ("by hand").
* Real articles of different outlets on the same event (Giveme5W1H's clusters, ECB+'s subtopics, SemEval 2022 task 8's pairs).
  Some of these are copies in truth. What is what is told by comparing all words outside quotations, by brute force: pairs of which the
  shorter text shares less than 6 % of its runs of five words are reports of their own (negatives); from 30 % on they are copies;
  what is between is left out, and counted apart.

Beside them stand all other articles of the sample. Every source text belongs to the half that is looked at while building or to the half that is
held out, by a hash of its id; each half is run by itself.

A pair counts as joined where one is a source of the other, or both have an origin in common. `--fit` prints `crates/story/data/weights.tsv` fitted to the half that is
looked at, and how well it tells the pairs of both halves apart. `--growth N` measures what an article costs as N made-up articles are
added. Both need `cargo build --release -p chancery-story --example copies`; `--fit` needs numpy.
"""

import argparse
import hashlib
import itertools
import json
import pathlib
import random
import re
import subprocess
import tarfile
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict
from datetime import date, timedelta

HERE = pathlib.Path(__file__).parent
EDITED = ["cut", "cut-inside", "lead", "headline", "furniture", "merged", "rewrite-1", "rewrite-2"]
HEAVY = ["rewrite-3", "rewrite-4", "rewrite-4-cut", "by-hand", "by-hand-cut"]
HALVES = ["looked-at", "held-out"]


def half(key):
    return HALVES[hashlib.sha256(key.encode()).digest()[0] % 2]


# --- Making copies -------------------------------------------------------------------------------------------------------------

LEADS = [
    "Here is what is known so far about {name}, in a story that has been followed closely for days.",
    "New details have come to light about {name}, our newsroom has learned.",
    "It was another busy day for everyone who follows {name} and what surrounds it.",
    "Questions over {name} have been raised once more. We look at what happened.",
]
HEADLINES = ["{name}: what we know", "Latest on {name}", "{name} and the days ahead", "Update: {name}", "How {name} came to this"]
FURNITURE = [
    "Sign up to our free morning briefing and never miss a story.",
    "READ MORE: The ten places to see before summer ends",
    "Share this article on your favourite network",
    "This material may not be published, broadcast or redistributed without permission.",
    "Our reporters contributed to this article from several cities.",
    "Do you know more? Write to our tips line; we never name those who help us.",
    "ADVERTISEMENT. The story continues below.",
    "Follow our channel for alerts through the day.",
    "Subscribers can comment on this story until midnight.",
    "Photo gallery: the week in twelve pictures",
]
SPELLED = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
NUMERALS = {word: str(n) for n, word in enumerate(SPELLED, 2)}


def sentences(text):
    """The sentences of each paragraph."""
    return [re.split(r"(?<=[.!?][\"”’]|[a-z0-9)][.!?])\s+(?=[\"“A-Z])", p.strip()) for p in text.split("\n") if p.strip()]


def synonyms():
    table = {}
    for line in (HERE / "copies" / "synonyms.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            word, others = line.split(":")
            table[word.strip()] = [o.strip() for o in others.split("|")]
    return table


class Maker:
    """Makes copies of a text; each is a function of the text and the seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.table = synonyms()
        words = sorted(self.table, key=len, reverse=True)
        self.pattern = re.compile(r"\b(" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)

    def name(self, text):
        names = re.findall(r"(?<=[a-z,] )(?:[A-Z][a-z]+ ?)+", text)
        return (self.random.choice(names).strip() if names else "the matter") or "the matter"

    def make(self, kind, article, other):
        """A copy of `article` as (title, text); `other` is merged in where the kind asks for it."""
        title, text, pick = article["title"], article["text"], self.random
        paragraphs = sentences(text)
        if kind == "cut":
            flat = [s for p in paragraphs for s in p]
            keep = max(3, int(len(flat) * pick.uniform(0.25, 0.7)))
            return title, " ".join(flat[:keep])
        if kind == "cut-inside":
            kept = [[s for s in p if pick.random() < 0.6] for p in paragraphs]
            return title, "\n\n".join(" ".join(p) for p in kept if p)
        if kind == "lead":
            lead = " ".join(pick.choice(LEADS).format(name=self.name(text)) for _ in range(pick.choice([1, 1, 2])))
            flat = [s for p in paragraphs for s in p]
            return title, lead + "\n\n" + " ".join(flat[pick.choice([1, 2]) :])
        if kind == "headline":
            return pick.choice(HEADLINES).format(name=self.name(text)), text
        if kind == "furniture":
            parts = [" ".join(p) for p in paragraphs]
            for line in pick.sample(FURNITURE, pick.randint(3, 7)):
                parts.insert(pick.randint(0, len(parts)), line)
            return title, "\n\n".join(parts)
        if kind == "merged":
            a, b = ([s for p in sentences(x["text"]) for s in p] for x in (article, other))
            a, b = (x[: max(5, int(len(x) * pick.uniform(0.4, 0.7)))] for x in (a, b))
            return title, " ".join(a) + "\n\nMeanwhile, in other news:\n\n" + " ".join(b)
        strength = int(kind.split("-")[1])
        if kind.endswith("-cut"):
            flat = [s for p in paragraphs for s in p]
            at = pick.randrange(max(1, len(flat) // 2))
            text = " ".join(flat[at : at + max(5, len(flat) // 2)])
        return self.rewrite(title, strength), self.rewrite(text, strength)

    def rewrite(self, text, strength):
        """1: a few words; 2: many, and numbers; 3: all that the table has, sentences turned, joined and parted; 4: that, and the
        noise of a translation there and back, dropped and moved sentences, words in quotations changed as well."""
        pick = self.random
        share = {1: 0.15, 2: 0.45, 3: 0.95, 4: 1.0}[strength]
        names = {}
        out = []
        for paragraph in sentences(text):
            done = []
            for sentence in paragraph:
                if strength == 4 and pick.random() < 0.12 and len(paragraph) > 1:
                    continue
                if strength >= 3:
                    sentence = self.turn(sentence)
                pieces = re.split(r"([\"“][^\"”]*[\"”])", sentence)
                for i, piece in enumerate(pieces):
                    if i % 2 == 0 or (strength == 4 and pick.random() < 0.5):
                        pieces[i] = self.words(piece, share, strength, names)
                done.append("".join(pieces))
            if strength >= 3:
                done = self.regroup(done)
            if strength == 4 and len(done) > 2 and pick.random() < 0.3:
                at = pick.randrange(len(done) - 1)
                done[at], done[at + 1] = done[at + 1], done[at]
            if done:
                out.append(" ".join(done))
        return "\n\n".join(out)

    def words(self, text, share, strength, names):
        pick = self.random

        def exchange(match):
            word = match.group(0)
            if pick.random() > share:
                return word
            new = pick.choice(self.table[word.lower()])
            return new[0].upper() + new[1:] if word[0].isupper() else new

        text = self.pattern.sub(exchange, text)
        if strength >= 2:
            text = re.sub(r"\b(" + "|".join(NUMERALS) + r")\b", lambda m: NUMERALS[m.group(0)], text)
            text = re.sub(r"\b([2-9]|1[0-2])\b(?![,.\d])", lambda m: SPELLED[int(m.group(0)) - 2], text)
            text = re.sub(r"(\d),(\d\d\d)\b", r"\1\2", text)
        if strength == 4:
            text = re.sub(r"\b(?:the|a|an) ", lambda m: "" if pick.random() < 0.5 else m.group(0), text)
            text = re.sub(r"\b(?:of|in|on|at) ", lambda m: pick.choice(["of ", "in ", "on ", "at "]) if pick.random() < 0.3 else m.group(0), text)

            def misspell(match):
                word = match.group(0)
                if word not in names:
                    at = pick.randrange(2, len(word) - 1)
                    names[word] = word if pick.random() < 0.8 else word[:at] + pick.choice("aeiouhlr") + word[at + pick.choice([0, 1]) :]
                return names[word]

            text = re.sub(r"(?<=[a-z] )[A-Z][a-z]{4,}", misspell, text)
        return text

    def turn(self, sentence):
        """Moves a clause to the other end; makes an agent's sentence passive where that is simple."""
        match = re.match(r"^([A-Z][^,\"“”]{15,}) ((?:after|because|while|when|although|before) [^,\"“”]{10,})([.!])$", sentence)
        if match:
            main, clause, end = match.groups()
            return clause[0].upper() + clause[1:] + ", " + (main if main.split()[0] not in SMALL else main[0].lower() + main[1:]) + end
        match = re.match(r"^(On \w+day|In [A-Z]\w+|Last \w+), (.*)([.!])$", sentence)
        if match:
            when, rest, end = match.groups()
            return rest[0].upper() + rest[1:] + " " + when[0].lower() + when[1:] + end
        match = re.match(r"^((?:The )?[A-Z]\w+(?: \w+){0,2}) (attacked|rejected|approved|condemned|announced|accused|arrested|killed|signed) "
                         r"((?:the |a )?\w+(?: \w+){0,2})([.!])$", sentence)
        if match:
            who, act, whom, end = match.groups()
            return f"{whom[0].upper()}{whom[1:]} was {act} by {who}{end}"
        match = re.match(r"^(.{20,}), (\w+ (?:said|told)[^,\"“”]*)\.$", sentence)
        if match:
            return f"As {match.group(2)}, {match.group(1)}."
        return sentence

    def regroup(self, parts):
        """Joins short sentences and parts long ones."""
        out = []
        for part in parts:
            if out and len(out[-1].split()) + len(part.split()) < 30 and out[-1].endswith(".") and self.random.random() < 0.5:
                first = part.split()[0] if part.split() else ""
                out[-1] = out[-1][:-1] + ", and " + (part[0].lower() + part[1:] if first in SMALL else part)
            elif ", and " in part and len(part.split()) > 18 and self.random.random() < 0.6 and '"' not in part and "“" not in part:
                head, tail = part.split(", and ", 1)
                out += [head + ".", tail[0].upper() + tail[1:]]
            else:
                out.append(part)
        return out


SMALL = {"The", "A", "An", "He", "She", "It", "They", "We", "In", "On", "At", "But", "And", "This", "That", "There", "As", "For"}


# --- Material ------------------------------------------------------------------------------------------------------------------


def runs(text, size=5, quoted=False):
    """Runs of words; without those inside quotations unless `quoted`."""
    if not quoted:
        text = re.sub(r"[\"“][^\"”\n]{15,}[\"”]", " \n ", text)
    out = set()
    for part in text.split("\n"):
        words = re.findall(r"[a-z0-9]+", part.lower().replace("’", "'").replace("'s", ""))
        out |= {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}
    return out


def shared(a, b):
    return len(a & b) / max(1, min(len(a), len(b)))


def sample(data):
    """The articles of the sample that are nobody's near copy."""
    articles, seen, sizes = [], defaultdict(list), {}
    for line in (data / "text/abp-news-sample.jsonl").open():
        row = json.loads(line)
        if not 60 <= len(row["text"].split()) <= 1200:
            continue
        own = runs(row["text"], quoted=True)
        hits = Counter(other for r in own for other in seen.get(r, ()))
        if any(n > 0.05 * min(len(own), sizes[other]) for other, n in hits.items()):
            continue
        sizes[row["id"]] = len(own)
        for r in own:
            seen[r].append(row["id"])
        day = row["date"][:10] if re.match(r"\d{4}-\d\d-\d\d", row["date"]) else "2018-%02d-%02d" % (len(row["text"]) % 12 + 1, len(row["text"]) % 27 + 1)
        articles.append({"id": row["id"], "title": row["title"], "text": row["text"], "outlet": row["src"], "published": day})
    return articles


def by_hand():
    """Our own articles: (stem of the id, original, rewrite, report by somebody else or none)."""
    out = []
    for path in sorted((HERE / "copies").glob("*.txt")):
        if path.name == "synonyms.txt":
            continue
        for n, block in enumerate(path.read_text().split("\n=== ")[1:]):
            parts = [p.strip().split("\n", 1) for p in re.split(r"\n---\n", "\n" + block)]
            texts = [{"title": title.strip(), "text": text.strip()} for title, text in parts]
            out.append((f"{path.stem}-{n + 1}", texts[0], texts[1], texts[2] if len(texts) > 2 else None))
    return out


def same_event(data):
    """Groups of real articles on one event: (name, articles)."""
    groups = defaultdict(list)
    for line in (data / "stories/giveme5w1h-event-clusters.jsonl").open():
        row = json.loads(line)
        text = row["text"].removeprefix(row["title"]).strip()
        groups[f"cluster-{row['cluster']['EventId']}"].append(
            {"id": "g-" + row["id"][:16], "title": row["title"], "text": text, "published": row["date"][:10]})
    with tarfile.open(data / "stories/ECBplus_982_xml.tar.xz") as tar:
        for member in sorted(tar.getmembers(), key=lambda m: m.name):
            if not member.name.endswith(".xml"):
                continue
            root = ElementTree.parse(tar.extractfile(member)).getroot()
            lines = defaultdict(list)
            for token in root.iter("token"):
                lines[int(token.get("sentence"))].append(token.text or "")
            name = pathlib.Path(member.name).stem
            groups["ecb-" + re.sub(r"_\d+", "-", name)].append(
                {"id": "e-" + name, "text": "\n".join(" ".join(v) for _, v in sorted(lines.items()))})
    for line in (data / "stories/semeval2022-task8-en-en.jsonl").open():
        row = json.loads(line)
        if float(row["Overall"]) <= 2:
            groups["pair-" + row["pair_id"]] = [
                {"id": f"s-{row['pair_id']}-{n}", "text": row[f"text{n}"]} for n in (1, 2)]
    return groups


def material(data, which, seed):
    """Documents of one half, and what is true of pairs: {kind: set of frozensets of two ids}."""
    documents, truth = [], defaultdict(set)
    maker = Maker(seed)
    articles = sample(data)
    sources = [a for a in articles if half(a["id"]) == which]
    maker.random.shuffle(sources)
    # In the order of time, so that stories which are merged are of about one day.
    sources, members = sorted(sources[:400], key=lambda a: a["published"]), defaultdict(list)
    documents += [{k: v for k, v in a.items()} for a in articles]
    for n, article in enumerate(sources):
        members[article["id"]].append((article["id"], None))
        kinds = [EDITED[(n + k) % len(EDITED)] for k in (0, 3)] + [HEAVY[n % 3]]
        for kind in kinds:
            other = sources[n + 1 if n + 1 < len(sources) else n - 1]
            title, text = maker.make(kind, article, other)
            first = max(article["published"], other["published"]) if kind == "merged" else article["published"]
            day = date.fromisoformat(first) + timedelta(days=maker.random.choice([0, 0, 1, 1, 2, 3]))
            copy = {"id": f"{article['id']}~{kind}", "title": title, "text": text, "outlet": "Outlet %d" % maker.random.randint(1, 40), "published": day.isoformat()}
            documents.append(copy)
            members[article["id"]].append((copy["id"], kind))
            if kind == "merged":
                members[other["id"]].append((copy["id"], kind))
    for group in members.values():
        for (a, a_kind), (b, b_kind) in itertools.combinations(group, 2):
            kind = next((k for k in HEAVY if k in (a_kind, b_kind)), None) or (b_kind if a_kind is None else a_kind if b_kind is None else "two copies")
            truth[kind].add(frozenset((a, b)))
    for n, (stem, original, rewrite, other) in enumerate(by_hand()):
        if HALVES[n % 2] != which:
            continue
        day = date(2031, 1, 1) + timedelta(days=n * 2)
        for suffix, text in (("", original), ("~by-hand", rewrite), ("~by-hand-cut", rewrite), ("~other", other)):
            if suffix == "~by-hand-cut":
                flat = [s for p in sentences(text["text"]) for s in p]
                drop = set(maker.random.sample(range(len(flat)), max(1, len(flat) * 2 // 5)))
                text = {"title": text["title"], "text": " ".join(s for i, s in enumerate(flat) if i not in drop)}
            if text:
                documents.append({"id": stem + suffix, **text, "published": (day + timedelta(days=int(bool(suffix)))).isoformat()})
        truth["by-hand"].add(frozenset((stem, stem + "~by-hand")))
        truth["by-hand-cut"].add(frozenset((stem, stem + "~by-hand-cut")))
        truth["+by hand"].add(frozenset((stem + "~by-hand", stem + "~by-hand-cut")))
        if other:
            truth["-by hand"] |= {frozenset((stem, stem + "~other")), frozenset((stem + "~by-hand", stem + "~other")), frozenset((stem + "~by-hand-cut", stem + "~other"))}
    for name, group in same_event(data).items():
        if half(name) != which:
            continue
        documents += group
        own = [runs(d["text"]) for d in group]
        for (i, a), (j, b) in itertools.combinations(enumerate(group), 2):
            share = shared(own[i], own[j])
            label = "-" if share < 0.06 else "+" if share >= 0.3 else "?"
            truth[label + name.split("-")[0]].add(frozenset((a["id"], b["id"])))
    return documents, truth


# --- Measuring -----------------------------------------------------------------------------------------------------------------


def run(program, documents, folder):
    path = pathlib.Path(folder) / "articles.jsonl"
    path.write_text("".join(json.dumps(d) + "\n" for d in documents))
    out = subprocess.run([*program, str(path)], check=True, capture_output=True, text=True).stdout
    return {row["id"]: row for row in map(json.loads, out.splitlines())}


def joined(tree):
    """All pairs of a copy and its source, or with an origin in common."""
    groups = defaultdict(list)
    for name, row in tree.items():
        for origin in row["origins"]:
            groups[origin].append(name)
    pairs = {frozenset((name, source["id"])) for name, row in tree.items() for source in row["sources"]}
    return pairs | {frozenset(pair) for group in groups.values() for pair in itertools.combinations(group, 2)}


def f1(true, found, false):
    precision, recall = found / max(1, found + false), found / max(1, true)
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def kind_of(name):
    return name.split("~")[1] if "~" in name else None


def report(which, documents, truth, tree, verbose):
    pairs = joined(tree)
    unclear = set().union(*(v for k, v in truth.items() if k[0] == "?"))
    positive = {k: v for k, v in truth.items() if k[0] not in "-?+"}
    real = {k: v for k, v in truth.items() if k[0] == "+"}
    # A pair that is joined and not true counts against the heaviest rewrite in it; pairs of real articles count by themselves below.
    every = set().union(*positive.values(), *real.values())
    false = pairs - every - unclear
    made = {d["id"] for d in documents if not re.match(r"[ges]-", d["id"])}
    against = Counter()
    for pair in false:
        if pair <= made:
            kinds = {kind_of(n) for n in pair}
            against["heavy" if kinds & {*HEAVY, "other"} else "edited"] += 1
    print(f"== {which}: {len(documents)} articles")
    for group, kinds in (("edited", [*EDITED, "two copies"]), ("heavy", HEAVY)):
        true = sum(len(positive[k]) for k in kinds if k in positive)
        found = sum(len(positive[k] & pairs) for k in kinds if k in positive)
        print("%-7s F1 %.3f  precision %.3f  recall %.3f  (%d pairs, %d false)" % (group, *f1(true, found, against[group]), true, against[group]))
        for kind in kinds:
            if positive.get(kind):
                print("   %-12s %4d pairs, recall %.3f" % (kind, len(positive[kind]), len(positive[kind] & pairs) / len(positive[kind])))
    hand = {d["id"] for d in documents if kind_of(d["id"]) in ("by-hand", "other")}
    hand_false = [p for p in false if p & hand]
    n = len(positive["by-hand"])
    print("by hand alone F1 %.3f  precision %.3f  recall %.3f" % f1(n, len(positive["by-hand"] & pairs), len(hand_false)))
    negatives = [(k, v) for k, v in truth.items() if k[0] == "-"]
    total = set().union(*(v for _, v in negatives))
    print("same event, own reports: %.2f %% of %d pairs joined" % (100 * len(total & pairs) / len(total), len(total)))
    for kind, group in sorted(negatives):
        print("   %-10s %5d pairs, %d joined" % (kind[1:], len(group), len(group & pairs)))
    real_all = set().union(*real.values())
    print("real copies: %d of %d pairs joined; unclear: %d of %d" % (len(real_all & pairs), len(real_all), len(unclear & pairs), len(unclear)))
    right = wrong = 0
    for name, row in tree.items():
        if (kind_of(name) or "other") != "other":
            for source in row["sources"][:1]:
                right += "~" not in source["id"]
                wrong += "~" in source["id"] and source["id"].split("~")[0] == name.split("~")[0]
    days = {d["id"]: d.get("published") for d in documents}
    turned = Counter(days[name] == days[s["id"]] for name, row in tree.items() if "~" not in name for s in row["sources"] if s["id"].split("~")[0] == name)
    print("first source of a copy: the original %d, another copy %d" % (right, wrong))
    print("originals said to be taken from their copy: %d, all of one day but %d" % (sum(turned.values()), turned[False]))
    if verbose:
        for pair in sorted(map(sorted, false)):
            print("   false:", *pair)
        for kind, group in positive.items():
            for pair in sorted(map(sorted, group - pairs)):
                print("   missed:", kind, *pair)
        for kind, group in negatives:
            for pair in sorted(map(sorted, group & pairs)):
                print("   joined:", kind, *pair)


# --- Fitting and growth ----------------------------------------------------------------------------------------------------------

MEASURE = "target/release/examples/copies"


def values(documents, pairs):
    """What is weighed of each pair, in the order of `pairs`."""
    with tempfile.TemporaryDirectory() as folder:
        articles, listed = pathlib.Path(folder) / "articles.jsonl", pathlib.Path(folder) / "pairs.tsv"
        articles.write_text("".join(json.dumps(d) + "\n" for d in documents))
        listed.write_text("".join("\t".join(pair) + "\n" for pair in pairs))
        out = subprocess.run([MEASURE, "evidence", str(articles), str(listed)], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def direct_pairs(documents, truth):
    """Pairs to decide, as (pair, kind, whether one is behind the other). Two copies need share nothing where one was cut or merged."""
    out = []
    for kind, pairs in sorted(truth.items()):
        for pair in sorted(map(sorted, pairs)):
            if kind[0] in "-+":
                out.append((pair, kind, kind[0] == "+"))
            elif kind[0] != "?" and not (all("~" in n for n in pair) and any("merged" in n or "cut" in n for n in pair)):
                out.append((pair, kind, True))
    own = [d for d in documents if "~" not in d["id"] and not re.match(r"[ges]-", d["id"])]
    own.sort(key=lambda d: d["published"])
    for step in (1, 2, 7):
        out += [((a["id"], b["id"]), "random", False) for a, b in zip(own, own[step:])]
    return out


def fit(data, seed):
    import numpy

    halves = {}
    for n, which in enumerate(HALVES):
        documents, truth = material(data, which, seed + n)
        pairs = direct_pairs(documents, truth)
        halves[which] = pairs, values(documents, [p for p, _, _ in pairs])
    pairs, rows = halves[HALVES[0]]
    names = ["base", *sorted(set(rows[0]) - {"base"})]
    x = numpy.array([[row[n] for n in names] for row in rows])
    y = numpy.array([float(true) for _, _, true in pairs])
    # Reports of one event and what was written by hand weigh most: there it is hard.
    weight = {"random": 0.3, "by-hand": 4, "by-hand-cut": 4, "-by hand": 6, "-cluster": 3, "-ecb": 3, "-pair": 3}
    w = numpy.array([weight.get(kind, 1.0) for _, kind, _ in pairs])
    ridge = numpy.array([0.0] + [1.0] * (len(names) - 1))
    b = numpy.zeros(len(names))
    for _ in range(40):
        p = 1 / (1 + numpy.exp(-x @ b))
        b -= numpy.linalg.solve((x * (w * p * (1 - p))[:, None]).T @ x + numpy.diag(ridge + 1e-9), x.T @ (w * (p - y)) + ridge * b)
    for name, value in zip(names, b):
        print(f"{name}\t{value:.3f}")
    for which, (pairs, rows) in halves.items():
        p = 1 / (1 + numpy.exp(-numpy.array([[row[n] for n in names] for row in rows]) @ b))
        y = numpy.array([float(true) for _, _, true in pairs])
        bins = numpy.minimum((p * 10).astype(int), 9)
        error = sum(abs(p[bins == n].sum() - y[bins == n].sum()) for n in range(10)) / len(p)
        print("# %s: %d pairs, expected calibration error %.4f" % (which, len(p), error))
        sure = (p > 0.05) & (p < 0.95)
        print("#   of the %d pairs scored between 0.05 and 0.95: mean score %.2f, share true %.2f" % (sure.sum(), p[sure].mean(), y[sure].mean()))
        for kind in sorted({kind for _, kind, _ in pairs}):
            mine = numpy.array([k == kind for _, k, _ in pairs])
            print("#   %-14s %5d pairs, %.4f scored 0.5 or more" % (kind, mine.sum(), (p[mine] >= 0.5).mean()))


def growth(data, count):
    """Made-up articles over a year: sentences of real ones mixed under invented names, and copies of the last 300."""
    articles, maker = sample(data), Maker(3)
    pick = maker.random
    names = [a + b for a in "Bar Kel Tor Mes Lin Dav Ros Hal Vin Cor Zet Pal Nor Sul Gam".split() for b in "oviak ental ursten amore ikova ander ebury otti elescu".split()]
    recent, lines = [], []
    for n in range(count):
        if n > 300 and pick.random() < 0.4:
            source = pick.choice(recent)
            title, text = maker.make(pick.choice(["cut", "cut-inside", "lead", "furniture", "rewrite-1", "rewrite-2", "rewrite-4"]), source, source)
        else:
            flat = [s for a in pick.sample(articles, 6) for p in sentences(a["text"]) for s in p]
            text = " ".join(pick.sample(flat, min(len(flat), pick.randint(6, 24))))
            new = pick.sample(names, 6)
            for old, name in zip(dict.fromkeys(re.findall(r"(?<=[a-z] )[A-Z][a-z]{4,}", text)), new):
                text = text.replace(old, name)
            title = " ".join(new)
        day = date(2020, 1, 1) + timedelta(days=n * 365 // count)
        article = {"id": f"made-{n}", "title": title, "text": text, "published": day.isoformat()}
        recent = [*recent[-299:], article]
        lines.append(json.dumps(article) + "\n")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "articles.jsonl"
        path.write_text("".join(lines))
        subprocess.run([MEASURE, "growth", str(path)], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--program", nargs="+", default=["target/release/chancery", "copies", "--format", "jsonl"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--half", choices=HALVES)
    parser.add_argument("--verbose", action="store_true", help="name the pairs that are wrong, of the half that is looked at")
    parser.add_argument("--write", type=pathlib.Path, help="only write the documents of each half and what is true of them there")
    parser.add_argument("--fit", action="store_true", help="fit the weights instead")
    parser.add_argument("--growth", type=int, metavar="N", help="measure the cost of an article instead")
    args = parser.parse_args()
    if args.fit or args.growth:
        return fit(args.data, args.seed) if args.fit else growth(args.data, args.growth)
    for which in [args.half] if args.half else HALVES:
        documents, truth = material(args.data, which, args.seed + HALVES.index(which))
        if args.write:
            args.write.mkdir(parents=True, exist_ok=True)
            (args.write / f"{which}.jsonl").write_text("".join(json.dumps(d) + "\n" for d in documents))
            (args.write / f"{which}.json").write_text(json.dumps({k: sorted(map(sorted, v)) for k, v in truth.items()}))
            continue
        with tempfile.TemporaryDirectory() as folder:
            tree = run(args.program, documents, folder)
        report(which, documents, truth, tree, args.verbose and which == "looked-at")


if __name__ == "__main__":
    main()
