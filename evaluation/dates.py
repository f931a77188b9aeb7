#!/usr/bin/env python3
"""Measures the dates of events, and with --data those of time expressions.

    python3 evaluation/dates.py [--data DIR] [--misses] [GOLD_DIR RECORDS.jsonl]...

GOLD_DIR holds annotated articles (../shared/gold/dev by default), RECORDS.jsonl what `chancery read --format jsonl` made of
its articles.jsonl; without it they are read first. Events are matched and dates compared as ../shared/score/score.py does,
which counts only events whose gold has a date. This says besides what the others do:

  right, other   the gold has a date; the record has the same (each side within 3 days, open sides equal) or another
  none           the gold has a date, the record none
  added          the gold says that nothing tells when, the record has a date all the same
  left           neither has one

`accuracy` is right / (right + other + none), the scorer's figure; `precision` is right / (right + other + added). An
added date may still be true ("from the publication on" for what is planned); the gold gives it rarely.

DIR is the unpacked set "dates". Its scores come from `cargo run --example score_dates`, whose head states the rules.
"""
import json, os, subprocess, sys, tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
sys.path.insert(0, os.path.join(ROOT, "../shared/score"))
import score

KINDS = ["right", "other", "none", "added", "left"]


def matched(folder, records):
    """Pairs of a gold event and the record's, with the name of the article."""
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".json") or name == "index.json":
            continue
        gold = json.load(open(os.path.join(folder, name), encoding="utf8"))
        article = score.Article(open(os.path.join(folder, gold["file"]), encoding="utf8").read())
        g, p = score.load_record(gold), score.load_record(records.get(name[:-5], {}))
        for e in g["events"] + p["events"]:
            e["_spans"] = [s for m in e["mentions"] for s in article.spans(m) if len(s) <= score.MAX_MENTION_WORDS]

        def weigh(a, b):
            o = score.overlap(a["_spans"], b["_spans"], "shorter")
            if o < 0.5 or a["type"] != b["type"]:
                return 0
            if a["type"] in score.SYMMETRIC:
                return 10 * min(1.0, score.agree(a["actor"] + a["recipient"], b["actor"] + b["recipient"])) + o
            return 10 * min(score.agree(a["actor"], b["actor"]), score.agree(a["recipient"], b["recipient"])) + o

        for a, b in score.pair(g["events"], p["events"], weigh):
            yield name[:-5], a, b


def kind(gold, found):
    if not gold:
        return "added" if found else "left"
    if not found:
        return "none"
    return "right" if score.same_date(gold, found) else "other"


def measure(folder, path, misses):
    records = {}
    for line in open(path, encoding="utf8"):
        record = json.loads(line)
        records[record.get("id") or record["article"]["id"]] = record
    counts = dict.fromkeys(KINDS, 0)
    for name, a, b in matched(folder, records):
        k = kind(a.get("date"), b.get("date"))
        counts[k] += 1
        if misses and k in ("other", "none", "added"):
            print(k, name, a["status"], a["type"], a.get("date"), b.get("date"), a["mentions"][0][:90], sep="\t")
    dated = counts["right"] + counts["other"] + counts["none"]
    given = counts["right"] + counts["other"] + counts["added"]
    print(f"{folder}: accuracy {counts['right'] / max(dated, 1):.3f} of {dated}, "
          f"precision {counts['right'] / max(given, 1):.3f} of {given};",
          ", ".join(f"{k} {n}" for k, n in counts.items()))


def main(args):
    misses = "--misses" in args
    args = [a for a in args if a != "--misses"]
    if "--data" in args:
        at = args.index("--data")
        data = os.path.abspath(args[at + 1])
        del args[at:at + 2]
        subprocess.run(["cargo", "run", "--quiet", "--release", "-p", "chancery-coding", "--example", "score_dates", "--",
                        data] + (["--misses"] if misses else []), cwd=ROOT, check=True)
    if args:
        for folder, path in zip(args[::2], args[1::2], strict=True):
            measure(folder, path, misses)
        return
    folder = os.path.join(ROOT, "../shared/gold/dev")
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as out:
        subprocess.run(["cargo", "run", "--quiet", "--release", "--", "read", "--format", "jsonl", "--output", out.name,
                        os.path.join(folder, "articles.jsonl")], cwd=ROOT, check=True)
        measure(folder, out.name, misses)


if __name__ == "__main__":
    main(sys.argv[1:])
