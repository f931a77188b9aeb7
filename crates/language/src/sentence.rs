//! Text to paragraphs and sentences, by rules. The model's boundary head may part a sentence further.

use crate::token::{self, Abbreviation, TokenSpan, is_space};
use std::ops::Range;

/// A paragraph is cut by force at so many bytes (at a space where there is one), so that no text is held whole.
const LONGEST_PARAGRAPH: usize = 1 << 16;

/// A sentence as the rules see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Which paragraph it stands in, from 0.
    pub paragraph: usize,
    /// Its tokens; one at least.
    pub tokens: Vec<TokenSpan>,
}

/// The sentences of a text, one after the other.
pub fn segments(text: &str) -> impl Iterator<Item = Segment> {
    let mut paragraphs = Paragraphs::new(text);
    let mut ready: std::collections::VecDeque<Segment> = Default::default();
    std::iter::from_fn(move || {
        while ready.is_empty() {
            let (paragraph, bytes, first_char) = paragraphs.next()?;
            let mut tokens = Vec::new();
            token::add_tokens(&text[bytes.clone()], first_char, bytes.start, &mut tokens);
            let mut tokens = tokens.into_iter();
            let mut start = 0;
            for end in ends(text, tokens.as_slice()) {
                ready.push_back(Segment { paragraph, tokens: tokens.by_ref().take(end - start).collect() });
                start = end;
            }
        }
        ready.pop_front()
    })
}

/// Walks over the paragraphs: pieces between line ends.
struct Paragraphs<'t> {
    text: &'t str,
    byte: usize,
    char: usize,
    next: usize,
    /// Whether single line ends only wrap lines here, and an empty line parts paragraphs.
    wrapped: bool,
}

impl<'t> Paragraphs<'t> {
    fn new(text: &'t str) -> Paragraphs<'t> {
        Paragraphs { text, byte: 0, char: 0, next: 0, wrapped: is_wrapped(text) }
    }

    /// The number of the next paragraph, its bytes and its first character.
    fn next(&mut self) -> Option<(usize, Range<usize>, usize)> {
        loop {
            let rest = &self.text[self.byte..];
            if rest.is_empty() {
                return None;
            }
            let (start, first) = (self.byte, self.char);
            let mut end = if self.wrapped { blank_line(rest) } else { rest.find(['\n', '\r', '\u{2029}']) };
            let mut whole = true;
            if end.unwrap_or(rest.len()) > LONGEST_PARAGRAPH {
                let limit = floor(rest, LONGEST_PARAGRAPH);
                // After a full stop where there is one in the last part, else at a space, else anywhere.
                let tail = floor(rest, LONGEST_PARAGRAPH - LONGEST_PARAGRAPH / 8);
                end = rest[tail..limit]
                    .rfind(". ")
                    .map(|i| tail + i + 1)
                    .or_else(|| rest[tail..limit].rfind(is_space).map(|i| tail + i))
                    .or(Some(limit));
                whole = false;
            }
            // The separator goes with the paragraph, as it holds no token.
            let end = end.unwrap_or(rest.len());
            let skip = if whole { rest[end..].chars().next().map_or(0, char::len_utf8) } else { 0 };
            self.byte += end + skip;
            self.char += rest[..end + skip].chars().count();
            let empty = rest[..end].chars().all(is_space);
            let number = self.next;
            if whole && !empty {
                self.next += 1;
            }
            if !empty {
                return Some((number, start..start + end, first));
            }
        }
    }
}

/// Lines that were wrapped at a width: most are neither short nor long, many end without a mark, the next go on in lower
/// case.
fn is_wrapped(text: &str) -> bool {
    let (mut lines, mut broken) = (0usize, 0usize);
    let mut last: Option<&str> = None;
    for line in text.lines().take(400) {
        let line = line.trim();
        if let Some(last) = last
            && !line.is_empty()
            && !last.is_empty()
        {
            lines += 1;
            let goes_on = line.chars().next().is_some_and(char::is_lowercase);
            let long = (40..120).contains(&last.len());
            broken += usize::from(goes_on && long);
        }
        last = Some(line);
    }
    lines >= 3 && broken * 3 > lines
}

/// The first empty line, as the place of the line end before it.
fn blank_line(text: &str) -> Option<usize> {
    text.match_indices('\n')
        .map(|(i, _)| i)
        .find(|&i| text[i + 1..].chars().take(200).find(|&c| c == '\n' || !is_space(c)).is_some_and(|c| c == '\n'))
}

/// The last place at or before `at` that is between characters.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// Most tokens of a dateline.
const LONGEST_DATELINE: usize = 16;

/// How many tokens a dateline takes that opens a paragraph: "GOMA, Congo (AP) -", "DHAKA, March 14 (Reuters) —". None, 0.
/// It is no part of the sentence after it, and a parser takes it for the subject.
fn dateline<'t>(most: usize, form: &impl Fn(usize) -> &'t str, glued: impl Fn(usize) -> bool) -> usize {
    let city = |word: &str| word.chars().count() > 2 && word.chars().all(|c| c.is_uppercase() || c == '-' || c == '\'');
    if most < 3 || !city(form(0)) {
        return 0;
    }
    for i in 1..most {
        let word = form(i);
        if matches!(word, "-" | "--" | "–" | "—") {
            return if glued(i) { 0 } else { i + 1 };
        }
        let fits = matches!(word, "," | "(" | ")" | "." | "/")
            || word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        if !fits {
            return 0;
        }
    }
    0
}

