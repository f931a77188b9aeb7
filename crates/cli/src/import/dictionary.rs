//! Dictionaries of actors and agents of TABARI, PETRARCH and Phoenix.
//!
//! A name stands at the start of a line in capitals, with "_" for spaces; lines with "+" are other names of the same;
//! lines that are indented hold codes, "[USAGOV 930120-010119]", of which several may stand in a line. "<" and ">" say
//! before or after which day a code holds. ";" and "#" begin comments.

use super::Input;
use super::tables::{Office, Tables};
use chancery_record::{PartialDate, Sector};

/// Reads a dictionary of actors: those with dated codes are persons, the others bodies.
///
/// # Errors
/// Where the file cannot be read.
pub fn actors(input: &mut Input, out: &mut Tables) -> anyhow::Result<()> {
    let mut entry = Entry::default();
    let mut line = Vec::new();
    while input.next(&mut line)? {
        let raw = String::from_utf8_lossy(&line);
        let raw = raw.split([';', '#']).next().unwrap_or("");
        if raw.trim().is_empty() {
            continue;
        }
        let (names, codes) = raw.split_at(raw.find('[').unwrap_or(raw.len()));
        let names = names.trim();
        if let Some(other) = names.strip_prefix('+') {
            entry.names.push(name(other));
        } else if !names.is_empty() {
            std::mem::take(&mut entry).write(input, out)?;
            entry.names.push(name(names));
            entry.line = input.line;
        }
        for code in codes.split('[').skip(1) {
            let Some((code, _)) = code.split_once(']') else {
                out.leave_out(
                    &input.problem(format!("the code \"[{}\" is not closed", code.trim()), "close it with \"]\""),
                );
                continue;
            };
            match coded(code) {
                Ok(code) => entry.codes.push(code),
                Err(problem) => {
                    out.leave_out(&input.problem(problem, "write [CODE], [CODE >YYMMDD] or [CODE YYMMDD-YYMMDD]"))
                }
            }
        }
    }
    entry.write(input, out)
}

/// Reads a dictionary of agents: nouns that make an actor out of a nationality.
///
/// # Errors
/// Where the file cannot be read.
pub fn agents(input: &mut Input, out: &mut Tables) -> anyhow::Result<()> {
    let mut line = Vec::new();
    while input.next(&mut line)? {
        let raw = String::from_utf8_lossy(&line);
        let raw = raw.split(['#', ';']).next().unwrap_or("").trim();
        let Some((noun, code)) = raw.split_once('[') else { continue };
        // "{PLURAL}" follows where it is irregular; "!CLASS!" stands for a list of words.
        let noun = noun.split('{').next().unwrap_or("").trim();
        if noun.is_empty() {
            continue;
        }
        let roles = code.split(']').next().unwrap_or("").trim_start_matches('~');
        match sector(roles).filter(|_| !noun.contains('!')) {
            Some(sector) => out.agent(sector.code(), &words(noun).to_lowercase())?,
            None => out.leave_out(&input.problem(format!("{noun} has no sector of ours ({roles})"), "add it by hand")),
        }
    }
    Ok(())
}

/// An actor under way.
#[derive(Default)]
struct Entry {
    line: usize,
    names: Vec<String>,
    codes: Vec<Coded>,
}

/// A code with the days between which it holds.
struct Coded {
    country: String,
    roles: String,
    start: String,
    end: String,
}

impl Entry {
    fn write(self, input: &Input, out: &mut Tables) -> anyhow::Result<()> {
        let Some((name, aliases)) = self.names.split_first() else { return Ok(()) };
        let dated = self.codes.iter().any(|code| !code.start.is_empty() || !code.end.is_empty());
        let mut offices = Vec::new();
        for code in &self.codes {
            let known = out.world.country(&code.country).is_some()
                || matches!(code.country.as_str(), "IGO" | "UNO" | "EUR" | "NGO" | "IMG" | "MNC");
            if !known && !code.country.is_empty() {
                let problem = format!("{name} has the country {}, which the tables do not know", code.country);
                out.leave_out(&anyhow::anyhow!(
                    "{}:{}: {problem}; use an ISO 3166 alpha-3 code",
                    input.name,
                    self.line
                ));
                continue;
            }
            let sector = sector(&code.roles);
            if !dated {
                // A country alone is one of its names or adjectives, which states.tsv has.
                if sector.is_some() || out.world.country(&code.country).is_none() {
                    let sector = sector.filter(|_| !international(&code.country)).map_or("", Sector::code);
                    return out.organization(name, aliases, &code.country, sector, "", &input.file());
                }
                continue;
            }
            // What holds after or before an office says no more than that it is over.
            let Some(sector) = sector.filter(|sector| *sector != Sector::ELI) else { continue };
            if code.country.is_empty() || code.start.is_empty() && code.end.is_empty() {
                continue;
            }
            offices.push(Office {
                start: code.start.clone(),
                end: code.end.clone(),
                country: code.country.clone(),
                office: office(sector, &code.country).to_owned(),
                sector: if international(&code.country) { String::new() } else { sector.code().to_owned() },
                rank: 3,
            });
        }
        out.person(name, aliases, "", &offices, &input.file())
    }
}

/// Bodies of states, which have no sector, nor have their officials.
fn international(country: &str) -> bool {
    matches!(country, "IGO" | "UNO" | "EUR")
}

