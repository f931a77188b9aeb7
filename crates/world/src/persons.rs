//! Who held which office when.

use crate::text::{folded, units};
use crate::types::{Person, Tenure};
use chancery_record::PartialDate;

/// People by surname.
#[derive(Debug, Default)]
pub(crate) struct Persons {
    pub all: Vec<Person>,
    /// Hash of a surname and its bearer, sorted.
    surnames: Vec<(u64, u32)>,
    /// Hashes of first words of names, sorted.
    given: Vec<u64>,
}

/// How a person stands to an office at a date.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Standing<'p> {
    /// Holds it. Without a date, the last office in the tables.
    Holds(&'p Tenure),
    /// Held it before.
    Held(&'p Tenure),
    /// Is to hold it later.
    WillHold(&'p Tenure),
}

impl<'p> Standing<'p> {
    pub fn tenure(self) -> &'p Tenure {
        match self {
            Standing::Holds(t) | Standing::Held(t) | Standing::WillHold(t) => t,
        }
    }
}

/// First and last day that a partial date can mean, as a number that grows with time.
fn bounds(d: PartialDate) -> (i32, i32) {
    let day = |m: u8, n: u8| i32::from(d.year) * 372 + i32::from(m) * 31 + i32::from(n);
    match (d.month, d.day) {
        (Some(m), Some(n)) => (day(m, n), day(m, n)),
        (Some(m), None) => (day(m, 1), day(m, 31)),
        _ => (day(1, 1), day(12, 31)),
    }
}

/// Days of the reckoning of [`bounds`] in a year.
const YEAR: i32 = 372;

impl Tenure {
    /// Whether it may have lasted at a date. A tenure without any date never does.
    pub(crate) fn at(&self, date: PartialDate) -> bool {
        let (first, last) = bounds(date);
        match (self.start, self.end) {
            (None, None) => false,
            (Some(s), None) => bounds(s).0 <= last,
            (None, Some(e)) => bounds(e).1 >= first,
            (Some(s), Some(e)) => bounds(s).0 <= last && bounds(e).1 >= first,
        }
    }

    /// Days from its end to a date, where it ended before.
    pub(crate) fn ended_before(&self, date: PartialDate) -> Option<i32> {
        let after = bounds(date).0 - bounds(self.end?).1;
        (after > 0).then_some(after)
    }

    /// Days from a date to its start, where it starts later.
    fn starts_after(&self, date: PartialDate) -> Option<i32> {
        let before = bounds(self.start?).0 - bounds(date).1;
        (before > 0).then_some(before)
    }
}

/// Countries whose people are called by their first word ("Xi Jinping"), or by either.
const SURNAME_FIRST: &[&str] = &["CHN", "TWN", "HKG", "SGP", "KOR", "PRK", "KHM", "VNM", "MMR", "LAO", "MYS", "IRQ"];

impl Persons {
    pub fn add(&mut self, person: Person) -> u32 {
        let item = self.all.len() as u32;
        self.all.push(person);
        item
    }

    /// Adds the surname of another spelling of a name ("Volodymyr Zelenskyy").
    pub fn add_spelling(&mut self, item: u32, alias: &str) {
        if let Some((_, last)) = alias.rsplit_once(' ') {
            self.surnames.extend(units(&[last]).last().map(|u| (u.hash, item)));
        }
    }

    /// Makes the list of surnames; call once, after the last [`Persons::add`].
    pub fn index_surnames(&mut self) {
        for (item, person) in self.all.iter().enumerate() {
            let mut words = person.name.split_whitespace();
            let (Some(first), mut last) = (words.next(), words.next_back()) else { continue };
            if last.is_some_and(|w| matches!(w, "Jr." | "Jr" | "Sr." | "II" | "III" | "IV")) {
                last = words.next_back();
            }
            let first_unit = units(&[first]).first().map(|u| u.hash);
            let last_unit = units(&[last.unwrap_or(first)]).last().map(|u| u.hash);
            if last.is_some() {
                self.given.extend(first_unit);
            }
            self.surnames.extend(last_unit.map(|h| (h, item as u32)));
            // Monarchs and popes go by their given name.
            let given = |t: &Tenure| t.rank == 1 && (t.office == "Pope" || class_of(t.office) == Class::Monarch);
            if person.tenures.iter().any(|t| SURNAME_FIRST.contains(&t.country) || given(t)) {
                self.surnames.extend(first_unit.map(|h| (h, item as u32)));
            }
        }
        self.surnames.sort_unstable();
        self.surnames.dedup();
        self.given.sort_unstable();
    }

    fn bearers(&self, surname: &str) -> impl Iterator<Item = (u32, &Person)> {
        let last = surname.split_whitespace().next_back().unwrap_or("");
        let key = units(&[last]).last().map_or(0, |u| u.hash);
        let from = self.surnames.partition_point(|(h, _)| *h < key);
        self.surnames[from..].iter().take_while(move |(h, _)| *h == key).map(|&(_, i)| (i, &self.all[i as usize]))
    }

    /// Whether several people in the tables have as a given name the word of that hash.
    pub fn is_given_name(&self, hash: u64) -> bool {
        let from = self.given.partition_point(|h| *h < hash);
        self.given.get(from + 1) == Some(&hash)
    }

    /// Whether anyone in the tables has as a surname the word of that hash.
    pub fn is_surname(&self, hash: u64) -> bool {
        let from = self.surnames.partition_point(|(h, _)| *h < hash);
        self.surnames.get(from).is_some_and(|(h, _)| *h == hash)
    }

    /// The only one of that surname among heads of state and government and foreign and defence ministers in office at
    /// the date, else within two years after. Heads of state and government come before ministers.
    pub fn by_surname(&self, surname: &str, date: Option<PartialDate>, country: Option<&str>, most: u8) -> Option<u32> {
        let fits = |t: &&Tenure| t.rank <= most && country.is_none_or(|c| c == t.country);
        let Some(date) = date else {
            return only(self.bearers(surname).filter(|(_, p)| p.tenures.iter().any(|t| fits(&t))).map(|(i, _)| i));
        };
        for rank in 1..=most {
            let of_rank = |t: &&Tenure| t.rank == rank && fits(t);
            let now = |p: &Person| p.tenures.iter().filter(of_rank).any(|t| t.at(date));
            let mut found = self.bearers(surname).filter(|(_, p)| now(p)).map(|(i, _)| i).peekable();
            if found.peek().is_some() {
                return only(found);
            }
        }
        let lately =
            |p: &Person| p.tenures.iter().filter(fits).any(|t| t.ended_before(date).is_some_and(|d| d <= 2 * YEAR));
        only(self.bearers(surname).filter(|(_, p)| lately(p)).map(|(i, _)| i))
    }

    /// The only one of that surname who holds an office of that class ("president") at the date, or held it before where
    /// `former` says so.
    pub fn titled(
        &self,
        surname: &str,
        class: Class,
        date: Option<PartialDate>,
        country: Option<&str>,
        former: bool,
    ) -> Option<u32> {
        let of_country = |t: &&Tenure| country.is_none_or(|c| c == t.country);
        let when = |t: &Tenure, slack: i32| match date {
            None => true,
            Some(d) if former => t.ended_before(d).is_some(),
            Some(d) => {
                t.at(d)
                    || t.ended_before(d).is_some_and(|n| n <= slack)
                    || t.starts_after(d).is_some_and(|n| n <= slack / 4)
            }
        };
        for slack in [0, 2 * YEAR] {
            for same_class in [true, false] {
                if !same_class && country.is_none() || same_class && class == Class::Other {
                    continue;
                }
                let holds = |p: &Person| {
                    p.tenures
                        .iter()
                        .filter(of_country)
                        .any(|t| (!same_class || class_of(t.office) == class) && when(t, slack))
                };
                let mut found = self.bearers(surname).filter(|(_, p)| holds(p)).map(|(i, _)| i).peekable();
                if found.peek().is_some() {
                    return only(found);
                }
            }
        }
        // "President Reagan" long after: the only one who ever was.
        let (date, true) = (date?, class != Class::Other) else { return None };
        let once = |p: &Person| {
            let held = |t: &Tenure| t.rank == 1 && class_of(t.office) == class && t.ended_before(date).is_some();
            p.tenures.iter().filter(of_country).any(held)
        };
        only(self.bearers(surname).filter(|(_, p)| once(p)).map(|(i, _)| i))
    }

    /// How a person stands to the offices of the table at a date: the highest held, else the last held, else the next.
    pub fn standing(&self, item: u32, date: Option<PartialDate>) -> Option<Standing<'_>> {
        let tenures = &self.all.get(item as usize)?.tenures;
        let Some(date) = date else {
            return tenures.iter().max_by_key(|t| (t.end.is_none(), t.end, t.start)).map(Standing::Holds);
        };
        if let Some(t) = tenures.iter().filter(|t| t.at(date)).min_by_key(|t| (t.rank, std::cmp::Reverse(t.start))) {
            return Some(Standing::Holds(t));
        }
        let held = tenures.iter().filter_map(|t| Some((t.ended_before(date)?, t))).min_by_key(|(d, t)| (*d, t.rank));
        if let Some((_, t)) = held {
            return Some(Standing::Held(t));
        }
        let later = tenures.iter().filter_map(|t| Some((t.starts_after(date)?, t))).min_by_key(|(d, t)| (*d, t.rank));
        later.map(|(_, t)| Standing::WillHold(t)).or_else(|| tenures.last().map(Standing::WillHold))
    }

    /// The only one who holds an office of that class in a country at a date, the highest of that class. Where two may have held it in the time that
    /// the date leaves open, none.
    pub fn holder(&self, country: &str, class: Class, date: PartialDate) -> Option<(&Person, &Tenure)> {
        if matches!(class, Class::Other | Class::Senator | Class::Representative | Class::General | Class::Governor) {
            return None;
        }
        let highest = matches!(class, Class::President | Class::Premier | Class::Monarch);
        let of_class =
            |t: &Tenure| t.country == country && t.at(date) && (!highest || t.rank == 1) && class_of(t.office) == class;
        let tenures = self.all.iter().flat_map(|p| p.tenures.iter().map(move |t| (p, t)));
        let found: Vec<(&Person, &Tenure)> = tenures.filter(|(_, t)| of_class(t)).collect();
        let rank = found.iter().map(|(_, t)| t.rank).min()?;
        let mut found = found.into_iter().filter(|(_, t)| t.rank == rank);
        let first = found.next()?;
        found.all(|(p, _)| std::ptr::eq(p, first.0)).then_some(first)
    }

    /// Among several of one name, the one whose offices lie nearest to the date. None where that does not tell.
    pub fn nearest(&self, items: &[u32], date: Option<PartialDate>) -> Option<u32> {
        if let [only] = items {
            return Some(*only);
        }
        let date = date?;
        let distance = |&i: &u32| {
            let of = |t: &Tenure| match (t.at(date), t.ended_before(date), t.starts_after(date)) {
                (true, ..) => i32::from(t.rank),
                (_, Some(d), _) | (_, _, Some(d)) => 10 + d,
                _ => i32::MAX,
            };
            self.all[i as usize].tenures.iter().map(of).min().unwrap_or(i32::MAX)
        };
        let mut by: Vec<(i32, u32)> = items.iter().map(|i| (distance(i), *i)).collect();
        by.sort_unstable();
        match by[..] {
            [(a, i), (b, _), ..] if a < b && a < 20 * YEAR => Some(i),
            _ => None,
        }
    }
}

