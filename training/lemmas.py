"""Lemmas as edit scripts: how a form becomes its lemma.

A script reads "CASE;STRIP;ADD": CASE is "l" (lower-case the form first) or "k" (keep it), STRIP the number of characters
to take off the end, ADD what to append. Irregular forms that share nothing with their lemma use "=LEMMA".
"""

from collections import Counter


def _shared(a: str, b: str) -> int:
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    return n


def script(form: str, lemma: str) -> str:
    """The script that turns the form into the lemma."""
    lower = form.lower()
    case, base = ("k", form) if _shared(form, lemma) > _shared(lower, lemma) else ("l", lower)
    shared = _shared(base, lemma)
    if shared == 0:
        return "=" + lemma
    return f"{case};{len(base) - shared};{lemma[shared:]}"


def apply(edit: str, form: str) -> str:
    """The lemma that a script gives; the form itself, in lower case, where the script asks to strip too much."""
    if edit.startswith("="):
        return edit[1:]
    case, strip, add = edit.split(";", 2)
    base = form.lower() if case == "l" else form
    if int(strip) > len(base):
        return base
    return base[: len(base) - int(strip)] + add


def inventory(pairs, most: int = 350, fewest: int = 3) -> list[str]:
    """The scripts of (form, lemma) pairs, most frequent first; "l;0;" is always there."""
    counts = Counter(script(form, lemma) for form, lemma in pairs)
    scripts = [s for s, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if n >= fewest][:most]
    return scripts if "l;0;" in scripts else ["l;0;", *scripts]
