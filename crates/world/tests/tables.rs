//! Mistakes in tables name their file, line and cure; look-ups by name.

use chancery_record::PartialDate;
use chancery_world::{HitKind, Source, World, check};

#[test]
fn mistakes_are_located() {
    // Our tables with one of them replaced.
    let check = |file: &str, text: &str, line: usize, problem: &str| {
        let mut sources = World::embedded().sources();
        for source in sources.iter_mut().filter(|source| source.file == file) {
            *source = Source { file, text: text.to_owned().leak(), own: false };
        }
        let error = World::load(&sources).expect_err(problem);
        assert_eq!((error.file.as_str(), error.line), (file, line), "{error}");
        assert!(error.problem.contains(problem), "{error}");
        assert!(!error.cure.is_empty() && error.to_string().starts_with(&format!("{file}:{line}: ")), "{error}");
    };
    const STATES: &str =
        "iso3\tname\tadjectives\tnames\tpeople\tcapital\tcapital_names\tlat\tlon\tmiddle_lat\tmiddle_lon\twikidata\n";
    const SYRIA: &str = "SYR\tSyria\tSyrian\t\tSyrians\tDamascus\t\t33.5\t36.3\t35\t38\tQ858\n";
    let states = |rows: &str, line, problem| check("states.tsv", &[STATES, rows].concat(), line, problem);
    check("states.tsv", "iso\tname\n", 1, "columns");
    check("states.tsv", "# nothing\n", 1, "columns");
    states("Syria\tSYR\n", 2, "no country code");
    states(&["# a comment\n", SYRIA, SYRIA].concat(), 4, "has a row already");
    states(&SYRIA.replace("33.5", "north"), 2, "no coordinate");
    states(&[SYRIA, &SYRIA.replace("SYR", "XYZ")].concat(), 3, "is a name of SYR already");
    states(&[SYRIA.trim_end(), "\tsurplus\n"].concat(), 2, "13 cells");
    const METONYMS: &str = "names\tplain\tcountry\tsector\n";
    check("metonyms.tsv", &[METONYMS, "Palace\tPalace\tXX\tGOV\n"].concat(), 2, "no country");
    check("metonyms.tsv", &[METONYMS, "Palace\tPalace\t\tGOV\n"].concat(), 2, "has no country");
    check("peoples.tsv", "adjectives\tpeople\tcountry\nOther\tOthers\t\n", 2, "no state");
    let bodies = |row: &str, line, problem| {
        let text = ["name\taliases\tcountry\tsector\twikidata\tid\n", row].concat();
        check("organizations.tsv", &text, line, problem);
    };
    bodies("Body\t\tIGO\tGVO\t\n", 2, "no sector");
    bodies("Body\t\tIGO\t\tP12\n", 2, "no Wikidata item");
    bodies("\t\tIGO\t\t\n", 2, "no name");
    bodies("Body\t\tIGO\t\t\tb1\nOther\t\tIGO\t\t\tb1\n", 3, "has a row already");
    let persons = |row: &str, problem| {
        let text = ["name\taliases\twikidata\tcountry\toffice\tsector\trank\tstart\tend\n", row].concat();
        check("persons.tsv", &text, 2, problem);
    };
    persons("A B\t\t\tSYR\tPresident\tGOV\t1\t2001-13\t\n", "no date");
    persons("A B\t\t\tSYR\tPresident\tGOV\t1\t2001-02-29\t\n", "no date");
    persons("A B\t\t\tSYR\tPresident\tGOV\t1\t2001\t1999\n", "before it starts");
    persons("A B\t\t\tSYR\tPresident\tGOV\t1\t2001-03\t2001-02\n", "before it starts");
    persons("A B\t\t\tSYR\tPresident\tGOV\t1\t1901\t2001\n", "lasts from");
    persons("A B\t\t\tSYR\tPresident\tGOV\t9\t2001\t\n", "no rank");
    persons("A B\t\t\t\tPresident\tGOV\t1\t2001\t\n", "no country");
    persons("\t\t\tSYR\tPresident\tGOV\t1\t2001\t\n", "no name");
    let places = |row: &str, problem| {
        check("places.tsv", &["name\taliases\tcountry\tlat\tlon\tkind\tgeonames\n", row].concat(), 2, problem);
    };
    places("Town\t\tSYR\t1\t2\tvillage\t\n", "no kind");
    places("Town\t\tSYR\t1\t2\ttown\tg5\n", "no GeoNames id");
    check("agents.tsv", "sector\tkind\tflags\tphrases\nGOV\tofice\t\tking\n", 2, "no kind");
    check("agents.tsv", "sector\tkind\tflags\tphrases\nGOV\toffice\tlocal\tking\n", 2, "no flag");
    check("words.tsv", "class\twords\nranks\tdeputy\n", 2, "no class");
}

