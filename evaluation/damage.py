#!/usr/bin/env python3
"""How well `chancery read --only article` mends plain text: clean articles are damaged by program, and what was put in must be
taken out, what was changed must be as it was.

    evaluation/damage.py --data DIR [--binary FILE] [--set looked-at|held-out] [--seed N] [--misses]

DIR is the unpacked ../shared/data; 40 articles are drawn, of evaluation/articles and of DIR/text. Printed are precision, recall
and F1 of the words removed (furniture and paragraphs that stand twice), of the words repaired (run together, misread, escaped,
parted at the end of a line), of both pooled, and of the breaks between paragraphs."""
import argparse, collections, difflib, json, pathlib, random, re, subprocess, tempfile
from furniture_lines import HELD_OUT, LOOKED_AT, SLOTS

HERE = pathlib.Path(__file__).parent
WORD = re.compile(r"\w+")


def is_clean(text):
    """Whether a text has none of the damage that is to be done to it. Judged without the program that is measured."""
    paragraphs = text.split("\n\n")
    end = lambda p: p.rstrip("\"'”’)").endswith((".", "!", "?"))
    odd = re.compile(r"[a-z][.,;][A-Za-z]| [.,;]|&\w+;|[\u00ad\u200b\ufeff]|â€|Ã|http|@|\bphotos?\b|\bnewsletter\b|[a-z][A-Z]{2}|\n\n\n|[^\n]\n[^\n]"
                     r"|/(AP|AFP|Reuters|Getty)|\b(Read|See|Click|Watch|Follow|Subscribe|Advertisement|Contributing|Updated|OPINION)\b"
                     r"|contributed to this|(story|post|article) (was|has been) updated")
    return (8 <= len(paragraphs) <= 40 and all(end(p) and len(p.split()) >= 9 for p in paragraphs) and not odd.search(text)
            and len(set(paragraphs)) == len(paragraphs) and 250 <= len(text.split()) <= 900)


def articles(data, draw):
    own = [p.read_text().strip() for p in sorted((HERE / "articles").glob("*.txt"))]
    sentences = lambda t: all(p.rstrip("\"'”’)").endswith((".", "!", "?")) for p in t.split("\n\n")[1:])
    own = [t for t in own if len(t.split("\n\n")) >= 3 and sentences(t) and not re.search(r"[a-z][.,][A-Z]|\n\w.{0,60}(©|Editing by)|[^\n]\n[^\n]", t)]
    rows = [json.loads(line) for line in open(data / "text" / "abp-news-sample.jsonl")]
    news = [r["title"].strip() + "\n\n" + r["text"].strip() for r in rows
            if is_clean(r["text"].strip()) and 4 <= len(r["title"].split()) <= 16 and not r["title"].endswith(".")]
    heads = [r["title"].strip() for r in rows if 5 <= len(r["title"].split()) <= 14]
    own = draw.sample(own, min(14, len(own)))
    return own + draw.sample(news, 40 - len(own)), heads


def curly(text):
    text = re.sub(r'(^|[\s(])"', r"\1“", text).replace('"', "”")
    return re.sub(r"(\w)'(\w|\s|$)", r"\1’\2", text).replace(" - ", " — ")


def misread(text):
    """The UTF-8 of a text taken for Windows-1252; bytes that it leaves open stay as they are."""
    return "".join(bytes([b]).decode("cp1252", "replace") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in text.encode())


ENTITIES = {"“": "&ldquo;", "”": "&rdquo;", "’": "&rsquo;", "—": "&mdash;", "'": "&#39;", '"': "&quot;", "&": "&amp;", "é": "&eacute;", "–": "&ndash;"}


def characters(draw):
    """A way to damage the characters of a paragraph."""
    def escaped(text):
        return "".join(ENTITIES.get(c, c) for c in text)

    def inside(sign, share):
        return lambda text: re.sub(r"[a-z]{7,}", lambda m: m[0][:4] + sign + m[0][4:] if draw.random() < share else m[0], text)

    return draw.choice([
        misread, lambda t: misread(misread(t)), lambda t: t.encode().decode("latin-1"), escaped, lambda t: escaped(t).replace("&", "&amp;"),
        inside("\u00ad", 0.3), inside("\u200b", 0.1), lambda t: t.replace(" ", "\u00a0"),
        lambda t: t.replace("fi", "ﬁ").replace("fl", "ﬂ"),
    ])


