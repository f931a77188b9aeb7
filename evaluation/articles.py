#!/usr/bin/env python3
"""Scores records against annotated articles, by the rules of ../shared/score/score.py.

    python3 evaluation/articles.py [--set SET] [--data DIR] [--misses]

The sets:
  own     eighteen articles of our own writing beside this file (articles/), six of them with nothing to code; written and
          annotated by people who had not seen what the program makes of them
  dev     fourteen articles of text/abp-news-sample.jsonl, annotated the same way and looked at while rules were written
  test    fourteen more that were never looked at
  gold    the project's gold articles (../shared/gold/dev)

The annotations of dev and test stand in annotated-SET.jsonl without any text of the articles: a line of the sample, and
characters of title, two line ends and text, from start to end, in the place of words.
"""
import json, pathlib, subprocess, sys, tempfile
import run

HERE = pathlib.Path(__file__).resolve().parent
SCORE = HERE / "../../shared/score/score.py"
SETS = ["gold", "own", "dev", "test"]
# Members of an annotation that hold words of the article.
WORDS = {"mention", "mentions", "content", "cue", "condition", "quantity"}


def words(value, text):
    """An annotation with its stretches of characters as words."""
    if isinstance(value, list):
        return [words(v, text) for v in value]
    if not isinstance(value, dict):
        return value
    quote = lambda v: None if v is None else text[v[0]:v[1]]
    return {k: ([quote(v) for v in x] if k == "mentions" else quote(x)) if k in WORDS else words(x, text)
            for k, x in value.items()}


def standoff(name, data):
    """The articles of annotated-NAME.jsonl, with their annotations in words."""
    sample = run.lines(data / "text/abp-news-sample.jsonl")
    for line in run.lines(HERE / f"annotated-{name}.jsonl"):
        if line:
            gold = json.loads(line)
            article = json.loads(sample[gold.pop("line") - 1])
            text = article["title"] + "\n\n" + article["text"]
            yield words(gold, text), text


def folder(path):
    """The articles of a folder in the form of the gold."""
    for file in sorted(path.glob("*.json")):
        if file.name != "index.json":
            gold = json.loads(file.read_text(encoding="utf-8"))
            yield gold, (path / gold["file"]).read_text(encoding="utf-8")


def read_set(name, data):
    """The articles of a set, with their annotations."""
    places = {"own": HERE / "articles", "gold": HERE / "../../shared/gold/dev"}
    return list(folder(places[name]) if name in places else standoff(name, data))


def main():
    parser = run.options(__doc__)
    parser.add_argument("--set", choices=SETS, default="own")
    args = parser.parse_args()
    articles = read_set(args.set, args.data)
    records = run.read(args.chancery, [{"id": g["id"], "published": g["published"], "text": t} for g, t in articles])
    with tempfile.TemporaryDirectory() as where:
        where = pathlib.Path(where)
        for gold, text in articles:
            gold["file"] = gold["id"] + ".txt"
            (where / gold["file"]).write_text(text, encoding="utf-8")
            (where / f"{gold['id']}.json").write_text(json.dumps(gold), encoding="utf-8")
        (where / "records.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records.values()), encoding="utf-8")
        (where / "index.json").write_text("[]", encoding="utf-8")
        command = [sys.executable, SCORE, where, where / "records.jsonl"] + ["--misses"] * args.misses
        sys.exit(subprocess.run(command).returncode)


if __name__ == "__main__":
    main()
