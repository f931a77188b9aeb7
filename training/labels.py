"""The classes of every head of the model, fixed from the training data."""

from collections import Counter
from dataclasses import asdict, dataclass

from . import lemmas
from .sentence import Sentence

NAME_KINDS = ("Person", "Organization", "Location", "NORP", "Date", "Money", "Facility", "Product", "Misc")
UNER_KINDS = ("PER", "LOC", "ORG")
ATTRIBUTION = ["-", "source", "content"]

# A role below this share of all arguments in the training data is not told apart from "no argument".
RAREST_ROLE = 0.0013


@dataclass
class Labels:
    """Class names by head, each list in the order of the head's outputs."""

    upos: list[str]
    feats: list[str]
    lemma: list[str]
    names: list[str]
    uner: list[str]
    deprel: list[str]
    roles: list[str]
    attr: list[str]

    def tag_parts(self) -> list[tuple[str, int]]:
        """The parts of the tag head in order, with their numbers of classes."""
        sizes = [(name, len(getattr(self, name))) for name in ("upos", "feats", "lemma", "names", "uner")]
        return [*sizes, ("boundary", 2), ("predicate", 2), ("cue", 2), ("attributed", 2)]

    def as_dict(self) -> dict:
        """Plain lists, for JSON."""
        return asdict(self)


def bio(kinds) -> list[str]:
    """"O", then "B-" and "I-" of each kind."""
    return ["O", *(f"{p}-{k}" for k in kinds for p in "BI")]


def from_training(trees: list[Sentence]) -> Labels:
    """The classes that the treebank sentences (with roles on some) call for."""
    feats = Counter(f for s in trees for f in s.feats)
    roles = Counter(r for s in trees for arguments in (s.roles or {}).values() for r in arguments.values())
    fewest = RAREST_ROLE * sum(roles.values())
    by_count = lambda counts, least: [k for k, n in sorted(counts.items(), key=lambda i: (-i[1], i[0])) if n >= least]
    return Labels(
        upos=sorted({u for s in trees for u in s.upos}),
        feats=by_count(feats, 3),
        lemma=lemmas.inventory((w, l) for s in trees for w, l in zip(s.words, s.lemmas)),
        names=bio(NAME_KINDS),
        uner=bio(UNER_KINDS),
        deprel=sorted({d for s in trees for d in s.deprels}),
        roles=["-", *by_count(roles, fewest)],
        attr=ATTRIBUTION,
    )
