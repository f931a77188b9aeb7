//! Who held which office when.

use crate::blob::{self, Blob, Keys, Section, Writer, size, u32_at};
use crate::text::{folded, units};
use crate::types::{Person, Tenure};
use chancery_record::PartialDate;

/// People by surname.
#[derive(Debug, Default)]
pub(crate) struct Persons {
    pub all: Vec<Person>,
    surnames: Keys,
    bearers: &'static [u8],
    /// First words of names.
    given: Keys,
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
pub(crate) fn bounds(d: PartialDate) -> (i32, i32) {
    let day = |m: u8, n: u8| i32::from(d.year) * 372 + i32::from(m) * 31 + i32::from(n);
    match (d.month, d.day) {
        (Some(m), Some(n)) => (day(m, n), day(m, n)),
        (Some(m), None) => (day(m, 1), day(m, 31)),
        _ => (day(1, 1), day(12, 31)),
    }
}

/// Days of the reckoning of [`bounds`] in a year.
pub(crate) const YEAR: i32 = 372;

/// Years that a tenure counts whose end no source tells.
const MOST_YEARS: i32 = 6;

/// Whether a time between two days that may be open covers a date.
pub(crate) fn lasts(start: Option<PartialDate>, end: Option<PartialDate>, date: PartialDate) -> bool {
    let (first, last) = bounds(date);
    start.is_none_or(|s| bounds(s).0 <= last) && end.is_none_or(|e| bounds(e).1 >= first)
}

impl Tenure {
    /// Whether it may have lasted at a date. A tenure without any date never does.
    pub(crate) fn at(&self, date: PartialDate) -> bool {
        let (first, last) = bounds(date);
        let begun = self.start.is_none_or(|s| bounds(s).0 <= last);
        let lasts = self.last_day().is_none_or(|end| end >= first);
        begun && lasts && (self.start.is_some() || self.end.is_some())
    }

    /// Whether two rows tell of one office in one time, as those of one person under two names do.
    fn same_time(&self, other: &Tenure) -> bool {
        (self.country, self.office, self.start, self.end) == (other.country, other.office, other.start, other.end)
    }

    /// Its last possible day in the reckoning of [`bounds`]; none where it lasts.
    pub(crate) fn last_day(&self) -> Option<i32> {
        match (self.end, self.start) {
            (Some(end), _) => Some(bounds(end).1),
            (None, Some(start)) if self.over => Some(bounds(start).1 + MOST_YEARS * YEAR),
            _ => None,
        }
    }

    /// Days from its end to a date, where it ended before.
    pub(crate) fn ended_before(&self, date: PartialDate) -> Option<i32> {
        let after = bounds(date).0 - self.last_day()?;
        (after > 0).then_some(after)
    }

    /// Days from a date to its start, where it starts later.
    pub(crate) fn starts_after(&self, date: PartialDate) -> Option<i32> {
        let before = bounds(self.start?).0 - bounds(date).1;
        (before > 0).then_some(before)
    }
}

/// Countries whose people are called by their first word ("Xi Jinping"), or by either.
const SURNAME_FIRST: &[&str] = &["CHN", "TWN", "HKG", "SGP", "KOR", "PRK", "KHM", "VNM", "MMR", "LAO", "MYS", "IRQ"];

/// Surnames and given names, gathered for the compiled form.
#[derive(Debug, Default)]
pub(crate) struct Surnames {
    /// Hash of a surname and its bearer.
    surnames: Vec<(u64, u32)>,
    /// Hashes of first words of names.
    given: Vec<u64>,
}

impl Surnames {
    /// Adds the surname of another spelling of a name ("Volodymyr Zelenskyy").
    pub fn add_spelling(&mut self, item: u32, alias: &str) {
        if let Some((_, last)) = alias.rsplit_once(' ') {
            self.surnames.extend(units(&[last]).last().map(|u| (u.hash, item)));
        }
    }

    /// Adds a person's name. `offices` are country, office and rank of each.
    pub fn add(&mut self, item: u32, name: &str, offices: &[(String, &str, u8)]) {
        let mut words = name.split_whitespace();
        let (Some(first), mut last) = (words.next(), words.next_back()) else { return };
        if last.is_some_and(|w| matches!(w, "Jr." | "Jr" | "Sr." | "II" | "III" | "IV")) {
            last = words.next_back();
        }
        let first_unit = units(&[first]).first().map(|u| u.hash);
        let last_unit = units(&[last.unwrap_or(first)]).last().map(|u| u.hash);
        if last.is_some() {
            self.given.extend(first_unit);
        }
        self.surnames.extend(last_unit.map(|h| (h, item)));
        // Monarchs and popes go by their given name.
        let given = |office: &str, rank: u8| rank == 1 && (office == "Pope" || class_of(office) == Class::Monarch);
        if offices
            .iter()
            .any(|(country, office, rank)| SURNAME_FIRST.contains(&country.as_str()) || given(office, *rank))
        {
            self.surnames.extend(first_unit.map(|h| (h, item)));
        }
    }