/// What someone of a sector is called whose office the dictionary does not name.
fn office(sector: Sector, country: &str) -> &'static str {
    match sector {
        _ if international(country) => "Official",
        Sector::GOV => "Official",
        Sector::MIL => "Officer",
        Sector::COP => "Police official",
        Sector::JUD => "Judge",
        Sector::LEG => "Member of parliament",
        Sector::SPY => "Intelligence official",
        Sector::REB => "Rebel leader",
        Sector::OPP => "Opposition politician",
        Sector::PTY => "Party politician",
        Sector::JRN => "Journalist",
        Sector::BUS => "Business leader",
        Sector::REL => "Cleric",
        _ => "Figure",
    }
}

fn coded(text: &str) -> Result<Coded, String> {
    let (code, limits) = text.trim().split_once([' ', '\t']).unwrap_or((text.trim(), ""));
    let code = code.trim_start_matches('~');
    let (mut country, mut roles) = match code.get(..3) {
        Some(first) if code.is_char_boundary(3) => (first, &code[3..]),
        _ => return Err(format!("{text:?} has no code of three letters")),
    };
    // International bodies have the body itself as the next three letters.
    if country == "IGO" {
        (country, roles) = match roles.get(..3) {
            Some("UNO") => ("UNO", &roles[3..]),
            Some("EUR" | "EEC") => ("EUR", &roles[3..]),
            _ => (country, roles),
        };
    }
    // "[OPP]" alone is a sector without a country.
    if code.len() == 3 && sector(code).is_some() {
        (country, roles) = ("", code);
    }
    let mut limit = (String::new(), String::new());
    let limits = limits.trim();
    if let Some(after) = limits.strip_prefix('>') {
        limit.0 = day(after)?;
    } else if let Some(before) = limits.strip_prefix('<') {
        limit.1 = day(before)?;
    } else if let Some((from, to)) = limits.split_once('-') {
        limit = (day(from)?, day(to)?);
        // "310101-530801": both are of the last century.
        if limit.1 < limit.0 && from.trim().len() == 6 {
            limit.0 = limit.0.replacen("20", "19", 1);
        }
    } else if !limits.is_empty() {
        return Err(format!("{limits:?} is no limit in time"));
    }
    if let (Some(start), Some(end)) = (PartialDate::parse(&limit.0), PartialDate::parse(&limit.1))
        && end < start
    {
        return Err(format!("{limits:?} ends before it starts"));
    }
    Ok(Coded { country: country.to_owned(), roles: roles.to_owned(), start: limit.0, end: limit.1 })
}

/// "930120" or "19930120" as a date. Years from 45 on are of the last century.
fn day(text: &str) -> Result<String, String> {
    let text = text.trim();
    let long = match text.len() {
        6 => {
            text.get(..2).and_then(|y| y.parse::<u8>().ok()).map(|y| format!("{}{text}", if y >= 45 { 19 } else { 20 }))
        }
        8 => Some(text.to_owned()),
        _ => None,
    };
    let date = long.filter(|d| d.is_ascii()).map(|d| format!("{}-{}-{}", &d[..4], &d[4..6], &d[6..]));
    date.filter(|d| PartialDate::parse(d).is_some()).ok_or_else(|| format!("{text:?} is no day"))
}

/// PLOVER's sector of CAMEO's roles, three letters each: the most special that is known.
fn sector(roles: &str) -> Option<Sector> {
    let mut found = None;
    let bytes = roles.as_bytes();
    for role in bytes.chunks(3).filter_map(|role| std::str::from_utf8(role).ok()) {
        let sector = match role {
            "MED" => Some(Sector::JRN),
            "HLH" => Some(Sector::MED),
            "INS" | "SEP" | "RAD" => Some(Sector::REB),
            "HRI" | "NGO" => Some(Sector::SOC),
            "CHR" | "MOS" | "JEW" | "HIN" | "BUD" | "CTH" | "SHI" | "SUN" => Some(Sector::REL),
            code => Sector::from_code(code),
        };
        // In "GOVMIL" and "GOVJUD" the second tells more; in "GOVEDU" it only says of what.
        let tells = matches!(sector, Some(Sector::MIL | Sector::COP | Sector::JUD | Sector::LEG | Sector::SPY));
        if found.is_none() || found == Some(Sector::GOV) && tells {
            found = sector.or(found);
        }
    }
    found
}

fn words(text: &str) -> String {
    text.trim().trim_matches('_').replace('_', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name in capitals as English writes it: "LEAGUE_OF_ARAB_STATES_" is "League of Arab States". Short single words are
/// acronyms.
fn name(text: &str) -> String {
    let text = words(text);
    if !text.contains(' ') && text.chars().count() <= 5 {
        return text;
    }
    let small = |word: &str| matches!(word, "OF" | "THE" | "AND" | "FOR" | "IN" | "ON" | "DE" | "BIN" | "AL");
    let word = |(i, word): (usize, &str)| {
        if i > 0 && small(word) {
            return word.to_lowercase();
        }
        let mut up = true;
        let letter = |c: char| {
            let out: String = if up { c.to_uppercase().collect() } else { c.to_lowercase().collect() };
            up = matches!(c, '-' | '.');
            out
        };
        word.chars().map(letter).collect::<String>()
    };
    text.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}
