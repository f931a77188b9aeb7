#!/usr/bin/env python3
"""Articles from pages: text, title, dates, authors and speed, beside PyPI's trafilatura and htmldate in the same run.

    cargo build --release -p chancery-page --example articles
    python3 evaluation/pages.py --data DIR --peer PYTHON

DIR holds pages/ of ../shared/data, PYTHON is one that can import trafilatura and htmldate (`pip install trafilatura htmldate`).
Without --peer only Chancery is measured. Both read the same pages with the same addresses. What is printed:

  bodies    fundus fixtures: the text against summary, headings and paragraphs of the gold. Words are runs of letters and digits,
            lower case; precision, recall and F1 are of the bags of words, means over pages; "whole" counts pages with F1 >= 0.99.
            A first paragraph that is the title is left out on both sides. Titles are right where the words are the gold's, "alike"
            where they share half of theirs with it: pages give several headlines, and the gold takes now one, now another.
  snippets  trafilatura's set: snippets that the text must hold (true positives, false negatives) and must not hold (false
            positives, true negatives). English pages only, by the language that Chancery tells of the text.
  dates     days of publication, exact, on htmldate's and the two other sets.
  speed     pages a second of processor time on one core, memory against the page.

Every third page of a set is "held out": nobody looked at it while rules were written. Texts belong to their publishers.
"""
import collections, json, os, pathlib, re, subprocess, sys, tempfile, time, unicodedata

SETS = {"bodies": "fundus-fixtures-en", "snippets": "trafilatura-en", "dates": "htmldate-en-dev"}


def peer(path):
    """What trafilatura and htmldate make of the pages of a file: JSON lines on standard output, then one of the time."""
    import htmldate, trafilatura
    pages = [json.loads(line) for line in open(path, encoding="utf-8")]
    taken = 0.0
    for page in pages:
        start = time.process_time()
        try:
            found = trafilatura.bare_extraction(page["html"], url=page["url"], include_comments=False, with_metadata=True)
        except Exception as error:  # a page that breaks the peer counts as empty
            print(f"{page['url']}: {error}", file=sys.stderr)
            found = None
        taken += time.process_time() - start
        if found is None:
            found = {}
        elif not isinstance(found, dict):
            found = found.as_dict()
        try:
            day = htmldate.find_date(page["html"], url=page["url"], original_date=True, extensive_search=True)
        except Exception:
            day = None
        authors = [a.strip() for a in (found.get("author") or "").split(";") if a.strip()]
        print(json.dumps({"text": found.get("text") or "", "title": found.get("title"), "published": day, "authors": authors}))
    print(json.dumps({"seconds": taken}))
    sys.stdout.flush()


def used(command):
    """Output, processor seconds and peak resident MB of a command bound to one core."""
    # A small process starts it: until a program is loaded it counts the memory of the one that starts it.
    starter = ("import os, resource, subprocess, sys; os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1]); "
               "code = subprocess.call(sys.argv[1:]); u = resource.getrusage(resource.RUSAGE_CHILDREN); "
               "print(u.ru_utime + u.ru_stime, u.ru_maxrss / 1024, file=sys.stderr); sys.exit(code)")
    done = subprocess.run([sys.executable, "-S", "-c", starter, *map(str, command)], capture_output=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr}")
    seconds, memory = map(float, done.stderr.splitlines()[-1].split())
    return done.stdout, seconds, memory


