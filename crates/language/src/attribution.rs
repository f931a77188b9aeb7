//! Quotations that run over several sentences: the model reads sentence by sentence, so that what stands in a sentence
//! without a cue is joined here to the attribution that it goes on with.
//!
//! A quotation is followed from its opening to its closing mark, over paragraphs where the next one opens with a mark
//! again. All of it belongs to the attribution that has the largest share of it; a quotation that none claims goes on
//! with the one before it in the paragraph ("…," she said. "…"), or with a sentence that ends in a colon before it.

use crate::reading::{Attribution, NameKind, Reading, Sentence};
use std::collections::BTreeMap;
use std::ops::Range;

/// A stretch of a sentence.
type Part = (usize, Range<usize>);

/// Where an attribution stands: its sentence and its index there.
type Place = (usize, usize);

/// Joins what is attributed in sentences without a cue to the attribution that it goes on with.
pub(crate) fn join(reading: &mut Reading) {
    turns(reading);
    let quotations = quotations(reading);
    let mut last: Option<(usize, Place)> = None;
    let mut gone: Vec<Place> = Vec::new();
    let mut joins: Vec<(Place, Vec<Part>)> = Vec::new();
    for parts in quotations {
        let owner = claimant(reading, &parts).or_else(|| goes_on(reading, &parts, last));
        let Some(owner) = owner else { continue };
        last = parts.last().map(|(sentence, _)| (*sentence, owner));
        // Who speaks inside the quotation is part of what is quoted.
        for (sentence, tokens) in &parts {
            let inner = reading.sentences[*sentence].attributions.iter().enumerate();
            gone.extend(inner.filter(|(_, a)| tokens.contains(&a.cue)).map(|(i, _)| (*sentence, i)));
        }
        joins.push((owner, parts));
    }
    for (owner, parts) in joins {
        if !gone.contains(&owner) {
            add(reading, owner, parts);
        }
    }
    gone.sort_unstable();
    gone.dedup();
    for (sentence, index) in gone.into_iter().rev() {
        reading.sentences[sentence].attributions.remove(index);
    }
}

/// How sure an attribution is that [`turns`] makes.
const TURN: f32 = 0.6;

/// Words at most that name the speaker before a colon.
const SPEAKER: usize = 6;

/// A paragraph that starts with a person's or body's name and a colon is what that one says, as in some headlines; so is
/// one that starts with capitals and a colon where others start with the same, as in interviews ("PO: We agreed. …").
fn turns(reading: &mut Reading) {
    let mut paragraph = None;
    let starts: Vec<(usize, usize)> = (0..)
        .zip(&reading.sentences)
        .filter(|(_, sentence)| paragraph.replace(sentence.paragraph) != Some(sentence.paragraph))
        .filter_map(|(home, sentence)| Some((home, colon(sentence)?)))
        .collect();
    let mut speakers: BTreeMap<String, usize> = BTreeMap::new();
    for &(home, colon) in &starts {
        *speakers.entry(form(&reading.sentences[home], colon)).or_default() += 1;
    }
    for (home, colon) in starts {
        let sentence = &reading.sentences[home];
        let rest = reading.sentences[home + 1..].iter().take_while(|s| s.paragraph == sentence.paragraph).count();
        let says = |kind| matches!(kind, NameKind::Person | NameKind::Organization);
        let named = sentence.names.iter().any(|n| n.tokens.end == colon && says(n.kind));
        let name = form(sentence, colon);
        let again = name.chars().all(|c| !c.is_lowercase()) && speakers.get(&name).is_some_and(|&n| n > 1);
        if !(named || again) || colon + 1 == sentence.tokens.len() && rest == 0 {
            continue;
        }
        let attribution = Attribution {
            cue: colon,
            prob: TURN,
            source: (0..colon).collect(),
            content: (colon + 1..sentence.tokens.len()).collect(),
            more: (home + 1..=home + rest).map(|s| (s, 0..reading.sentences[s].tokens.len())).collect(),
        };
        reading.sentences[home].attributions.retain(|a| a.cue > colon);
        reading.sentences[home].attributions.insert(0, attribution);
        if again {
            // Whom the speaker speaks of is part of what is said.
            reading.sentences[home].attributions.truncate(1);
            for sentence in &mut reading.sentences[home + 1..=home + rest] {
                sentence.attributions.clear();
            }
        }
    }
}

/// The colon after the capitalised words that a sentence starts with.
fn colon(sentence: &Sentence) -> Option<usize> {
    let colon = sentence.tokens.iter().take(SPEAKER + 1).position(|t| t.form == ":").filter(|&colon| colon > 0)?;
    sentence.tokens[..colon].iter().all(|t| t.form.starts_with(char::is_uppercase)).then_some(colon)
}

/// The words of a sentence before one of its tokens.
fn form(sentence: &Sentence, end: usize) -> String {
    sentence.tokens[..end].iter().map(|t| t.form.as_str()).collect::<Vec<_>>().join(" ")
}

