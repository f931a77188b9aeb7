"""Tables of small cases: `python -m unittest training.test_training` from the repository root."""

import random
import unittest

import numpy as np

from . import corpora, damage, decode, evaluate, lemmas, polnear
from .sentence import Sentence
from .wordpiece import SHAPES, Vocabulary, normalise, shape


class Words(unittest.TestCase):
    def test_normalise(self):
        for word, expected in (("Müller", "muller"), ("“", '"'), ("’s", "'s"), ("–", "-"), ("…", "..."), ("ÎLE", "ile")):
            self.assertEqual(normalise(word), expected, word)

    def test_shape(self):
        for word, expected in (
            ("troops", "lower"),
            ("Oslo", "initial"),
            ("'Twas", "initial"),
            ("NATO", "upper"),
            ("U.S.", "upper"),
            ("A", "single-upper"),
            ("McKay", "mixed"),
            ("G7", "digit"),
            ("17th", "digit"),
            ("½", "digit"),
            ("--", "symbol"),
            ("$", "symbol"),
        ):
            self.assertEqual(SHAPES[shape(word)], expected, word)

    def test_cut(self):
        vocabulary = Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##rest", "##re", "##st", "u", "##."])
        for word, expected in (("Unrest", ["un", "##rest"]), ("u.", ["u", "##."]), ("x", ["[UNK]"]), ("unx", ["[UNK]"])):
            self.assertEqual([vocabulary.pieces[i] for i in vocabulary.cut(word)], expected, word)


class Lemmas(unittest.TestCase):
    def test_round_trip(self):
        for form, lemma in (
            ("Talks", "talk"),
            ("parties", "party"),
            ("went", "go"),
            ("Oslo", "Oslo"),
            ("was", "be"),
            ("Armies", "army"),
            ("n't", "not"),
        ):
            self.assertEqual(lemmas.apply(lemmas.script(form, lemma), form), lemma, form)

    def test_strips_too_much(self):
        self.assertEqual(lemmas.apply("l;5;y", "Ox"), "ox")


class Trees(unittest.TestCase):
    def test_best_of_all_trees(self):
        """Against every assignment of heads, for small sentences."""
        rng = np.random.default_rng(3)
        for n in (1, 2, 3, 4):
            for _ in range(40):
                scores = rng.normal(size=(n, n + 1))
                scores[np.arange(n), np.arange(n) + 1] = -np.inf
                best = max(self._trees(n), key=lambda heads: sum(scores[i, h + 1] for i, h in enumerate(heads)))
                found = decode.tree(scores)
                total = lambda heads: sum(scores[i, h + 1] for i, h in enumerate(heads))
                self.assertTrue(self._is_tree(found))
                # Of several roots the decoder tries those that the unconstrained tree has, which is nearly always best.
                self.assertGreaterEqual(total(best) + 1e-9, total(found))
                if sum(h == -1 for h in decode_unconstrained(scores)) == 1:
                    self.assertAlmostEqual(total(best), total(found))

    def _is_tree(self, heads):
        def reaches_root(word):
            for _ in range(len(heads) + 1):
                if word == -1:
                    return True
                word = heads[word]
            return False

        return list(heads).count(-1) == 1 and all(map(reaches_root, range(len(heads))))

    def _trees(self, n):
        from itertools import product

        return [h for h in product(range(-1, n), repeat=n) if all(i != x for i, x in enumerate(h)) and self._is_tree(h)]

    def test_span_head(self):
        heads = [1, 3, 3, -1, 5, 3]
        for start, end, expected in ((0, 2, 1), (0, 3, 1), (4, 6, 5), (0, 6, 3)):
            self.assertEqual(corpora.span_head(heads, start, end), expected)


def decode_unconstrained(scores):
    square = np.full((len(scores) + 1, len(scores) + 1), -np.inf)
    square[1:] = scores
    return [h - 1 for h in decode._edmonds(square)[1:]]


