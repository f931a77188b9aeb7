//! Who does what a verb says and to whom, through passives, control, relative clauses and coordination.

use super::{Tree, is_relative};
use chancery_language::Upos;

impl Tree<'_> {
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
    pub(super) fn antecedent(&self, verb: usize, token: usize) -> usize {
        if !is_relative(self.token(token)) {
            return token;
        }
        self.path_up(verb).find(|&t| self.token(t).deprel == "acl:relcl").and_then(|v| self.head(v)).unwrap_or(token)
    }
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
