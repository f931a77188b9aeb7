#!/usr/bin/env python3
"""Measures who acts and who is acted on, in sentences in which others have marked the source and the target of one act.

    python3 evaluation/spans.py --data DIR [--misses]

The 783 sentences are those of events/cameo-ner-train.txt, with BIO tags for source, target and what is both (R, as the
parties of a meeting). What is found are the actors of any event as sources and its recipients as targets; of a CONSULT,
AGREE or COOPERATE without recipients, the actor that stands first is the source and the others are targets. One found is
right when the head of one of its mentions lies in a gold span of its role or in an R; a gold span is hit when such a head
lies in it. The annotators marked one act a sentence and often only its source, so much that is right counts against the
precision; the last line leaves out the sentences in which only one of the two is marked.
"""
import re
import run

# Where the core of a noun phrase ends.
AFTER_CORE = re.compile(r"(?:[(;:–—]| (?:of|in|on|at|to|for|from|with|by|against|about|over|who|whom|which|that)\b).*"
                        r"|['’]s?$")


def tagged(events):
    """Sentences, and the gold spans of each as (role, start, end) in characters.

    The file cuts words apart ("1 , 500"). The sentence is taken as one of the other files has it, where one does.
    """
    key = lambda text: re.sub(r"\s", "", text.translate(str.maketrans("ʼ’", "''")))
    others = [line.split("\t")[0] for line in run.lines(events / "cameo-class-train.tsv")]
    others += [line.split("\t")[1] for line in run.lines(events / "plv-train.tsv") if line]
    whole = {key(text): text for text in others}
    for block in re.split(r"\n\s*\n", "\n".join(run.lines(events / "cameo-ner-train.txt")).strip()):
        rows = [line.rsplit(" ", 1) for line in block.split("\n")]
        text = " ".join(word for word, _ in rows)
        text = whole.get(key(text), text)
        letters = [i for i, letter in enumerate(text) if not letter.isspace()]
        spans, at, before = [], 0, "O"
        for word, tag in rows:
            start, at = letters[at], at + len(re.sub(r"\s", "", word))
            if tag[0] == "I" and tag[2] == before[-1]:
                spans[-1][2] = letters[at - 1] + 1
            elif tag != "O":
                spans.append([tag[2], start, letters[at - 1] + 1])
            before = tag
        yield text, spans


def heads(mention):
    """Where the last words begin of the core of a mention and of its apposition ("Prime Minister, A. B.")."""
    found, at = set(), mention["start"]
    for part in mention["text"].split(",")[:2]:
        core = AFTER_CORE.sub("", part.rstrip()).rstrip(" .\"”")
        if core:
            found.add(at + max(core.rfind(" "), core.rfind("-")) + 1)
        at += len(part) + 1
    return found


def roles(record):
    """(role, actor) of all events, S or T."""
    actors = {actor["id"]: actor for actor in record["actors"]}
    first = lambda i: actors[i]["mentions"][0]["start"]
    for event in record["events"]:
        sources, targets = event["actor"], event["recipient"]
        if event["type"] in run.SYMMETRIC and not targets and len(sources) > 1:
            sources, *targets = sorted(sources, key=first)
            sources = [sources]
        yield from (("S", i) for i in sources)
        yield from (("T", i) for i in targets)


def main():
    args = run.options(__doc__).parse_args()
    gold = list(tagged(args.data / "events"))
    articles = [{"id": str(i), "published": "2019-06-15", "text": text} for i, (text, _) in enumerate(gold)]
    records = run.read(args.chancery, articles)
    score = {name: run.Score() for name in ("S", "T", "R", "all", "both")}
    for i, (text, spans) in enumerate(gold):
        record = records[str(i)]
        mentions = {actor["id"]: actor["mentions"] for actor in record["actors"]}
        found = {(role, actor): set().union(*map(heads, mentions[actor])) for role, actor in roles(record)}
        hits = lambda words, span: any(span[1] <= w < span[2] for w in words)
        right = {key for key, words in found.items() if any(s[0] in (key[0], "R") and hits(words, s) for s in spans)}
        hit = [s for s in spans if any(s[0] in (role, "R") and hits(words, s) for (role, _), words in found.items())]
        for role in "STR":
            counts = [sum(x[0] == role for x in group) for group in (found, right, spans, hit)]
            score[role].add(*counts)
            score["all"].add(*counts)
            if {s[0] for s in spans} >= {"S", "T"} or any(s[0] == "R" for s in spans):
                score["both"].add(*counts)
        wrong = [f"{role} {run.names(record, [actor])}" for role, actor in found if (role, actor) not in right]
        if args.misses and (wrong or len(hit) < len(spans)):
            print(text, *(f"{'' if s in hit else 'missed '}{s[0]} {text[s[1]:s[2]]}" for s in spans),
                  *(f"wrong {w}" for w in wrong), sep="\n\t")
            print("".join(f"\t\t{run.show(record, event)}\n" for event in record["events"]))
    print(f"source heads: {score['S']}\ntarget heads: {score['T']}")
    print(f"spans that are both: recall {run.share(score['R'].counts['hit'], score['R'].counts['gold'])}")
    print(f"pooled: {score['all']}\npooled, sentences with both marked: {score['both']}")


main()
