//! Leaders, members and spokesmen who are no officials: those of private bodies, and those of whom nothing is said.

use crate::agents::Found;
use crate::office::{AFTER_HEAD, is_article};
use crate::resolve::Phrase;
use crate::text::{Unit, is_transparent};
use chancery_record::Sector;

/// People who are officials only where a state or body is named as theirs.
const UNOFFICIAL: &[&str] =
    &["member", "figure", "insider", "source", "staff", "personnel", "strategist", "planner", "representative"];

/// Heads of anything; a word before them that is no state, portfolio or rank says of what.
pub(crate) const LEADERS: &[&str] = &[
    "leader",
    "head",
    "chief",
    "boss",
    "director",
    "chairman",
    "chairwoman",
    "chairperson",
    "chair",
    "co-chair",
    "co-leader",
    "co-chairman",
    "deputy leader",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "aide",
    "adviser",
    "advisor",
    "deputy",
];

/// Words before "leader" that leave it a state's.
const POLITICAL: &[&str] = &[
    "world",
    "western",
    "political",
    "european",
    "african",
    "arab",
    "asian",
    "global",
    "international",
    "african",
    "g7",
    "g20",
    "government",
    "civilian",
    "muslim",
    "eastern",
    "democratic",
    "republican",
    "house",
    "senate",
    "wartime",
    "revolutionary",
    "cult",
    "long-serving",
    "authoritarian",
    "democratically",
    "state",
    "his",
    "presidential",
    "top",
];

impl Phrase<'_> {
    /// Whether nothing says that an agent without an owner is an official: "a source", "the alt-right leader", "New Dawn's
    /// leader", against "the leader" and "world leaders".
    pub(crate) fn private(&self, f: &Found, cut: &[Unit]) -> bool {
        if !f.agent.inherit || f.agent.sector != Some(Sector::GOV) || f.start != f.core {
            return false;
        }
        if self.agent_inside(f, cut).or_else(|| self.agent_of(f, cut)).is_some() {
            return false;
        }
        let noun = self.low[f.end - 1].trim_end_matches('s');
        if UNOFFICIAL.contains(&noun) {
            return true;
        }
        let Some(mut before) = f.core.checked_sub(1) else { return false };
        if matches!(self.words[before], "\"" | "”" | "’" | "''") && before > 0 {
            before -= 1;
        }
        if self.words[before] == "-" {
            return false;
        }
        // "New Dawn's leader": of a body that no table has.
        if is_transparent(self.words[before]) && before > 0 {
            before -= 1;
            return LEADERS.contains(&noun) && self.words[before].starts_with(char::is_uppercase);
        }
        let word = self.low[before].as_str();
        LEADERS.contains(&noun)
            && word.starts_with(char::is_alphabetic)
            && !is_article(word)
            && !AFTER_HEAD.contains(&word)
            && !POLITICAL.contains(&word)
            && !["quality", "rank", "portfolio", "former", "region", "placenoun", "stance"]
                .iter()
                .any(|class| self.world.words.is(class, word))
            && !self.hits.iter().any(|m| m.range.contains(&before))
    }
}