#[test]
fn our_tables_have_no_mistakes() {
    let found = check(&World::embedded().sources());
    assert!(found.is_empty(), "{}", found.iter().map(|e| format!("{e}\n")).collect::<String>());
}

#[test]
fn mistakes_in_tables_that_load_are_found() {
    const PERSONS: &str = "name\taliases\twikidata\tcountry\toffice\tsector\trank\tstart\tend\n";
    const BODIES: &str = "name\taliases\tcountry\tsector\twikidata\n";
    let check = |text: &[&str], expected: &[(usize, &str)]| {
        let text = text.concat();
        let mut sources = vec![Source { file: "own.tsv", text: &text, own: true }];
        let ours = World::embedded().sources();
        sources.extend(ours.iter().cloned());
        let found = check(&sources);
        let got: Vec<(&str, usize)> = found.iter().map(|e| (e.file.as_str(), e.line)).collect();
        let lines: Vec<(&str, usize)> = expected.iter().map(|(line, _)| ("own.tsv", *line)).collect();
        assert_eq!(got, lines, "{found:?}");
        for (error, (_, problem)) in found.iter().zip(expected) {
            assert!(error.problem.contains(problem) && !error.cure.is_empty(), "{error}");
        }
    };
    check(&[PERSONS], &[]);
    check(
        &[
            PERSONS,
            "Ada Quill\t\t\tATA\tPresident\tGOV\t1\t2001\t2009\n",
            "Bo Reed\t\t\tATA\tPresident\tGOV\t1\t2005-03\t2012\n",
            "Cy Tarn\t\t\tATA\tPresident\tGOV\t1\t2012\t\n",
        ],
        &[(3, "Ada Quill from 2001 to 2009")],
    );
    // Of a user's holder and ours, the user's row is told of.
    check(&[PERSONS, "Ada Quill\t\t\tFRA\tPresident\tGOV\t1\t2019\t\n"], &[(2, "Emmanuel Macron")]);
    check(
        &[PERSONS, "Ada Quill\tAda|Ada\tQ1\tATA\tMayor\t\t3\t2001\t\n", "Bo Reed\t\tQ1\tATA\t\tGOV\t3\t2001\t\n"],
        &[(2, "twice"), (2, "without a sector"), (3, "Q1 is the row at own.tsv:2"), (3, "without an office")],
    );
    check(
        &[BODIES, "Grand Choir\tWindow\tATA\tSOC\t\n", "Other Choir\tGrand Choir|WINDOW\t\t\t\n"],
        &[(2, "common word"), (3, "neither country"), (3, "name of the body at own.tsv:2")],
    );
    // All rows that do not load are told of at once.
    check(
        &[PERSONS, "A B\t\t\tATA\tX\tGOV\t4\t2001\t\n", "C D\t\t\tATA\tX\tGOV\t3\t2001-02-30\t\n"],
        &[(2, "no rank"), (3, "no date")],
    );
}

