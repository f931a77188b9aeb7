//! What holds for any words.

use chancery_record::PartialDate;
use chancery_world::World;
use proptest::prelude::*;
use std::sync::OnceLock;

fn token() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Syrian".to_owned()),
        Just("US".to_owned()),
        Just("-".to_owned()),
        Just("'s".to_owned()),
        Just("backed".to_owned()),
        Just("president".to_owned()),
        Just("of".to_owned()),
        Just("al".to_owned()),
        Just("Assad".to_owned()),
        Just("former".to_owned()),
        Just("(".to_owned()),
        Just("Islamic".to_owned()),
        Just("State".to_owned()),
        Just("fighters".to_owned()),
        "\\PC{0,8}",
        "[A-Z][a-z]{0,6}",
        "[-'’.,]{0,3}",
    ]
}

proptest! {
    #[test]
    fn any_words_resolve(words in prop::collection::vec(token(), 0..12), head in 0usize..14, year in 1980i16..2030) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let date = PartialDate::parse(&year.to_string());
        let world = World::embedded();
        let hits = world.scan(&words, date);
        for pair in hits.windows(2) {
            prop_assert!(pair[0].range.end <= pair[1].range.start);
        }
        for hit in &hits {
            prop_assert!(hit.range.start < hit.range.end && hit.range.end <= words.len());
        }
        let one = world.resolve(&words, head, date);
        prop_assert_eq!(&one, &world.resolve(&words, head, date));
        if let Some(name) = &one.name {
            prop_assert!(!name.is_empty());
        }
        prop_assert!(one.country.is_none() || one.country.as_ref().is_some_and(|c| c.len() == 3));
        if let Some(agent) = world.agent(&words) {
            prop_assert!(agent.words >= 1 && agent.words <= words.len());
        }
    }

    /// Compiling at run time gives what the build script compiled.
    #[test]
    fn compiled_and_loaded_tables_resolve_alike(
        words in prop::collection::vec(token(), 0..12),
        head in 0usize..14,
        year in 1980i16..2030,
    ) {
        static LOADED: OnceLock<World> = OnceLock::new();
        let loaded = LOADED.get_or_init(|| World::load(&World::embedded().sources()).expect("our own tables load"));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let date = PartialDate::parse(&year.to_string());
        let world = World::embedded();
        prop_assert_eq!(world.version(), loaded.version());
        prop_assert_eq!(world.scan(&words, date), loaded.scan(&words, date));
        prop_assert_eq!(world.resolve(&words, head, date), loaded.resolve(&words, head, date));
    }
}
