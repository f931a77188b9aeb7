//! Quoted blocks of an article: from an opening to its closing mark, over sentences where need be.

use chancery_language::{Reading, Sentence};

/// A quoted block, marks included, as token positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Sentence and token of the opening mark.
    pub start: (usize, usize),
    /// Sentence and token of the closing mark, or of the last token where the quotation was not closed in its paragraph.
    pub end: (usize, usize),
    /// Words inside.
    pub words: usize,
}

impl Quote {
    /// Whether a token stands in the block.
    pub fn contains(&self, sentence: usize, token: usize) -> bool {
        self.start <= (sentence, token) && (sentence, token) <= self.end
    }
}

/// The quoted blocks of an article in order. A paragraph's end closes a block, since a quotation that goes on is opened
/// anew by the next paragraph; a closing mark without an opening one is left aside.
pub fn quotes(reading: &Reading) -> Vec<Quote> {
    let mut out = Vec::new();
    let mut open: Option<((usize, usize), usize)> = None;
    let mut last = (0, 0);
    let mut paragraph = usize::MAX;
    for (s, sentence) in reading.sentences.iter().enumerate() {
        if sentence.paragraph != paragraph {
            if let Some((start, words)) = open.take() {
                // Straight marks that never closed are more likely damage than a quotation, unless they open the paragraph.
                if start.1 == 0 || !straight(&reading.sentences[start.0].tokens[start.1].form) {
                    out.push(Quote { start, end: last, words });
                }
            }
            paragraph = sentence.paragraph;
        }
        for (t, token) in sentence.tokens.iter().enumerate() {
            match kind(sentence, t, open.is_some()) {
                Some(true) => {
                    open.get_or_insert(((s, t), 0));
                }
                Some(false) => {
                    if let Some((start, words)) = open.take() {
                        out.push(Quote { start, end: (s, t), words });
                    }
                }
                None => {
                    if let Some((_, words)) = open.as_mut() {
                        *words += usize::from(token.form.chars().any(char::is_alphanumeric));
                    }
                }
            }
            last = (s, t);
        }
    }
    if let Some((start, words)) = open
        && (start.1 == 0 || !straight(&reading.sentences[start.0].tokens[start.1].form))
    {
        out.push(Quote { start, end: last, words });
    }
    out.retain(|q| q.words > 0);
    out
}

fn straight(form: &str) -> bool {
    form.starts_with('"') || form == "''"
}

/// Whether a token opens (true) or closes (false) a quotation. Straight marks open when none is open.
fn kind(sentence: &Sentence, t: usize, open: bool) -> Option<bool> {
    let form = sentence.tokens[t].form.as_str();
    match form {
        "“" | "«" | "„" | "``" => Some(true),
        "”" | "»" | "''" if open || form != "''" => Some(false),
        f if !f.is_empty() && f.chars().all(|c| c == '"') => Some(!open),
        _ => None,
    }
}
