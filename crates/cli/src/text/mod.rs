//! A record for a person at a terminal: the headline and where it comes from, then the record in order of time, each
//! entry with the words that support it.

mod actors;
mod entries;
mod events;
mod explain;
mod layout;
#[cfg(test)]
mod tests;

use crate::pipeline::Read;
use actors::Names;
use chancery_record::{Article, Basis, Record};
use layout::Page;
pub use layout::{Look, number, plain};
use std::collections::BTreeMap;

/// The whole text of what was read out of one article.
pub fn record(read: &Read, explain: bool, look: &Look) -> String {
    let record = &read.record;
    let names = Names::new(&record.actors);
    let mut page = Page::new(look);
    head(&record.article, &mut page);
    events::write(record, &names, &mut page);
    entries::statements(record, &names, &mut page);
    entries::relations(record, &names, &mut page);
    entries::figures(record, &names, &mut page);
    actors::write(record, &mut page);
    if explain {
        explain::write(read, &mut page);
    }
    foot(record, explain, &mut page);
    page.into_text()
}

/// The text of an article and what was taken out of its page.
pub fn article(article: &Article, look: &Look) -> String {
    let mut page = Page::new(look);
    head(article, &mut page);
    // The headline stands in the head already.
    let paragraphs = article.text.split("\n\n").filter(|text| article.title.as_deref() != Some(text));
    for paragraph in paragraphs {
        page.blank();
        page.wrapped("", "", &plain(paragraph));
    }
    if !article.removed.is_empty() {
        page.heading("Left out as furniture of the page", article.removed.len());
    }
    for removed in &article.removed {
        page.blank();
        page.wrapped("", "    ", &format!("{}  {}", page.faint(&removed.reason), plain(&removed.text)));
    }
    page.into_text()
}

/// The headline, or the first words where there is none, and the source.
fn head(article: &Article, page: &mut Page) {
    let title = article.title.as_deref().map(plain).filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| {
        let first = plain(article.text.trim_start().lines().next().unwrap_or_default());
        let start: String = first.chars().take(100).collect();
        if start.len() < first.len() { format!("{start} …") } else { start }
    });
    page.wrapped("", "", &page.strong(&title));

    let mut source = Vec::new();
    source.extend(article.outlet.as_deref().map(plain));
    source.push(match (article.published, article.published_basis) {
        (Some(date), Some(Basis::Page)) => format!("{date}, as the page says"),
        (Some(date), Some(Basis::Inferred)) => format!("{date}, inferred from the text"),
        (Some(date), _) => format!("{date}, as given"),
        (None, _) => {
            "no date of publication: give --published, so that days such as “Wednesday” can be resolved".into()
        }
    });
    source.extend(article.agency.as_deref().map(|agency| format!("credits {}", plain(agency))));
    source.push(plain(article.url.as_deref().unwrap_or(&article.id)));
    page.wrapped("", "", &page.faint(&source.join(" · ")));
    page.rule();
}

/// What the record does not hold, and why.
fn foot(record: &Record, explained: bool, page: &mut Page) {
    if record.events.is_empty()
        && record.statements.is_empty()
        && record.relations.is_empty()
        && record.figures.is_empty()
    {
        page.blank();
        let hint = if explained { "." } else { "; --explain shows what was considered." };
        page.wrapped("", "", &format!("Nothing to record was found in it{hint}"));
    }
    let mut reasons = BTreeMap::<&str, usize>::new();
    for removed in &record.article.removed {
        *reasons.entry(&removed.reason).or_default() += 1;
    }
    if !reasons.is_empty() {
        let reasons: Vec<String> = reasons.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
        page.blank();
        let total = record.article.removed.len();
        let text = format!("Left out as furniture of the page: {total} ({})", plain(&reasons.join(", ")));
        page.wrapped("", "", &page.faint(&text));
    }
}
