#!/usr/bin/env python3
"""Who held which office when, as `chancery world resolve` answers.

    python3 evaluation/holders.py --data DIR [--binary FILE] [--show]

DIR is ../shared/data/actors, unpacked. 200 pairs of a person and a date are drawn from its dated tenures (Wikidata, members of
Congress and the executive of the United States, leaders of today), spread over countries and years: the day is one inside
the tenure, and right is the person's item with an office that the sources say the person held on that day. 100 pairs are
of names that nobody in the sources has, put together of one person's first names and another's surname: right is no
person and no office. The draw is the same each time. Needs Python 3.9, nothing else.
"""
import argparse, collections, csv, datetime, glob, json, pathlib, random, re, subprocess, sys, unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "world/tools"))
import holders as sources  # the reading of the sources is the tables' own


def tenures(data):
    """All tenures as (country key, office, name, item, start, end); only those whose days are told."""
    rows = list(sources.wikidata(data / "officeholders-wikidata.tsv"))
    rows += [row | {"country": "USA"} for row in sources.congress(data / "us-congress-executive.tsv") if row["wikidata"]]
    for path in glob.glob(str(data / "world-leaders-current-*.json")):
        iso = {r["ISO3166-1-Alpha-2"]: r["ISO3166-1-Alpha-3"] for r in csv.DictReader((data / "country-codes.csv").open())}
        rows += [row for row in sources.leaders(pathlib.Path(path), iso) if row["wikidata"]]
    return rows


def covers(row, day, slack=0):
    start, end = sources.low(row["start"]), row["end"]
    if end in ("", "?"):
        return start <= day
    return start <= day <= sources.high(end)


def plain(office, words):
    return re.sub(r"[^a-z ]", "", sources.plain(office, words))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--binary", default=ROOT / "target/release/chancery")
    parser.add_argument("--show", action="store_true", help="print what was answered otherwise")
    args = parser.parse_args()
    rows = tenures(args.data)
    by_item = collections.defaultdict(list)
    for row in rows:
        by_item[row["wikidata"]].append(row)
    states = sources.country_words(ROOT / "world/states.tsv")
    words = sorted({w for ws in states.values() for w in ws}, key=len, reverse=True)
    draw = random.Random(4)

    # One tenure a country in turn, in an order by chance, so that no country and no decade has most of the pairs.
    dated = [r for r in rows if len(r["start"]) == 10 and len(r["end"]) == 10 and sources.days(r["start"], r["end"]) > 60]
    dated += [r for r in rows if r["source"] == "leaders"]
    draw.shuffle(dated)
    groups = collections.defaultdict(list)
    for row in dated:
        groups[row.get("slug") or row["country"], row["start"][:3]].append(row)
    turns, pairs = sorted(groups), []
    draw.shuffle(turns)
    while len(pairs) < 200 and turns:
        for key in list(turns):
            if len(pairs) == 200:
                break
            row = groups[key].pop()
            if not groups[key]:
                turns.remove(key)
            start = datetime.date.fromisoformat(row["start"])
            length = sources.days(row["start"], row["end"] or "2026-08-01")
            day = (start + datetime.timedelta(days=max(1, int(length * draw.uniform(0.1, 0.9))))).isoformat()
            pairs.append((row, day))
    known = {sources.folded(r["name"]) for r in rows}
    names = sorted({r["name"] for r in rows if r["name"].count(" ") == 1})
    strangers = []
    while len(strangers) < 100:
        name = draw.choice(names).split()[0] + " " + draw.choice(names).split()[1]
        if sources.folded(name) not in known:
            strangers.append((name, f"{draw.randint(1990, 2025)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"))

    asked = [{"phrase": row["name"], "date": day} for row, day in pairs]
    asked += [{"phrase": name, "date": day} for name, day in strangers]
    result = subprocess.run([args.binary, "world", "resolve", "--jsonl"], input="".join(json.dumps(a) + "\n" for a in asked),
                            capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(answers) == len(asked), "one answer for each line"

    tally = collections.Counter()
    for (row, day), answer in zip(pairs, answers):
        at = [r for r in by_item[row["wikidata"]] if covers(r, day)]
        offices = {plain(r["office"], words) for r in at}
        office = plain(answer.get("office") or "", words)
        same = office and any(office == o or o and o in office or office in o for o in offices)
        heads = {sources.head_class(r["office"]) for r in at} - {None}
        same = same or office and sources.head_class(answer["office"]) in heads
        kind = "right" if answer.get("wikidata") == row["wikidata"] and same else (
            "no answer" if not answer.get("wikidata") and not answer.get("office") else "wrong")
        tally["holders, " + kind] += 1
        if args.show and kind != "right":
            print(kind, row["name"], row["wikidata"], day, sorted(offices), "->", answer.get("name"), answer.get("wikidata"), answer.get("office"))
    for (name, day), answer in zip(strangers, answers[len(pairs):]):
        kind = "wrong" if answer.get("wikidata") or answer.get("office") or answer.get("country") else "unknown"
        tally["strangers, " + kind] += 1
        if args.show and kind == "wrong":
            print("stranger", name, day, "->", answer)
    countries = {row.get("slug") or row["country"] for row, _ in pairs}
    years = {day[:4] for _, day in pairs}
    print(f"{len(pairs)} holders of {len(countries)} countries in {len(years)} years, {len(strangers)} strangers")
    for kind in sorted(tally):
        print(f"{tally[kind]:4} {kind}")


if __name__ == "__main__":
    main()
