#!/usr/bin/env python3
"""Measures where acts took place, in sentences in which others have marked a verb and, if it has one, its location.

    python3 evaluation/locations.py --data DIR [--misses]

The records are those of events/labeled_text.jsonl (Halterman, Geolocating Political Events in Text). A marked verb counts
where a coded event has its word as trigger; its gold locations are the marked spans. The place found is right when its
words overlap one of them or, where none is marked, when no words of the sentence give it. A place taken from elsewhere (the
parties' country) has no words and counts as none.
"""
import collections, json
import run


def marked(path):
    """(text, verb, locations), each span as (start, end) in characters."""
    for line in filter(None, run.lines(path)):
        rows = json.loads(line)
        for row in rows if isinstance(rows, list) else [rows]:
            spans = row.get("spans") or []
            of = lambda label: [(s["start"], s["end"]) for s in spans if s["label"] == label]
            if len(of("VERB")) == 1 and row.get("answer", "accept") == "accept":
                yield row["text"], of("VERB")[0], of("LOCATION")


def main():
    args = run.options(__doc__).parse_args()
    gold = list(dict.fromkeys((t, v, tuple(p)) for t, v, p in marked(args.data / "events/labeled_text.jsonl")))
    texts = list(dict.fromkeys(t for t, _, _ in gold))
    records = run.read(args.chancery, [{"id": str(i), "published": "2010-06-15", "text": t} for i, t in enumerate(texts)])
    by_text = {t: records[str(i)] for i, t in enumerate(texts)}
    counts = collections.Counter()
    for text, verb, places in gold:
        record = by_text[text]
        if record["article"]["text"] != text:
            continue
        counts["verbs"] += 1
        for event in record["events"]:
            trigger = next((m["trigger"] for m in event["mentions"]
                            if m["trigger"]["start"] < verb[1] and verb[0] < m["trigger"]["end"]), None)
            if trigger is None:
                continue
            counts["coded"] += 1
            words = (event["place"] or {}).get("text")
            fits = lambda p: words in text[p[0]:p[1]] or text[p[0]:p[1]] in words
            kind = ("right" if any(map(fits, places)) else "wrong" if places else "too many") if words else \
                ("missed" if places else "none")
            counts[kind] += 1
            if args.misses and kind in ("wrong", "missed", "too many"):
                print(f"{kind}\t{event['type']} {trigger['text']}\tfound {words}\tgold "
                      f"{', '.join(text[a:b] for a, b in places) or '-'}\t{text}")
            break
    found = counts["right"] + counts["wrong"] + counts["too many"]
    placed = counts["right"] + counts["wrong"] + counts["missed"]
    print(f"marked verbs {counts['verbs']}, coded {counts['coded']}")
    print(f"places right: precision {run.share(counts['right'], found)}  recall {run.share(counts['right'], placed)}")
    print(f"accuracy, with none where none is marked: {run.share(counts['right'] + counts['none'], counts['coded'])}")


main()