class Names(unittest.TestCase):
    def test_spans(self):
        for tags, expected in (
            (["B-PER", "I-PER", "O"], {(0, 2, "PER")}),
            (["B-PER", "B-PER"], {(0, 1, "PER"), (1, 2, "PER")}),
            (["O", "B-LOC", "I-ORG"], {(1, 2, "LOC"), (2, 3, "ORG")}),
            (["O"], set()),
        ):
            self.assertEqual(decode.spans(tags), expected, tags)

    def test_bio_never_starts_inside(self):
        classes = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
        logits = np.array([[0, 1, 3, 0, 0], [0, 0, 0, 0, 2.0]])
        tags = decode.bio(logits, classes)
        self.assertNotIn(tags[0][:2], ("I-",))
        self.assertTrue(tags[1][:1] != "I" or tags[1][1:] == tags[0][1:])

    def test_realign(self):
        tags = ["B-LOC", "O"]
        self.assertEqual(corpora.realign(["North", "-", "Bay", "x"], ["North-Bay", "x"], tags), ["B-LOC", "I-LOC", "I-LOC", "O"])
        self.assertIsNone(corpora.realign(["a"], ["b"], ["O"]))

    def test_join_apostrophes(self):
        words, tags = corpora.join_apostrophes(["Oslo", "’", "s", "port"], ["B-Location", "O", "O", "O"])
        self.assertEqual((words, tags), (["Oslo", "’s", "port"], ["B-Location", "O", "O"]))


class Articles(unittest.TestCase):
    def check(self, text, expected):
        spans = polnear.tokens(text)
        found = [" ".join(text[slice(*spans[i])] for i in sentence) for sentence in polnear.sentences(text, spans)]
        self.assertEqual(found, expected)

    def test_sentences(self):
        self.check("She didn’t go. He did.", ["She did n’t go .", "He did ."])
        self.check("Gen. Moe left the U.S. on Monday.", ["Gen. Moe left the U.S. on Monday ."])
        self.check("“We won.” He smiled.", ["“ We won . ”", "He smiled ."])
        self.check("“Who?” he asked.", ["“ Who ? ” he asked ."])
        self.check("well-known, $4.5 million", ["well - known , $ 4.5 million"])

    def test_cue_word(self):
        usual = {"said": "VERB", "has": "VERB", "statement": "NOUN", "a": "DET", "in": "ADP"}
        for words, expected in ((["has", "said"], 1), (["in", "a", "statement"], 2), (["in", "a"], 1)):
            self.assertEqual(polnear.cue_word(words, usual), expected)


class Damage(unittest.TestCase):
    def test_drop_mends_the_tree(self):
        sentence = Sentence(
            words=["The", "troops", ",", "left", "."],
            corpus="own",
            heads=[1, 3, 1, -1, 3],
            deprels=["det", "nsubj", "punct", "root", "punct"],
            roles={3: {1: "ARG0"}},
        )
        found = damage.drop(sentence, {0, 1, 2})
        self.assertEqual(found.words, ["troops", "left", "."])
        self.assertEqual(found.heads, [1, -1, 1])
        self.assertEqual(found.roles, {1: {0: "ARG0"}})
        self.assertEqual(damage.without_final_stop(sentence).words, ["The", "troops", ",", "left"])

    def test_damage_keeps_one_root_and_lengths(self):
        sentence = Sentence(
            words=["“", "The", "troops", "left", ",", "”", "Moe", "said", "."],
            corpus="own",
            upos=["PUNCT", "DET", "NOUN", "VERB", "PUNCT", "PUNCT", "PROPN", "VERB", "PUNCT"],
            feats=["_"] * 9,
            lemmas=["“", "the", "troop", "leave", ",", "”", "Moe", "say", "."],
            heads=[3, 2, 3, 7, 3, 3, 7, -1, 7],
            deprels=["punct", "det", "nsubj", "ccomp", "punct", "punct", "nsubj", "root", "punct"],
        )
        for seed in range(200):
            found = damage.damaged(sentence, random.Random(seed))
            self.assertEqual(found.heads.count(-1), 1)
            self.assertTrue(len(found.words) == len(found.heads) == len(found.lemmas) == len(found.upos))


class Scores(unittest.TestCase):
    def test_attribution(self):
        gold = [Sentence(["a"] * 6, "own", attributions={1: {0: "source", 2: "content", 3: "content"}}, attributed=[0, 0, 1, 1, 0, 0])]
        for parts, content, source in (
            ({1: {0: "source", 2: "content", 3: "content"}}, 100, 100),
            ({1: {5: "source", 2: "content"}}, 100, 0),
            ({4: {0: "source", 5: "content"}}, 0, 0),
            ({}, 0, 0),
        ):
            found = evaluate.attribution_scores(gold, [{"attributions": parts, "attributed": [0] * 6}])
            self.assertEqual((found["content"], found["source_with_it"]), (content, source), parts)


if __name__ == "__main__":
    unittest.main()
