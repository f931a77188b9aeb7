//! Text to tokens, cut as the English treebanks of Universal Dependencies cut it (EWT, GUM), with repairs for what
//! scraping does: words and sentences glued together, quotes doubled.
//!
//! A token is never more than a stretch of the text: the tokens in order are the text without its white space.

mod word;

use std::ops::Range;
use word::*;
pub(crate) use word::{Abbreviation, abbreviation};

/// A stretch between spaces is cut by force at so many characters, whatever it is.
const LONGEST_STRETCH: usize = 1000;

/// A token's place in the text that it was cut from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSpan {
    /// Place in characters, end exclusive.
    pub chars: Range<usize>,
    /// The same place in bytes.
    pub bytes: Range<usize>,
}

/// Whether white space or a mark that has no width and no meaning here.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// The tokens of a text, in order.
pub fn tokens(text: &str) -> Vec<TokenSpan> {
    let mut out = Vec::new();
    add_tokens(text, 0, 0, &mut out);
    out
}

/// Adds the tokens of a text that starts at the given places of a larger one.
pub(crate) fn add_tokens(text: &str, first_char: usize, first_byte: usize, out: &mut Vec<TokenSpan>) {
    let mut stretch: Vec<char> = Vec::new();
    let mut bytes: Vec<usize> = Vec::new();
    let mut cuts = Cuts::default();
    let mut at = first_char;
    let mut rest = text.char_indices().peekable();
    while let Some((byte, c)) = rest.next() {
        at += 1;
        if is_space(c) {
            continue;
        }
        stretch.clear();
        bytes.clear();
        stretch.push(c);
        bytes.push(byte);
        while let Some(&(byte, c)) = rest.peek() {
            if is_space(c) || stretch.len() == LONGEST_STRETCH {
                break;
            }
            stretch.push(c);
            bytes.push(byte);
            rest.next();
        }
        let begin = at - 1;
        at = begin + stretch.len();
        bytes.push(rest.peek().map_or(text.len(), |&(b, _)| b));
        // A glance at what comes next tells an abbreviation from the end of a sentence.
        let next = text[bytes[stretch.len()]..].chars().take(64).find(|&c| !is_space(c));
        cuts.cut(&stretch, next);
        for part in &cuts.parts {
            out.push(TokenSpan {
                chars: begin + part.start..begin + part.end,
                bytes: first_byte + bytes[part.start]..first_byte + bytes[part.end],
            });
        }
    }
}

/// Cuts one stretch between spaces.
#[derive(Default)]
struct Cuts {
    parts: Vec<Range<usize>>,
    tail: Vec<Range<usize>>,
}

impl Cuts {
    fn push(&mut self, start: usize, end: usize) {
        if start < end {
            self.parts.push(start..end);
        }
    }

