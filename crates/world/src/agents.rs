//! Agent nouns and the words that the grammar of offices knows.

use crate::table::{Row, TableError};
use crate::text::{HashedMap, Unit, extend, folded, is_transparent, key, units};
use crate::types::AgentHit;
use chancery_record::Sector;

/// What an agent noun stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AgentKind {
    /// Held by one person.
    Office,
    /// An individual by occupation.
    Person,
    /// Several people.
    People,
    /// An institution or unit.
    Body,
    /// A craft or weapon that stands for its user.
    Thing,
}

/// A phrase of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Agent {
    pub sector: Option<Sector>,
    /// A sector that holds beside it ("border guards": MIL, and COP).
    pub also: Option<Sector>,
    pub kind: AgentKind,
    pub plural: bool,
    pub inherit: bool,
    pub member: bool,
    pub portfolio: bool,
    pub abroad: bool,
    pub alone: bool,
}

impl Agent {
    /// Whether a name after it is the name of such a body ("company", "newspaper", "trade union").
    pub fn names_kind(&self) -> bool {
        !self.plural
            && matches!(self.kind, AgentKind::Body | AgentKind::People)
            && matches!(
                self.sector,
                Some(Sector::BUS | Sector::JRN | Sector::SOC | Sector::LAB | Sector::PTY | Sector::SPY)
            )
    }

    /// One person.
    pub fn individual(&self) -> bool {
        !self.plural && matches!(self.kind, AgentKind::Office | AgentKind::Person)
    }
}

/// An agent phrase in a run of tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    /// First token, with the ranks and portfolios that belong to it.
    pub start: usize,
    /// First token of the phrase of the table.
    pub core: usize,
    /// One past the last token.
    pub end: usize,
    pub agent: Agent,
    /// A word before it says that the office is held no more.
    pub former: bool,
}

/// Word classes of the grammar: a word's classes as bits in the order of [`CLASSES`].
#[derive(Debug, Default)]
pub(crate) struct Words {
    classes: HashedMap<u16>,
}

const CLASSES: &[&str] = &[
    "rank",
    "portfolio",
    "former",
    "quality",
    "title",
    "particle",
    "stance",
    "anti",
    "given",
    "region",
    "placenoun",
    "common",
    "wordlike",
    "amount",
];

