//! Cases for time expressions. Sentences are cut at spaces and carry no grammar, so the forms alone must do.

use super::*;
use chancery_language::{Token, Upos};
use proptest::prelude::*;

/// Cuts a text at spaces, with stops, commas, dashes and brackets apart where they stand alone in the text.
fn sentence(text: &str) -> Sentence {
    let (mut tokens, mut start) = (Vec::new(), 0);
    for word in text.split(' ') {
        let end = start + word.chars().count();
        tokens.push(Token { start, end, form: word.into(), lemma: word.to_lowercase(), ..Token::default() });
        start = end + 1;
    }
    Sentence { end: start.saturating_sub(1), tokens, ..Sentence::default() }
}

fn show(e: &TimeExpression) -> String {
    let side = |d: Option<PartialDate>| d.map_or("-".to_string(), |d| d.to_string());
    let text = e.when.text.as_deref().unwrap_or("");
    if e.resolved {
        return format!("{text} = {} {} {:?} {:?}", side(e.when.start), side(e.when.end), e.when.precision, e.role);
    }
    match (e.anchored, e.vague) {
        (Some(offset), _) => format!("{text} ? {:?} {:?}", offset.0, e.role),
        (None, Some(v)) => format!("{text} ? {v:?}"),
        (None, None) => format!("{text} ? {:?}", e.role),
    }
}

#[track_caller]
fn check(text: &str, published: &str, expected: &[&str]) {
    let found: Vec<String> = expressions(&sentence(text), PartialDate::parse(published)).iter().map(show).collect();
    assert_eq!(found, expected, "{text:?} published {published}");
}

// 2023-03-15 was a Wednesday.
const PUBLISHED: &str = "2023-03-15";

#[test]
fn weekdays_follow_the_tense() {
    let check = |text: &str, expected: &[&str]| check(text, PUBLISHED, expected);
    check("They met on Wednesday .", &["Wednesday = 2023-03-15 2023-03-15 Day At"]);
    check("They met on Thursday .", &["Thursday = 2023-03-09 2023-03-09 Day At"]);
    check("They will meet on Thursday .", &["Thursday = 2023-03-16 2023-03-16 Day At"]);
    check("They were expected to meet on Tuesday .", &["Tuesday = 2023-03-21 2023-03-21 Day At"]);
    check("The envoys are scheduled for Friday talks .", &["Friday = 2023-03-17 2023-03-17 Day At"]);
    check(
        "They were to hold talks on Wednesday and Thursday .",
        &["Wednesday and Thursday = 2023-03-15 2023-03-16 Interval During"],
    );
    check(
        "Fighting went on from Saturday to Monday .",
        &["from Saturday to Monday = 2023-03-11 2023-03-13 Interval During"],
    );
    check("They met last Wednesday .", &["last Wednesday = 2023-03-08 2023-03-08 Day At"]);
    check("They will meet next Wednesday .", &["next Wednesday = 2023-03-22 2023-03-22 Day At"]);
    check("They met late Tuesday night .", &["late Tuesday night = 2023-03-14 2023-03-14 Day At"]);
    check("Monday 's attack killed two .", &["Monday = 2023-03-13 2023-03-13 Day At"]);
    check("Nothing has moved since Monday 's attack .", &["Monday = 2023-03-13 2023-03-13 Day At"]);
    check("They march on Fridays .", &["Fridays ? Frequency"]);
    check("They will debate Monday 's attack .", &["Monday = 2023-03-13 2023-03-13 Day At"]);
    check("They will attend Monday 's summit .", &["Monday = 2023-03-20 2023-03-20 Day At"]);
}

#[test]
fn days_near_the_publication() {
    let check = |text: &str, expected: &[&str]| check(text, PUBLISHED, expected);
    check("He arrived today .", &["today = 2023-03-15 2023-03-15 Day At"]);
    check("He arrived yesterday evening .", &["yesterday evening = 2023-03-14 2023-03-14 Day At"]);
    check("He will arrive tomorrow .", &["tomorrow = 2023-03-16 2023-03-16 Day At"]);
    check("The town was shelled overnight .", &["overnight = 2023-03-14 2023-03-15 Interval At"]);
    check("The attack this morning hit a school .", &["this morning = 2023-03-15 2023-03-15 Day At"]);
    check("A call is planned for later today .", &["later today = 2023-03-15 2023-03-15 Day At"]);
    check("He left last night .", &["last night = 2023-03-14 2023-03-14 Day At"]);
    check("He left the day before yesterday .", &["the day before yesterday = 2023-03-13 2023-03-13 Day At"]);
    check("The raid came two days ago .", &["two days ago = 2023-03-13 2023-03-13 Day At"]);
    check("It happened nearly two weeks ago .", &["nearly two weeks ago = 2023-02-27 2023-03-05 Week At"]);
    check("It was signed a year ago .", &["a year ago = 2022-01-01 2022-12-31 Year At"]);
    check("It was signed a few years ago .", &["a few years ago ? Past"]);
    check("They will return in two weeks .", &["two weeks = 2023-03-27 2023-04-02 Week At"]);
    check("They rebuilt it in two weeks .", &["two weeks ? Duration"]);
}

