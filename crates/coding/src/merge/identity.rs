//! Who can stand for whom between two mentions of one event, and which of the two names says more.

use crate::acts::Act;
use crate::cast::{Cast, Entity, EntityId};
use chancery_record::{EventType, Sector};
use chancery_world::Kind;

/// Last words of names that mean a state's government as a whole.
const GOVERNMENTS: &[&str] = &["government", "administration", "regime", "authorities"];

/// Words for officials that say no office: a minister is one of "the leaders".
const OFFICIALS: &[&str] =
    &["leader", "official", "representative", "envoy", "delegation", "negotiator", "diplomat", "delegate", "side"];

/// Those who take part in an act, on either side.
pub(super) fn pool(a: &Act) -> Vec<EntityId> {
    let mut out = a.actor.clone();
    out.extend(a.recipient.iter().copied().filter(|r| !a.actor.contains(r)));
    out
}

/// How many of the smaller list have a like in the larger.
pub(super) fn common(x: &[EntityId], y: &[EntityId], cast: &Cast) -> usize {
    let (small, large) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    let mut used = vec![false; large.len()];
    let mut n = 0;
    for &s in small {
        if let Some(k) = (0..large.len()).find(|&k| !used[k] && alike(s, large[k], cast)) {
            used[k] = true;
            n += 1;
        }
    }
    n
}

/// Whether two entities can stand for each other: the same one; a state, its government and a person who acts for it; a
/// force and its state; "rebels" and the group by name; an office and who holds it.
pub(super) fn alike(a: EntityId, b: EntityId, cast: &Cast) -> bool {
    if a == b {
        return true;
    }
    let (x, y) = (cast.entity(a), cast.entity(b));
    if x.country.is_none() || y.country.is_none() {
        return bare(x, y) || bare(y, x);
    }
    if x.country != y.country {
        return false;
    }
    let state = |e: &Entity| {
        e.kind == Kind::State
            || (e.sector == Some(Sector::GOV) && GOVERNMENTS.iter().any(|g| e.name.to_lowercase().ends_with(g)))
    };
    let official = |e: &Entity| matches!(e.sector, Some(Sector::GOV | Sector::MIL) | None);
    if (state(x) && official(y)) || (state(y) && official(x)) {
        return true;
    }
    if holds(x, y) || holds(y, x) {
        return true;
    }
    if office_of(x, y) || office_of(y, x) {
        return true;
    }
    // "Congolese rebels" and the group by name.
    let armed = matches!(x.sector, Some(Sector::REB | Sector::MIL | Sector::PRM | Sector::COP));
    let kinds = |p: Kind, q: Kind| (x.kind == p && y.kind == q) || (x.kind == q && y.kind == p);
    if armed && x.sector == y.sector && kinds(Kind::Group, Kind::Organization) {
        return true;
    }
    // Two ways of naming the same people: "protesters" and "demonstrators".
    x.sector.is_some() && x.sector == y.sector && x.kind == Kind::Group && y.kind == Kind::Group
}

/// "Gunmen", "rebels", "police", of whom nothing is said but what they are, and others of that kind.
fn bare(x: &Entity, y: &Entity) -> bool {
    use Sector::{COP, MIL, REB, UAF};
    if x.country.is_some() || x.person || y.person {
        return false;
    }
    // "A suicide bomber" and the group that claims the attack.
    let last = x.name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let doer = matches!(
        last.as_str(),
        "bomber" | "bombers" | "attacker" | "attackers" | "gunman" | "gunmen" | "assailant" | "assailants"
    );
    if doer && x.kind != Kind::Organization && matches!(y.sector, Some(REB | UAF)) {
        return true;
    }
    if x.kind != Kind::Group || x.name.contains(' ') {
        return false;
    }
    let unknown = matches!(x.sector, Some(UAF)) && matches!(y.sector, Some(REB | UAF));
    unknown
        || (x.sector == y.sector && matches!(x.sector, Some(REB | MIL | COP)))
        || (x.sector == y.sector && x.sector.is_some() && y.country.is_none() && y.kind == Kind::Group)
}

/// Whether a person can be who an office or a bare word for officials means: "Ethiopia's premier" and the prime minister by
/// name, "Kenyan leaders" and the president.
fn holds(office: &Entity, person: &Entity) -> bool {
    if !person.person || office.person {
        return false;
    }
    let role = person.role.as_deref().or(person.office.as_deref());
    if office.kind == Kind::Office && same_office(&office.name, role) {
        return true;
    }
    let last = office.name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let last = last.strip_suffix('s').unwrap_or(&last);
    let governs = matches!(person.sector, Some(Sector::GOV) | None) && office.sector == Some(Sector::GOV);
    // "Finnish ministers", without the word for what they are ministers of.
    let plain = matches!(last, "minister" | "president") && office.name.split(' ').count() <= 2;
    governs && (OFFICIALS.contains(&last) || (plain && role.is_some_and(|r| r.to_lowercase().contains(last))))
}

/// Whether one office is called by some of the other's words ("Finnish minister", "Finnish interior minister"), or both are
/// names for who represents a state in another.
fn office_of(short: &Entity, long: &Entity) -> bool {
    let office = |e: &Entity| !e.person && e.kind == Kind::Office && !e.plural;
    if !office(short) || !office(long) {
        return false;
    }
    let (short, long) = (short.name.to_lowercase(), long.name.to_lowercase());
    let envoy = |n: &str| ["envoy", "ambassador", "diplomat"].iter().any(|w| n.ends_with(w));
    short.split(' ').all(|w| long.split(' ').any(|x| x == w)) || (envoy(&short) && envoy(&long))
}

/// Whether two offices are called alike, "premier" being a prime minister.
fn same_office(a: &str, b: Option<&str>) -> bool {
    let class = |o: &str| {
        let o = o.to_lowercase().replace("premier", "prime minister");
        [
            "prime minister",
            "foreign minister",
            "defense minister",
            "defence minister",
            "president",
            "chancellor",
            "king",
        ]
        .iter()
        .position(|c| o.contains(c))
        .map(|i| if i == 3 { 2 } else { i })
    };
    b.is_some_and(|b| class(a).is_some() && class(a) == class(b))
}

/// Puts a fuller name of the same one in the place of a poorer: the named person for the office, the named group for
/// "rebels"; among those who meet, the person for the state.
pub(super) fn fuller(of: &mut [EntityId], named: &[EntityId], kind: EventType, cast: &Cast) {
    for at in 0..of.len() {
        let old = cast.entity(of[at]);
        let better = named.iter().copied().find(|&n| {
            let new = cast.entity(n);
            let says_more = if new.person {
                !old.person && (old.kind != Kind::State || kind == EventType::CONSULT)
            } else {
                (old.country.is_none() && new.country.is_some())
                    || (old.kind == Kind::Group && new.kind == Kind::Organization)
                    || (office_of(old, new) && new.name.len() > old.name.len())
            };
            says_more && !of.contains(&n) && alike(of[at], n, cast)
        });
        if let Some(better) = better {
            of[at] = better;
        }
    }
}

/// Puts a state's named force in the place of the state.
pub(super) fn force_for_state(of: &mut [EntityId], named: &[EntityId], cast: &Cast) {
    for id in of.iter_mut().filter(|id| cast.entity(**id).kind == Kind::State) {
        let force = named.iter().find(|&&f| {
            let (f, state) = (cast.entity(f), cast.entity(*id));
            f.sector == Some(Sector::MIL) && f.country == state.country && !f.person
        });
        if let Some(&force) = force {
            *id = force;
        }
    }
}
