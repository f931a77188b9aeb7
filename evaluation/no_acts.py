#!/usr/bin/env python3
"""Counts events in sentences that report no act of politics or conflict, where every event is a false one.

    python3 evaluation/no_acts.py --data DIR [--misses]

no-act.tsv beside this file names the sentences without quoting them: a line of text/abp-news-sample.jsonl, counted from 1,
and the characters of its "text" from start to end, the end exclusive. Each is read as an article of one sentence.
"""
import collections, json, pathlib
import run


def main():
    parser = run.options(__doc__)
    parser.add_argument("--sentences", type=pathlib.Path, default=pathlib.Path(__file__).with_name("no-act.tsv"))
    args = parser.parse_args()
    texts = run.lines(args.data / "text/abp-news-sample.jsonl")
    articles = []
    for row in run.lines(args.sentences):
        if row and not row.startswith(("#", "line\t")):
            line, start, end = map(int, row.split("\t")[:3])
            text = json.loads(texts[line - 1])["text"][start:end]
            articles.append({"id": f"{line}:{start}-{end}", "published": "2019-06-15", "text": text})
    records = run.read(args.chancery, articles)
    types, coded = collections.Counter(), 0
    for article in articles:
        record = records[article["id"]]
        types.update(event["type"] for event in record["events"])
        coded += bool(record["events"])
        if args.misses and record["events"]:
            print(article["id"], article["text"])
            print("".join(f"\t{run.show(record, event)}\n" for event in record["events"]))
    print(f"{types.total()} events; sentences with any: {run.share(coded, len(articles))}")
    print("".join(f"  {kind:9} {n}\n" for kind, n in types.most_common()), end="")


main()