#[test]
fn weeks_months_and_years() {
    let check = |text: &str, expected: &[&str]| check(text, PUBLISHED, expected);
    check("They met last week .", &["last week = 2023-03-06 2023-03-12 Week At"]);
    check("Talks start this week .", &["this week = 2023-03-13 2023-03-19 Week At"]);
    check("Over the weekend , shells fell .", &["the weekend = 2023-03-11 2023-03-12 Interval At"]);
    check("In December , Norland hosted talks .", &["December = 2022-12-01 2022-12-31 Month At"]);
    check("It will vote in December .", &["December = 2023-12-01 2023-12-31 Month At"]);
    check("It voted in March .", &["March = 2023-03-01 2023-03-31 Month At"]);
    check("Last month it voted .", &["Last month = 2023-02-01 2023-02-28 Month At"]);
    check("It voted earlier this month .", &["earlier this month = 2023-03-01 2023-03-15 Interval At"]);
    check("It will vote later this week .", &["later this week = 2023-03-15 2023-03-19 Interval At"]);
    check("It voted last December .", &["last December = 2022-12-01 2022-12-31 Month At"]);
    check("It voted in December last year .", &["December last year = 2022-12-01 2022-12-31 Month At"]);
    check("It was founded in 2011 .", &["2011 = 2011-01-01 2011-12-31 Year At"]);
    check("It was founded in the 1990s .", &["the 1990s = 1990-01-01 1999-12-31 Interval At"]);
    check("It was founded in the early 1990s .", &["the early 1990s = 1990-01-01 1993-04-30 Interval At"]);
    check("In mid - 2014 it fell .", &["mid - 2014 = 2014-05-01 2014-08-31 Interval At"]);
    check("Prices rose at the end of March .", &["the end of March = 2023-03-22 2023-03-31 Interval At"]);
    check("It ends by the end of the year .", &["by the end of the year = - 2023-12-31 Open Before"]);
    check("It fell in the summer of 2014 .", &["the summer of 2014 = 2014-06-01 2014-08-31 Interval At"]);
    check("Over the last two years , aid grew .", &["the last two years = 2021-03-01 2023-03-15 Interval During"]);
    check("In the last 24 hours ten fell .", &["the last 24 hours = 2023-03-14 2023-03-15 Interval During"]);
    check("In recent weeks it grew .", &["recent weeks ? Past"]);
    check(
        "The 2019 attack and its 2020 sequels shook them .",
        &["2019 = 2019-01-01 2019-12-31 Year At", "2020 = 2020-01-01 2020-12-31 Year At"],
    );
}

#[test]
fn written_dates() {
    let check = |text: &str, expected: &[&str]| check(text, PUBLISHED, expected);
    check("A strike on Jan. 3 hit it .", &["Jan. 3 = 2023-01-03 2023-01-03 Day At"]);
    check("the earthquake of February 6th", &["February 6th = 2023-02-06 2023-02-06 Day At"]);
    check("on 6 February 2023", &["6 February 2023 = 2023-02-06 2023-02-06 Day At"]);
    check("on Monday , Feb. 6 , 2023 ,", &["Monday , Feb. 6 , 2023 = 2023-02-06 2023-02-06 Day At"]);
    check("on the 6th of February", &["the 6th of February = 2023-02-06 2023-02-06 Day At"]);
    check("It will meet on June 1 .", &["June 1 = 2023-06-01 2023-06-01 Day At"]);
    check("The Norland Summit 2016 opened .", &[]);
    check("from 3 to 5 May 2021", &["from 3 to 5 May 2021 = 2021-05-03 2021-05-05 Interval During"]);
    check("on May 3 - 5 , 2021", &["May 3 - 5 , 2021 = 2021-05-03 2021-05-05 Interval During"]);
    check("It was signed in September 2015 .", &["September 2015 = 2015-09-01 2015-09-30 Month At"]);
    check("on 13/2/2023 and 2/3/2023", &["13/2/2023 = 2023-02-13 2023-02-13 Day At", "2/3/2023 ? At"]);
    check("on 2023-02-06", &["2023-02-06 = 2023-02-06 2023-02-06 Day At"]);
    check("between March and May 2014", &["between March and May 2014 = 2014-03-01 2014-05-31 Interval During"]);
    check("between 2011 and 2014", &["between 2011 and 2014 = 2011-01-01 2014-12-31 Interval During"]);
    check("in 1997 and 1998", &["1997 and 1998 = 1997-01-01 1998-12-31 Interval During"]);
    check("They met on May 40 .", &[]);
}

