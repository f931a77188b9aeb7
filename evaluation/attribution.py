#!/usr/bin/env python3
"""Measures who says what, from raw text, on the 84 articles of PolNeAR's development set (attribution/polnear-dev.jsonl).

    python3 evaluation/attribution.py --data DIR [--misses]

A found content is right where it shares at least half of the union of words with one wanted, one to one, best first. Its
source is right where a mention of the speaker overlaps the gold source, its cue where they share a word. The record gives
a cue without its place; it is taken to be the nearest to the content. Gold attributions without a source ask for none.

Each is counted in two units. A statement of the record is one contiguous block, so PolNeAR's contents are cut where other
words stand between their parts ("A," she said, "B."). An attribution of PolNeAR is whole, so the statements that one cue
gives one speaker are joined. The second is how the example `evaluate` of crates/language scores the model's contents, with
words here for tokens; its sources are spans, which must share half of their tokens.

A record's text is the article's without what was removed from it, so both are compared by the words that they share.
"""
import difflib, json, re
import run


def words(text):
    return [(m.start(), m.end()) for m in re.finditer(r"\w+", text)]


def cover(places, start, end):
    """Numbers of the words that a span touches."""
    return {i for i, (s, e) in enumerate(places) if s < end and start < e}


def nearest(text, cue, start, end):
    """The occurrence of a cue outside of a content that is nearest to it, one in the same sentence first."""
    def far(m):
        between = text[m.end():start] if m.end() <= start else text[end:m.start()]
        return bool(re.search(r"[.!?][\"”’)]*\s|\n", between)), len(between)
    places = [m for m in re.finditer(rf"\b{re.escape(cue)}\b", text) if m.end() <= start or end <= m.start()]
    return min(places, key=far).span() if places else None


def found(record, original, whole):
    """Attributions of a record as (content, source, cue), each a set of numbers of words in the original text."""
    text, actors = record["article"]["text"], {actor["id"]: actor for actor in record["actors"]}
    here, there = words(text), words(original)
    blocks = difflib.SequenceMatcher(None, [text[s:e] for s, e in here], [original[s:e] for s, e in there], False)
    number = {b.a + k: b.b + k for b in blocks.get_matching_blocks() for k in range(b.size)}
    place = lambda start, end: {number[i] for i in cover(here, start, end) if i in number}
    groups = {}
    for statement in record["statements"]:
        span = statement["content"]["start"], statement["content"]["end"]
        cue = nearest(text, statement["cue"], *span) if statement["cue"] else None
        key = statement["speaker"], whole and cue or span
        group = groups.setdefault(key, (set(), set(), place(*cue) if cue else set()))
        group[0].update(place(*span))
        for mention in actors[statement["speaker"]]["mentions"]:
            group[1].update(place(mention["start"], mention["end"]))
    return [group for group in groups.values() if group[0]]


def wanted(article, whole):
    """Attributions of the gold, likewise."""
    places = words(article["text"])
    for attribution in article["attributions"]:
        parts = {part: [cover(places, *span) for span in sorted(attribution.get(part) or [])]
                 for part in ("content", "source", "cue")}
        contents = []
        for part in parts["content"]:
            if contents and part and (whole or min(part) == max(contents[-1], default=-2) + 1):
                contents[-1] |= part
            else:
                contents.append(part)
        source = set().union(*parts["source"])
        if len(source) == 1 and article["text"][slice(*places[min(source)])] in ("who", "which", "that"):
            source.add(min(source) - 1)  # The name that the pronoun stands for ends there.
        yield from ((content, source, set().union(*parts["cue"])) for content in contents if content)


def pairs(mine, gold):
    """Numbers of the found and wanted attributions that match by their contents."""
    shares = [(len(f[0] & w[0]) / len(f[0] | w[0]), i, j) for i, f in enumerate(mine) for j, w in enumerate(gold)]
    left, right = set(), set()
    for share, i, j in sorted(shares, key=lambda x: (-x[0], x[1:])):
        if share >= 0.5 and i not in left and j not in right:
            left.add(i)
            right.add(j)
            yield i, j


def main():
    args = run.options(__doc__).parse_args()
    articles = [json.loads(line) for line in run.lines(args.data / "attribution/polnear-dev.jsonl") if line]
    records = run.read(args.chancery, [{"id": a["id"], "published": a["date"], "text": a["text"]} for a in articles])
    for unit in ("statements", "attributions"):
        names = ("content", "content and source", "content and cue", "source, cue and content")
        scores = {name: run.Score() for name in names}
        for article in articles:
            mine = found(records[article["id"]], article["text"], unit == "attributions")
            gold = list(wanted(article, unit == "attributions"))
            matched = list(pairs(mine, gold))
            source = {(i, j) for i, j in matched if mine[i][1] & gold[j][1] or not gold[j][1]}
            cue = {(i, j) for i, j in matched if mine[i][2] & gold[j][2]}
            for score, right in zip(scores.values(), (matched, source, cue, source & cue)):
                score.add(len(mine), len(right), len(gold), len(right))
            if args.misses and unit == "statements":
                misses(article["text"], mine, gold, matched, source, cue)
        print("".join(f"{unit}, {name}: {score}\n" for name, score in scores.items()), end="")


def misses(text, mine, gold, matched, source, cue):
    places = words(text)
    show = lambda numbers: " ".join(text[slice(*places[i])] for i in sorted(numbers)) or "-"
    line = lambda a: f"cue [{show(a[2])}] source [{show(a[1])[:100]}] content [{show(a[0])}]"
    for j, attribution in enumerate(gold):
        i = next((i for i, k in matched if k == j), None)
        if i is None:
            print("missed:", line(attribution))
            for other in mine:
                if other[0] & attribution[0]:
                    print("   overlaps", line(other))
        elif (i, j) not in source & cue:
            print("wrong", "source" if (i, j) not in source else "cue", line(mine[i]), "\n   wanted", line(attribution))
    for i, attribution in enumerate(mine):
        if all(i != k for k, _ in matched):
            print("false:", line(attribution))


main()