/// Where the sentences of a paragraph end: token counts, ascending, the last one the number of tokens.
fn ends(text: &str, tokens: &[TokenSpan]) -> Vec<usize> {
    let form = |i: usize| &text[tokens[i].bytes.clone()];
    let mut ends = Vec::new();
    let mut i = dateline(tokens.len().min(LONGEST_DATELINE), &form, |i| glued(tokens, i));
    if i > 0 && i < tokens.len() {
        ends.push(i);
    }
    while i < tokens.len() {
        let last = i;
        i += 1;
        if !is_end(form(last)) {
            continue;
        }
        // Further marks and what closes a quotation or bracket belong to the sentence that ends.
        let mut close = last;
        while i < tokens.len() && (closes(form(i), glued(tokens, i)) || is_stop(form(i)) && glued(tokens, i)) {
            close = i;
            i += 1;
        }
        let Some(next) = (i < tokens.len()).then(|| form(i)) else { break };
        let speech = close > last && !form(last).ends_with('.') && names_speaker((i..tokens.len()).take(6).map(form));
        if !starts(next) || speech || !ends_here(form(last), next, close > last) {
            continue;
        }
        ends.push(i);
    }
    ends.push(tokens.len());
    ends.dedup();
    ends.retain(|&end| end > 0);
    ends
}

fn glued(tokens: &[TokenSpan], i: usize) -> bool {
    tokens[i - 1].bytes.end == tokens[i].bytes.start
}

fn is_stop(form: &str) -> bool {
    form.chars().all(|c| matches!(c, '.' | '!' | '?' | '…'))
}

/// Whether a token may end a sentence: a mark, or an abbreviation with its full stop.
fn is_end(form: &str) -> bool {
    form.ends_with(['.', '!', '?', '…'])
}

/// What closes a quotation or bracket, standing right after the full stop.
fn closes(form: &str, glued: bool) -> bool {
    match form {
        "”" | "’" | "»" | ")" | "]" | "''" => true,
        "\"" | "'" | "\"\"" | "\"\"\"\"" => glued,
        _ => false,
    }
}

/// Whether a token looks like the start of a sentence.
fn starts(form: &str) -> bool {
    form.chars().next().is_some_and(|c| {
        c.is_uppercase()
            || c.is_numeric()
            || matches!(
                c,
                '"' | '“'
                    | '„'
                    | '«'
                    | '‘'
                    | '\''
                    | '('
                    | '['
                    | '-'
                    | '–'
                    | '—'
                    | '•'
                    | '*'
                    | '@'
                    | '#'
                    | '$'
                    | '£'
                    | '€'
            )
            || c.is_alphabetic() && !c.is_lowercase()
    })
}

fn ends_here(last: &str, next: &str, closed: bool) -> bool {
    if is_stop(last) {
        // "..." may be a pause.
        let pause = last.len() > 1 && last.starts_with(['.', '…']);
        return !pause || next.chars().next().is_some_and(|c| !c.is_numeric());
    }
    let Some(stem) = last.strip_suffix('.') else { return true };
    if closed {
        return true;
    }
    let first = next.chars().next().unwrap_or(' ');
    if stem.chars().count() == 1 {
        return false;
    }
    match token::abbreviation(stem) {
        Some(Abbreviation::Title | Abbreviation::Number | Abbreviation::Month) => false,
        // An acronym or "Inc." ends the sentence where a word follows that only starts sentences with a capital.
        _ => first.is_alphabetic() && is_starter(next) || matches!(first, '“' | '"' | '„'),
    }
}