    fn cut(&mut self, c: &[char], next: Option<char>) {
        self.parts.clear();
        self.tail.clear();
        if is_smiley(c) {
            return self.push(0, c.len());
        }
        let (mut start, mut end) = (0, c.len());
        // Marks before the word.
        while start < end {
            let first = c[start];
            let run = c[start..end].iter().take_while(|&&x| x == first).count();
            let after = c.get(start + run).copied();
            let mark = if is_apostrophe(first) {
                // "'72", "'em", "'s" alone and its like are words.
                !(after.is_some_and(|a| a.is_numeric()) || is_clitic(&c[start..end]))
            } else if matches!(first, '#' | '+' | '.' | '@') {
                // "#tag", "+44" and ".50" are words; "# 1", "..." and ".The" are not.
                let apart = |a: char| match first {
                    '#' => !a.is_alphabetic(),
                    '.' => !a.is_alphanumeric() || a.is_uppercase(),
                    _ => !a.is_alphanumeric(),
                };
                run > 1 || after.is_none_or(apart)
            } else {
                is_opener(first) || is_closer(first) || is_dash(first) || is_currency(first) || runs(first)
            };
            if !mark {
                break;
            }
            if first == '!' || first == '?' {
                let run = c[start..end].iter().take_while(|&&x| x == '!' || x == '?').count();
                self.push(start, start + run);
                start += run;
                continue;
            }
            let run = if runs(first) { run } else { 1 };
            self.push(start, start + run);
            start += run;
        }
        // Marks after the word, from the end.
        while start < end {
            let last = c[end - 1];
            let run = c[start..end].iter().rev().take_while(|&&x| x == last).count();
            let size = if last == '!' || last == '?' {
                c[start..end].iter().rev().take_while(|&&x| x == '!' || x == '?').count()
            } else if last == '.' {
                if run == 1 && keeps_stop(&c[start..end], c.get(end).copied().or(next)) {
                    break;
                }
                run
            } else if last == ')' && keeps_bracket(&c[start..end]) || is_clitic_end(&c[start..end]) {
                break;
            } else if is_closer(last)
                || is_dash(last)
                || is_currency(last) && end - start > 1
                || matches!(last, '*' | '=' | '~' | '^' | '_' | '#')
            {
                if runs(last) { run } else { 1 }
            } else if last == '+' && end - start > 1 {
                1
            } else {
                break;
            };
            self.tail.push(end - size..end);
            end -= size;
        }
        self.core(c, start, end);
        let tail = std::mem::take(&mut self.tail);
        self.parts.extend(tail.iter().rev().cloned());
        self.tail = tail;
    }

    /// The word without the marks around it.
    fn core(&mut self, c: &[char], start: usize, end: usize) {
        let word = &c[start..end];
        if word.is_empty() {
            return;
        }
        if is_web(word) || is_file_or_domain(word) || word.last() == Some(&')') && keeps_bracket(word) {
            return self.push(start, end);
        }
        let mut from = start;
        let mut i = start;
        while i < end {
            let x = c[i];
            if x.is_alphanumeric() || is_mark(x) {
                i += 1;
                continue;
            }
            let before = &c[from..i];
            let after = &c[i + 1..end];
            if Cuts::joins(x, before, after) {
                i += 1;
                continue;
            }
            let run = if runs(x) { c[i..end].iter().take_while(|&&y| y == x).count() } else { 1 };
            // A full stop in the middle may belong to an abbreviation that is glued on ("Gen.Smith").
            let stop = x == '.' && run == 1 && !before.is_empty() && keeps_stop(&c[from..=i], after.first().copied());
            if stop {
                self.word(c, from, i + 1);
            } else {
                self.word(c, from, i);
                self.push(i, i + run);
            }
            i += run;
            from = i;
        }
        self.word(c, from, end);
    }

    /// Whether a mark inside a word keeps its two sides together.
    fn joins(x: char, before: &[char], after: &[char]) -> bool {
        let (Some(&left), Some(&right)) = (before.last(), after.first()) else {
            // A sign before a number or a tag; a full stop that was left on the word ("U.S.").
            return match (before.is_empty(), x) {
                (true, '+' | '#' | '@') => after.first().is_some_and(|c| c.is_alphanumeric()),
                (true, '.') => after.first().is_some_and(|c| c.is_numeric()),
                (true, x) if is_apostrophe(x) => {
                    after.first().is_some_and(|c| c.is_numeric()) || is_clitic(&[&[x], after].concat())
                }
                (false, '.') => true,
                _ => false,
            };
        };
        let segment = |side: &[char]| side.iter().take_while(|c| c.is_alphanumeric()).count();
        match x {
            '_' => true,
            '@' => after.contains(&'.') || left.is_alphanumeric() && right.is_alphanumeric(),
            '&' => {
                before.len() <= 3 && left.is_uppercase() && right.is_uppercase() && segment(after) <= 3
                    || left.is_lowercase() && before.len() == 1 && segment(after) == 1
            }
            ',' => left.is_numeric() && right.is_numeric() && segment(after) == 3,
            ':' => left.is_numeric() && right.is_numeric() && segment(after) <= 2,
            '.' => {
                if left.is_numeric() && right.is_numeric() {
                    return true;
                }
                let tail = before.iter().rev().take_while(|c| c.is_alphanumeric()).count();
                let head = segment(after);
                // Letters one by one ("U.S", "e.g").
                tail == 1
                    && left.is_alphabetic()
                    && right.is_alphabetic()
                    && (head == 1 || after.get(head) == Some(&'.') && head <= 2)
            }
            '/' => {
                // Dates and fractions; short letters ("w/o", "90km/h").
                let letters = before.iter().rev().take_while(|c| c.is_alphabetic()).count();
                let plain = before[..before.len() - letters].iter().all(|c| c.is_numeric());
                let right = segment(after);
                left.is_numeric() && after[0].is_numeric()
                    || plain
                        && (letters == 1 && (1..=2).contains(&right) || letters == 2 && right == 1)
                        && after[0].is_alphabetic()
            }
            c if is_apostrophe(c) => left.is_alphanumeric() && right.is_alphanumeric(),
            c if is_dash(c) && c != '—' && c != '–' => hyphen_joins(before, after),
            _ => false,
        }
    }

