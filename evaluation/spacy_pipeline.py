#!/usr/bin/env python3
"""A spaCy pipeline of tagger, parser and names of the `efficiency` kind, trained on the data that Chancery's model saw too.

    python3 -m venv .venv && .venv/bin/pip install 'spacy>=3.8,<4'
    .venv/bin/python evaluation/spacy_pipeline.py train
    .venv/bin/python evaluation/spacy_pipeline.py score
    .venv/bin/python evaluation/speed.py --spacy .venv/bin/python

`train` takes the trees of UD English EWT and the names of UNER-EWT (the same sentences) out of ../shared/data/language.tar.xz,
and trains on the CPU for --steps steps; the pipeline lies in target/spacy. `score` gives its scores on EWT test. `read` reads
JSON lines and writes the seconds that it took, without the start of the interpreter; speed.py calls it.
"""
import argparse, json, pathlib, subprocess, sys, tarfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT / "../shared/data/language.tar.xz"
WORK = ROOT / "target/spacy"


def sentences(archive, split):
    """Words, tags, heads, labels and name tags of each sentence."""
    def member(name):
        return archive.extractfile(f"language/{name}").read().decode().split("\n\n")

    names = {}
    for block in member(f"uner-ewt-{split}.iob2"):
        rows = [line.split("\t") for line in block.splitlines() if line and not line.startswith("#")]
        if rows:
            names[tuple(row[0] for row in rows)] = [row[1] for row in rows]
    for block in member(f"en_ewt-ud-{split}.conllu"):
        rows = [line.split("\t") for line in block.splitlines() if line and not line.startswith("#")]
        rows = [row for row in rows if row[0].isdigit()]
        if not rows:
            continue
        words = tuple(row[1] for row in rows)
        heads = [int(row[6]) - 1 if row[6] != "0" else i for i, row in enumerate(rows)]
        spaces = ["SpaceAfter=No" not in row[9] for row in rows]
        yield words, spaces, [row[4] for row in rows], [row[3] for row in rows], heads, [row[7] for row in rows], names.get(words)


def convert(split):
    import spacy
    from spacy.tokens import Doc, DocBin

    nlp, out, named = spacy.blank("en"), DocBin(), 0
    with tarfile.open(DATA) as archive:
        for words, spaces, tags, pos, heads, deps, names in sentences(archive, split):
            deps = ["ROOT" if dep == "root" else dep for dep in deps]
            out.add(Doc(nlp.vocab, words=words, spaces=spaces, tags=tags, pos=pos, heads=heads, deps=deps, ents=names))
            named += names is not None
    WORK.mkdir(parents=True, exist_ok=True)
    out.to_disk(WORK / f"{split}.spacy")
    print(f"{split}: {len(out)} sentences, {named} with names", file=sys.stderr)


def spacy_command(*args):
    subprocess.run([sys.executable, "-m", "spacy", *map(str, args)], check=True)


def train(args):
    for split in ("train", "dev", "test"):
        convert(split)
    config = WORK / "config.cfg"
    spacy_command("init", "config", config, "--lang", "en", "--pipeline", "tagger,parser,ner", "--optimize", "efficiency", "--force")
    spacy_command("train", config, "--output", WORK, "--paths.train", WORK / "train.spacy", "--paths.dev", WORK / "dev.spacy",
                  "--training.max_steps", args.steps, "--training.eval_frequency", 500)


def score(_):
    spacy_command("benchmark", "accuracy", WORK / "model-best", WORK / "test.spacy")


def read(args):
    import spacy

    nlp = spacy.load(WORK / "model-best")
    # The library refuses longer texts by default.
    nlp.max_length = 1 << 30
    texts = [json.loads(line)["text"] for line in open(args.text)]
    start = time.perf_counter()
    tokens = sum(len(doc) for doc in nlp.pipe(texts, n_process=args.processes, batch_size=64))
    print(json.dumps({"seconds": time.perf_counter() - start, "tokens": tokens}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("train")
    command.add_argument("--steps", type=int, default=4000)
    command.set_defaults(run=train)
    commands.add_parser("score").set_defaults(run=score)
    command = commands.add_parser("read")
    command.add_argument("text")
    command.add_argument("--processes", type=int, default=1)
    command.set_defaults(run=read)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
