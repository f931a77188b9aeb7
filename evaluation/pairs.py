#!/usr/bin/env python3
"""Measures who did what to whom, in single sentences that others have coded.

    python3 evaluation/pairs.py [--misses] [--confusion] [--only plover|cameo]

plover: events/plv-train.tsv, 1,050 pairs of a marked source and target with a PLOVER type. An event joins a pair when a
mention of one of its actors overlaps the marked source and a mention of one of its recipients the marked target; for
CONSULT, AGREE and COOPERATE its parties may stand on either side. A few pairs have only one side marked; there that side
is asked for alone. Its type is right when it is the gold's (YIELD stands for CONCEDE and RETREAT), after PLOVER's filing
of what is planned or possible: the conversion table has the intent to meet, support, cooperate, aid or yield under AGREE
(CAMEO 030 to 039), and the prospect of sanctions, restrictions, protest or force under THREATEN (131 to 139).

cameo: events/cameo-ner-train.txt, 783 sentences with source and target as BIO tags (R where both are both). What is
found are the actors of any event as sources, its recipients as targets; of a CONSULT, AGREE or COOPERATE without
recipients, the actor that stands first is the source and the others are targets. One found is right when the head of one
of its mentions lies in a gold span of its role or in an R; a gold span is hit when such a head lies in it. The
annotators marked one event a sentence, so that a second event that is right counts against the precision.
"""
import collections, re
import run

SYMMETRIC = {"CONSULT", "AGREE", "COOPERATE"}
FOLDED = dict.fromkeys(["CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"], "AGREE")
FOLDED |= dict.fromkeys(["SANCTION", "COERCE", "PROTEST", "ASSAULT"], "THREATEN")
# Where the core of a noun phrase ends.
AFTER_CORE = re.compile(r"[,(;:–—]| (?:of|in|on|at|to|for|from|with|by|against|about|over|who|whom|which|that|'s)\b.*")


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
    return {i for i in ids if any(m["start"] < end and start < m["end"] for m in actors[i]["mentions"] for start, end in spans)}


def joins(event, actors, source, target):
    """Whether an event runs from the source to the target; a side that is not marked is not asked for."""
    def runs(givers, takers):
        a, r = within(actors, givers, source), within(actors, takers, target)
        return any(x != y for x in a for y in r) if source and target else bool(a or r)
    both = event["actor"] + event["recipient"]
    return runs(both, both) if event["type"] in SYMMETRIC else runs(event["actor"], event["recipient"])


def plover(args):
    rows = [line.split("\t") for line in run.lines(args.data / "events/plv-train.tsv")[1:] if line]
    sentences = {text: str(i) for i, text in enumerate(dict.fromkeys(marked(row[2])[0] for row in rows))}
    records = run.read(args.chancery, [{"id": i, "published": "2019-06-15", "text": text} for text, i in sentences.items()])
    total, joined, right, confusion = (collections.Counter() for _ in range(4))
    for row in rows:
        gold, (text, source, target) = row[5], marked(row[2])
        record = records[sentences[text]]
        actors = {actor["id"]: actor for actor in record["actors"]}
        found = [event for event in record["events"] if joins(event, actors, source, target)]
        wanted = {"CONCEDE", "RETREAT"} if gold == "YIELD" else {gold}
        types = {plover_type(event) for event in found}
        total[gold] += 1
        joined[gold] += bool(found)
        right[gold] += bool(types & wanted)
        if not types & wanted:
            confusion.update((gold, kind) for kind in types or {"none"})
            if args.misses:
                print(f"{gold}\t{row[3] or '-'} -> {row[4] or '-'}\n\t{text}")
                print("".join(f"\t{'joins: ' if event in found else ''}{run.show(record, event)}\n" for event in record["events"]))
        else:
            confusion[gold, gold] += 1
    print("pairs with an event of the gold type from source to target:", run.share(right.total(), total.total()))
    print("pairs that any event joins:", run.share(joined.total(), total.total()))
    print("of these, with the right type:", run.share(right.total(), joined.total()))
    for gold in sorted(total, key=lambda g: (-total[g], g)):
        print(f"  {gold:9} {total[gold]:4} pairs  joined {joined[gold] / total[gold]:.2f}  right {right[gold] / total[gold]:.2f}")
    if args.confusion:
        print("gold and found types, where an event joins the pair:")
        for gold in sorted(total):
            cells = sorted(((n, kind) for (g, kind), n in confusion.items() if g == gold), reverse=True)
            print(f"  {gold:9} " + ", ".join(f"{kind} {n}" for n, kind in cells))


