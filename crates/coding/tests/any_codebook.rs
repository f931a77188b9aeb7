//! Whatever stands in a file of a codebook, the loader gives a codebook or its mistakes, each with a line of the file.

use chancery_coding::codebook::Codebook;
use proptest::prelude::*;

fn check(name: &str, text: &str) {
    if let Err(mistakes) = Codebook::read(&[(name, text)]) {
        let lines = text.matches('\n').count() + 1;
        assert!(!mistakes.0.is_empty());
        for mistake in &mistakes.0 {
            assert!(mistake.file == name && (1..=lines).contains(&mistake.line), "{mistake} in {text:?}");
        }
    }
}

fn names() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["accuse.toml", "relations.toml", "light.toml", "cues.toml", "status.toml", "guards.toml"])
}

proptest! {
    #[test]
    fn any_text(name in names(), text in ".{0,300}") {
        check(name, &text);
    }

    /// Pieces of patterns in an order that none was written in, so that the grammar of patterns is reached.
    #[test]
    fn any_pattern(pieces in prop::collection::vec("[ART]:|[ARTX][?!]?|CL(:R)?|INF|\\+?[a-zé|-]{1,6}\\??|of|against|\\||:", 0..8), noun in any::<bool>()) {
        let pattern = pieces.join(" ");
        let key = if noun { "noun" } else { "verb" };
        check("accuse.toml", &format!("type = \"ACCUSE\"\n\n[[entry]]\nid = \"a\"\n{key} = [\n  {pattern:?},\n]\n"));
    }

    /// Tables of the right form with wrong words.
    #[test]
    fn any_word(name in names(), key in "[a-z]{1,8}|type|entry|verb|noun|guard|adverb", word in "[ -~é]{0,20}") {
        check(name, &format!("{key} = {word:?}\n"));
        check(name, &format!("[[{key}]]\nid = {word:?}\nlemma = {word:?}\n"));
    }
}