/// Whether what follows a quoted question or call names who said it ("…?" Ann Po asked).
fn names_speaker<'t>(mut words: impl Iterator<Item = &'t str>) -> bool {
    const SAID: &[&str] = &[
        "said",
        "says",
        "asked",
        "asks",
        "added",
        "adds",
        "told",
        "tells",
        "wrote",
        "writes",
        "tweeted",
        "replied",
        "wondered",
        "shouted",
        "demanded",
        "declared",
        "exclaimed",
        "cried",
        "joked",
        "responded",
    ];
    let first = words.next().is_some_and(|w| w.chars().next().is_some_and(char::is_uppercase) && !is_starter(w));
    first
        && words
            .find(|w| !w.chars().next().is_some_and(|c| c.is_uppercase() || c == ',' || c == '-'))
            .is_some_and(|w| SAID.contains(&w))
}

/// Words that have a capital only because they start a sentence.
fn is_starter(word: &str) -> bool {
    const STARTERS: &[&str] = &[
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "He",
        "She",
        "It",
        "They",
        "We",
        "I",
        "You",
        "But",
        "And",
        "Or",
        "So",
        "Yet",
        "This",
        "That",
        "These",
        "Those",
        "There",
        "Here",
        "When",
        "While",
        "After",
        "Before",
        "As",
        "If",
        "For",
        "From",
        "With",
        "By",
        "To",
        "Of",
        "His",
        "Her",
        "Its",
        "Their",
        "Our",
        "My",
        "Your",
        "What",
        "Who",
        "How",
        "Why",
        "Where",
        "Which",
        "However",
        "Meanwhile",
        "Since",
        "Although",
        "Though",
        "Because",
        "Also",
        "Then",
        "Now",
        "Some",
        "Many",
        "Most",
        "Both",
        "All",
        "Several",
        "Officials",
        "Earlier",
        "Later",
        "No",
        "Not",
        "One",
        "Two",
        "Last",
        "According",
        "Under",
        "During",
        "Despite",
    ];
    STARTERS.contains(&word)
}

