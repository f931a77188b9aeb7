//! The tables that an import writes.

use super::{MOST_MESSAGES, create};
use crate::tables::{MOST_BYTES, sources};
use anyhow::{Context, bail};
use chancery_world::{Table, World};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// A person's office.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Office {
    pub start: String,
    /// A date, nothing or "?".
    pub end: String,
    pub country: String,
    pub office: String,
    pub sector: String,
    /// 1, 2 or 3.
    pub rank: u8,
}

/// Tables under way: files beside their places.
pub struct Tables {
    folder: PathBuf,
    open: BTreeMap<&'static str, Part>,
    left_out: usize,
    pub world: &'static World,
}

struct Part {
    path: PathBuf,
    out: BufWriter<fs::File>,
    rows: usize,
    bytes: u64,
}

impl Tables {
    pub fn create(folder: &Path) -> anyhow::Result<Tables> {
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made a folder", folder.display()))?;
        Ok(Tables { folder: folder.to_owned(), open: BTreeMap::new(), left_out: 0, world: World::embedded() })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Tells of something that is left out.
    pub fn leave_out(&mut self, why: &anyhow::Error) {
        self.left_out += 1;
        if self.left_out <= MOST_MESSAGES {
            eprintln!("chancery: left out: {why}");
        }
    }

    pub fn person(
        &mut self,
        name: &str,
        aliases: &[String],
        wikidata: &str,
        offices: &[Office],
        source: &str,
    ) -> anyhow::Result<()> {
        let mut offices: Vec<&Office> = offices.iter().collect();
        offices.sort();
        offices.dedup();
        for (i, o) in offices.into_iter().enumerate() {
            let rank = o.rank.to_string();
            let first = if i == 0 { [cell(name), list(aliases, name), cell(wikidata)] } else { Default::default() };
            let [name, aliases, item] = &first;
            let row = [name, aliases, item, &o.country, &cell(&o.office), &o.sector, &rank, &o.start, &o.end, source];
            self.row("persons.tsv", Table::Persons, &row)?;
        }
        Ok(())
    }

    pub fn organization(
        &mut self,
        name: &str,
        aliases: &[String],
        country: &str,
        sector: &str,
        wikidata: &str,
        source: &str,
    ) -> anyhow::Result<()> {
        let row = [&cell(name), &list(aliases, name), country, sector, wikidata, source];
        self.row("organizations.tsv", Table::Organizations, &row)
    }

    #[allow(clippy::too_many_arguments)]
    pub fn place(
        &mut self,
        name: &str,
        aliases: &[String],
        country: &str,
        at: (f64, f64),
        kind: &str,
        geonames: &str,
        source: &str,
    ) -> anyhow::Result<()> {
        let row =
            [&cell(name), &list(aliases, name), country, &at.0.to_string(), &at.1.to_string(), kind, geonames, source];
        self.row("places.tsv", Table::Places, &row)
    }

    pub fn agent(&mut self, sector: &str, phrase: &str) -> anyhow::Result<()> {
        self.row("agents.tsv", Table::Agents, &[sector, "person", "", &cell(phrase)])
    }

    fn row(&mut self, file: &'static str, table: Table, cells: &[&str]) -> anyhow::Result<()> {
        if !self.open.contains_key(file) {
            let path = self.folder.join(format!("{file}.part"));
            let mut part = Part { out: BufWriter::new(create(&path)?), path, rows: 0, bytes: 0 };
            let columns: Vec<&str> = table.columns().iter().chain(table.optional().first()).copied().collect();
            writeln!(part.out, "# Made by chancery world import.\n{}", columns.join("\t"))?;
            self.open.insert(file, part);
        }
        let Some(part) = self.open.get_mut(file) else { bail!("{file} is not open") };
        let line = cells.join("\t");
        part.rows += 1;
        part.bytes += line.len() as u64 + 1;
        if part.bytes > MOST_BYTES {
            bail!("{file} would have more than {} MB; import a smaller selection", MOST_BYTES >> 20);
        }
        writeln!(part.out, "{line}").with_context(|| format!("{} cannot be written", part.path.display()))
    }

    /// Checks that the tables load, and puts them in their places. Gives what was done, in words.
    pub fn finish(mut self) -> anyhow::Result<String> {
        if self.open.is_empty() {
            bail!("nothing was found that a table could hold ({} left out); nothing was written", self.left_out);
        }
        let mut texts = Vec::new();
        for (file, part) in &mut self.open {
            part.out.flush().with_context(|| format!("{} cannot be written", part.path.display()))?;
            texts.push(((*file).to_owned(), fs::read_to_string(&part.path)?));
        }
        World::with(&sources(&texts)).context("the tables would not load, and nothing was written")?;
        let mut done = Vec::new();
        for (file, part) in std::mem::take(&mut self.open) {
            let target = self.folder.join(file);
            fs::rename(&part.path, &target).with_context(|| format!("{} cannot be written", target.display()))?;
            done.push(format!("{}: {} rows", target.display(), part.rows));
        }
        if self.left_out > 0 {
            done.push(format!("{} left out", self.left_out));
        }
        Ok(done.join("; "))
    }
}

impl Drop for Tables {
    /// What was not finished leaves nothing behind.
    fn drop(&mut self) {
        for part in self.open.values() {
            let _ = fs::remove_file(&part.path);
        }
    }
}

/// A text as a cell: one line, no bars.
fn cell(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let clean = clean.replace('|', "/");
    clean.split_whitespace().collect::<Vec<_>>().join(" ").trim_start_matches('#').trim_start().to_owned()
}

fn list(names: &[String], but: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for name in names.iter().map(|name| cell(name)).filter(|name| !name.is_empty() && name != but) {
        if !out.contains(&name) {
            out.push(name);
        }
    }
    out.join("|")
}
