"""A sentence with whatever its corpus annotates; None where it annotates nothing."""

from dataclasses import dataclass


@dataclass
class Sentence:
    """Words and their annotation. Indexes of words count from 0; a head of -1 is the root."""

    words: list[str]
    corpus: str
    document: str = ""
    upos: list[str] | None = None
    feats: list[str] | None = None
    lemmas: list[str] | None = None
    heads: list[int] | None = None
    deprels: list[str] | None = None
    names: list[str] | None = None
    uner: list[str] | None = None
    # Predicate -> argument's head word -> role.
    roles: dict[int, dict[int, str]] | None = None
    # Cue -> word -> "source" or "content".
    attributions: dict[int, dict[int, str]] | None = None
    attributed: list[int] | None = None
    # Whether the sentence before this one in its document stands directly before it in the list.
    follows: bool = False

    def __len__(self) -> int:
        return len(self.words)
