//! Words to wordpieces (BERT uncased) and word shapes.

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How many shapes there are; see [`shape`].
pub(crate) const SHAPES: usize = 8;

/// A longer word is one unknown piece.
const LONGEST: usize = 100;

/// The vocabulary, cut greedily: the longest piece that fits, from the left.
pub(crate) struct Wordpieces {
    first: HashMap<Box<str>, u32>,
    inner: HashMap<Box<str>, u32>,
    unknown: u32,
}

impl Wordpieces {
    /// Pieces in the order of their ids; "##" marks those that go on a word.
    pub(crate) fn new(vocabulary: &[String], unknown: u32) -> Wordpieces {
        let (mut first, mut inner) = (HashMap::new(), HashMap::new());
        for (id, piece) in (0..).zip(vocabulary) {
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => inner.insert(rest.into(), id),
                _ => first.insert(piece.as_str().into(), id),
            };
        }
        Wordpieces { first, inner, unknown }
    }

    /// Whether a word, in lower case, is one piece.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.first.contains_key(word)
    }

    /// Adds the ids of a word's pieces; one at least.
    pub(crate) fn cut(&self, word: &str, ids: &mut Vec<u32>) {
        let word = normalise(word);
        let start = ids.len();
        if word.is_empty() || word.chars().count() > LONGEST {
            ids.push(self.unknown);
            return;
        }
        let mut rest = word.as_str();
        while !rest.is_empty() {
            let pieces = if ids.len() == start { &self.first } else { &self.inner };
            let ends = rest.char_indices().rev().map(|(i, c)| i + c.len_utf8());
            match ends.into_iter().find_map(|end| pieces.get(&rest[..end]).map(|&id| (end, id))) {
                Some((end, id)) => {
                    ids.push(id);
                    rest = &rest[end..];
                }
                None => {
                    ids.truncate(start);
                    ids.push(self.unknown);
                    return;
                }
            }
        }
    }
}

/// The form that is looked up: plain quotes and dashes, no accents, lower case.
fn normalise(word: &str) -> String {
    if word.len() > 1 && word.bytes().all(|b| b == b'"') {
        // Doubled on the way of a text through tables; it stands for one.
        return "\"".to_string();
    }
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut plain = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '“' | '”' | '„' | '«' | '»' => plain.push('"'),
            '‘' | '’' | '‚' | 'ʼ' => plain.push('\''),
            '–' | '—' => plain.push('-'),
            '…' => plain.push_str("..."),
            c => plain.push(c),
        }
    }
    plain.nfd().filter(|&c| !is_combining_mark(c)).collect::<String>().to_lowercase()
}

/// The shape of a word, which the lower-cased pieces no longer show: 1 lower case, 2 capital first, 3 all capitals, 4 a
/// single capital, 5 mixed, 6 with a digit, 7 neither letter nor digit. 0 is kept for the marks of the sentence's ends.
pub(crate) fn shape(word: &str) -> u8 {
    if word.chars().any(char::is_numeric) {
        return 6;
    }
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return 7 };
    let (mut upper, mut lower) = (0, 0);
    for c in letters {
        if c.is_uppercase() {
            upper += 1;
        } else {
            lower += 1;
        }
    }
    match (first.is_uppercase(), upper, lower) {
        (false, 0, _) => 1,
        (true, 0, 0) => 4,
        (true, 0, _) => 2,
        (true, _, 0) => 3,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expected: &[&str]) {
        let vocabulary: Vec<String> = [
            "[UNK]", "un", "##aff", "##able", "aff", "minister", "##s", "##ial", "cafe", "-", "...", "'", "\"", "a",
            "##b", "##a",
        ]
        .map(String::from)
        .to_vec();
        let mut ids = vec![7];
        Wordpieces::new(&vocabulary, 0).cut(word, &mut ids);
        let pieces: Vec<&str> = ids[1..].iter().map(|&id| vocabulary[id as usize].as_str()).collect();
        assert_eq!(pieces, expected, "{word}");
    }

    #[test]
    fn words_are_cut_greedily() {
        check("unaffable", &["un", "##aff", "##able"]);
        check("UNAFFABLE", &["un", "##aff", "##able"]);
        check("Ministers", &["minister", "##s"]);
        check("Ministerial", &["minister", "##ial"]);
        check("Café", &["cafe"]);
        check("Cafe\u{301}", &["cafe"]);
        check("—", &["-"]);
        check("\"\"", &["\""]);
        check("…", &["..."]);
        check("’", &["'"]);
        check("abab", &["a", "##b", "##a", "##b"]);
        // A word is unknown as a whole where one piece of it is, where it is too long, or where nothing is left of it.
        check("ministerx", &["[UNK]"]);
        check("affx", &["[UNK]"]);
        check(&"ab".repeat(51), &["[UNK]"]);
        check("\u{301}", &["[UNK]"]);
        check("", &["[UNK]"]);
    }

    #[test]
    fn shapes() {
        for (word, expected) in [
            ("talks", 1),
            ("n't", 1),
            ("Syria", 2),
            ("Ülkü", 2),
            ("NATO", 3),
            ("U.S.", 3),
            ("A", 4),
            ("A.", 4),
            ("McCain", 5),
            ("iPhone", 5),
            ("NATOs", 5),
            ("2nd", 6),
            ("50,000", 6),
            ("...", 7),
            ("", 7),
            ("№", 7),
        ] {
            assert_eq!(shape(word), expected, "{word}");
        }
    }
}
