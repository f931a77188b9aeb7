//! What is looked at of an article.

use chancery_record::{Article, PartialDate, Record};

/// An article as far as it matters for who took from whom. [`Document::from`] makes one of an article or a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The article's id.
    pub id: String,
    /// The outlet that published it.
    pub outlet: Option<String>,
    /// The news agency that it credits.
    pub agency: Option<String>,
    /// The day of publication.
    pub published: Option<PartialDate>,
    /// Its headline.
    pub title: Option<String>,
    /// The text without the headline.
    pub body: String,
}

impl From<&Article> for Document {
    fn from(article: &Article) -> Self {
        let title = article.title.as_deref().map(str::trim).filter(|t| !t.is_empty());
        let text = article.text.trim_start();
        // The text of an article begins with its headline.
        let body = title.and_then(|t| text.strip_prefix(t)).unwrap_or(text).trim();
        Document {
            id: article.id.clone(),
            outlet: article.outlet.clone(),
            agency: article.agency.clone(),
            published: article.published,
            title: title.map(str::to_string),
            body: body.to_string(),
        }
    }
}

impl From<&Record> for Document {
    fn from(record: &Record) -> Self {
        Document::from(&record.article)
    }
}
