#!/usr/bin/env python3
"""Measures who did what to whom in sentences of which others have coded one act: a source, a target and a PLOVER type.

    python3 evaluation/pairs.py --data DIR [--misses] [--confusion]

The 1,050 pairs are those of events/plv-train.tsv. An event joins a pair when a mention of one of its actors overlaps the
marked source and a mention of one of its recipients the marked target; the parties of a CONSULT, AGREE or COOPERATE may
stand on either side. A few pairs have only one side marked, and only that side is asked for. The type is right when it is
the gold's (YIELD stands for CONCEDE and RETREAT), after PLOVER's filing of acts that did not happen, as its conversion
table has it: to intend to meet, support, cooperate, aid or yield is AGREE (CAMEO 030 to 039), to decline to is REJECT (120
to 127), and what is planned or possible of sanctions, restrictions, protest and force is THREATEN (131 to 139).

Three more shares say where the rest is lost. The record's types differ from the table's in a few codes (163, sanctions, is
COERCE in the table), so the types are also taken from the table by each event's CAMEO code. The coders marked places as
targets, which are no recipients in a record, so the place of an event may also stand for its recipient. The last asks for
the source and the type alone.
"""
import collections, re
import run

COOPERATIVE = {"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "AGREE"}
THREATENED = {"SANCTION", "COERCE", "PROTEST", "ASSAULT"}


def marked(text):
    """The sentence without its marks, and where the sources and the targets lie in it."""
    spans, plain, role = {"s": [], "t": []}, "", None
    for part in re.split(r"(</?[st]>)", text):
        if re.fullmatch(r"<[st]>", part):
            role = part[1]
        elif re.fullmatch(r"</[st]>", part):
            role = None
        else:
            if role:
                spans[role].append((len(plain), len(plain) + len(part)))
            plain += part
    return plain, spans["s"], spans["t"]


def within(actors, ids, spans):
    """Which of the actors have a mention that overlaps one of the spans."""
    return {i for i in ids
            if any(m["start"] < end and start < m["end"] for m in actors[i]["mentions"] for start, end in spans)}


def located(event, text, spans):
    """Whether the words for the event's place stand in one of the spans."""
    return bool(event["place"] and any((event["place"]["text"] or "-") in text[start:end] for start, end in spans))


def joins(event, actors, source, target):
    """Whether an event runs from the source to the target; a side that is not marked is not asked for."""
    def runs(givers, takers):
        a, r = within(actors, givers, source), within(actors, takers, target)
        return any(x != y for x in a for y in r) if source and target else bool(a or r)
    both = event["actor"] + event["recipient"]
    return runs(both, both) if event["type"] in run.SYMMETRIC else runs(event["actor"], event["recipient"])


def filed(kind, status):
    """The type under which PLOVER files an act of this type and status."""
    if kind in COOPERATIVE and status != "actual":
        return "REJECT" if status == "denied" else "AGREE"
    return "THREATEN" if kind in THREATENED and status in ("planned", "possible") else kind


def main():
    parser = run.options(__doc__)
    parser.add_argument("--confusion", action="store_true", help="show gold and found types")
    args = parser.parse_args()
    rows = [line.split("\t") for line in run.lines(args.data / "events/plv-train.tsv")[1:] if line]
    table = dict(re.findall(r"^(\d{3,4}): (\w+)", "\n".join(run.lines(args.data / "events/CAMEO2PLOVER-2021.txt")), re.M))
    sentences = {text: str(i) for i, text in enumerate(dict.fromkeys(marked(row[2])[0] for row in rows))}
    records = run.read(args.chancery, [{"id": i, "published": "2019-06-15", "text": text} for text, i in sentences.items()])
    total, joined, right, by_table, by_place, by_source, confusion = (collections.Counter() for _ in range(7))
    for row in rows:
        gold, (text, source, target) = row[5], marked(row[2])
        record = records[sentences[text]]
        actors = {actor["id"]: actor for actor in record["actors"]}
        wanted = {"CONCEDE", "RETREAT"} if gold == "YIELD" else {gold}
        found = [event for event in record["events"] if joins(event, actors, source, target)]
        types = {filed(event["type"], event["status"]) for event in found}
        total[gold] += 1
        joined[gold] += bool(found)
        right[gold] += bool(types & wanted)
        by_table[gold] += any(filed(table.get(event["cameo"]), event["status"]) in wanted for event in found)
        given = [event for event in record["events"] if filed(event["type"], event["status"]) in wanted
                 and (not source or within(actors, event["actor"], source))]
        by_place[gold] += bool(types & wanted) or any(located(event, text, target) for event in given)
        by_source[gold] += bool(types & wanted or given)
        confusion.update((gold, kind) for kind in ([gold] if types & wanted else types or ["no event joins"]))
        if args.misses and not types & wanted:
            print(f"{gold}\t{row[3]} -> {row[4]}\n\t{text}")
            print("".join(f"\t{'joins: ' if event in found else ''}{run.show(record, event)}\n"
                          for event in record["events"]))
    count = total.total()
    print("pairs with an event of the gold type from source to target:", run.share(right.total(), count))
    print("  with the type of the conversion table:", run.share(by_table.total(), count))
    print("  with the place for the target as well:", run.share(by_place.total(), count))
    print("  with the source, whatever the target:", run.share(by_source.total(), count))
    print("pairs that any event joins:", run.share(joined.total(), count))
    print("  of these, with the gold type:", run.share(right.total(), joined.total()))
    print("  of these, with the type of the conversion table:", run.share(by_table.total(), joined.total()))
    for gold, n in total.most_common():
        print(f"  {gold:9} {n:4} pairs  joined {joined[gold] / n:.2f}  right {right[gold] / n:.2f}  "
              f"by table {by_table[gold] / n:.2f}  with place {by_place[gold] / n:.2f}  "
              f"whatever the target {by_source[gold] / n:.2f}")
    if args.confusion:
        print("gold and found types:")
        for gold in sorted(total):
            cells = sorted(((-n, kind) for (g, kind), n in confusion.items() if g == gold))
            print(f"  {gold:9} " + ", ".join(f"{kind} {-n}" for n, kind in cells))


main()
