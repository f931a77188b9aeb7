//! The words of the calendar. Every function takes a word in lower case.

/// Monday is 0.
pub(super) fn weekday(word: &str) -> Option<i8> {
    Some(match word {
        "monday" | "mon." => 0,
        "tuesday" | "tue." | "tues." => 1,
        "wednesday" | "wed." => 2,
        "thursday" | "thu." | "thur." | "thurs." => 3,
        "friday" | "fri." => 4,
        "saturday" | "sat." => 5,
        "sunday" | "sun." => 6,
        _ => return None,
    })
}

/// January is 1.
pub(super) fn month(word: &str) -> Option<i8> {
    Some(match word {
        "january" | "jan." | "jan" => 1,
        "february" | "feb." | "feb" => 2,
        "march" | "mar." => 3,
        "april" | "apr." | "apr" => 4,
        "may" => 5,
        "june" | "jun." => 6,
        "july" | "jul." => 7,
        "august" | "aug." | "aug" => 8,
        "september" | "sept." | "sep." | "sept" => 9,
        "october" | "oct." | "oct" => 10,
        "november" | "nov." | "nov" => 11,
        "december" | "dec." | "dec" => 12,
        _ => return None,
    })
}

/// Whether the name of a month is an English word of another kind too.
pub(super) fn doubtful_month(word: &str) -> bool {
    matches!(word, "may" | "march" | "august" | "mar.")
}

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// A unit, and whether the word is in the plural.
pub(super) fn unit(word: &str) -> Option<(Unit, bool)> {
    Some(match word {
        "hour" | "minute" => (Unit::Hour, false),
        "hours" | "minutes" => (Unit::Hour, true),
        "day" => (Unit::Day, false),
        "days" => (Unit::Day, true),
        "weekend" => (Unit::Weekend, false),
        "weekends" => (Unit::Weekend, true),
        "week" | "fortnight" => (Unit::Week, false),
        "weeks" => (Unit::Week, true),
        "month" => (Unit::Month, false),
        "months" => (Unit::Month, true),
        "quarter" => (Unit::Quarter, false),
        "quarters" => (Unit::Quarter, true),
        "year" => (Unit::Year, false),
        "years" => (Unit::Year, true),
        "decade" => (Unit::Decade, false),
        "decades" => (Unit::Decade, true),
        "century" => (Unit::Century, false),
        "centuries" => (Unit::Century, true),
        _ => return None,
    })
}

/// The first month of a season of the northern half of the earth, each three months long.
pub(super) fn season(word: &str) -> Option<i8> {
    Some(match word {
        "spring" | "springtime" => 3,
        "summer" | "summertime" => 6,
        "autumn" | "fall" => 9,
        "winter" | "wintertime" => 12,
        _ => return None,
    })
}

/// A part of the day, which says nothing about the date.
pub(super) fn part_of_day(word: &str) -> bool {
    matches!(
        word,
        "morning" | "afternoon" | "evening" | "night" | "noon" | "midnight" | "midday" | "dawn" | "dusk" | "lunchtime"
    )
}

/// Days that have a name; which date they fall on is left unknown.
pub(super) fn holiday(word: &str) -> bool {
    matches!(
        word,
        "christmas"
            | "easter"
            | "ramadan"
            | "eid"
            | "thanksgiving"
            | "passover"
            | "hanukkah"
            | "diwali"
            | "nowruz"
            | "halloween"
    )
}

/// How far a decade's name is from the turn of its century.
pub(super) fn decade(word: &str) -> Option<i16> {
    const WORDS: [&str; 8] =
        ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
    WORDS.iter().position(|w| *w == word).map(|n| 10 * (n as i16 + 2))
}

/// Words before a count that leave it what it is, or nearly.
pub(super) const NEARLY: &[&str] = &[
    "nearly",
    "almost",
    "about",
    "around",
    "roughly",
    "approximately",
    "just",
    "only",
    "exactly",
    "some",
    "barely",
    "over",
    "at",
    "least",
    "more",
    "less",
    "than",
    "well",
    "close",
    "to",
    "up",
    "under",
    "fewer",
    "the",
];

/// Verbs whose past or passive speaks of what is still to come, when an infinitive follows.
pub(super) const EXPECTING: &[&str] = &[
    "expect",
    "expected",
    "expects",
    "expecting",
    "schedule",
    "scheduled",
    "due",
    "set",
    "plan",
    "plans",
    "planned",
    "planning",
    "slated",
    "supposed",
    "hope",
    "hopes",
    "hoped",
    "hoping",
    "intend",
    "intends",
    "intended",
    "prepare",
    "prepares",
    "preparing",
    "prepared",
    "agree",
    "agreed",
    "agrees",
    "promise",
    "promised",
    "promises",
    "pledge",
    "pledged",
    "vow",
    "vowed",
    "vows",
    "want",
    "wants",
    "wanted",
    "going",
    "likely",
    "ready",
    "decide",
    "decided",
    "propose",
    "proposed",
    "threaten",
    "threatened",
    "threatens",
    "invite",
    "invited",
    "order",
    "ordered",
    "urge",
    "urged",
    "ask",
    "asked",
    "aim",
    "aims",
    "poised",
    "bound",
    "anticipate",
    "anticipated",
    "forecast",
];