impl Words {
    pub fn add_rows(&mut self, rows: &[Row<'_>]) -> Result<(), TableError> {
        for row in rows {
            let class = row.cell(0);
            let Some(bit) = CLASSES.iter().position(|c| *c == class) else {
                return Err(
                    row.error(format!("{class:?} is no class of words"), format!("use one of {}", CLASSES.join(", ")))
                );
            };
            for word in row.list(1) {
                *self.classes.entry(hash(&folded(word))).or_default() |= 1 << bit;
            }
        }
        Ok(())
    }

    /// Whether a folded word is of a class.
    pub fn is(&self, class: &str, folded: &str) -> bool {
        let bits = self.classes.get(&hash(folded)).copied().unwrap_or(0);
        bits != 0 && CLASSES.iter().position(|c| *c == class).is_some_and(|b| bits >> b & 1 == 1)
    }
}

/// FNV-1a.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// The table of agent nouns.
#[derive(Debug, Default)]
pub(crate) struct Agents {
    phrases: HashedMap<Agent>,
    longest: usize,
}

impl Agents {
    pub fn add_rows(&mut self, rows: &[Row<'_>]) -> Result<(), TableError> {
        for row in rows {
            let mut sectors = Vec::new();
            for code in row.list(0) {
                sectors.push(Sector::from_code(code).ok_or_else(|| {
                    let known: Vec<&str> = Sector::ALL.iter().map(|s| s.code()).collect();
                    row.error(format!("{code:?} is no sector"), format!("use one of {}", known.join(", ")))
                })?);
            }
            let (sector, also) = (sectors.first().copied(), sectors.get(1).copied());
            let kind = match row.cell(1) {
                "office" => AgentKind::Office,
                "person" => AgentKind::Person,
                "people" => AgentKind::People,
                "body" => AgentKind::Body,
                "thing" => AgentKind::Thing,
                other => {
                    return Err(row.error(format!("{other:?} is no kind"), "use office, person, people, body or thing"));
                }
            };
            let mut agent = Agent {
                sector,
                also,
                kind,
                plural: false,
                inherit: false,
                member: false,
                portfolio: false,
                abroad: false,
                alone: false,
            };
            for flag in row.cell(2).split(',').map(str::trim).filter(|f| !f.is_empty()) {
                match flag {
                    "inherit" => agent.inherit = true,
                    "member" => agent.member = true,
                    "portfolio" => agent.portfolio = true,
                    "abroad" => agent.abroad = true,
                    "alone" => agent.alone = true,
                    other => {
                        return Err(row.error(
                            format!("{other:?} is no flag"),
                            "use inherit, member, portfolio, abroad or alone",
                        ));
                    }
                }
            }
            for phrase in row.list(3) {
                self.add(phrase, agent);
                if kind != AgentKind::People {
                    self.add(&plural(phrase), Agent { plural: true, ..agent });
                }
            }
        }
        Ok(())
    }

    /// The first row that has a phrase wins, so that a plural made by rule never replaces a phrase of the table before it.
    fn add(&mut self, phrase: &str, agent: Agent) {
        let n = phrase.split_whitespace().flat_map(|w| units(&[w])).count();
        self.longest = self.longest.max(n);
        self.phrases.entry(key(phrase)).or_insert(agent);
    }

    /// How many phrases there are, plurals included.
    pub fn len(&self) -> usize {
        self.phrases.len()
    }

    /// The longest phrase whose last unit is `last`: its first unit and its entry.
    fn ending(&self, units: &[Unit], last: usize) -> Option<(usize, Agent)> {
        for n in (1..=self.longest.min(last + 1)).rev() {
            let run = &units[last + 1 - n..=last];
            if !run[0].first {
                continue;
            }
            let hash = run.iter().fold(0, |h, u| extend(h, u.hash));
            if let Some(agent) = self.phrases.get(&hash) {
                return Some((last + 1 - n, *agent));
            }
        }
        None
    }

    /// The longest agent phrase that ends with token `last`, with the ranks and portfolios before it.
    pub fn at(&self, tokens: &[&str], units: &[Unit], last: usize, words: &Words) -> Option<Found> {
        let unit = units.iter().rposition(|u| u.token as usize == last)?;
        let (first, agent) = self.ending(units, unit)?;
        let core = units[first].token as usize;
        let mut start = core;
        // Individuals and bodies take ranks and portfolios; "foreign forces" and "national media" do not.
        if agent.kind != AgentKind::People {
            let mut i = core;
            while i > 0 {
                let word = folded(tokens[i - 1]);
                let joint = is_transparent(tokens[i - 1]) && !tokens[i - 1].ends_with(['s', 'S'])
                    || matches!(word.as_str(), "and" | "&" | ",");
                if joint {
                    // Only inside a list of portfolios, or a hyphenated rank ("vice-president").
                    let before =
                        i >= 2 && agent.portfolio && words.is("portfolio", &folded(tokens[i - 2])) && start < core;
                    let hyphen = is_transparent(tokens[i - 1]) && i >= 2 && words.is("rank", &folded(tokens[i - 2]));
                    if before || hyphen {
                        i -= 1;
                        continue;
                    }
                    break;
                }
                let belongs = agent.portfolio && words.is("portfolio", &word)
                    || matches!(agent.kind, AgentKind::Office | AgentKind::Person) && words.is("rank", &word)
                    || agent.inherit && words.is("portfolio", &word);
                if !belongs {
                    break;
                }
                i -= 1;
                start = i;
            }
        }
        let former = start > 0 && {
            let mut before = start - 1;
            if is_transparent(tokens[before]) && before > 0 {
                before -= 1;
            }
            words.is("former", &folded(tokens[before]))
        };
        Some(Found { start, core, end: last + 1, agent, former })
    }

    /// The public form of [`Agents::at`].
    pub fn hit(&self, tokens: &[&str], words: &Words) -> Option<AgentHit> {
        let last = tokens.len().checked_sub(1)?;
        let found = self.at(tokens, &units(tokens), last, words)?;
        let sector = if found.former && found.agent.individual() { Some(Sector::ELI) } else { found.agent.sector };
        Some(AgentHit {
            sector,
            is_office: found.agent.kind == AgentKind::Office && !found.agent.plural,
            collective: found.agent.plural || matches!(found.agent.kind, AgentKind::People | AgentKind::Body),
            is_thing: found.agent.kind == AgentKind::Thing,
            role: crate::text::join(tokens[found.start..].iter().copied()),
            words: tokens.len() - found.start,
        })
    }
}

/// The plural of an agent phrase; the noun before "of" or "in" where there is one.
pub(crate) fn plural(phrase: &str) -> String {
    for joint in [" of ", " in ", " for ", " without ", " to ", "-in-", "-at-", "-of-"] {
        if let Some((head, rest)) = phrase.split_once(joint) {
            return format!("{}{joint}{rest}", plural(head));
        }
    }
    if let Some(head) = phrase.strip_suffix(" general")
        && matches!(head, "attorney" | "solicitor" | "consul" | "governor" | "prosecutor" | "director" | "secretary")
    {
        return format!("{}s general", head);
    }
    let ends = |s: &str| phrase.ends_with(s);
    if let Some(head) = phrase.strip_suffix("man") {
        return format!("{head}men");
    }
    if ends("child") {
        return format!("{phrase}ren");
    }
    if let Some(head) = phrase.strip_suffix('y')
        && !head.ends_with(['a', 'e', 'o', 'u'])
    {
        return format!("{head}ies");
    }
    if let Some(head) = phrase.strip_suffix("wife") {
        return format!("{head}wives");
    }
    if let Some(head) = phrase.strip_suffix("thief") {
        return format!("{head}thieves");
    }
    if ends("arch") {
        return format!("{phrase}s");
    }
    if ends("s") || ends("x") || ends("ch") || ends("sh") {
        return format!("{phrase}es");
    }
    format!("{phrase}s")
}

#[cfg(test)]
mod tests {
    use super::plural;

    #[test]
    fn plurals() {
        let check = |one: &str, many: &str| assert_eq!(plural(one), many);
        check("minister", "ministers");
        check("secretary of state", "secretaries of state");
        check("attorney general", "attorneys general");
        check("policeman", "policemen");
        check("charity", "charities");
        check("judge", "judges");
        check("oligarch", "oligarchs");
        check("church", "churches");
        check("commander-in-chief", "commanders-in-chief");
        check("hospital boss", "hospital bosses");
    }
}