    pub fn write(mut self, out: &mut Writer, order: fn(u64) -> u64) {
        self.surnames.sort_unstable_by_key(|(hash, item)| (order(*hash), *item));
        self.surnames.dedup();
        self.given.sort_unstable_by_key(|hash| order(*hash));
        out.put_keys(Section::SurnameKeys, Section::SurnameDirectory, self.surnames.iter().map(|(hash, _)| *hash));
        for (_, item) in self.surnames {
            out.put(Section::SurnameItems, &item.to_le_bytes());
        }
        out.put_keys(Section::GivenKeys, Section::GivenDirectory, self.given.iter().copied());
    }
}

impl Persons {
    pub fn open(blob: Blob) -> Persons {
        let tenures = blob.rows(Section::Tenures, size::TENURE);
        let tenure = |row: blob::Row| Tenure {
            country: row.code(0).unwrap_or(""),
            sector: row.sector(3),
            office: row.text(4),
            start: row.date(12),
            end: row.date(16),
            rank: row.u8(20),
            over: row.u8(21) != 0,
            source: row.text(24),
        };
        let person = |row: blob::Row| {
            let (first, count) = (row.u32(32) as usize, row.u32(36) as usize);
            Person {
                name: row.text(0),
                id: row.text(8),
                wikidata: row.some_text(24),
                tenures: (first..first + count).map(|i| tenure(tenures.at(i))).collect(),
            }
        };
        Persons {
            all: blob.rows(Section::Persons, size::PERSON).iter().map(person).collect(),
            surnames: blob.keys(Section::SurnameKeys, Section::SurnameDirectory),
            bearers: blob.section(Section::SurnameItems),
            given: blob.keys(Section::GivenKeys, Section::GivenDirectory),
        }
    }

    pub(crate) fn bearers(&self, surname: &str) -> impl Iterator<Item = (u32, &Person)> {
        let last = surname.split_whitespace().next_back().unwrap_or("");
        let key = units(&[last]).last().map_or(0, |u| u.hash);
        self.surnames.find(key).filter_map(|i| {
            let item = u32_at(self.bearers, i * 4);
            Some((item, self.all.get(item as usize)?))
        })
    }

    /// Whether several people in the tables have as a given name the word of that hash.
    pub fn is_given_name(&self, hash: u64) -> bool {
        self.given.find(hash).len() > 1
    }

    /// Whether anyone in the tables has as a surname the word of that hash.
    pub fn is_surname(&self, hash: u64) -> bool {
        !self.surnames.find(hash).is_empty()
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
                // The highest office of that class is meant: "Prime Minister Khan" is not that of Azad Kashmir.
                let highest = |p: &'_ Person| -> Option<usize> {
                    let fits = |t: &Tenure| {
                        country.is_none_or(|c| c == t.country)
                            && (!same_class || class_of(t.office) == class)
                            && when(t, slack)
                    };
                    let of_class = p.tenures.iter().enumerate().filter(|(_, t)| fits(t));
                    of_class.min_by_key(|(_, t)| t.rank).map(|(i, _)| i)
                };
                let found: Vec<(u32, &Tenure)> =
                    self.bearers(surname).filter_map(|(i, p)| Some((i, &p.tenures[highest(p)?]))).collect();
                if let Some(rank) = found.iter().map(|(_, t)| t.rank).min() {
                    let mut found = found.into_iter().filter(|(_, t)| t.rank == rank);
                    let (first, tenure) = found.next()?;
                    return found.all(|(i, t)| i == first || t.same_time(tenure)).then_some(first);
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
            return tenures.iter().max_by_key(|t| (t.last_day().unwrap_or(i32::MAX), t.start)).map(Standing::Holds);
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

    /// The only one who holds an office of that class in a country at a date, the highest of that class; of a body, the
    /// one whose office names it. Where two may have held it in the time that the date leaves open, none.
    pub fn holder(
        &self,
        country: &str,
        body: Option<&str>,
        class: Class,
        date: PartialDate,
    ) -> Option<(&Person, &Tenure)> {
        if matches!(class, Class::Other | Class::Senator | Class::Representative | Class::General | Class::Governor) {
            return None;
        }
        let highest = matches!(class, Class::President | Class::Premier | Class::Monarch | Class::Pope);
        let of_class = |t: &Tenure| {
            t.country == country
                && t.at(date)
                && (!highest || t.rank == 1)
                && class_of(t.office) == class
                && body.is_none_or(|b| t.office.contains(b))
        };
        let tenures = self.all.iter().flat_map(|p| p.tenures.iter().map(move |t| (p, t)));
        let found: Vec<(&Person, &Tenure)> = tenures.filter(|(_, t)| of_class(t)).collect();
        let rank = found.iter().map(|(_, t)| t.rank).min()?;
        let mut found = found.into_iter().filter(|(_, t)| t.rank == rank);
        let first = found.next()?;
        found.all(|(p, t)| std::ptr::eq(p, first.0) || t.same_time(first.1)).then_some(first)
    }

    /// The head of state or government of a country that has only one at a date.
    pub fn only_leader(&self, country: &str, date: PartialDate) -> Option<(&Person, &Tenure)> {
        let tenures = self.all.iter().flat_map(|p| p.tenures.iter().map(move |t| (p, t)));
        let mut found = tenures.filter(|(_, t)| t.rank == 1 && t.country == country && t.at(date));
        let first = found.next()?;
        found.all(|(p, _)| std::ptr::eq(p, first.0)).then_some(first)
    }

    /// The only head of state or government of that surname in a country: in office at the date, or before where `former`.
    pub fn leader(&self, surname: &str, country: &str, date: PartialDate, former: bool) -> Option<u32> {
        let led = |t: &Tenure| {
            t.rank == 1 && t.country == country && (t.at(date) && !former || former && t.ended_before(date).is_some())
        };
        only(self.bearers(surname).filter(|(_, p)| p.tenures.iter().any(led)).map(|(i, _)| i))
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

pub(crate) fn only(mut items: impl Iterator<Item = u32>) -> Option<u32> {
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
    Pope,
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
    if o == "pope" || o == "pontiff" {
        Class::Pope
    } else if has("vice president") || has("vice-president") {
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
