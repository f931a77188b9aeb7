"""Measures stories: `evaluation/stories.py --data DIR`. DIR holds the folder `stories` of the data archives.

* Event clusters of Giveme5W1H: B-cubed F1 of `chancery_story::stories` over all articles, and over each half of the clusters by itself.
* ECB+, development topics (2, 5, 12, 18, 21, 23, 34, 35), validated sentences, gold mentions of events: CoNLL F1 (mean of MUC,
  B-cubed and CEAF-e, as in the reference scorer) of a baseline and of a first way to join reports of one event across documents:
  - same lemma: mentions of a topic whose head words have one lemma are one event;
  - same lemma in a story: the same within what `stories` takes for one story;
  - fused: as described at `fuse`.

Needs `cargo build --release -p chancery-story --example measure` and the command itself (`chancery parse` gives lemmas and heads).
"""

import argparse
import csv
import json
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
    """For each document its words as (place among the letters of the text, form, lemma, head's place, relation to the head)."""
    lines = [json.dumps({"id": name, "text": "\n\n".join(" ".join(t) for _, t in sorted(sentences.items()))}) + "\n" for _, name, sentences, _ in documents]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "articles.jsonl"
        out = {}
        for (_, name, _, _), line in zip(documents, lines):
            path.write_text(line)
            run = subprocess.run([program, "parse", str(path)], capture_output=True, text=True)
            words, at = [], 0
            for block in run.stdout.split("\n\n"):
                rows = [r.split("\t") for r in block.splitlines() if r and not r.startswith("#")]
                rows = [r for r in rows if r[0].isdigit()]
                places = [at := at + len(r[1].replace(" ", "")) for r in rows]
                begin = [p - len(r[1].replace(" ", "")) for p, r in zip(places, rows)]
                for r, p in zip(rows, begin):
                    head = int(r[6])
                    words.append((p, r[1], r[2].lower(), begin[head - 1] if head else None, r[7], r[3]))
            out[name] = words
    return out


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
        start, at = {}, 0
        for sentence in sorted(sentences):
            for n, token in enumerate(sentences[sentence]):
                start[sentence, n] = at
                at += len(token.replace(" ", ""))
        for n, (sentence, first, last, gold, kind) in enumerate(mentions):
            span = [words[start[sentence, i]] for i in range(first, last + 1) if start[sentence, i] in words]
            places = {w[0] for w in span}
            # The head is the word whose own head lies outside; a light verb gives way to its noun.
            head = next((w for w in span if w[3] not in places), None)
            if head is None:
                unaligned += 1
                text = sentences[sentence][last].lower()
                head = (None, text, text, None, "", "")
            particles = [w[2] for w in children[head[0]] if w[4].startswith("compound:prt")] if head[0] is not None else []
            near = {w[2] for w in words.values() if abs(w[0] - (head[0] if head[0] is not None else start[sentence, first])) < 150 and (w[5] == "PROPN" or w[5] == "NUM")}
            roles = set()
            if head[0] is not None:
                for child in children[head[0]]:
                    if child[4].split(":")[0] in {"nsubj", "obj", "obl", "nmod", "compound", "amod", "iobj"}:
                        roles.add(child[2])
                        roles |= {g[2] for g in children[child[0]] if g[5] in {"PROPN", "NUM", "NOUN"}}
            out[f"{name}-{n}"] = {"topic": topic, "document": name, "story": story[name], "lemma": " ".join([head[2], *particles]), "gold": gold, "kind": kind,
                                  "near": near, "roles": roles, "span": " ".join(sentences[sentence][first : last + 1]).lower(), "class": head[5]}
    return out, unaligned


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


def fuse(mentions):
    """A first fusion: in a story, mentions whose heads have one root, as a rule; not where all that is told with them differs."""
    return {m: (x["story"], root(x["lemma"])) for m, x in mentions.items()}


def coreference(data, program, verbose):
    mentions, unaligned = describe(data, program)
    gold = {m: x["gold"] for m, x in mentions.items()}
    print("ECB+ development topics: %d mentions of %d events in %d documents, %d stories found for them; %d heads unknown"
          % (len(gold), len(set(gold.values())), len({x["document"] for x in mentions.values()}), len({x["story"] for x in mentions.values()}), unaligned))
    ways = {
        "same lemma": {m: (x["topic"], x["lemma"]) for m, x in mentions.items()},
        "same lemma in a story": {m: (x["story"], x["lemma"]) for m, x in mentions.items()},
        "fused": fuse(mentions),
    }
    for name, found in ways.items():
        f1, scores = conll(gold, found)
        print("  %-22s CoNLL F1 %.1f  " % (name, 100 * f1) + "  ".join("%s %.1f (%.1f/%.1f)" % (n, 100 * harmonic(p, r), 100 * p, 100 * r) for n, p, r in scores))
    return mentions


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--program", default="target/release/chancery")
    args = parser.parse_args()
    clusters(args.data)
    coreference(args.data, args.program, False)


if __name__ == "__main__":
    main()
