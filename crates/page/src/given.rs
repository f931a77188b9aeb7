//! An article whose parts a source gives by name: a line of JSON, a row of a table.

use crate::{Hints, PageError, date, html, text};
use chancery_record::{Article, Basis, Source};
use serde::Deserialize;

/// The parts by their names, which are the same in all sources. Others are left aside.
#[derive(Default, Deserialize)]
pub(crate) struct Given {
    pub(crate) id: Option<serde_json::Value>,
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) html: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) agency: Option<String>,
}

impl Given {
    /// Makes the article. `number` counts the articles of the source from 1; `bad` makes the error that says what is
    /// wrong with one.
    pub(crate) fn article(
        self,
        number: usize,
        hints: &Hints,
        bad: impl Fn(String) -> PageError,
    ) -> Result<Article, PageError> {
        let filled = |s: Option<String>| s.filter(|s| !s.trim().is_empty());
        let published = match filled(self.published).or(filled(self.date)) {
            None => None,
            Some(given) => Some(date::read(&given).ok_or_else(|| {
                bad(format!("\"published\" is {given:?}, which is no date: expected YYYY-MM-DD, YYYY-MM or YYYY"))
            })?),
        };
        let id = match self.id {
            None | Some(serde_json::Value::Null) => hints.id_of(number),
            Some(serde_json::Value::String(id)) if !id.trim().is_empty() => id,
            Some(serde_json::Value::Number(id)) => id.to_string(),
            Some(other) => return Err(bad(format!("\"id\" is {other}: expected a string or a number"))),
        };
        let url = filled(self.url).or_else(|| hints.url.clone());
        let own = Hints { name: id.clone(), published: None, url };
        let title = filled(self.title);
        let mut article = match (filled(self.text), filled(self.html)) {
            (Some(body), _) => text::with_title(&body, title.as_deref(), &own),
            (None, Some(page)) => html::from_page(&page, title.as_deref(), &own)?,
            (None, None) => return Err(bad("it has neither \"text\" nor \"html\" with anything in it".to_owned())),
        };
        article.id = id;
        // An article's own date is nearer than one that was given for all.
        if let Some(published) = published.or(hints.published) {
            article.published = Some(published);
            article.published_basis = Some(Basis::Given);
            article.bases.published = Some(Source::Given);
        }
        let members = [
            (&mut article.language, &mut article.bases.language, self.language),
            (&mut article.outlet, &mut article.bases.outlet, self.outlet),
            (&mut article.agency, &mut article.bases.agency, self.agency),
        ];
        for (member, basis, given) in members {
            if let Some(given) = filled(given) {
                (*member, *basis) = (Some(given), Some(Source::Given));
            }
        }
        Ok(article)
    }
}