def plover_type(event):
    return FOLDED.get(event["type"], event["type"]) if event["status"] in ("planned", "possible") else event["type"]


def tagged(path):
    """Sentences as words with their first characters, and the gold spans of each role in characters."""
    for block in re.split(r"\n\s*\n", "\n".join(run.lines(path)).strip()):
        text, spans = "", []
        for word, tag in (line.rsplit(" ", 1) for line in block.split("\n")):
            start = len(text) + bool(text)
            text += (" " if text else "") + word
            if tag[0] == "I" and spans:
                spans[-1][2] = len(text)
            elif tag[0] in "BI":
                spans.append([tag[2], start, len(text)])
        yield text, spans


def head(mention):
    """Where the last word of the core of a mention begins."""
    core = AFTER_CORE.sub("", mention["text"]).rstrip(" .'’\"”")
    return mention["start"] + max(core.rfind(" "), core.rfind("-")) + 1


def roles(record):
    """(role, actor) of all events, S or T."""
    actors = {actor["id"]: actor for actor in record["actors"]}
    first = lambda i: actors[i]["mentions"][0]["start"]
    for event in record["events"]:
        sources, targets = event["actor"], event["recipient"]
        if event["type"] in SYMMETRIC and not targets and len(sources) > 1:
            sources, *targets = sorted(sources, key=first)
            sources = [sources]
        yield from (("S", i) for i in sources)
        yield from (("T", i) for i in targets)


def cameo(args):
    gold = list(tagged(args.data / "events/cameo-ner-train.txt"))
    records = run.read(args.chancery, [{"id": str(i), "published": "2019-06-15", "text": t} for i, (t, _) in enumerate(gold)])
    score = {"S": run.Score(), "T": run.Score(), "R": run.Score(), "all": run.Score()}
    for i, (text, spans) in enumerate(gold):
        record = records[str(i)]
        mentions = {actor["id"]: actor["mentions"] for actor in record["actors"]}
        found = {(role, actor): {head(m) for m in mentions[actor]} for role, actor in roles(record)}
        hits = lambda heads, span: any(span[1] <= h < span[2] for h in heads)
        right = {key for key, heads in found.items() if any(s[0] in (key[0], "R") and hits(heads, s) for s in spans)}
        hit = [s for s in spans if any(s[0] in (role, "R") and hits(heads, s) for (role, _), heads in found.items())]
        for role in "STR":
            counts = [sum(x[0] == role for x in group) for group in (found, right, spans, hit)]
            score[role].add(*counts)
            score["all"].add(*counts)
        wrong, missed = [f"{r} {run.names(record, [a])}" for r, a in found if (r, a) not in right], [s for s in spans if s not in hit]
        if args.misses and (wrong or missed):
            print(text, *(f"missed {r} {text[s:e]}" for r, s, e in missed), *(f"wrong {w}" for w in wrong), sep="\n\t")
            print("".join(f"\t\t{run.show(record, event)}\n" for event in record["events"]))
    print(f"source heads: {score['S']}\ntarget heads: {score['T']}")
    print(f"spans that are both: recall {run.share(score['R'].counts['hit'], score['R'].counts['gold'])}\npooled: {score['all']}")


def main():
    parser = run.options(__doc__)
    parser.add_argument("--confusion", action="store_true", help="gold and found types of the plover pairs")
    parser.add_argument("--only", choices=["plover", "cameo"])
    args = parser.parse_args()
    for measure in (plover, cameo):
        if args.only in (None, measure.__name__):
            measure(args)


main()