/// Where a sentence of `sizes` wordpieces a token is cut so that no part has more than `most`: token counts, ascending,
/// the last one the number of tokens. The best place is the last comma, semicolon or colon of the second half.
pub(crate) fn cut_long(sizes: &[usize], most: usize, form: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut ends = Vec::new();
    let (mut start, mut sum) = (0, 0);
    let mut i = 0;
    while i < sizes.len() {
        while sum + sizes[i] > most && i > start {
            let half = start + (i - start) / 2;
            let end = (half..i).rev().find(|&j| form(j)).map_or(i, |j| j + 1);
            ends.push(end);
            start = end;
            sum = sizes[start..i].iter().sum();
        }
        sum += sizes[i];
        i += 1;
    }
    if start < sizes.len() {
        ends.push(sizes.len());
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The sentences of the text, verbatim, with "|" between those of a paragraph and "¶" between paragraphs.
    fn check(text: &str, expected: &str) {
        let mut out = String::new();
        let mut last = None;
        for segment in segments(text) {
            let end = segment.tokens.last().map_or(0, |t| t.bytes.end);
            match last {
                Some(paragraph) if paragraph == segment.paragraph => out.push('|'),
                Some(_) => out.push('¶'),
                None => {}
            }
            last = Some(segment.paragraph);
            out.push_str(&text[segment.tokens[0].bytes.start..end]);
        }
        assert_eq!(out, expected, "{text}");
    }

    #[test]
    fn sentences_end_at_marks() {
        check(
            "They met. They talked! Did they agree? No one knows.",
            "They met.|They talked!|Did they agree?|No one knows.",
        );
        check("One. 5 died. (Two more did.) Three", "One.|5 died.|(Two more did.)|Three");
        check("\"We agree.\" He left. “We agreed.” She left.", "\"We agree.\"|He left.|“We agreed.”|She left.");
        check("He said: \"Go.\" \"Never,\" she said.", "He said: \"Go.\"|\"Never,\" she said.");
        check("What?! Yes.", "What?!|Yes.");
        check("the war.The two sides", "the war.|The two sides");
    }

    #[test]
    fn datelines_stand_alone() {
        check("SEOUL - North Korea fired.", "SEOUL -|North Korea fired.");
        check("GOMA, Congo (AP) — Rebels met.", "GOMA, Congo (AP) —|Rebels met.");
        check("NEW YORK, March 14, 2023 (Reuters) -- It met.", "NEW YORK, March 14, 2023 (Reuters) --|It met.");
        check("COVID-19 is back. NATO - an alliance - met.", "COVID-19 is back.|NATO - an alliance - met.");
        check("UN and EU officials met - twice.", "UN and EU officials met - twice.");
    }

    #[test]
    fn sentences_do_not_end_at_abbreviations_or_before_small_letters() {
        check("Gen. Ba and Mr. Li of the U.S. Navy met J. R. Po.", "Gen. Ba and Mr. Li of the U.S. Navy met J. R. Po.");
        check("He left the U.S. The trip was long.", "He left the U.S.|The trip was long.");
        check("It hit No. 5 on Sept. 3 at 5 p.m. Friday.", "It hit No. 5 on Sept. 3 at 5 p.m. Friday.");
        check("near the exit. of the illegal crossing", "near the exit. of the illegal crossing");
        check("It rose 3.5 percent... in May.", "It rose 3.5 percent... in May.");
        check("Acme Inc. bought it. Acme Inc. The firm", "Acme Inc. bought it.|Acme Inc.|The firm");
        check(
            "“Is it?” Ann Po asked. “Stop!” Mr. Li and others left.",
            "“Is it?” Ann Po asked.|“Stop!”|Mr. Li and others left.",
        );
        check("“Is it?” he asked. “Stop!” they cried.", "“Is it?” he asked.|“Stop!” they cried.");
    }

    #[test]
    fn paragraphs_end_at_line_ends_unless_lines_are_wrapped() {
        check("A title\n\nFirst one. Second one\nThird one", "A title¶First one.|Second one¶Third one");
        check("A title\r\n\r\nA text\r\n", "A title¶A text");
        let wrapped = "The two ministers met on Monday and spoke at\nlength about the border, which has been closed for\n\
            many months now, and agreed that their envoys\nwould meet again.\n\nThe talks ended.";
        check(wrapped, &format!("{}¶The talks ended.", wrapped.split("\n\n").next().unwrap()));
        check("", "");
        check(" \n \n", "");
    }

    #[test]
    fn long_sentences_are_cut_at_pauses() {
        let pauses = |i: usize| i == 3 || i == 6;
        assert_eq!(cut_long(&[1; 5], 5, pauses), [5]);
        assert_eq!(cut_long(&[1; 9], 5, pauses), [4, 9]);
        assert_eq!(cut_long(&[1; 9], 5, |_| false), [5, 9]);
        assert_eq!(cut_long(&[7, 7], 5, |_| false), [1, 2]);
        assert_eq!(cut_long(&[], 5, |_| false), [0; 0]);
    }

    #[test]
    fn a_text_of_one_line_is_cut() {
        let text = "word ".repeat(60_000);
        let sizes: Vec<usize> = segments(&text).map(|s| s.tokens.len()).collect();
        assert_eq!(sizes.iter().sum::<usize>(), 60_000);
        assert!(sizes.iter().all(|&n| n <= LONGEST_PARAGRAPH / 5 + 1));
        assert!(segments(&text).all(|s| s.paragraph == 0));
    }

    proptest! {
        #[test]
        fn sentences_hold_all_tokens_in_order(text in "([a-zA-Z]{1,4}|\\PC|[.!?] |[\"”)(]| |\n\n?|Mr\\. ){0,50}") {
            let all: Vec<TokenSpan> = segments(&text).flat_map(|s| s.tokens).collect();
            let chars: Vec<char> = text.chars().collect();
            let mut at = 0;
            for token in all {
                prop_assert!(chars[at..token.chars.start].iter().all(|&c| is_space(c)));
                at = token.chars.end;
            }
            prop_assert!(chars[at..].iter().all(|&c| is_space(c)));
        }

        #[test]
        fn parts_of_long_sentences_fit(sizes in prop::collection::vec(1usize..9, 0..80), most in 9usize..30, every in 1usize..7) {
            let ends = cut_long(&sizes, most, |i| i % every == 0);
            prop_assert_eq!(ends.last().copied().unwrap_or(0), sizes.len());
            let mut start = 0;
            for end in ends {
                prop_assert!(start < end && sizes[start..end].iter().sum::<usize>() <= most);
                start = end;
            }
        }
    }
}
