//! Questions that coding asks of a sentence's dependency tree: who is the subject, through control, relative clauses and
//! coordination; what hangs on a verb by which preposition; what words make up a phrase.
//!
//! Relations are those of Universal Dependencies 2 for English. All indexes are tokens of the sentence.

mod mends;
mod voice;

use crate::codebook::Codebook;
use chancery_language::{Sentence, Token, Upos};
use mends::mended;
use std::ops::Range;

/// A sentence with its tree turned downwards.
pub struct Tree<'a> {
    /// The sentence.
    pub sentence: &'a Sentence,
    heads: Vec<Option<usize>>,
    rels: Vec<&'a str>,
    children: Vec<Vec<usize>>,
    lemmas: Vec<String>,
}

/// A dependent by way of a preposition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oblique {
    /// The preposition's lemma; several words are joined by a blank ("because of").
    pub prep: String,
    /// The head of its noun phrase.
    pub token: usize,
}

/// The relation without its subtype.
pub fn base(deprel: &str) -> &str {
    deprel.split(':').next().unwrap_or(deprel)
}

impl<'a> Tree<'a> {
    /// Turns a sentence's heads into lists of children.
    /// Lemmas of verbs are the codebook's where it knows the form.
    pub fn new(sentence: &'a Sentence, codebook: &Codebook) -> Self {
        let lemmas = sentence
            .tokens
            .iter()
            .map(|t| {
                let lemma = t.lemma.to_lowercase();
                // Treebanks keep the plural of nouns that have no singular of the same sense; the codebook does not.
                let lemma = if lemma == "troops" { "troop".to_owned() } else { lemma };
                if t.upos == Upos::VERB { codebook.verb_lemma(&lemma, &t.form.to_lowercase()) } else { lemma }
            })
            .collect();
        let (heads, rels) = mended(sentence);
        let mut children = vec![Vec::new(); sentence.tokens.len()];
        for (i, head) in heads.iter().enumerate() {
            if let Some(h) = head.filter(|&h| h < children.len() && h != i) {
                children[h].push(i);
            }
        }
        Tree { sentence, heads, rels, children, lemmas }
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    /// Whether the sentence has no token.
    pub fn is_empty(&self) -> bool {
        self.sentence.tokens.is_empty()
    }

    /// A token, where the sentence has it.
    pub fn get(&self, i: usize) -> Option<&'a Token> {
        self.sentence.tokens.get(i)
    }