def words(text):
    """The words of a text, in one form of their letters."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text or "").lower())


def overlap(found, gold):
    """Precision, recall and F1 of the words of a text."""
    found, gold = collections.Counter(words(found)), collections.Counter(words(gold))
    both = (found & gold).total()
    precision, recall = both / max(found.total(), 1), both / max(gold.total(), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def body(article):
    """The text without the title at its head."""
    head, _, rest = article["text"].partition("\n")
    return rest if article.get("title") and words(head) == words(article["title"]) else article["text"]


def gold_body(page):
    parts = list(page["body"].get("summary") or [])
    for section in page["body"]["sections"]:
        parts += section["headline"] + section["paragraphs"]
    return "\n".join(parts)


def names(authors):
    """Names in one form, without titles of offices behind a comma."""
    return {" ".join(words(name)) for name in authors or [] if words(name)}


def mean(values):
    return sum(values) / max(len(values), 1)


class Bodies:
    """Text, title, day and authors on pages with a gold body."""

    def __init__(self):
        self.rows, self.titles, self.alike, self.days, self.authors = [], 0, 0, 0, collections.Counter()

    def add(self, page, article):
        score = overlap(body(article), gold_body(page))
        self.rows.append(score)
        title = words(article.get("title")) == words(page["title"])
        day = (article.get("published") or "") == page["date"][:10]
        self.titles += title
        self.alike += overlap(article.get("title"), page["title"])[2] >= 0.5
        self.days += day
        found, gold = names(article.get("authors")), names(page["authors"])
        self.authors.update(found=len(found), gold=len(gold), both=len(found & gold), whole=found == gold)
        notes = [] if title else [f"title {article.get('title')!r}, not {page['title']!r}"]
        notes += [] if day else [f"day {article.get('published')}, not {page['date'][:10]}"]
        notes += [] if found == gold else [f"authors {sorted(found)}, not {sorted(gold)}"]
        return f"{score[2]:.3f} p {score[0]:.3f} r {score[1]:.3f} {page['file']} {'; '.join(notes)}"

    def __str__(self):
        n, a = len(self.rows), self.authors
        return (f"F1 {mean([r[2] for r in self.rows]):.4f}  precision {mean([r[0] for r in self.rows]):.4f}  "
                f"recall {mean([r[1] for r in self.rows]):.4f}  whole {sum(r[2] >= 0.99 for r in self.rows)} of {n}  "
                f"title {self.titles / n:.3f}, alike {self.alike / n:.3f}  day {self.days / n:.3f}  authors F1 "
                f"{2 * a['both'] / max(a['found'] + a['gold'], 1):.3f}, all right {a['whole'] / n:.3f}")


class Snippets:
    """Snippets that must and must not be in the text."""

    def __init__(self):
        self.n, self.counts = 0, collections.Counter()

    def add(self, page, article):
        self.n += 1
        text = " ".join(article["text"].split())
        notes = []
        for key, hit, miss in (("with", "tp", "fn"), ("without", "fp", "tn")):
            for snippet in page[key]:
                found = " ".join(snippet.split()) in text
                self.counts[hit if found else miss] += 1
                if found != (key == "with"):
                    notes.append(f"\n    {'missed' if key == 'with' else 'kept'} {snippet!r}")
        for key, field in (("title", "title"), ("date", "published")):
            if gold := page.get(key):
                right = words(article.get(field)) == words(gold)
                self.counts[key, right] += 1
                if not right:
                    notes.append(f"\n    {key} {article.get(field)!r}, not {gold!r}")
        return f"{page['url']} {''.join(notes)}" if notes else None

    def __str__(self):
        c = self.counts
        precision, recall = c["tp"] / max(c["tp"] + c["fp"], 1), c["tp"] / max(c["tp"] + c["fn"], 1)
        total = c["tp"] + c["fp"] + c["fn"] + c["tn"]
        share = lambda key: f"{c[key, True] / max(c[key, True] + c[key, False], 1):.3f}"
        return (f"F {2 * precision * recall / max(precision + recall, 1e-9):.4f}  precision {precision:.4f}  recall {recall:.4f}  "
                f"accuracy {(c['tp'] + c['tn']) / max(total, 1):.4f}  title {share('title')}  day {share('date')}  of {self.n} pages")


class Dates:
    """Days of publication."""

    def __init__(self):
        self.n, self.right, self.wrong = 0, 0, 0

    def add(self, page, article):
        self.n += 1
        day = article.get("published")
        self.right += day == page["date"]
        self.wrong += bool(day) and day != page["date"]
        return None if day == page["date"] else f"{day}, not {page['date']} {page['url']}"

    def __str__(self):
        return f"exact {self.right / self.n:.3f} ({self.right} of {self.n})  wrong {self.wrong}  none {self.n - self.right - self.wrong}"


SCORES = {"bodies": Bodies, "snippets": Snippets, "dates": Dates}


def memory(args, pages, folder):
    """Peak memory above that of a page of a few bytes, in sizes of the page, for the largest pages and one of 32 MB."""
    def peak(name, html):
        path = pathlib.Path(folder, name)
        path.write_text(html, encoding="utf-8")
        return used([args.articles, path])[2], path.stat().st_size / (1 << 20)

    least, _ = peak("small.html", "<html><body><p>The ministers met in the town on Tuesday and agreed to meet again.</p></body></html>")
    largest = sorted((page["html"] for page in pages), key=len)[-3:]
    inner = "".join(f"<p class='c{n % 7}'>The ministers met on <a href='/{n}'>day {n}</a> and said <em>nothing</em> of it.</p>"
                    for n in range(1000))
    largest.append(f"<html><body><article>{inner * (32 * (1 << 20) // len(inner))}</article></body></html>")
    found = [peak(f"{n}.html", html) for n, html in enumerate(largest)]
    return f"{least:.0f} MB at the least; " + ", ".join(f"{(m - least) / size:.1f} times a page of {size:.1f} MB" for m, size in found)


def main():
    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    import run
    parser = run.options(__doc__)
    parser.add_argument("--articles", default=run.ROOT / "target/release/examples/articles", type=pathlib.Path,
                        help="the program that prints articles (default: the example of crates/page)")
    parser.add_argument("--peer", metavar="PYTHON", help="a Python that has trafilatura and htmldate")
    parser.add_argument("--only", choices=SETS, help="one set only, and no speed")
    args = parser.parse_args()

    everything, rates = [], collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for name, file in SETS.items():
            if args.only not in (None, name):
                continue
            # The files write NaN for a missing number.
            pages = [json.loads(line) for line in run.lines(args.data / f"pages/{file}.jsonl") if line]
            everything += pages
            path = pathlib.Path(folder, f"{name}.jsonl")
            path.write_text("".join(json.dumps({"id": str(n), "url": p["url"], "html": p["html"]}) + "\n"
                                    for n, p in enumerate(pages)), encoding="utf-8")
            output, seconds, _ = used([args.articles, path])
            rates["chancery"].append((len(pages), seconds))
            found = {"chancery": [json.loads(line) for line in output.splitlines()]}
            if args.peer:
                output, _, _ = used([args.peer, __file__, "--as-peer", path])
                *rows, taken = map(json.loads, output.splitlines())
                found["peer"] = rows
                rates["peer"].append((len(pages), taken["seconds"]))
            english = [name != "snippets" or a.get("language") in (None, "en") for a in found["chancery"]]
            for program, articles in found.items():
                scores = {"all": SCORES[name](), "looked at": SCORES[name](), "held out": SCORES[name]()}
                for n, (page, article, take) in enumerate(zip(pages, articles, english, strict=True)):
                    if not take:
                        continue
                    article.setdefault("text", "")
                    held = n % 3 == 2
                    scores["all"].add(page, article)
                    note = scores["held out" if held else "looked at"].add(page, article)
                    if args.misses and not held and note and program == "chancery":
                        print(f"  {n} {note}")
                for part, score in scores.items():
                    print(f"{name:8} {program:8} {part:9}  {score}")
        if not args.only:
            for program, runs in rates.items():
                print(f"speed    {program:8} {sum(n for n, _ in runs) / sum(s for _, s in runs):.0f} pages a second of one core"
                      f"{' (trafilatura alone, without its start)' if program == 'peer' else ' (with its start)'}")
            print(f"memory   chancery {memory(args, everything, folder)}")


if sys.argv[1:2] == ["--as-peer"]:
    peer(sys.argv[2])
else:
    main()
