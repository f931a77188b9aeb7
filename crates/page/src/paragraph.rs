//! A paragraph on its way into the article or out of it.

/// A paragraph of a page, white space folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paragraph {
    /// Its words.
    pub text: String,
    /// Whether it is the article's headline.
    pub headline: bool,
    /// Whether the page marks it as a heading.
    pub heading: bool,
    /// Why it is taken out; none while it stays.
    pub reason: Option<String>,
}

impl Paragraph {
    pub(crate) fn new(text: String) -> Self {
        Paragraph { text, headline: false, heading: false, reason: None }
    }

    /// Whether it may still be taken out.
    pub(crate) fn free(&self) -> bool {
        self.reason.is_none() && !self.headline
    }

    /// Whether it reads as a paragraph of an article: some length and a sentence's end.
    pub(crate) fn is_prose(&self) -> bool {
        !self.heading && ends_sentence(&self.text) && words(&self.text) >= 12
    }

    /// Whether it reads as a headline: a few words and no sentence's end but a question mark.
    pub(crate) fn is_headline(&self) -> bool {
        let end = self.text.trim_end_matches(['"', '\'', '”', '’', ')']);
        (3..=30).contains(&words(&self.text)) && !end.ends_with(['.', '!', '…', ':'])
    }
}

/// Number of words between white space.
pub(crate) fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Whether a text ends as a sentence does, closing quotes and brackets aside.
pub(crate) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)]*".contains(c))
        .ends_with(['.', '!', '?', '…', '。', '؟'])
}

/// White space folded to single spaces, none at the ends.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The plain form that tables are matched against: straight quotes, one kind of dash, spelt-out ellipsis, single spaces,
/// nothing but letters, digits and the signs of a phrase at the ends. Capitals stay.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '‘' | '’' | 'ʼ' | '`' | '´' => out.push('\''),
            '“' | '”' | '„' | '«' => out.push('"'),
            '‐' | '‑' | '‒' | '–' | '—' | '―' => out.push('-'),
            '…' => out.push_str("..."),
            '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{ad}' | '\u{2060}' => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    let sign = |c: char| !c.is_alphanumeric() && !"\"'([<@#©℗$£€*?!.)]:%+".contains(c);
    let out = out.trim_start_matches(|c| sign(c) || c == '*' || c == '>').trim_end_matches(sign);
    if out.chars().any(char::is_alphanumeric) || out.contains(['©', '℗']) { out.to_owned() } else { String::new() }
}