    /// A token.
    pub fn token(&self, i: usize) -> &'a Token {
        &self.sentence.tokens[i]
    }

    /// A token's lemma, lower case.
    pub fn lemma(&self, i: usize) -> &str {
        &self.lemmas[i]
    }

    /// A token's form, lower case.
    pub fn lower(&self, i: usize) -> String {
        self.token(i).form.to_lowercase()
    }

    /// The token's relation to its head, without subtype.
    pub fn rel(&self, i: usize) -> &'a str {
        self.rels[i]
    }

    /// The token's head.
    pub fn head(&self, i: usize) -> Option<usize> {
        self.heads[i]
    }

    /// Dependents, in order.
    pub fn children(&self, i: usize) -> &[usize] {
        &self.children[i]
    }

    /// Dependents by one of these relations (without subtype).
    pub fn children_by<'s>(&'s self, i: usize, rels: &'s [&str]) -> impl Iterator<Item = usize> + 's {
        self.children[i].iter().copied().filter(move |&c| rels.contains(&self.rel(c)))
    }

    /// The first dependent by one of these relations (without subtype).
    pub fn child(&self, i: usize, rels: &[&str]) -> Option<usize> {
        self.children[i].iter().copied().find(|&c| rels.contains(&self.rel(c)))
    }

    /// A token and all that depends on it, in order of the sentence.
    pub fn subtree(&self, i: usize) -> Vec<usize> {
        self.subtree_without(i, &|_| false)
    }

    /// A token and what depends on it, in order, leaving out each branch whose top is refused.
    pub fn subtree_without(&self, i: usize, refuse: &dyn Fn(usize) -> bool) -> Vec<usize> {
        let (mut out, mut stack) = (Vec::new(), vec![i]);
        while let Some(t) = stack.pop() {
            out.push(t);
            stack.extend(self.children[t].iter().copied().filter(|&c| !refuse(c)));
        }
        out.sort_unstable();
        out
    }

    /// Whether `inner` is `outer` or depends on it, directly or not.
    pub fn within(&self, inner: usize, outer: usize) -> bool {
        self.path_up(inner).any(|t| t == outer)
    }

    /// The token, its head, that one's head, and so on up to the root.
    pub fn path_up(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let mut left = self.len();
        std::iter::successors(Some(i), move |&t| {
            left = left.saturating_sub(1);
            self.head(t).filter(|_| left > 0)
        })
    }

    /// A token and its conjuncts ("Egypt and Jordan"), in order.
    pub fn conjuncts(&self, i: usize) -> Vec<usize> {
        let mut out = vec![i];
        let mut at = 0;
        while at < out.len() {
            out.extend(self.children_by(out[at], &["conj"]));
            at += 1;
        }
        out.sort_unstable();
        out
    }

    /// The first of a chain of conjuncts that a token belongs to; itself where it is no conjunct.
    pub fn first_conjunct(&self, i: usize) -> usize {
        self.path_up(i).find(|&t| self.rel(t) != "conj").unwrap_or(i)
    }

    /// Whether a token is a noun, a name or a pronoun.
    pub fn is_nominal(&self, i: usize) -> bool {
        matches!(self.token(i).upos, Upos::NOUN | Upos::PROPN | Upos::PRON)
    }

    /// Whether a token is a verb.
    pub fn is_verb(&self, i: usize) -> bool {
        self.token(i).upos == Upos::VERB
    }

    /// The prepositional dependents of a verb or noun, in order.
    pub fn obliques(&self, i: usize) -> Vec<Oblique> {
        let mut out = Vec::new();
        for &c in &self.children[i] {
            // An object with a preposition before it is an oblique, whatever the parser called it ("called for sanctions").
            if !matches!(self.rel(c), "obl" | "nmod" | "advcl" | "acl" | "advmod" | "xcomp" | "ccomp" | "obj" | "iobj")
            {
                continue;
            }
            if let Some(prep) = self.preposition(c) {
                let token = if is_relative(self.token(c)) { self.antecedent(i, c) } else { c };
                out.push(Oblique { prep, token });
            }
        }
        // "the country that it fought against": a stranded preposition.
        out
    }

    /// The preposition before a phrase ("in", "because of"); for a participle, its marker ("of being", "for sending").
    pub fn preposition(&self, i: usize) -> Option<String> {
        let case = self.children[i].iter().copied().find(|&c| {
            (self.rel(c) == "case" && self.token(c).upos != Upos::PART)
                || (self.rel(c) == "mark" && self.token(c).upos != Upos::PART && self.token(i).form.ends_with("ing"))
        })?;
        // "pulled out of Gao": the verb's particle stands before the preposition.
        let case = self
            .particle_before(i)
            .map_or(case, |_| self.children[i].iter().copied().rfind(|&c| self.rel(c) == "case").unwrap_or(case));
        let mut prep = self.lower(case);
        for f in self.children_by(case, &["fixed"]) {
            prep.push(' ');
            prep.push_str(&self.lower(f));
        }
        Some(prep)
    }

    /// The particles of a verb ("carry *out*", "pull *out* of").
    pub fn particles(&self, verb: usize) -> Vec<String> {
        let own = self.children[verb].iter().copied().filter(|&c| {
            self.token(c).deprel == "compound:prt"
                || (self.rel(c) == "advmod" && matches!(self.token(c).upos, Upos::ADP | Upos::ADV))
        });
        let before = self.children_by(verb, &["obl"]).filter_map(|o| self.particle_before(o));
        own.chain(before).map(|c| self.lower(c)).collect()
    }

    /// The particle that a parser took for the first of two prepositions of a phrase ("pulled *out* of Gao").
    pub fn particle_before(&self, phrase: usize) -> Option<usize> {
        let mut cases = self.children_by(phrase, &["case"]);
        let (first, second) = (cases.next()?, cases.next()?);
        (second == first + 1
            && matches!(self.token(first).form.as_str(), "out" | "away" | "back" | "down" | "off" | "up" | "over"))
        .then_some(first)
    }

    /// The words of the noun phrase around a head that name it: determiners, adjectives, compounds, possessors and the
    /// parts of a name, as one stretch; not clauses, prepositional phrases, appositions or conjuncts.
    pub fn phrase(&self, head: usize) -> Range<usize> {
        let keep = |c: usize| {
            matches!(
                self.rel(c),
                "amod"
                    | "compound"
                    | "flat"
                    | "nummod"
                    | "det"
                    | "fixed"
                    | "punct"
                    | "goeswith"
                    | "conj"
                    | "cc"
                    | "advmod"
                    | "case"
                    | "list"
            ) || (c > 0 && self.token(c - 1).form == "-" && self.token(c - 1).end == self.token(c).start)
                || self.token(c).deprel == "nmod:poss"
                || self.token(c).deprel == "nmod:desc"
                || self.token(c).deprel == "nmod:unmarked"
        };
        let mut start = head;
        let mut end = head + 1;
        let inside = self.subtree_without(head, &|c| {
            let top = self.head(c) == Some(head);
            !keep(c)
                // Of the head itself neither its own preposition nor its conjuncts; of a modifier, its conjuncts belong
                // ("Russian and Syrian ministers").
                || (top && matches!(self.rel(c), "case" | "cc" | "conj") && self.token(c).upos != Upos::PART)
                || (top && c > head && matches!(self.rel(c), "punct" | "advmod" | "amod") && self.token(c).form != "-")
        });
        // The unbroken run around the head.
        let at = inside.iter().position(|&t| t == head).unwrap_or(0);
        for w in inside[..at].iter().rev() {
            if w + 1 == start { start = *w } else { break }
        }
        for w in &inside[at + 1..] {
            if *w == end { end += 1 } else { break }
        }
        while start < head && matches!(self.token(start).upos, Upos::PUNCT | Upos::ADP | Upos::CCONJ) {
            start += 1;
        }
        while end > head + 1 && self.token(end - 1).upos == Upos::PUNCT {
            end -= 1;
        }
        start..end
    }

    /// The head token of a stretch: the one whose head lies outside it (the first such).
    pub fn head_of(&self, range: &Range<usize>) -> Option<usize> {
        range.clone().find(|&t| self.head(t).is_none_or(|h| !range.contains(&h)))
    }

    /// The words of tokens as the text has them: apart where it has space between them ("al-Bab", not "al - Bab").
    pub fn words(&self, tokens: impl Iterator<Item = usize>) -> String {
        let mut out = String::new();
        let mut end = None;
        for t in tokens.map(|t| self.token(t)) {
            if end.is_some_and(|e| t.start > e) {
                out.push(' ');
            }
            out.push_str(&t.form);
            end = Some(t.end);
        }
        out
    }

    /// Characters of the article from the start of the first to the end of the last of these tokens.
    pub fn chars(&self, range: &Range<usize>) -> Range<usize> {
        self.token(range.start).start..self.token(range.end - 1).end
    }
}

/// Whether a token is a relative pronoun ("who", "which", "that").
pub fn is_relative(token: &Token) -> bool {
    token.upos == Upos::PRON
        && matches!(token.form.to_lowercase().as_str(), "who" | "whom" | "which" | "that" | "whose")
}