#[test]
fn own_rows_replace_ours_or_add_to_them() {
    let persons = "name\taliases\twikidata\tcountry\toffice\tsector\trank\tstart\tend\tid\n\
        Vladimir Putin\t\tQ7747\tRUS\tPensioner\tCVL\t3\t2019-01-01\t\t\n\
        Ada Quillfeather\tQuillfeather the Elder\t\tSYR\tPresident\tGOV\t1\t2030-01-01\t\tada\n";
    let bodies = "name\taliases\tcountry\tsector\twikidata\n\
        Damascus Choir\tSyria Sings\tSYR\tSOC\t\n\
        Kremlin\t\tRUS\tEDU\t\n";
    let own = |file, text| Source { file, text, own: true };
    let world = World::with(&[own("a.tsv", persons), own("b.tsv", bodies)]).expect("the tables are sound");
    let ours = World::embedded();
    assert_ne!(world.version(), ours.version());
    let office = |world: &World, words: &str, date: &str| {
        let words: Vec<&str> = words.split(' ').collect();
        world.resolve(&words, words.len() - 1, PartialDate::parse(date)).office
    };
    assert!(office(ours, "Vladimir Putin", "2020").is_some_and(|o| o.contains("President")));
    assert!(office(&world, "Vladimir Putin", "2020").is_some_and(|o| o.contains("Pensioner")));
    assert!(office(&world, "Quillfeather the Elder", "2031").is_some_and(|o| o.contains("President")));
    assert_eq!(office(&world, "Angela Merkel", "2010"), office(ours, "Angela Merkel", "2010"));
    // A name of one of our other tables is the user's too.
    let hits = world.scan(&["the", "Kremlin", "sang", "for", "Syria", "Sings"], None);
    let found: Vec<_> = hits.iter().map(|h| (h.kind, h.name)).collect();
    assert!(found.contains(&(HitKind::Organization, "Damascus Choir")), "{found:?}");
}

#[test]
fn names_are_found_with_their_case() {
    let world = World::embedded();
    let check = |words: &str, expected: &[(&str, HitKind, &str)]| {
        let words: Vec<&str> = words.split(' ').collect();
        let hits = world.scan(&words, PartialDate::parse("2018-03-15"));
        let got: Vec<(String, HitKind, &str)> =
            hits.iter().map(|h| (words[h.range.clone()].join(" "), h.kind, h.name)).collect();
        let expected: Vec<(String, HitKind, &str)> = expected.iter().map(|(w, k, n)| (w.to_string(), *k, *n)).collect();
        assert_eq!(got, expected, "{words:?}");
    };
    use HitKind::*;
    check("they told us about roast turkey", &[]);
    check("The US told Turkey", &[("US", State, "United States"), ("Turkey", State, "Turkey")]);
    check("US TROOPS LEAVE SYRIA WHO IS NEXT", &[("US", State, "United States"), ("SYRIA", State, "Syria")]);
    check("Syrian and Russian jets", &[("Syrian", Adjective, "Syria"), ("Russian", Adjective, "Russia")]);
    check("three Israelis", &[("Israelis", PeopleNoun, "Israel")]);
    check("talks in Damascus", &[("Damascus", Capital, "Syria")]);
    check("the Kremlin said", &[("Kremlin", Metonym, "Russia")].map(|(_, k, n)| ("the Kremlin", k, n)));
    check("South Sudan and Sudan", &[("South Sudan", State, "South Sudan"), ("Sudan", State, "Sudan")]);
    check("Papua New Guinea", &[("Papua New Guinea", State, "Papua New Guinea")]);
    check("UN Security Council", &[("UN Security Council", Organization, "UN Security Council")]);
    check("Bashar al - Assad spoke", &[("Bashar al - Assad", Person, "Bashar al-Assad")]);
    check("Jordan Pickford saved it", &[]);
    check("a Boeing 737 crashed", &[]);
    check(
        "Reporters Without Borders ( RSF ) said",
        &[("Reporters Without Borders", Organization, "Reporters Without Borders")],
    );
    check("in Tuzla , Romania .", &[("Romania", State, "Romania")]);
    check("near Idlib , Syria .", &[("Idlib", Place, "Idlib"), ("Syria", State, "Syria")]);
    check("voters in Georgia and Florida", &[("Georgia", Place, "Georgia"), ("Florida", Place, "Florida")]);
    check("a prison in Jesup , Georgia .", &[("Georgia", Place, "Georgia")]);
    check("Russia and Georgia signed", &[("Russia", State, "Russia"), ("Georgia", State, "Georgia")]);
    check("Asma Haddad met Ivanka Smith", &[]);
    check("", &[]);
}

