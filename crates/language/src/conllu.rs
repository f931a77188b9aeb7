//! Readings as CoNLL-U, for people and for tools that know treebanks.

use crate::reading::{NameKind, Reading, Sentence, Token};
use std::fmt::Write;
use std::ops::Range;

impl NameKind {
    /// The kind's name, as label and in CoNLL-U.
    pub fn code(self) -> &'static str {
        match self {
            NameKind::Person => "Person",
            NameKind::Organization => "Organization",
            NameKind::Location => "Location",
            NameKind::Norp => "NORP",
            NameKind::Date => "Date",
            NameKind::Money => "Money",
            NameKind::Facility => "Facility",
            NameKind::Product => "Product",
            NameKind::Misc => "Misc",
        }
    }
}

/// Writes a reading as CoNLL-U: ten columns, with `SpaceAfter`, names (`Entity=B-Person`), predicates (`Pred=Yes`), their
/// arguments (`Role=ARG0:7`, the predicate's id after the colon) and attributions (`Cue=Yes`, `Attribution=source:4`, the
/// cue's id, or `Attribution=content:2.4` where the cue is word 4 of sentence 2) in the last. `text` is the text that was read.
pub fn write_conllu(reading: &Reading, text: &str) -> String {
    let mut out = String::new();
    // What cues of other sentences claim of each sentence.
    let mut claims: Vec<Vec<Claim>> = vec![Vec::new(); reading.sentences.len()];
    for (home, sentence) in reading.sentences.iter().enumerate() {
        for attribution in &sentence.attributions {
            for (other, tokens) in &attribution.more {
                if let Some(claims) = claims.get_mut(*other) {
                    claims.push(Claim { home, cue: attribution.cue, tokens: tokens.clone() });
                }
            }
        }
    }
    let mut chars = text.chars();
    let mut at = 0;
    for ((number, sentence), claims) in (1..).zip(&reading.sentences).zip(&claims) {
        // Sentences come in the order of the text, so one walk over it is enough.
        if sentence.start > at {
            chars.nth(sentence.start - at - 1);
            at = sentence.start;
        }
        let verbatim: String = chars.by_ref().take(sentence.end - at).collect();
        at = sentence.end;
        let verbatim: String = verbatim.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(out, "# sent_id = {number}\n# text = {verbatim}");
        for (index, token) in sentence.tokens.iter().enumerate() {
            let head = token.head.map_or(0, |h| h + 1);
            let form = &token.form;
            let misc = misc(sentence, claims, index, token);
            let _ = writeln!(
                out,
                "{}\t{form}\t{}\t{}\t_\t{}\t{head}\t{}\t_\t{misc}",
                index + 1,
                if token.lemma.is_empty() { "_" } else { &token.lemma },
                token.upos.code(),
                feats(token),
                token.deprel,
            );
        }
        out.push('\n');
    }
    out
}

fn feats(token: &Token) -> String {
    let f = token.feats;
    let all = [
        ("Gender", f.gender),
        ("Mood", f.mood),
        ("Number", f.number),
        ("Person", f.person),
        ("Tense", f.tense),
        ("VerbForm", f.verb_form),
        ("Voice", f.voice),
    ];
    let have: Vec<String> = all.iter().filter_map(|(n, v)| v.map(|v| format!("{n}={v}"))).collect();
    if have.is_empty() { "_".to_string() } else { have.join("|") }
}

/// Words of a sentence that belong to a cue of another.
#[derive(Clone)]
struct Claim {
    home: usize,
    cue: usize,
    tokens: Range<usize>,
}

fn misc(sentence: &Sentence, claims: &[Claim], index: usize, token: &Token) -> String {
    let mut misc: Vec<String> = Vec::new();
    for attribution in &sentence.attributions {
        let cue = attribution.cue + 1;
        if attribution.cue == index {
            misc.push("Cue=Yes".to_string());
        }
        for (what, tokens) in [("source", &attribution.source), ("content", &attribution.content)] {
            if tokens.contains(&index) {
                misc.push(format!("Attribution={what}:{cue}"));
            }
        }
    }
    for claim in claims.iter().filter(|c| c.tokens.contains(&index)) {
        misc.push(format!("Attribution=content:{}.{}", claim.home + 1, claim.cue + 1));
    }
    if let Some(name) = sentence.names.iter().find(|n| n.tokens.contains(&index)) {
        let place = if name.tokens.start == index { "B" } else { "I" };
        misc.push(format!("Entity={place}-{}", name.kind.code()));
    }
    if sentence.predicates.iter().any(|p| p.token == index) {
        misc.push("Pred=Yes".to_string());
    }
    for predicate in &sentence.predicates {
        for argument in predicate.arguments.iter().filter(|a| a.token == index) {
            misc.push(format!("Role={}:{}", argument.role, predicate.token + 1));
        }
    }
    if sentence.tokens.get(index + 1).is_some_and(|next| next.start == token.end) {
        misc.push("SpaceAfter=No".to_string());
    }
    if misc.is_empty() { "_".to_string() } else { misc.join("|") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{Argument, Attribution, Feats, Name, Predicate, Upos};

    #[test]
    fn a_sentence_in_ten_columns() {
        let token = |start: usize, form: &str, lemma: &str, upos, head, deprel| Token {
            start,
            end: start + form.chars().count(),
            form: form.into(),
            lemma: lemma.into(),
            upos,
            head,
            deprel,
            ..Token::default()
        };
        let mut sentence = Sentence {
            start: 2,
            end: 17,
            tokens: vec![
                token(2, "Élise", "Élise", Upos::PROPN, Some(1), "nsubj"),
                token(8, "resigned", "resign", Upos::VERB, None, "root"),
                token(16, ".", ".", Upos::PUNCT, Some(1), "punct"),
            ],
            names: vec![Name { tokens: 0..1, kind: NameKind::Person, prob: 0.9 }],
            predicates: vec![Predicate {
                types: Vec::new(),
                token: 1,
                prob: 0.9,
                arguments: vec![Argument { role: "ARG0", token: 0, prob: 0.8 }],
            }],
            attributions: vec![Attribution { cue: 1, prob: 0.9, source: vec![0], content: vec![], more: vec![] }],
            ..Sentence::default()
        };
        sentence.tokens[1].feats = Feats { tense: Some("Past"), verb_form: Some("Fin"), ..Feats::default() };
        sentence.attributions[0].more = vec![(1, 0..1)];
        let next = Sentence {
            start: 18,
            end: 21,
            tokens: vec![token(18, "Why", "why", Upos::ADV, None, "root")],
            ..Sentence::default()
        };
        let reading = Reading { sentences: vec![sentence, next] };
        let expected = "# sent_id = 1\n# text = Élise resigned.\n\
            1\tÉlise\tÉlise\tPROPN\t_\t_\t2\tnsubj\t_\tAttribution=source:2|Entity=B-Person|Role=ARG0:2\n\
            2\tresigned\tresign\tVERB\t_\tTense=Past|VerbForm=Fin\t0\troot\t_\tCue=Yes|Pred=Yes|SpaceAfter=No\n\
            3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n\
            # sent_id = 2\n# text = Why\n1\tWhy\twhy\tADV\t_\t_\t0\troot\t_\tAttribution=content:1.2\n\n";
        assert_eq!(write_conllu(&reading, "\n\nÉlise resigned. Why"), expected);
    }
}
