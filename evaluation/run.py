"""What the commands beside this file share: their options, reading with `chancery read`, and counting.

The articles go to the program as JSON lines in a temporary file and come back as records by id. Python 3.9 or later and its
standard library do; nothing goes over the network.
"""
import argparse, collections, json, pathlib, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Event types whose parties may stand on either side (GUIDE.md of the records).
SYMMETRIC = {"CONSULT", "AGREE", "COOPERATE"}


def options(doc):
    """The parser of a command's options, with those that all commands take."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chancery", default=ROOT / "target/release/chancery", type=pathlib.Path,
                        help="the program (default: target/release/chancery of this repository)")
    parser.add_argument("--data", default=ROOT / "../shared/data", type=pathlib.Path,
                        help="the folder that holds the unpacked events/, dates/, attribution/ and text/")
    parser.add_argument("--misses", action="store_true", help="show what was not right")
    return parser


def lines(path):
    """The lines of a text file, without their ends."""
    if not path.is_file():
        sys.exit(f"{path} is missing: unpack the data with tar xJf and name its folder with --data")
    return path.read_text(encoding="utf-8").split("\n")


def read(program, articles):
    """Records by id, of articles as {"id", "text"} with "published" where it is known."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "articles.jsonl")
        path.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
        command = [program, "read", "--format", "jsonl", "--threads", "2", "--strict", "--all-languages", path]
        done = subprocess.run(command, capture_output=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr}")
    return {record["id"]: record for record in map(json.loads, done.stdout.splitlines())}


def names(record, ids):
    """The names of actors, for a person to read."""
    by_id = {actor["id"]: actor["name"] for actor in record["actors"]}
    return " + ".join(by_id[i] for i in ids) or "-"


def show(record, event):
    """An event in one line."""
    status = "" if event["status"] == "actual" else f" {event['status']}"
    return (f"{event['type']}{status} {names(record, event['actor'])} -> {names(record, event['recipient'])} "
            f"[{event['rule']}]")


def share(part, whole):
    return f"{part / max(whole, 1):.3f} ({part} of {whole})"


class Score:
    """Precision, recall and F1, where what is found right and what of the gold is found are counted each on its own side."""

    def __init__(self):
        self.counts = collections.Counter()

    def add(self, found, right, gold, hit):
        """So many found, of them right; so many in the gold, of them hit."""
        self.counts.update(found=found, right=right, gold=gold, hit=hit)

    def __str__(self):
        c = self.counts
        precision, recall = c["right"] / max(c["found"], 1), c["hit"] / max(c["gold"], 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return (f"F1 {f1:.3f}  precision {precision:.3f} ({c['right']} of {c['found']})  "
                f"recall {recall:.3f} ({c['hit']} of {c['gold']})")