    /// A word without inner marks but apostrophes and such: clitics and glue.
    fn word(&mut self, c: &[char], start: usize, end: usize) {
        let word = &c[start..end];
        if word.is_empty() {
            return;
        }
        let mut at = start;
        for cut in contraction(word).into_iter().map(|cut| start + cut).chain([end]) {
            if at == start {
                self.plain(c, at, cut);
            } else {
                self.push(at, cut);
            }
            at = cut;
        }
    }

    /// A word without a clitic: units and glued words.
    fn plain(&mut self, c: &[char], start: usize, end: usize) {
        let word = &c[start..end];
        let digits = word.iter().take_while(|c| c.is_numeric() || matches!(c, '.' | ',')).count();
        if digits > 0
            && digits < word.len()
            && word[digits..].iter().all(|&c| c.is_alphabetic() || c == '/')
            && word[digits - 1].is_numeric()
        {
            let rest = &word[digits..];
            let glued = digits >= 4 && rest.len() >= 3 && rest[0].is_uppercase() && all(&rest[1..], char::is_lowercase);
            if glued || UNITS.contains(string(rest).as_str()) {
                self.push(start, start + digits);
                return self.push(start + digits, end);
            }
        }
        match glue(word) {
            Some(cut) => {
                self.push(start, start + cut);
                self.plain(c, start + cut, end);
            }
            None => self.push(start, end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The tokens of the text, parted by spaces.
    fn check(text: &str, expected: &str) {
        let found: Vec<&str> = tokens(text).into_iter().map(|t| &text[t.bytes]).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn clitics_and_contractions() {
        check("They don't and can’t.", "They do n't and ca n’t .");
        check("Syria's army, Russia’s ally", "Syria 's army , Russia ’s ally");
        check("we'll I've he'd I'm you're let's", "we 'll I 've he 'd I 'm you 're let 's");
        check("cannot gonna wouldn't've", "can not gon na would n't 've");
        check("the ministers' talks", "the ministers ' talks");
        check("O'Neill at 5 o'clock in Sana'a", "O'Neill at 5 o'clock in Sana'a");
        check("the 1990's and the '80s", "the 1990's and the '80s");
    }

    #[test]
    fn hyphens_part_words_but_for_prefixes() {
        check("US-backed, Kurdish-led", "US - backed , Kurdish - led");
        check("a 12-year-old boy", "a 12 - year - old boy");
        check("non-political anti-war e-mail re-elect", "non-political anti-war e-mail re-elect");
        check("al-Hadi of Deir-ez-Zor", "al - Hadi of Deir - ez - Zor");
        check("call 212-555-0187 in 2014-2015", "call 212-555-0187 in 2014 - 2015");
        check("war—or peace – now", "war — or peace – now");
    }

    #[test]
    fn abbreviations_keep_their_stop() {
        check("Gen. Dr. A. Ba of the U.S. Navy.", "Gen. Dr. A. Ba of the U.S. Navy .");
        check("No. 5, no. The answer is no.", "No. 5 , no . The answer is no .");
        check("at 5 p.m. on Sept. 3", "at 5 p.m. on Sept. 3");
        check("Acme Inc.'s U.S.-made parts", "Acme Inc. 's U.S. - made parts");
        check("Lt.-Gen. Ba", "Lt. - Gen. Ba");
        check("Plan B. it was", "Plan B . it was");
    }

    #[test]
    fn numbers_and_signs() {
        check("50,000 or 3.5 at 10:30 on 9/11", "50,000 or 3.5 at 10:30 on 9/11");
        check("$5 US$3.5bn €2m 5% 20th", "$ 5 US $ 3.5 bn € 2 m 5 % 20th");
        check("90km/h and 5pm, w/o and/or he/she", "90 km/h and 5 pm , w/o and / or he / she");
        check("#5 #tag @user +44", "# 5 #tag @user +44");
        check("1,2 or 3;4", "1 , 2 or 3 ; 4");
    }

    #[test]
    fn addresses_stay_whole() {
        check("(https://example.org/a?b=c,d).", "( https://example.org/a?b=c,d ) .");
        check(
            "write to press@example.org, or www.example.com/x.",
            "write to press@example.org , or www.example.com/x .",
        );
        check("see example.com and notes.pdf", "see example.com and notes.pdf");
    }

    #[test]
    fn quotes_and_brackets_stand_apart() {
        check("“Yes,” (he said) ‘no’", "“ Yes , ” ( he said ) ‘ no ’");
        check("\"Yes\" [sic] and... wait…", "\" Yes \" [ sic ] and ... wait …");
        check("Really?! No!!", "Really ?! No !!");
        check("the person(s) named", "the person(s) named");
    }

    #[test]
    fn glue_of_scraping_comes_apart() {
        check("an earthquakeRussia sent aid", "an earthquake Russia sent aid");
        check("end the war.The two sides", "end the war . The two sides");
        check("He said:“We agree”.Then", "He said : “ We agree ” . Then");
        check("\"\"We agree\"\" and \"\"\"\"so on\"\"\"\"", "\"\" We agree \"\" and \"\"\"\" so on \"\"\"\"");
        check("in 2015The army", "in 2015 The army");
        check("with IranRead more", "with Iran Read more");
        check("McDonald, iPhone, YouTube, LinkedIn, deGaulle", "McDonald , iPhone , YouTube , LinkedIn , deGaulle");
        check("a\u{200b}b\u{feff}c\u{a0}d", "a b c d");
    }

    proptest! {
        #[test]
        fn tokens_are_the_text_without_spaces(text in "(\\PC|[a-z.'’\"-]|[A-Z]| |\n|\t|[0-9,]){0,60}") {
            let chars: Vec<char> = text.chars().collect();
            let mut at = 0;
            for token in tokens(&text) {
                prop_assert!(token.chars.start < token.chars.end);
                prop_assert!(chars[at..token.chars.start].iter().all(|&c| is_space(c)));
                let form: String = chars[token.chars.clone()].iter().collect();
                prop_assert_eq!(&text[token.bytes.clone()], form);
                at = token.chars.end;
            }
            prop_assert!(chars[at..].iter().all(|&c| is_space(c)));
        }
    }

    #[test]
    fn a_stretch_without_spaces_is_cut_and_not_slow() {
        let text = "x".repeat(3_000_000);
        assert!(tokens(&text).iter().all(|t| t.chars.len() <= LONGEST_STRETCH));
        for text in ["-a".repeat(400_000), "a.".repeat(400_000), "'".repeat(400_000), "a'b-".repeat(200_000)] {
            assert_eq!(tokens(&text).iter().map(|t| t.bytes.len()).sum::<usize>(), text.len());
        }
    }
}