#[test]
fn open_sides() {
    let check = |text: &str, expected: &[&str]| check(text, PUBLISHED, expected);
    check("It has fought since September 2015 .", &["since September 2015 = 2015-09 - Open Since"]);
    check("It has fought since 2011 .", &["since 2011 = 2011 - Open Since"]);
    check("Since then it has fought .", &["Since then ? Since"]);
    check("It will stay until March 2024 .", &["until March 2024 = - 2024-03 Open Until"]);
    check("They must leave by Friday .", &["by Friday = - 2023-03-17 Open Before"]);
    check("It ruled before 1990 .", &["before 1990 = - 1990 Open Before"]);
    check("Duties take effect on June 1 .", &["June 1 = 2023-06-01 - Open Since"]);
    check("Duties could come as early as Monday .", &["as early as Monday = 2023-03-20 - Open Since"]);
    check("It had agreed before the end of the year .", &["before the end of the year = - 2022-12-31 Open Before"]);
    check("Until Tuesday , all was calm .", &["Until Tuesday = - 2023-03-14 Open Until"]);
    check("They were held until Tuesday .", &["until Tuesday = - 2023-03-21 Open Until"]);
}

#[test]
fn not_dates_or_not_told() {
    let check = |text: &str, expected: &[&str]| check(text, PUBLISHED, expected);
    check("It fought for more than a decade .", &["more than a decade ? Duration"]);
    check("The next day they fled .", &["The next day ? Whole(1, Day) At"]);
    check("They fled the following day .", &["the following day ? Whole(1, Day) At"]);
    check("They met three weeks earlier .", &["three weeks earlier ? Count(-3, Week) At"]);
    check("on the 12th anniversary of the uprising", &["the 12th anniversary ? Anniversary"]);
    check("a boy aged 12 and a 13 - year - old girl", &[]);
    check("He was at 10:30 GMT in Room 2011 .", &[]);
    check("She may march in august company .", &[]);
    check("Theresa May said so .", &[]);
    check("It meets every week .", &["every week ? Frequency"]);
    check("It meets before Ramadan .", &["before Ramadan ? Before"]);
    check("He recently resigned .", &["recently ? Past"]);
    check("It fell 2.5 percent , 2000 points .", &[]);
}

#[test]
fn without_a_publication_date() {
    let check = |text: &str, expected: &[&str]| check(text, "", expected);
    check("They met on Wednesday .", &["Wednesday ? At"]);
    check("They met last week in May 2014 .", &["last week ? At", "May 2014 = 2014-05-01 2014-05-31 Month At"]);
    check("They met on March 3 .", &["March 3 ? At"]);
}

/// With a tree, the verb above the date decides, whatever stands nearer.
#[test]
fn the_governing_verb_decides() {
    let mut s = sentence("He said talks would begin Friday");
    for (i, (upos, head, deprel)) in [
        (Upos::PRON, Some(1), "nsubj"),
        (Upos::VERB, None, "root"),
        (Upos::NOUN, Some(4), "nsubj"),
        (Upos::AUX, Some(4), "aux"),
        (Upos::VERB, Some(1), "ccomp"),
        (Upos::PROPN, Some(4), "obl:unmarked"),
    ]
    .into_iter()
    .enumerate()
    {
        s.tokens[i] = Token { upos, head, deprel, ..s.tokens[i].clone() };
    }
    let friday = |s: &Sentence| expressions(s, PartialDate::parse(PUBLISHED))[0].when.start.map(|d| d.to_string());
    assert_eq!(friday(&s).as_deref(), Some("2023-03-17"));
    s.tokens[5].head = Some(1);
    s.tokens[1].feats.tense = Some("Past");
    s.tokens[1].feats.verb_form = Some("Fin");
    assert_eq!(friday(&s).as_deref(), Some("2023-03-10"));
}

#[test]
fn anchored_expressions_resolve_by_a_day() {
    let found = expressions(&sentence("They fled the following day ."), None);
    let day = |text: &str, precision| {
        let date = PartialDate::parse(text);
        When { start: date, end: date, precision, text: None }
    };
    let resolved = resolve_anchored(&found[0], &day("2016-12-06", Precision::Day)).and_then(|w| w.start);
    assert_eq!(resolved.map(|d| d.to_string()).as_deref(), Some("2016-12-07"));
    assert_eq!(resolve_anchored(&found[0], &day("2016-12", Precision::Month)), None);
}

proptest! {
    /// No words in any order make the grammar fail, overlap itself or leave the sentence.
    #[test]
    fn any_words(words in prop::collection::vec(prop::sample::select(vec![
        "the", "of", "and", "from", "to", "last", "next", "two", "2011", "31", "31st", "February", "May", "Friday", "week", "year",
        "ago", "-", "9999", "1000", "century", "decades", "million", "in", "for", "since", "early", "end", "quarter", "third", "'s",
        "overnight", "mid-2014", "2023-02-31", "31/12/2023", "0", "years", "old", ",", "past", "99999999999999999999", "é",
    ]), 0..12), published in prop::option::of("(00|19|20|99)[0-9]{2}-(02-28|12-31)")) {
        let s = sentence(&words.join(" "));
        let mut end = 0;
        for e in expressions(&s, published.as_deref().and_then(PartialDate::parse)) {
            prop_assert!(e.tokens.start >= end && e.tokens.start < e.tokens.end && e.tokens.end <= s.tokens.len());
            end = e.tokens.end;
            if let (Some(a), Some(b)) = (e.when.start, e.when.end) {
                prop_assert!(a <= b, "{e:?}");
            }
            prop_assert_eq!(e.resolved, e.when.start.is_some() || e.when.end.is_some());
        }
    }
}
