#!/usr/bin/env python3
"""Measures the whole of `chancery read`: words a second on one and two cores, peak memory, start-up.

    python3 evaluation/speed.py                      the program alone
    python3 evaluation/speed.py --spacy PYTHON       beside spaCy in the same run; see spacy_pipeline.py for PYTHON

The text is the first articles of ../shared/data/text.tar.xz, or of any JSON lines given with --text. A word is what stands
between white space. Each figure is the median of the runs; all runs are shown. For one core the process is bound to it,
so that no helper thread of either program counts as free. On a machine
that others use too, words a second of processor time (all cores and the start together) says more. Needs Linux and Python
3.9, nothing else.
"""
import argparse, json, os, pathlib, statistics, subprocess, sys, tarfile, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TEXT = ROOT / "../shared/data/text.tar.xz"
MEMBER = "text/abp-news-sample.jsonl"


def articles(path, count):
    """The first `count` articles as {"id","title","text"}."""
    if path:
        lines = open(path, "rb")
    else:
        with tarfile.open(TEXT) as archive:
            lines = archive.extractfile(MEMBER).read().splitlines()
    found = []
    for line in lines:
        article = json.loads(line)
        if article.get("text"):
            found.append({key: article[key] for key in ("id", "title", "text") if article.get(key)})
        if len(found) == count:
            break
    return found


def run(command, cores, output=subprocess.DEVNULL):
    """Seconds, seconds of processor time, peak resident MB, and what the command wrote, bound to `cores` cores."""
    available = sorted(os.sched_getaffinity(0))[:cores]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=output, stderr=subprocess.PIPE,
                               preexec_fn=lambda: os.sched_setaffinity(0, available))
    text = process.stdout.read() if process.stdout else b""
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{errors.decode(errors='replace')}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--text", help="JSON lines with one article a line")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--binary", default=ROOT / "target/release/chancery")
    parser.add_argument("--spacy", metavar="PYTHON", help="a Python that has spaCy and the pipeline of spacy_pipeline.py")
    args = parser.parse_args()

    cores = [n for n in (1, 2) if n <= len(os.sched_getaffinity(0))]
    with tempfile.TemporaryDirectory() as folder:
        text, short = pathlib.Path(folder, "text.jsonl"), pathlib.Path(folder, "short.txt")
        found = articles(args.text, args.articles)
        text.write_text("".join(json.dumps(article) + "\n" for article in found))
        short.write_text("The two ministers met in Vienna on Monday.\n")
        words = sum(len(article["text"].split()) for article in found)
        print(f"{len(found):,} articles, {words:,} words")

        programs = {"chancery": lambda n: [args.binary, "read", "--format", "jsonl", "--threads", str(n), text]}
        if args.spacy:
            script = ROOT / "evaluation/spacy_pipeline.py"
            programs["spacy"] = lambda n: [args.spacy, script, "read", text, "--processes", str(n)]
        seen = {}
        for _ in range(args.runs):
            # In turn, so that a busy spell of the machine falls on all of them.
            for n in cores:
                for name, command in programs.items():
                    pipe = subprocess.PIPE if name == "spacy" else subprocess.DEVNULL
                    seconds, processor, memory, output = run(command(n), n, pipe)
                    # spaCy's script times its own reading, without the import of its libraries.
                    rate = words / (json.loads(output)["seconds"] if name == "spacy" else seconds)
                    seen.setdefault((name, n), []).append((rate, words / processor, memory))
        for (name, n), runs in sorted(seen.items()):
            rates = [rate for rate, _, _ in runs]
            by_processor = statistics.median(rate for _, rate, _ in runs)
            print(f"{name:8} {n} core{'s' if n > 1 else ' '}  {statistics.median(rates):8,.0f} words/s  "
                  f"(runs: {', '.join(f'{rate:,.0f}' for rate in rates)})  "
                  f"{by_processor:,.0f} a second of processor time  peak {max(m for _, _, m in runs):,.0f} MB")
        starts = [run([args.binary, "read", "--format", "jsonl", short], 1)[0] for _ in range(11)]
        print(f"start-up with one sentence: {statistics.median(starts) * 1000:.0f} ms (of 11: "
              f"{min(starts) * 1000:.0f} to {max(starts) * 1000:.0f})")


main()
