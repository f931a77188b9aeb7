//! Questions that coding asks of a sentence's dependency tree: who is the subject, through control, relative clauses and
//! coordination; what hangs on a verb by which preposition; what words make up a phrase.
//!
//! Relations are those of Universal Dependencies 2 for English. All indexes are tokens of the sentence.

use crate::codebook::Codebook;
use chancery_language::{NameKind, Sentence, Token, Upos};
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

/// The heads and relations (without subtype) of a sentence, with some mistakes mended that parsers make so often that
/// coding would suffer.
fn mended(sentence: &Sentence) -> (Vec<Option<usize>>, Vec<&str>) {
    let tokens = &sentence.tokens;
    let mut heads: Vec<Option<usize>> = tokens.iter().map(|t| t.head).collect();
    let mut rels: Vec<&str> = tokens.iter().map(|t| base(t.deprel)).collect();
    let of = |heads: &[Option<usize>], i: usize| heads[i].filter(|&h| h < tokens.len() && h != i);
    for i in 0..tokens.len() {
        // "Costa Rica and Chile": what hangs on a later word of a name hangs on the name.
        if !matches!(rels[i], "flat" | "punct" | "case" | "goeswith") {
            let mut steps = 0;
            while let Some(h) = of(&heads, i).filter(|&h| rels[h] == "flat" && steps < 8) {
                heads[i] = heads[h];
                steps += 1;
            }
        }
        // "with President Jane Doe": the preposition before a name stands before the whole of it.
        if rels[i] == "case"
            && tokens[i].upos == Upos::ADP
            && let Some(name) = of(&heads, i).filter(|&h| rels[h] == "flat")
            && let Some(top) = of(&heads, name).filter(|&t| i < t)
        {
            heads[i] = Some(top);
        }
        // "accused Russia of arming the rebels": what stands before the gerund's preposition belongs to the verb before it.
        if matches!(rels[i], "obj" | "nsubj" | "iobj")
            && let Some(gerund) = of(&heads, i).filter(|&g| g > i && tokens[g].form.ends_with("ing"))
            && let Some(verb) = of(&heads, gerund).filter(|&v| v < i && tokens[v].upos == Upos::VERB)
            && matches!(rels[gerund], "advcl" | "xcomp" | "ccomp" | "acl" | "obl")
            && (i + 1..gerund).any(|m| {
                heads[m] == Some(gerund)
                    && matches!(rels[m], "mark" | "case")
                    && matches!(tokens[m].form.as_str(), "of" | "for" | "from" | "against")
            })
        {
            heads[i] = Some(verb);
            rels[i] = "obj";
        }
        // "The army had, early on Monday, shelled the town": the subject of an auxiliary is its verb's.
        if rels[i] == "nsubj"
            && let Some(aux) = of(&heads, i).filter(|&a| rels[a] == "aux")
            && let Some(verb) = of(&heads, aux)
        {
            heads[i] = Some(verb);
        }
        // "called Saudi Arabia's King Salman": the possessor is no object of its own beside who is called.
        if rels[i] == "obj"
            && tokens.get(i + 1).is_some_and(|t| matches!(t.form.as_str(), "'s" | "’s"))
            && let Some(whole) = (i + 2..tokens.len().min(i + 6))
                .find(|&x| heads[x] == heads[i] && matches!(rels[x], "xcomp" | "obj") && tokens[x].upos == Upos::PROPN)
        {
            heads[i] = Some(whole);
            rels[i] = "nmod";
            rels[whole] = "obj";
        }
        // "called Turkey's President Yilmaz on Friday": a person is whom a verb without another object is done to.
        if rels[i] == "xcomp"
            && tokens[i].upos == Upos::PROPN
            && sentence.names.iter().any(|n| n.kind == NameKind::Person && n.tokens.contains(&i))
            && let Some(verb) = of(&heads, i).filter(|&v| v < i && tokens[v].upos == Upos::VERB)
            && !(0..tokens.len()).any(|c| heads[c] == Some(verb) && matches!(rels[c], "obj" | "iobj" | "ccomp"))
        {
            rels[i] = "obj";
        }
        // "called the king to congratulate him": who calls does it.
        if rels[i] == "xcomp"
            && matches!(
                tokens[i].lemma.as_str(),
                "congratulate"
                    | "thank"
                    | "express"
                    | "convey"
                    | "apologize"
                    | "apologise"
                    | "condole"
                    | "assure"
                    | "wish"
            )
            && of(&heads, i).is_some_and(|v| matches!(tokens[v].lemma.as_str(), "call" | "phone" | "telephone"))
        {
            rels[i] = "advcl";
        }
        // "Quito, Ecuador - The president signed": a place before the sentence is no subject of it.
        if rels[i] == "nsubj"
            && let Some(verb) = of(&heads, i)
            && (i + 1..verb).any(|j| rels[j] == "nsubj" && heads[j] == heads[i])
            && let Some(mark) =
                (i + 1..verb.min(i + 12)).find(|&m| matches!(tokens[m].form.as_str(), ":" | "-" | "–" | "—" | "--"))
            && tokens.get(mark + 1).is_some_and(|t| t.start > tokens[mark].end)
            && (0..mark).all(|t| tokens[t].upos != Upos::VERB || rels[t] == "amod")
        {
            rels[i] = "dislocated";
        }
        // "lend up to $1 billion": "up to" says how much, it is no particle and no preposition.
        if tokens[i].deprel == "compound:prt"
            && tokens[i].form == "up"
            && tokens.get(i + 1).is_some_and(|t| t.form == "to")
            && let Some(amount) = tokens.get(i + 2).filter(|t| matches!(t.upos, Upos::NUM | Upos::SYM))
            && let Some(verb) = of(&heads, i)
        {
            let sum = if amount.upos == Upos::SYM { i + 2 } else { of(&heads, i + 2).unwrap_or(i + 2) };
            if heads[sum] == Some(verb) && matches!(rels[sum], "obl" | "obj" | "nmod") {
                (heads[i], heads[i + 1], rels[i], rels[i + 1]) = (Some(sum), Some(i), "advmod", "fixed");
                rels[sum] = "obj";
            }
        }
        // "his Somali counterpart, Hassan Farole, met": a name set off by commas after a noun is no further member of a list.
        if rels[i] == "conj"
            && i >= 2
            && tokens[i - 1].form == ","
            && tokens[i - 2].upos == Upos::NOUN
            && let Some(name) = sentence.names.iter().find(|n| n.kind == NameKind::Person && n.tokens.start == i)
            && tokens.get(name.tokens.end).is_some_and(|t| t.form == ",")
            && !(i + 1..tokens.len()).any(|c| heads[c] == Some(i) && rels[c] == "cc")
            && !tokens.get(name.tokens.end + 1).is_some_and(|t| t.upos == Upos::CCONJ)
        {
            heads[i] = Some(i - 2);
            rels[i] = "appos";
        }
    }
    (heads, rels)
}

