"""From scores to trees, spans and attributions."""

import numpy as np


def _cycle(heads: np.ndarray) -> list[int] | None:
    """A cycle among the heads (node 0 is the root), or None."""
    state = np.zeros(len(heads), dtype=int)
    for start in range(1, len(heads)):
        path, node = [], start
        while node != 0 and state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node]
        if node != 0 and state[node] == 1:
            return path[path.index(node) :]
        state[path] = 2
    return None


def _edmonds(scores: np.ndarray) -> np.ndarray:
    """The best tree over scores[dependent, head]; node 0 is the root (Chu, Liu, Edmonds)."""
    heads = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = np.zeros(len(scores), dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    kept = scores[cycle, heads[cycle]]
    # The cycle becomes one node, the last.
    size = len(outside)
    smaller = np.full((size + 1, size + 1), -np.inf)
    smaller[:size, :size] = scores[np.ix_(outside, outside)]
    leaving = scores[np.ix_(outside, cycle)]
    smaller[:size, size] = leaving.max(axis=1)
    entering = scores[np.ix_(cycle, outside)] - kept[:, None]
    smaller[size, :size] = entering.max(axis=0)
    found = _edmonds(smaller)
    result = heads.copy()
    for at, node in enumerate(outside):
        if node != 0:
            result[node] = cycle[leaving[at].argmax()] if found[at] == size else outside[found[at]]
    entry = found[size]
    result[cycle[entering[:, entry].argmax()]] = outside[entry]
    return result


def tree(scores: np.ndarray) -> list[int]:
    """Heads (-1 for the root) of the best tree with one root, from scores [words, 1 + words] where column 0 is the root."""
    n = len(scores)
    square = np.full((n + 1, n + 1), -np.inf)
    square[1:] = scores
    heads = _edmonds(square)
    roots = np.flatnonzero(heads[1:] == 0) + 1
    if len(roots) != 1:
        best, best_total = heads, -np.inf
        for root in roots:
            one = square.copy()
            one[1:, 0] = -np.inf
            one[root] = -np.inf
            one[root, 0] = 0.0
            candidate = _edmonds(one)
            total = square[np.arange(1, n + 1), candidate[1:]].sum()
            if total > best_total:
                best, best_total = candidate, total
        heads = best
    return [int(h) - 1 for h in heads[1:]]


def bio(logits: np.ndarray, classes: list[str]) -> list[str]:
    """The best sequence of tags in which each "I-" continues its own kind (Viterbi over log-probabilities)."""
    high = logits.max(axis=1, keepdims=True)
    log = logits - high - np.log(np.exp(logits - high).sum(axis=1, keepdims=True))
    inner = np.array([c.startswith("I-") for c in classes])
    allowed = np.array([[not inner[b] or classes[a][1:] == classes[b][1:] for b in range(len(classes))] for a in range(len(classes))])
    transition = np.where(allowed, 0.0, -np.inf)
    best = np.where(inner, -np.inf, log[0])
    back = []
    for row in log[1:]:
        paths = best[:, None] + transition
        back.append(paths.argmax(axis=0))
        best = paths.max(axis=0) + row
    tag = int(best.argmax())
    tags = [tag]
    for pointers in reversed(back):
        tag = int(pointers[tag])
        tags.append(tag)
    return [classes[t] for t in reversed(tags)]


def spans(tags: list[str]) -> set[tuple[int, int, str]]:
    """(start, end exclusive, kind) of the names in a sequence of BIO tags."""
    out, start, kind = set(), None, None
    for index, tag in enumerate([*tags, "O"]):
        if start is not None and tag != f"I-{kind}":
            out.add((start, index, kind))
            start = None
        if tag != "O" and start is None:
            start, kind = index, tag[2:]
    return out