fn add(reading: &mut Reading, (home, index): Place, parts: Vec<Part>) {
    for (sentence, tokens) in parts {
        if sentence == home {
            let taken: Vec<usize> = reading.sentences[home]
                .attributions
                .iter()
                .flat_map(|a| a.content.iter().chain(&a.source).copied().chain([a.cue]))
                .collect();
            let attribution = &mut reading.sentences[home].attributions[index];
            attribution.content.extend(tokens.filter(|t| !taken.contains(t)));
            attribution.content.sort_unstable();
        } else {
            reading.sentences[home].attributions[index].more.push((sentence, tokens));
        }
    }
    reading.sentences[home].attributions[index].more.sort_by_key(|(sentence, tokens)| (*sentence, tokens.start));
}

/// The attribution that claims most of a quotation, its cue outside and a quarter of the quotation in its sentence inside.
fn claimant(reading: &Reading, parts: &[Part]) -> Option<Place> {
    let mut best: Option<(usize, Place)> = None;
    for (sentence, tokens) in parts {
        for (index, attribution) in reading.sentences[*sentence].attributions.iter().enumerate() {
            let shared = attribution.content.iter().filter(|t| tokens.contains(t)).count();
            let fits = shared * 4 >= tokens.len() && !tokens.contains(&attribution.cue);
            if fits && shared > 0 && best.is_none_or(|(most, _)| shared > most) {
                best = Some((shared, (*sentence, index)));
            }
        }
    }
    best.map(|(_, place)| place)
}

/// The attribution that a quotation without one of its own goes on with.
fn goes_on(reading: &Reading, parts: &[Part], last: Option<(usize, Place)>) -> Option<Place> {
    let (first, tokens) = parts.first()?;
    let before = first.checked_sub(1)?;
    if tokens.start > 0 {
        return None;
    }
    let previous = &reading.sentences[before];
    if previous.tokens.last().is_some_and(|t| t.form == ":") && !previous.attributions.is_empty() {
        return Some((before, previous.attributions.len() - 1));
    }
    let (end, owner) = last?;
    (end == before && previous.paragraph == reading.sentences[*first].paragraph).then_some(owner)
}

/// What a mark does to a quotation.
enum Mark {
    Opens,
    Closes,
}

/// The quotation mark at a token, if it is one; `inside` is the mark that opened the quotation at hand.
fn mark(sentence: &Sentence, index: usize, inside: Option<&str>) -> Option<Mark> {
    let token = &sentence.tokens[index];
    match token.form.as_str() {
        "“" | "„" | "«" | "``" => Some(Mark::Opens),
        "”" | "»" | "''" => Some(Mark::Closes),
        // Single marks inside double ones, and apostrophes, are none of ours.
        "‘" if inside.is_none() => Some(Mark::Opens),
        "’" if inside == Some("‘") => Some(Mark::Closes),
        "\"" | "\"\"" | "\"\"\"\"" => {
            let before = index.checked_sub(1).is_some_and(|i| sentence.tokens[i].end == token.start);
            let after = sentence.tokens.get(index + 1).is_some_and(|t| t.start == token.end);
            match (before, after) {
                (false, true) => Some(Mark::Opens),
                (true, false) => Some(Mark::Closes),
                _ if inside.is_some() => Some(Mark::Closes),
                _ => Some(Mark::Opens),
            }
        }
        _ => None,
    }
}

