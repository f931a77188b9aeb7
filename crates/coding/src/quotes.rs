//! Quoted blocks of an article: from an opening to its closing mark, over sentences where need be.

use chancery_language::{Reading, Token, Upos};

/// A quoted block, marks included, as token positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Sentence and token of the opening mark; of the first word where the mark was counted to the sentence before.
    pub start: (usize, usize),
    /// Sentence and token of the closing mark, or of the last token where the quotation was not closed in its paragraph.
    pub end: (usize, usize),
    /// Words inside.
    pub words: usize,
    /// Whether the paragraph ended before a closing mark.
    pub open: bool,
}

impl Quote {
    /// Whether a token stands in the block.
    pub fn contains(&self, sentence: usize, token: usize) -> bool {
        self.start <= (sentence, token) && (sentence, token) <= self.end
    }
}

/// What kind of marks a block stands in. A mark of one kind neither opens nor closes within the other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    Double,
    Single,
}

/// A block that is not closed yet.
struct Open {
    start: (usize, usize),
    marks: Marks,
    words: usize,
    /// Whether it was opened by a mark that may as well be damage or an apostrophe.
    straight: bool,
}

/// The quoted blocks of an article in order. A paragraph's end closes a block, since a quotation that goes on is opened
/// anew by the next paragraph; a closing mark without an opening one is left aside.
pub fn quotes(reading: &Reading) -> Vec<Quote> {
    let tokens: Vec<(usize, usize, usize, &Token)> = (0..)
        .zip(&reading.sentences)
        .flat_map(|(s, x)| (0..).zip(&x.tokens).map(move |(t, token)| (s, t, x.paragraph, token)))
        .collect();
    // A single mark opens only what a later one of its paragraph closes; else it is an apostrophe.
    let mut closes = vec![false; tokens.len()];
    let mut later = None;
    for (i, &(.., paragraph, token)) in tokens.iter().enumerate().rev() {
        closes[i] = later == Some(paragraph);
        if token.upos == Upos::PUNCT && matches!(token.form.as_str(), "’" | "'") {
            later = Some(paragraph);
        }
    }
    let mut out = Vec::new();
    let mut open: Option<Open> = None;
    for (i, &(s, t, paragraph, token)) in tokens.iter().enumerate() {
        let before = i.checked_sub(1).map(|b| tokens[b]).filter(|b| b.2 == paragraph);
        if before.is_none()
            && let Some(o) = open.take()
            && i > 0
        {
            let (ps, pt, ..) = tokens[i - 1];
            unclosed(&o, (ps, pt), &mut out);
        }
        let after = tokens.get(i + 1).filter(|a| a.2 == paragraph);
        let touching = (before.is_some_and(|b| b.3.end == token.start), after.is_some_and(|a| a.3.start == token.end));
        match mark(token, touching, open.as_ref().map(|o| o.marks)) {
            Some((marks, true)) if open.is_none() && (marks == Marks::Double || closes[i]) => {
                // The cut into sentences leaves the mark that opens a sentence with the one before it.
                let start = after.filter(|a| a.0 > s).map_or((s, t), |a| (a.0, a.1));
                let straight = marks == Marks::Single || token.form.starts_with('"') || token.form == "''";
                open = Some(Open { start, marks, words: 0, straight });
            }
            Some((_, false)) => {
                if let Some(o) = open.take() {
                    out.push(Quote { start: o.start, end: (s, t), words: o.words, open: false });
                }
            }
            Some(_) => {}
            None => {
                if let Some(o) = open.as_mut() {
                    o.words += usize::from(token.form.chars().any(char::is_alphanumeric));
                }
            }
        }
    }
    if let (Some(o), Some(&(s, t, ..))) = (open, tokens.last()) {
        unclosed(&o, (s, t), &mut out);
    }
    out.retain(|q| q.words > 0);
    out
}

/// Straight marks that never closed are more likely damage than a quotation, unless they open the paragraph; single ones
/// are apostrophes.
fn unclosed(o: &Open, end: (usize, usize), out: &mut Vec<Quote>) {
    if !o.straight || (o.start.1 == 0 && o.marks == Marks::Double) {
        out.push(Quote { start: o.start, end, words: o.words, open: true });
    }
}

/// Whether a token opens (true) or closes (false) a quotation. `touching` says whether a word stands right before and right
/// after it; a straight mark that leans to neither side opens when none is open.
fn mark(token: &Token, touching: (bool, bool), open: Option<Marks>) -> Option<(Marks, bool)> {
    use Marks::{Double, Single};
    let leaning = |marks| match touching {
        (false, true) => open.is_none().then_some((marks, true)),
        (true, false) => (open == Some(marks)).then_some((marks, false)),
        _ => match open {
            None => Some((marks, true)),
            Some(o) => (o == marks).then_some((marks, false)),
        },
    };
    match token.form.as_str() {
        "“" | "«" | "„" | "``" => (open != Some(Single)).then_some((Double, true)),
        "”" | "»" => (open == Some(Double)).then_some((Double, false)),
        "''" => leaning(Double),
        f if !f.is_empty() && f.chars().all(|c| c == '"') => leaning(Double),
        // Apostrophes of the possessive are particles.
        "‘" => open.is_none().then_some((Single, true)),
        "’" if token.upos == Upos::PUNCT => (open == Some(Single)).then_some((Single, false)),
        "'" if token.upos == Upos::PUNCT && touching != (true, true) => leaning(Single),
        _ => None,
    }
}