class Text:
    """An article on its way to damage: paragraphs of tokens, each with what it was."""

    def __init__(self, text, draw):
        self.gold = [p.split() for p in curly(text).split("\n\n")]
        self.flagged = set()  # (paragraph, token) that are damaged
        self.draw = draw

    def damage(self, lines, heads):
        draw = self.draw
        # Tokens as they are written, each with what follows it.
        written = [[[t, " "] for t in p] for p in self.gold]
        # Characters.
        change = characters(draw)
        for i, p in enumerate(written):
            for k, item in enumerate(p):
                new = change(item[0])
                if new.split() != [item[0]]:
                    item[0] = new
                    self.flagged.add((i, k))
        # Words run together.
        body = [(i, k) for i, p in enumerate(written) for k in range(len(p) - 1) if i > 0]
        for _ in range(3 + len(body) // 120):
            kind = draw.random()
            fits = [(i, k) for i, k in body
                    if (kind < 0.35 and re.search(r"\w[.!?]$", self.gold[i][k])) or (0.35 <= kind < 0.55 and re.search(r"\w,$", self.gold[i][k]))
                    or (kind >= 0.55 and self.gold[i][k].isalpha() and self.gold[i][k + 1].strip(".,").isalpha())]
            if fits:
                i, k = draw.choice(fits)
                written[i][k][1] = ""
                self.flagged |= {(i, k), (i, k + 1)}
        # Breaks: lost, doubled, in the middle of sentences, or lines of a width.
        way = draw.choice(["whole", "single", "many", "broken", "wrapped", "hyphenated", "spaced"])
        out = []
        for i, p in enumerate(written):
            if way == "broken" and i > 0 and len(p) > 24 and draw.random() < 0.4:
                k = draw.randrange(10, len(p) - 8)
                if self.gold[i][k][-1].isalpha() and self.gold[i][k + 1][0].islower() and p[k][1]:
                    p[k][1] = "\n\n"
            text = "".join(t + after for t, after in p).strip()
            if way in ("wrapped", "hyphenated", "spaced"):
                text = self.wrapped(text, i, draw.choice([60, 66, 72]) if not i else self.width, way)
            out.append(text)
        title, body = out[0], out[1:]
        # Furniture and repetition.
        filled = lambda line: re.sub(r"\{(\w+)\}", lambda m: draw.choice(heads if m[1] == "head" else SLOTS[m[1]]), line)
        put = []
        def some(where, least, most):
            return [filled(line) for line in draw.sample([l for w, l in lines if w == where], draw.randint(least, most))]
        head, tail = some("head", 1, 3), some("tail", 2, 4)
        pieces = [[p] for p in body]
        for line in some("any", 4, 8):
            at = draw.randrange(len(pieces) - 1)
            pieces[at].append(line)
            put.append(line)
        if draw.random() < 0.5:
            again = draw.randrange(len(body) - 1)
            if len(self.gold[again + 1]) >= 12:
                at = draw.randrange(again, len(pieces))
                pieces[at].append(body[again])
                put.append(" ".join(self.gold[again + 1]))
        if draw.random() < 0.3:
            head.insert(0, title)
            put.append(" ".join(self.gold[0]))
            head_words = head[1:]
        else:
            head_words = head
        put += head_words + tail
        blocks = [title, *head, *(line for piece in pieces for line in piece), *tail]
        gap = {"single": "\n", "many": "\n\n\n\n", "spaced": "\n\n\n"}.get(way, "\n\n")
        return gap.join(blocks), put, way

    def wrapped(self, text, i, width, way):
        self.width = width
        lines, line = [], ""
        words = text.split(" ")
        at = 0
        while at < len(words):
            word = words[at]
            if line and len(line) + 1 + len(word) > width:
                room = width - len(line) - 2
                m = re.fullmatch(r"[a-z]{9,}", word)
                if way == "hyphenated" and m and 4 <= room <= len(word) - 3:
                    line += " " + word[:room] + "-"
                    words[at] = word[room:]
                    k = next((k for k, g in enumerate(self.gold[i]) if g == word), None)
                    if k is not None:
                        self.flagged.add((i, k))
                lines.append(line)
                line = ""
                continue
            line = (line + " " + word) if line else word
            at += 1
        lines.append(line)
        return ("\n\n" if way == "spaced" else "\n").join(lines)


class Tally:
    def __init__(self):
        self.hit = self.got = self.gold = 0

    def add(self, hit, got, gold):
        self.hit, self.got, self.gold = self.hit + hit, self.got + got, self.gold + gold

    def line(self, name):
        p, r = self.hit / max(self.got, 1), self.hit / max(self.gold, 1)
        return f"{name:10} P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(p + r, 1e-9):.3f}   of {self.gold}"


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--data", type=pathlib.Path, required=True, help="folder of the unpacked data sets")
    args.add_argument("--binary", type=pathlib.Path, default=HERE / "../target/release/chancery", help="the program")
    args.add_argument("--set", choices=["looked-at", "held-out"], default="looked-at", help="which furniture")
    args.add_argument("--seed", type=int, default=None, help="another choice of articles and damage")
    args.add_argument("--misses", action="store_true", help="print what came out otherwise")
    args = args.parse_args()
    held = args.set == "held-out"
    draw = random.Random(args.seed if args.seed is not None else 20261 if held else 7)
    texts, heads = articles(args.data, draw)
    made = []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "damaged.jsonl"
        with open(path, "w") as file:
            for n, text in enumerate(texts):
                clean = Text(text, draw)
                made.append((clean, *clean.damage(HELD_OUT if held else LOOKED_AT, heads)))
                file.write(json.dumps({"id": str(n), "text": made[-1][1]}) + "\n")
        run = subprocess.run([args.binary, "read", "--only", "article", "--format", "jsonl", path], capture_output=True, text=True, check=True)
    got = {json.loads(line)["id"]: json.loads(line)["article"] for line in run.stdout.splitlines()}
    removed, repaired, breaks = Tally(), Tally(), Tally()
    for n, (clean, damaged, put, way) in enumerate(made):
        article = got[str(n)]
        bag = lambda texts: collections.Counter(w for t in texts for w in WORD.findall(t))
        gold, taken = bag(put), bag(r["text"] for r in article["removed"])
        removed.add(sum((gold & taken).values()), sum(taken.values()), sum(gold.values()))
        # Tokens of the text beside those that it had.
        words = [(i, k, t) for i, p in enumerate(clean.gold) for k, t in enumerate(p)]
        out = [(i, t) for i, p in enumerate(article["text"].split("\n\n")) for t in p.split()]
        match = difflib.SequenceMatcher(None, [w[2] for w in words], [t for _, t in out], autojunk=False)
        pairs = [(a + k, b + k) for a, b, size in match.get_matching_blocks() for k in range(size)]
        same = {a for a, _ in pairs}
        flagged = {at for at, (i, k, _) in enumerate(words) if (i, k) in clean.flagged}
        lost = bag([" ".join(w[2] for at, w in enumerate(words) if at not in same and at not in flagged)])
        wrong = sum((lost - (taken - gold)).values())
        repaired.add(len(flagged & same), len(flagged & same) + wrong, len(flagged))
        # Breaks between words that stand side by side.
        for (a, b), (a2, b2) in zip(pairs, pairs[1:]):
            if a2 == a + 1 and b2 == b + 1:
                is_, was = out[b][0] != out[b2][0], words[a][0] != words[a2][0]
                breaks.add(is_ and was, is_, was)
        if args.misses:
            print(f"--- {n} {way}")
            for line in put:
                if not any(line in r["text"] or r["text"] in line for r in article["removed"]):
                    print("  left:    ", line[:150])
            for r in article["removed"]:
                if not any(line in r["text"] or r["text"] in line for line in put):
                    print("  removed: ", r["reason"], r["text"][:150])
            for op, a, a2, b, b2 in match.get_opcodes():
                if op in ("replace", "delete"):
                    print("  text:    ", " ".join(w[2] for w in words[a:a2])[:100], "→", " ".join(t for _, t in out[b:b2])[:100])
    pooled = Tally()
    for tally in (removed, repaired):
        pooled.add(tally.hit, tally.got, tally.gold)
    print(f"{len(made)} articles, {args.set}")
    for name, tally in [("removed", removed), ("repaired", repaired), ("pooled", pooled), ("breaks", breaks)]:
        print(tally.line(name))


if __name__ == "__main__":
    main()