/// Quotations as stretches of sentences, in order; the marks belong to them.
fn quotations(reading: &Reading) -> Vec<Vec<Part>> {
    let mut done: Vec<Vec<Part>> = Vec::new();
    // The mark that opened the quotation at hand, its parts, and where it starts in this sentence.
    let mut open: Option<(String, Vec<Part>, usize)> = None;
    // How many curly marks are open within straight ones.
    let mut nested = 0usize;
    let mut paragraph = 0;
    for (number, sentence) in reading.sentences.iter().enumerate() {
        let mut first = 0;
        if let Some((_, parts, start)) = &mut open {
            *start = 0;
            if sentence.paragraph != paragraph {
                // A quotation goes on in a new paragraph where it is opened again; else its closing mark was lost.
                if sentence.tokens.first().is_some_and(|_| matches!(mark(sentence, 0, None), Some(Mark::Opens))) {
                    first = 1;
                } else {
                    done.push(std::mem::take(parts));
                    open = None;
                }
            }
        }
        paragraph = sentence.paragraph;
        for index in first..sentence.tokens.len() {
            let inside = open.as_ref().map(|(mark, _, _)| mark.as_str());
            match mark(sentence, index, inside) {
                Some(Mark::Opens)
                    if inside.is_some_and(|m| m.starts_with('"')) && !sentence.tokens[index].form.starts_with('"') =>
                {
                    nested += 1;
                }
                Some(Mark::Closes) if nested > 0 && !sentence.tokens[index].form.starts_with('"') => nested -= 1,
                Some(Mark::Opens) => {
                    nested = 0;
                    if let Some((_, mut parts, start)) = open.take() {
                        parts.push((number, start..index));
                        done.push(parts);
                    }
                    open = Some((sentence.tokens[index].form.clone(), Vec::new(), index));
                }
                Some(Mark::Closes) => {
                    nested = 0;
                    if let Some((_, mut parts, start)) = open.take() {
                        parts.push((number, start..index + 1));
                        done.push(parts);
                    }
                }
                None => {}
            }
        }
        if let Some((_, parts, start)) = &mut open {
            parts.push((number, *start..sentence.tokens.len()));
        }
    }
    done.extend(open.map(|(_, parts, _)| parts));
    for parts in &mut done {
        parts.retain(|(_, tokens)| !tokens.is_empty());
    }
    done.retain(|parts| !parts.is_empty());
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{Name, Token};

    /// Reads a text in which words stand parted by spaces and sentences by "/" (by "//" where a paragraph ends). A token
    /// before "_c" is a cue, before "_s" a source, before "_q" content that the model found, before "_n" a person; each sentence with a cue has one
    /// attribution of all that. Gives what is joined to each, as words.
    fn check(text: &str, expected: &[&str]) {
        let mut reading = Reading::default();
        let mut at = 0;
        for (paragraph, part) in text.split(" // ").enumerate() {
            for part in part.split(" / ") {
                let mut sentence = Sentence { paragraph, ..Sentence::default() };
                let mut attribution: Option<Attribution> = None;
                let (mut source, mut content) = (Vec::new(), Vec::new());
                for (index, word) in part.split(' ').enumerate() {
                    let (form, what) = word.split_once('_').unwrap_or((word, ""));
                    match what {
                        "c" => {
                            attribution = Some(Attribution {
                                cue: index,
                                prob: 1.0,
                                source: vec![],
                                content: vec![],
                                more: vec![],
                            });
                        }
                        "s" => source.push(index),
                        "n" => {
                            sentence.names.push(Name { tokens: index..index + 1, kind: NameKind::Person, prob: 1.0 })
                        }
                        "q" => content.push(index),
                        _ => {}
                    }
                    let form = form.to_string();
                    sentence.tokens.push(Token { start: at, end: at + form.len(), form, ..Token::default() });
                    at += word.len() + 1;
                }
                sentence.attributions.extend(attribution.map(|a| Attribution { source, content, ..a }));
                reading.sentences.push(sentence);
            }
        }
        join(&mut reading);
        let found: Vec<String> = reading
            .sentences
            .iter()
            .enumerate()
            .flat_map(|(number, sentence)| sentence.attributions.iter().map(move |a| (number, a)))
            .map(|(number, a)| {
                let own = a.content.iter().map(|&t| (number, t));
                let more = a.more.iter().flat_map(|(s, tokens)| tokens.clone().map(|t| (*s, t)));
                own.chain(more).map(|(s, t)| reading.sentences[s].tokens[t].form.as_str()).collect::<Vec<_>>().join(" ")
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_quotation_of_one_sentence_stays() {
        check("“ Yes_q ,_q ” she_s said_c .", &["“ Yes , ”"]);
        check("She_s said_c he_q left_q . / He did .", &["he left"]);
    }

    #[test]
    fn an_open_quotation_is_followed() {
        check("She_s said_c : “_q Yes_q . / We do . ” / He left .", &["“ Yes . We do . ”"]);
        check("“ Yes . / We_q do_q ,_q ” she_s said_c .", &["We do , ” “ Yes ."]);
    }

    #[test]
    fn the_next_quotation_of_the_paragraph_goes_on() {
        check("“_q Yes_q ,_q ”_q she_s said_c . / “ We do . ” / “ Now . ”", &["“ Yes , ” “ We do . ” “ Now . ”"]);
        check("“_q Yes_q ,_q ”_q she_s said_c . // “ We do . ”", &["“ Yes , ”"]);
        check("“_q Yes_q ,_q ”_q she_s said_c . / He left . / “ We do . ”", &["“ Yes , ”"]);
    }

    #[test]
    fn a_colon_leads_to_the_quotations_after_it() {
        check("She_s said_c : // “ Yes . // “ We do . ” // He left .", &["“ Yes . “ We do . ”"]);
    }

    #[test]
    fn a_name_and_a_colon_start_a_turn() {
        check("PO_n : We agreed . / We did . // LI_n : No . // He left : no .", &["We agreed . We did .", "No ."]);
        check("Kyiv : We agreed .", &[]);
        check("PO : We agreed . // LI : No . // PO : Yes .", &["We agreed .", "Yes ."]);
    }

    #[test]
    fn who_speaks_within_a_quotation_is_part_of_it() {
        check(
            "“_q They_q agree_q ,_q ”_q she_s said_c . / “ He_s says_c they_q do . ”",
            &["“ They agree , ” “ He says they do . ”"],
        );
    }

    #[test]
    fn a_lost_closing_mark_ends_with_the_paragraph() {
        check("She_s said_c : “_q Yes_q . // He left . / They stayed .", &["“ Yes ."]);
    }
}
