"""From words to wordpieces and word shapes. The Rust side does the same, character for character."""

import unicodedata

SPECIALS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
SHAPES = ["special", "lower", "initial", "upper", "single-upper", "mixed", "digit", "symbol"]
SPECIAL, LOWER, INITIAL, UPPER, SINGLE, MIXED, DIGIT, SYMBOL = range(8)
LONGEST_WORD = 100

# Typographic quotes, dashes and the ellipsis become ASCII before the word is cut.
ASCII_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‘’‚", "'"),
        **dict.fromkeys("–—", "-"),
        "…": "...",
    }
)


def normalise(word: str) -> str:
    """The word as the vocabulary knows it: ASCII punctuation, no accents, lower case."""
    decomposed = unicodedata.normalize("NFD", word.translate(ASCII_PUNCTUATION))
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn").lower()


def shape(word: str) -> int:
    """How the word is written: an index into SHAPES."""
    if any(unicodedata.category(c).startswith("N") for c in word):
        return DIGIT
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return SYMBOL
    upper = [c.isupper() for c in letters]
    if not any(upper):
        return LOWER
    if all(upper):
        return SINGLE if len(letters) == 1 else UPPER
    if upper[0] and not any(upper[1:]):
        return INITIAL
    return MIXED


class Vocabulary:
    """Wordpieces in the order of their ids."""

    def __init__(self, pieces: list[str]):
        self.pieces = pieces
        self.ids = {piece: i for i, piece in enumerate(pieces)}
        self.pad, self.unk, self.cls, self.sep = (self.ids[s] for s in SPECIALS)
        self._cut: dict[str, list[int]] = {}

    def cut(self, word: str) -> list[int]:
        """The ids of a word's pieces: always the longest that fits; the unknown piece if one part has none."""
        if word not in self._cut:
            self._cut[word] = self._cut_normalised(normalise(word))
        return self._cut[word]

    def _cut_normalised(self, text: str) -> list[int]:
        if not text or len(text) > LONGEST_WORD:
            return [self.unk]
        ids, start = [], 0
        while start < len(text):
            prefix = "##" if start else ""
            for end in range(len(text), start, -1):
                found = self.ids.get(prefix + text[start:end])
                if found is not None:
                    ids.append(found)
                    start = end
                    break
            else:
                return [self.unk]
        return ids

    def pruned(self, words) -> list[int]:
        """The ids of the pieces worth keeping: special, single characters in use, and those that the words need."""
        keep = {self.ids[s] for s in SPECIALS}
        characters = set()
        for word in words:
            keep.update(self.cut(word))
            characters.update(normalise(word))
        for character in characters | set(map(chr, range(33, 127))):
            keep.update(i for i in (self.ids.get(character), self.ids.get("##" + character)) if i is not None)
        return sorted(keep)
