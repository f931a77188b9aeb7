"""Measures stories: `evaluation/stories.py --data DIR`. DIR holds the folder `stories` of the data archives.

* Event clusters of Giveme5W1H: B-cubed F1 of `chancery_story::stories` over all articles, and over each half of the clusters by itself.
* ECB+, development topics (2, 5, 12, 18, 21, 23, 34, 35), validated sentences, gold mentions of events: CoNLL F1 (mean of MUC,
  B-cubed and CEAF-e, as in the reference scorer) of a baseline and of a first way to join reports of one event across documents:
  - same lemma: mentions of a topic whose head words have one lemma are one event;
  - same lemma in a story: the same within what `stories` takes for one story;
  - same root in a story: noun and verb of one act are one ("arrest", "explosion"); and the story parted: see `split`.

Needs `cargo build --release -p chancery-story --example copies` and the command itself (`chancery parse` gives lemmas and heads).
"""

import argparse
import csv
import difflib
import itertools
import json
import math
import pathlib
import subprocess
import tarfile
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict

from copies import HALVES, MEASURE, half

DEVELOPMENT = {2, 5, 12, 18, 21, 23, 34, 35}


def stories(documents):
    """The story of each document, by id."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "articles.jsonl"
        path.write_text("".join(json.dumps(d) + "\n" for d in documents))
        out = subprocess.run([MEASURE, "stories", str(path)], check=True, capture_output=True, text=True).stdout
    return dict(line.split("\t") for line in out.splitlines())


# --- Scores of a partition: {mention: cluster} against {mention: cluster} -------------------------------------------------------


def groups(partition):
    out = defaultdict(set)
    for mention, name in partition.items():
        out[name].add(mention)
    return list(out.values())


def harmonic(precision, recall):
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def b_cubed(gold, found):
    def one(a, b):
        sizes, both = Counter(a.values()), Counter((a[m], b[m]) for m in a)
        return sum(both[a[m], b[m]] / sizes[a[m]] for m in a) / len(a)

    return one(found, gold), one(gold, found)


def muc(gold, found):
    def one(a, b):
        links = parts = 0
        for group in groups(a):
            links += len(group) - 1
            parts += len(group) - len({b[m] for m in group})
        return parts / links if links else 0.0

    return one(found, gold), one(gold, found)


def ceaf_e(gold, found):
    """By the best one-to-one match of clusters; the similarity is 2 |a and b| / (|a| + |b|)."""
    from scipy.optimize import linear_sum_assignment
    from scipy.sparse import dok_matrix
    from scipy.sparse.csgraph import connected_components

    a, b = groups(gold), groups(found)
    place = {m: n for n, group in enumerate(b) for m in group}
    scores = {(i, j): 2 * n / (len(a[i]) + len(b[j])) for i, group in enumerate(a) for j, n in Counter(place[m] for m in group).items()}
    joined = dok_matrix((len(a) + len(b),) * 2)
    for i, j in scores:
        joined[i, len(a) + j] = 1
    parts = defaultdict(lambda: (set(), set()))
    labels = connected_components(joined.tocsr(), directed=False)[1]
    for i, j in scores:
        parts[labels[i]][0].add(i)
        parts[labels[i]][1].add(j)
    total = 0.0
    for rows, columns in parts.values():
        rows, columns = sorted(rows), sorted(columns)
        cost = [[-scores.get((i, j), 0.0) for j in columns] for i in rows]
        total -= sum(cost[i][j] for i, j in zip(*linear_sum_assignment(cost)))
    return total / len(b), total / len(a)


def conll(gold, found):
    scores = [(name, *score(gold, found)) for name, score in (("MUC", muc), ("B3", b_cubed), ("CEAFe", ceaf_e))]
    return sum(harmonic(p, r) for _, p, r in scores) / 3, scores


# --- Giveme5W1H -----------------------------------------------------------------------------------------------------------------


def clusters(data):
    rows = [json.loads(line) for line in (data / "stories/giveme5w1h-event-clusters.jsonl").open()]

    def score(name, rows):
        documents = [{"id": r["id"], "title": r["title"], "published": r["date"][:10], "text": r["text"].removeprefix(r["title"]).strip()} for r in rows]
        found, gold = stories(documents), {r["id"]: r["cluster"]["EventId"] for r in rows}
        precision, recall = b_cubed(gold, found)
        print("Giveme5W1H, %-9s %d articles of %d events: B-cubed F1 %.3f, precision %.3f, recall %.3f; %d stories"
              % (name + ":", len(rows), len(set(gold.values())), harmonic(precision, recall), precision, recall, len(set(found.values()))))

    score("all", rows)
    for which in HALVES:
        score(which, [r for r in rows if half(f"cluster-{r['cluster']['EventId']}") == which])


# --- ECB+ -----------------------------------------------------------------------------------------------------------------------


def ecb(data, topics):
    """Documents, as (topic, name, sentences of tokens, mentions); a mention is (sentence, first and last token, gold event, kind)."""
    with (data / "stories/ECBplus_coreference_sentences.csv").open() as file:
        valid = {(row["Topic"], row["File"], int(row["Sentence Number"])) for row in csv.DictReader(file)}
    with tarfile.open(data / "stories/ECBplus_982_xml.tar.xz") as tar:
        for member in sorted((m for m in tar.getmembers() if m.name.endswith(".xml")), key=lambda m: m.name):
            name = pathlib.Path(member.name).stem
            topic = name.split("_")[0]
            if int(topic) not in topics:
                continue
            root = ElementTree.parse(tar.extractfile(member)).getroot()
            where, sentences = {}, defaultdict(list)
            for token in root.iter("token"):
                sentence = int(token.get("sentence"))
                where[token.get("t_id")] = sentence, len(sentences[sentence])
                sentences[sentence].append(token.text or "")
            event = {}
            for relation in root.find("Relations"):
                # Chains across documents have a name of their own; those inside one document have not.
                key = relation.get("note") if relation.tag == "CROSS_DOC_COREF" else f"{name}-{relation.get('r_id')}"
                for source in relation.iter("source"):
                    event[source.get("m_id")] = key
            mentions = []
            for mark in root.find("Markables"):
                places = [where[anchor.get("t_id")] for anchor in mark.iter("token_anchor")]
                if not places or not mark.tag.startswith(("ACTION", "NEG")):
                    continue
                sentence = places[0][0]
                if (topic, name.split("_")[1], sentence) in valid:
                    gold = event.get(mark.get("m_id"), f"{name}-single-{mark.get('m_id')}")
                    mentions.append((sentence, places[0][1], places[-1][1], gold, mark.tag))
            yield topic, name, sentences, mentions


def parse(program, documents):
    """For each document its words as (number, form, lemma, number of the head or none, relation to it, part of speech)."""
    text = "".join(json.dumps({"id": name, "text": "\n\n".join(" ".join(t) for _, t in sorted(sentences.items()))}) + "\n" for _, name, sentences, _ in documents)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "articles.jsonl"
        path.write_text(text)
        out = subprocess.run([program, "parse", str(path)], check=True, capture_output=True, text=True).stdout
    parsed = []
    for block in out.strip().split("\n\n"):
        # Sentences are counted anew in each article.
        if "# sent_id = 1\n" in block:
            parsed.append([])
        rows = [r.split("\t") for r in block.splitlines() if not r.startswith("#")]
        rows = [r for r in rows if r[0].isdigit()]
        base = len(parsed[-1])
        parsed[-1] += [(base + n, r[1], r[2].lower(), base + int(r[6]) - 1 if int(r[6]) else None, r[7], r[3]) for n, r in enumerate(rows)]
    assert len(parsed) == len(documents), "each document was read"
    return {name: words for (_, name, _, _), words in zip(documents, parsed)}


def describe(data, program):
    """Each gold mention with what is known of it."""
    documents = list(ecb(data, DEVELOPMENT))
    parsed = parse(program, documents)
    story = stories([{"id": name, "text": "\n\n".join(" ".join(t) for _, t in sorted(s.items()))} for _, name, s, _ in documents])
    out, unaligned = {}, 0
    for topic, name, sentences, mentions in documents:
        words = {w[0]: w for w in parsed[name]}
        children = defaultdict(list)
        for word in parsed[name]:
            children[word[3]].append(word)
        places = [(sentence, n) for sentence in sorted(sentences) for n in range(len(sentences[sentence]))]
        forms = [sentences[sentence][n] for sentence, n in places]
        start = {}
        for i, j, size in difflib.SequenceMatcher(None, forms, [w[1] for w in parsed[name]], autojunk=False).get_matching_blocks():
            start |= {places[i + n]: j + n for n in range(size)}
        for n, (sentence, first, last, gold, kind) in enumerate(mentions):
            span = [words[start[sentence, i]] for i in range(first, last + 1) if (sentence, i) in start]
            inside = {w[0] for w in span}
            # The head is the word whose own head lies outside.
            head = next((w for w in span if w[3] not in inside), None)
            if head is None:
                unaligned += 1
                form = sentences[sentence][last].lower()
                head = (None, form, form, None, "", "")
            particles = [w[2] for w in children[head[0]] if w[4] == "compound:prt"] if head[0] is not None else []
            out[f"{name}-{n}"] = {"topic": topic, "document": name, "story": story[name], "lemma": " ".join([head[2], *particles]), "gold": gold}
    return out, unaligned, split(documents, story)


SUFFIXES = ["ation", "ition", "ment", "ance", "ence", "sion", "tion", "ing", "ion", "ure", "al", "er", "or", "ed", "es", "s", "e", "y"]


def root(lemma):
    """Verb and noun of one act have one root as a rule: "arrest", "explosion" and "explode", "announcement"."""
    word = lemma.split(" ")[0]
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            word = word[: -len(suffix)]
            break
    word = word.rstrip("e")
    return word[:-1] + "d" if word.endswith("s") and len(word) > 4 else word


def split(documents, story):
    """Parts each story by the names and numbers of its documents: two arrests of two people are told in the same words. What all documents
    of the story have does not count. Documents are joined by the mean of their cosines, from 0.07 on (chosen on the development topics)."""
    names = {}
    for _, name, sentences, _ in documents:
        inner = [w for sentence in sentences.values() for n, w in enumerate(sentence) if (n and w[0].isupper() and len(w) > 2) or w[0].isdigit()]
        names[name] = Counter(w.lower() for w in inner)
    stories = defaultdict(list)
    for name in names:
        stories[story[name]].append(name)
    out = {}
    for first, members in stories.items():
        holders = Counter(w for d in members for w in names[d])
        vectors = []
        for d in members:
            v = {w: (1 + math.log(n)) * math.log((len(members) + 1) / holders[w]) for w, n in names[d].items() if holders[w] > 1}
            length = math.hypot(*v.values()) or 1.0
            vectors.append({w: x / length for w, x in v.items()})
        like = [[sum(x * b.get(w, 0.0) for w, x in a.items()) for b in vectors] for a in vectors]
        groups = [[i] for i in range(len(members))]
        while len(groups) > 1:
            mean = lambda a, b: sum(like[i][j] for i in a for j in b) / (len(a) * len(b))
            best, x, y = max((mean(a, b), x, y) for (x, a), (y, b) in itertools.combinations(enumerate(groups), 2))
            if best < 0.07:
                break
            groups[x] += groups.pop(y)
        out |= {members[i]: (first, n) for n, group in enumerate(groups) for i in group}
    return out


def coreference(data, program):
    mentions, unaligned, parts = describe(data, program)
    gold = {m: x["gold"] for m, x in mentions.items()}
    print("ECB+ development topics: %d mentions of %d events in %d documents, %d stories found for them; %d heads unknown"
          % (len(gold), len(set(gold.values())), len({x["document"] for x in mentions.values()}), len({x["story"] for x in mentions.values()}), unaligned))
    ways = {
        "same lemma": {m: (x["topic"], x["lemma"]) for m, x in mentions.items()},
        "same lemma in a story": {m: (x["story"], x["lemma"]) for m, x in mentions.items()},
        "same root in a story": {m: (x["story"], root(x["lemma"])) for m, x in mentions.items()},
        "and the story parted": {m: (parts[x["document"]], root(x["lemma"])) for m, x in mentions.items()},
    }
    for name, found in ways.items():
        f1, scores = conll(gold, found)
        print("  %-22s CoNLL F1 %.1f  " % (name, 100 * f1) + "  ".join("%s %.1f (%.1f/%.1f)" % (n, 100 * harmonic(p, r), 100 * p, 100 * r) for n, p, r in scores))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--program", default="target/release/chancery")
    args = parser.parse_args()
    clusters(args.data)
    coreference(args.data, args.program)


if __name__ == "__main__":
    main()