/// Verbs that must have an object: without one they are passive.
const TRANSITIVE: &[&str] = &[
    "indict",
    "convict",
    "arrest",
    "detain",
    "jail",
    "imprison",
    "acquit",
    "deport",
    "extradite",
    "behead",
    "assassinate",
    "kidnap",
    "abduct",
    "murder",
    "displace",
    "impeach",
    "accuse",
    "injure",
    "wound",
    "kill",
    "sentence",
    "execute",
    "sanction",
    "rescue",
];

/// Those who arrest and convict, so that a verb without its object is rather the parser's mistake.
const AGENCIES: &[&str] = &["police", "court", "judge", "jury", "prosecutor", "officer", "authority"];

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

    /// Whether a verb is passive: it says so, or it is a past participle that modifies a noun without an auxiliary.
    pub fn is_passive(&self, verb: usize) -> bool {
        let v = self.token(verb);
        // "Gloria Reyes has pardoned the former president": parsers call the subject a passive one.
        let has = |lemma: &str| self.children_by(verb, &["aux"]).any(|a| self.lemma(a) == lemma);
        if has("have") && !has("be") && self.child(verb, &["obj"]).is_some() {
            return false;
        }
        if self.children[verb].iter().any(|&c| matches!(self.token(c).deprel, "nsubj:pass" | "aux:pass" | "csubj:pass"))
        {
            return true;
        }
        if self.children[verb].iter().any(|&c| matches!(self.token(c).deprel, "nsubj" | "aux" | "obj")) {
            return self.bereft(verb);
        }
        // "remain committed to"
        if self.rel(verb) == "xcomp"
            && self.head(verb).is_some_and(|h| matches!(self.lemma(h), "remain" | "stay" | "seem" | "appear" | "feel"))
        {
            return false;
        }
        let participle = v.feats.verb_form == Some("Part") && v.feats.tense != Some("Pres") && !v.form.ends_with("ing");
        participle
            && (matches!(self.rel(verb), "acl" | "amod" | "advcl" | "root" | "parataxis" | "xcomp")
                || (self.rel(verb) == "conj" && self.head(verb).is_some_and(|h| self.is_verb(h) && self.is_passive(h))))
    }

    /// "Senator indicted on fraud charges": a verb that must have an object and has none is passive, as headlines leave out
    /// "was".
    fn bereft(&self, verb: usize) -> bool {
        let v = self.token(verb);
        TRANSITIVE.contains(&self.lemma(verb))
            && v.form.ends_with("ed")
            && v.deprel != "acl:relcl"
            && !self.children[verb].iter().any(|&c| {
                matches!(self.rel(c), "obj" | "aux" | "ccomp" | "xcomp")
                    || (self.rel(c) == "conj" && self.child(c, &["obj"]).is_some())
            })
            && self.child(verb, &["nsubj"]).is_some_and(|s| {
                self.is_nominal(s) && self.token(s).upos != Upos::PRON && !AGENCIES.contains(&self.lemma(s))
            })
    }

    /// The subjects of a verb's act in the active sense, through control, raising, relative clauses, participles and
    /// coordination: for a passive verb, its agents. Conjuncts are not expanded.
    ///
    /// Where the tree gives none, the model's own predicate-argument roles do (PropBank's ARG0; [`Tree::patients`]: ARG1): the tree
    /// wins, since it is the more often right of the two (see the model card).
    pub fn agents(&self, verb: usize) -> Vec<usize> {
        if self.is_passive(verb) {
            return self.by_agents(verb);
        }
        let found = self.surface_subjects(verb, 0);
        if found.is_empty() { self.role(verb, "ARG0") } else { found }
    }

    /// The nominal argument of a predicate by its PropBank role, where the model is sure enough of it.
    fn role(&self, verb: usize, role: &str) -> Vec<usize> {
        let predicate = self.sentence.predicates.iter().find(|p| p.token == verb && p.prob >= 0.5);
        let found = predicate.and_then(|p| p.arguments.iter().find(|a| a.role == role && a.prob >= 0.6));
        found
            .map(|a| a.token)
            .filter(|&t| t < self.len() && t != verb && self.is_nominal(t) && !is_relative(self.token(t)))
            .into_iter()
            .collect()
    }

    /// What a verb's act is done to: its objects; for a passive verb, its subjects. Conjuncts are not expanded.
    pub fn patients(&self, verb: usize) -> Vec<usize> {
        if self.is_passive(verb) {
            let mut out = self.surface_subjects(verb, 0);
            out.extend(self.children_by(verb, &["obj"]).filter(|_| self.child(verb, &["iobj"]).is_none()));
            return out;
        }
        let mut out: Vec<usize> = self
            .children_by(verb, &["obj"])
            .filter(|&o| self.preposition(o).is_none())
            .map(|o| self.antecedent(verb, o))
            .collect();
        if out.is_empty() {
            // "accused Trump of politicizing": parsers make the object a subject of the infinitive or gerund.
            out.extend(
                self.children_by(verb, &["xcomp", "advcl"])
                    .filter(|&x| self.rel(x) == "xcomp" || self.preposition(x).as_deref() == Some("of"))
                    .filter_map(|x| self.child(x, &["nsubj"]))
                    .filter(|&s| s > verb),
            );
        }
        if out.is_empty() {
            // "freed on bail two editors": parsers take the late object for a second subject.
            let subjects: Vec<usize> = self.children_by(verb, &["nsubj"]).collect();
            if let [first, .., late] = subjects[..]
                && first < verb
                && late > verb
            {
                out.push(late);
            }
        }
        if out.is_empty() && self.rel(verb) == "acl" && self.token(verb).deprel == "acl:relcl" {
            // "the town that rebels captured": the relative pronoun may be left out.
            let own_subject = self.child(verb, &["nsubj"]);
            if let (Some(subject), Some(noun)) = (own_subject, self.head(verb))
                && !is_relative(self.token(subject))
                && !self.children_by(verb, &["obl"]).any(|o| is_relative(self.token(o)))
            {
                out.push(noun);
            }
        }
        if out.is_empty() {
            out.extend(self.role(verb, "ARG1").into_iter().filter(|&t| t > verb && self.preposition(t).is_none()));
        }
        if out.is_empty() {
            // "condemns in the strongest terms the attack": parsers take the late object for an apposition.
            let terms = self
                .obliques(verb)
                .into_iter()
                .filter(|o| o.prep == "in" && matches!(self.lemma(o.token), "term" | "way" | "manner"));
            out.extend(terms.filter_map(|o| self.child(o.token, &["appos"])));
        }
        if out.is_empty() {
            // Objects shared by coordinated verbs: "seized and destroyed the depot".
            out.extend(
                self.children_by(verb, &["conj"])
                    .filter(|&c| self.is_verb(c) && c == verb + 2)
                    .flat_map(|c| self.children_by(c, &["obj"]).collect::<Vec<_>>()),
            );
        }
        out
    }

    /// The agents that a passive verb names with "by".
    pub fn by_agents(&self, verb: usize) -> Vec<usize> {
        // "US-backed"
        if verb >= 2 && self.token(verb - 1).form == "-" && self.token(verb - 1).start == self.token(verb - 2).end {
            return vec![verb - 2];
        }
        self.obliques(verb)
            .into_iter()
            .filter(|o| o.prep == "by" && self.rel(o.token) == "obl")
            .map(|o| o.token)
            .collect()
    }

    fn surface_subjects(&self, verb: usize, depth: usize) -> Vec<usize> {
        if let Some(s) = self.child(verb, &["nsubj"]) {
            return vec![self.antecedent(verb, s)];
        }
        if depth > 8 {
            return Vec::new();
        }
        let Some(head) = self.head(verb) else { return Vec::new() };
        match self.rel(verb) {
            "conj" if self.is_verb(head) || self.child(head, &["nsubj"]).is_some() => {
                let passive = (self.is_passive(verb), self.is_passive(head));
                match passive {
                    (false, true) if self.child(head, &["nsubj"]).is_none() => self.by_agents(head),
                    _ => self.surface_subjects(head, depth + 1),
                }
            }
            // Control: the object of the governor where it has one ("urged Turkey to leave"), else its subject; of a
            // promise, the subject in any case.
            "xcomp" | "ccomp" | "advcl" => {
                // "cancelled the trip because of fighting": nobody in the clause need be in it.
                let cause = |p: String| matches!(p.as_str(), "because of" | "amid" | "due to" | "owing to");
                if self.rel(verb) == "advcl" && self.preposition(verb).is_some_and(cause) {
                    return Vec::new();
                }
                // "thanked Putin for sending", "accused it of being", "kept them from entering": the object does it.
                let gerund = self.token(verb).form.ends_with("ing")
                    && self.preposition(verb).is_some_and(|p| matches!(p.as_str(), "for" | "of" | "from"));
                if gerund {
                    let patients = self.patients(head);
                    if !patients.is_empty() && !patients.contains(&verb) {
                        return patients;
                    }
                }
                let subject_control = self.rel(verb) == "advcl"
                    || matches!(self.lemma(head), "promise" | "vow" | "threaten" | "pledge" | "offer");
                let objects: Vec<usize> = self.children_by(head, &["obj", "iobj"]).collect();
                if !subject_control && !objects.is_empty() && self.rel(verb) == "xcomp" {
                    objects
                } else if self.is_verb(head) || self.child(head, &["nsubj"]).is_some() {
                    if self.rel(verb) == "ccomp" && depth > 0 {
                        Vec::new()
                    } else {
                        self.surface_subjects(head, depth + 1)
                    }
                } else {
                    Vec::new()
                }
            }
            // "fighters attacking the town", "troops sent to the border", "the right to defend".
            "acl" => {
                if self.token(verb).feats.verb_form == Some("Inf")
                    || self.children_by(verb, &["mark"]).any(|m| self.lower(m) == "to")
                {
                    // "a plan to attack": the plan's owner acts.
                    return self.owners(head);
                }
                // "released a report accusing the army": whoever released it accuses.
                let document = matches!(
                    self.lemma(head),
                    "report"
                        | "statement"
                        | "letter"
                        | "resolution"
                        | "article"
                        | "lawsuit"
                        | "complaint"
                        | "petition"
                        | "tweet"
                        | "speech"
                        | "message"
                        | "declaration"
                        | "communique"
                        | "post"
                        | "video"
                        | "motion"
                        | "bill"
                        | "decree"
                        | "law"
                        | "order"
                );
                if document && self.token(verb).form.ends_with("ing") {
                    let owners = self.owners(head);
                    if !owners.is_empty() {
                        return owners;
                    }
                }
                // "Norway is the largest donor, giving $40 million": who is the donor gives.
                if self.token(verb).form.ends_with("ing") && self.child(head, &["cop"]).is_some() {
                    let subject: Vec<usize> = self.children_by(head, &["nsubj"]).collect();
                    if !subject.is_empty() {
                        return subject;
                    }
                }
                vec![head]
            }
            "amod" => vec![head],
            "parataxis" if self.is_verb(head) => Vec::new(),
            _ => Vec::new(),
        }
    }

    /// Whoever has a noun: its possessor, or the subject of the verb whose object it is.
    pub fn owners(&self, noun: usize) -> Vec<usize> {
        if let Some(p) = self.children[noun].iter().copied().find(|&c| self.token(c).deprel == "nmod:poss") {
            return vec![p];
        }
        match self.head(noun) {
            Some(h) if self.is_verb(h) && matches!(self.rel(noun), "obj" | "obl") => self.agents(h),
            _ => Vec::new(),
        }
    }

    /// The noun that a relative pronoun stands for, where the token is one in the relative clause of `verb`; otherwise
    /// the token itself.
    fn antecedent(&self, verb: usize, token: usize) -> usize {
        if !is_relative(self.token(token)) {
            return token;
        }
        self.path_up(verb).find(|&t| self.token(t).deprel == "acl:relcl").and_then(|v| self.head(v)).unwrap_or(token)
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
