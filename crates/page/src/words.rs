//! Which words English news uses, and how often.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What the table below holds for names.
const NAME: u32 = u32::MAX;

/// How often a word stands in a million words of news, rounded down to one of the steps of the table.
static OFTEN: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut often = HashMap::with_capacity(20_000);
    let mut step = 0;
    for line in include_str!("../data/words.txt").lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|head| head.strip_suffix(']')) {
            Some(head) => step = head.parse().unwrap_or(NAME),
            None => line.split(' ').for_each(|word| {
                often.entry(word).or_insert(step);
            }),
        }
    }
    often
});

/// Endings of inflected words, and what the word has in their place.
const ENDINGS: &[(&str, &[&str])] = &[
    ("s", &[""]),
    ("es", &["", "e"]),
    ("ies", &["y"]),
    ("ed", &["", "e"]),
    ("ied", &["y"]),
    ("ing", &["", "e"]),
    ("ly", &[""]),
    ("er", &["", "e"]),
    ("ers", &["", "e"]),
];

/// How often a word in small letters stands in a million words of news, as a lower bound; 0 for a word that is rare or a
/// name, and for one that is unknown.
pub(crate) fn frequency(word: &str) -> u32 {
    OFTEN.get(word).copied().filter(|often| *often != NAME).unwrap_or(0)
}

/// Whether a word, in small letters here, is mostly written with a capital: a name.
pub(crate) fn is_name(word: &str) -> bool {
    OFTEN.get(word) == Some(&NAME)
}

/// Whether a word in small letters is known, as it is or without a plain inflection.
pub(crate) fn is_known(word: &str) -> bool {
    OFTEN.contains_key(word)
        || ENDINGS.iter().any(|(ending, instead)| {
            word.strip_suffix(ending).is_some_and(|stem| {
                stem.len() >= 2 && instead.iter().any(|letters| OFTEN.contains_key(format!("{stem}{letters}").as_str()))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::{frequency, is_known};

    #[test]
    fn words_are_known() {
        let check = |word: &str, known: bool| assert_eq!(is_known(word), known, "{word}");
        check("minister", true);
        check("workforces", true);
        check("moscow", true);
        check("offend", true);
        check("ofthe", false);
        check("ministersaid", false);
        assert!(frequency("the") >= 1000 && frequency("minister") >= 100);
        assert_eq!(frequency("moscow"), 0);
    }
}