#[test]
fn lookups() {
    let world = World::embedded();
    assert_eq!(world.country("SYR").map(|c| (c.name, c.adjective, c.capital)), Some(("Syria", "Syrian", "Damascus")));
    assert_eq!(world.country("XXX"), None);
    let demonym = |word, expected| assert_eq!(world.demonym(word), expected, "{word}");
    demonym("Syrian", Some("SYR"));
    demonym("Syrians", Some("SYR"));
    demonym("Briton", Some("GBR"));
    demonym("Chechens", Some("RUS"));
    demonym("table", None);
    let place = |name, near, expected: Option<(&str, Option<&str>)>| {
        assert_eq!(world.place(name, near).map(|p| (p.name, p.country)), expected, "{name} near {near:?}");
    };
    place("Kiev", None, Some(("Kyiv", Some("UKR"))));
    place("Aleppo", None, Some(("Aleppo", Some("SYR"))));
    place("Tripoli", None, Some(("Tripoli", Some("LBY"))));
    place("Tripoli", Some("LBN"), Some(("Tripoli", Some("LBN"))));
    place("Syria", None, Some(("Syria", Some("SYR"))));
    place("the Gaza Strip", None, Some(("Gaza Strip", Some("PSE"))));
    place("Nowhere upon Sea", None, None);
    let surname = |name, date: &str, country, expected: Option<&str>| {
        let found = world.person_by_surname(name, PartialDate::parse(date), country).map(|p| p.name);
        assert_eq!(found, expected, "{name} {date}");
    };
    surname("Bush", "1990-06-01", None, Some("George H. W. Bush"));
    surname("Bush", "2006-06-01", None, Some("George W. Bush"));
    surname("Johnson", "2020-06-01", Some("GBR"), Some("Boris Johnson"));
    surname("Lavrov", "2020-06-01", None, Some("Sergey Lavrov"));
    surname("Zarif", "2016-06-01", None, Some("Mohammad Javad Zarif"));
    surname("Nobodyson", "2016-06-01", None, None);
    assert_eq!(world.version().len(), 16);
}

#[test]
fn a_surname_a_date_and_a_country_name_one_holder() {
    let world = World::embedded();
    let check = |surname: &str, date: &str, country: &str, expected: &str| {
        let found = world.person_by_surname(surname, PartialDate::parse(date), Some(country)).map(|p| p.name);
        assert_eq!(found, Some(expected), "{surname} {date} {country}");
    };
    check("Brown", "2009-01-01", "GBR", "Gordon Brown");
    check("May", "2017-01-01", "GBR", "Theresa May");
    check("Starmer", "2025-01-01", "GBR", "Keir Starmer");
    check("Singh", "2010-01-01", "IND", "Manmohan Singh");
    check("Lee", "2010-01-01", "KOR", "Lee Myung-bak");
    check("Kim", "2005-01-01", "PRK", "Kim Jong-il");
    check("Kim", "2015-01-01", "PRK", "Kim Jong-un");
    check("Kirchner", "2005-01-01", "ARG", "Néstor Kirchner");
    check("Kirchner", "2010-01-01", "ARG", "Cristina Fernández de Kirchner");
    check("Rasmussen", "2005-01-01", "DNK", "Anders Fogh Rasmussen");
    check("Tusk", "2010-01-01", "POL", "Donald Tusk");
    check("Hariri", "2017-06-01", "LBN", "Saad Hariri");
}