fn only(mut items: impl Iterator<Item = u32>) -> Option<u32> {
    let first = items.next()?;
    items.all(|i| i == first).then_some(first)
}

/// Classes of offices that have several names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    President,
    VicePresident,
    Premier,
    DeputyPremier,
    Monarch,
    Foreign,
    Defence,
    Interior,
    Finance,
    Speaker,
    Secretary,
    Senator,
    Representative,
    Governor,
    General,
    Other,
}

/// The class of an office's name, whatever its form ("Minister of Foreign Affairs", "foreign minister").
pub(crate) fn class_of(office: &str) -> Class {
    let o = folded(office);
    let has = |w: &str| o.contains(w);
    let deputy =
        has("deputy") || has("vice") || has("assistant") || has("parliamentary") || has("under") || has("shadow");
    let minister = has("minist") || has("secretary") || has("chancellor");
    if has("vice president") || has("vice-president") {
        Class::VicePresident
    } else if has("prime minister")
        || has("premier")
        || has("taoiseach")
        || o == "chancellor"
        || has("federal chancellor")
        || has("head of government")
        || has("president of the government")
        || has("council of ministers")
        || has("state council")
    {
        if deputy { Class::DeputyPremier } else { Class::Premier }
    } else if deputy {
        Class::Other
    } else if minister && (has("foreign") || has("external")) || o == "secretary of state" {
        Class::Foreign
    } else if minister && (has("defence") || has("defense") || has("armed forces")) {
        Class::Defence
    } else if minister && (has("interior") || has("home") || has("internal affairs")) {
        Class::Interior
    } else if has("exchequer") || minister && (has("finance") || has("treasury") || has("economy")) {
        Class::Finance
    } else if has("secretary-general") || has("secretary general") {
        Class::Secretary
    } else if has("senator") {
        Class::Senator
    } else if has("representative") && !has("permanent") && !has("special") || has("congress") {
        Class::Representative
    } else if has("speaker") || has("president of the senate") || has("national assembly") || has("chamber") {
        Class::Speaker
    } else if o == "president"
        || o == "acting president"
        || o == "interim president"
        || has("chairman of the presidency")
        || has("head of state")
        || o.starts_with("president of ")
            && ![
                "court",
                "senate",
                "council",
                "assembly",
                "chamber",
                "bank",
                "parliament",
                "party",
                "house",
                "commission",
                "congress",
                "committee",
                "union",
                "university",
                "association",
                "league",
                "republika",
                "catal",
                "kurdistan",
            ]
            .iter()
            .any(|w| has(w))
    {
        Class::President
    } else if ["king", "queen", "emir", "sultan", "emperor", "monarch", "grand duke", "prince"]
        .iter()
        .any(|w| o.split(' ').any(|x| x == *w))
    {
        Class::Monarch
    } else if has("governor") {
        Class::Governor
    } else if has("general") || has("admiral") || has("chief of") {
        Class::General
    } else {
        Class::Other
    }
}
