//! Lines of a width, with or without colour.

use anstyle::{AnsiColor, Effects, Style};
use chancery_record::Span;
use std::fmt::Write;
use textwrap::{Options, WordSeparator, WordSplitter};

/// How the text is to look.
pub struct Look {
    /// Columns.
    pub width: usize,
    /// Whether to write ANSI escapes.
    pub color: bool,
}

/// The text as it grows.
pub struct Page<'l> {
    look: &'l Look,
    text: String,
}

impl<'l> Page<'l> {
    /// An empty page.
    pub fn new(look: &'l Look) -> Self {
        Page { look, text: String::new() }
    }

    /// The finished text, with a line end.
    pub fn into_text(self) -> String {
        self.text
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A line across the page.
    pub fn rule(&mut self) {
        let rule = self.faint(&"─".repeat(self.look.width));
        self.line(&rule);
    }

    /// A line as it stands, without spaces at its end.
    pub fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// The heading of a part.
    pub fn heading(&mut self, words: &str, count: usize) {
        self.blank();
        let heading = format!("{} {}", self.strong(words), self.faint(&number(count as f64)));
        self.line(&heading);
    }

    /// A paragraph with what stands before its first line and before the others.
    pub fn wrapped(&mut self, first: &str, rest: &str, text: &str) {
        for line in wrap(self.look.width, first, rest, text) {
            self.line(&line);
        }
    }

    /// Paragraphs beside a narrow column. `beside` holds for each what stands before its first and its other lines.
    pub fn columns(&mut self, column: &[String], column_width: usize, beside: &[(&str, &str, String)]) {
        let width = self.look.width - column_width;
        let lines: Vec<String> = beside.iter().flat_map(|(first, rest, text)| wrap(width, first, rest, text)).collect();
        for n in 0..lines.len().max(column.len()) {
            let (left, right) = (column.get(n).map_or("", String::as_str), lines.get(n).map_or("", String::as_str));
            let padding = " ".repeat(column_width.saturating_sub(textwrap::core::display_width(left)));
            self.line(&format!("{left}{padding}{right}"));
        }
    }

    /// Words of weight.
    pub fn strong(&self, text: &str) -> String {
        self.styled(Style::new().bold(), text)
    }

    /// Words that matter less.
    pub fn faint(&self, text: &str) -> String {
        self.styled(Style::new().dimmed(), text)
    }

    /// Words in a colour.
    pub fn colored(&self, color: AnsiColor, text: &str) -> String {
        self.styled(color.on_default().bold(), text)
    }

    /// The words of a span in quotes, with the word that names the act set off: underlined, or between asterisks where
    /// there is no colour.
    pub fn quoted(&self, span: &Span, trigger: Option<&Span>) -> String {
        let inside = trigger.filter(|trigger| span.start <= trigger.start && trigger.end <= span.end);
        let Some(trigger) = inside else { return format!("“{}”", plain(&span.text)) };
        let byte = |at: usize| span.text.char_indices().nth(at - span.start).map_or(span.text.len(), |(byte, _)| byte);
        let (start, end) = (byte(trigger.start), byte(trigger.end));
        let word = &span.text[start..end];
        let word = match self.look.color {
            true => self.styled(Style::new().effects(Effects::BOLD | Effects::UNDERLINE), &fold(word)),
            false => format!("*{}*", fold(word)),
        };
        format!("“{}{word}{}”", fold(&span.text[..start]).trim_start(), fold(&span.text[end..]).trim_end())
    }

    fn styled(&self, style: Style, text: &str) -> String {
        if self.look.color { format!("{style}{text}{style:#}") } else { text.into() }
    }
}

fn wrap(width: usize, first: &str, rest: &str, text: &str) -> Vec<String> {
    let options = Options::new(width)
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(|line| line.into_owned()).collect()
}

/// Text of an article for one line of a terminal: white space folded, and nothing left that could steer the terminal or
/// turn the direction of writing.
pub fn plain(text: &str) -> String {
    fold(text).trim().to_owned()
}

/// As [`plain`], with a space left at either end where there was one.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        {
            out.push('\u{fffd}');
        } else {
            out.push(c);
        }
    }
    out
}

/// A number for people: thousands parted by commas, no more decimals than it has.
pub fn number(n: f64) -> String {
    let text = n.to_string();
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let (sign, digits) = whole.split_at(usize::from(whole.starts_with('-')));
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return text;
    }
    let mut out = String::from(sign);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        let _ = out.write_char(digit);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::{Look, Page, number, plain};
    use chancery_record::Span;

    #[test]
    fn numbers_are_parted_by_thousands() {
        let check = |n: f64, expected: &str| assert_eq!(number(n), expected);
        check(0.0, "0");
        check(999.0, "999");
        check(1000.0, "1,000");
        check(-1234567.5, "-1,234,567.5");
        check(0.25, "0.25");
        check(f64::INFINITY, "inf");
    }

    #[test]
    fn nothing_in_an_article_steers_the_terminal() {
        let check = |text: &str, expected: &str| assert_eq!(plain(text), expected, "{text:?}");
        check("  two\n\nlines\t here ", "two lines here");
        check("\u{1b}[31mred\u{1b}[0m", "\u{fffd}[31mred\u{fffd}[0m");
        check("\u{202e}txet", "\u{fffd}txet");
        check("a\u{a0}b\u{7}", "a b\u{fffd}");
    }

    #[test]
    fn the_trigger_is_set_off() {
        let span = |start: usize, text: &str| Span { start, end: start + text.chars().count(), text: text.into() };
        let check = |clause: &str, at: usize, word: &str, plain: &str, color: &str| {
            for (look, expected) in
                [(Look { width: 80, color: false }, plain), (Look { width: 80, color: true }, color)]
            {
                assert_eq!(Page::new(&look).quoted(&span(7, clause), Some(&span(at, word))), expected);
            }
        };
        check("Zoë met Ana", 11, "met", "“Zoë *met* Ana”", "“Zoë \u{1b}[1m\u{1b}[4mmet\u{1b}[0m Ana”");
        check("met  Ana", 7, "met", "“*met* Ana”", "“\u{1b}[1m\u{1b}[4mmet\u{1b}[0m Ana”");
        check("Zoë  met", 12, "met", "“Zoë *met*”", "“Zoë \u{1b}[1m\u{1b}[4mmet\u{1b}[0m”");
        // A trigger outside its clause is not set off.
        check("Zoë met Ana", 90, "met", "“Zoë met Ana”", "“Zoë met Ana”");
    }

    #[test]
    fn lines_keep_to_the_width() {
        let look = Look { width: 40, color: true };
        let mut page = Page::new(&look);
        let words = page.strong(&"word ".repeat(40)) + &"x".repeat(90);
        page.wrapped("  ", "    ", &words);
        page.columns(&["2024-03-01".into(), "– 2024-03-12".into()], 14, &[("", "  ", words.clone())]);
        let text = page.into_text();
        assert!(text.lines().all(|line| textwrap::core::display_width(line) <= 40), "{text}");
    }
}
