//! JSON lines: one article a line.

use crate::given::Given;
use crate::{Hints, MAX_ARTICLE, PageError};
use chancery_record::Article;
use std::io::{self, BufRead, Read};

/// The articles of a JSON lines input. A bad line is an error in its place and never stops the lines after it.
pub(crate) struct Lines<R> {
    reader: R,
    hints: Hints,
    line: usize,
    done: bool,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(reader: R, hints: Hints) -> Self {
        Lines { reader, hints, line: 0, done: false }
    }

    fn bad(&self, why: impl Into<String>) -> PageError {
        PageError::BadLine { line: self.line, why: why.into() }
    }

    fn article(&self, bytes: &[u8]) -> Result<Article, PageError> {
        let text = std::str::from_utf8(bytes)
            .map_err(|e| self.bad(format!("byte {} of the line is not UTF-8", e.valid_up_to() + 1)))?;
        let given: Given =
            serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| self.bad(reason(&e)))?;
        given.article(self.line, &self.hints, |why| self.bad(why))
    }
}

/// The reason without serde's "at line 1 column 5", in which the line is always 1.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(m, _)| m);
    match error.column() {
        0 => message.to_owned(),
        column => format!("{message} (at character {column})"),
    }
}

/// Reads one line, of which at most `limit` bytes are kept. Gives the length of the whole line; 0 at the end.
fn read_line(reader: &mut impl BufRead, limit: usize, line: &mut Vec<u8>) -> io::Result<usize> {
    line.clear();
    let mut length = reader.by_ref().take(limit as u64).read_until(b'\n', line)?;
    if length == limit && line.last() != Some(&b'\n') {
        loop {
            let buffer = reader.fill_buf()?;
            let end = buffer.iter().position(|b| *b == b'\n');
            let used = end.map_or(buffer.len(), |at| at + 1);
            reader.consume(used);
            length += used;
            if end.is_some() || used == 0 {
                break;
            }
        }
    }
    Ok(length)
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Article, PageError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Vec::new();
        while !self.done {
            match read_line(&mut self.reader, MAX_ARTICLE, &mut line) {
                Ok(0) => self.done = true,
                Ok(length) => {
                    self.line += 1;
                    if length > line.len() {
                        return Some(Err(self.bad(format!("it is {length} bytes long, more than {MAX_ARTICLE}"))));
                    }
                    let content = line.trim_ascii();
                    if !content.is_empty() && content != b"\xEF\xBB\xBF" {
                        return Some(self.article(content));
                    }
                }
                Err(error) => {
                    self.done = true;
                    return Some(Err(error.into()));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;
    use crate::Hints;
    use chancery_record::Article;

    fn read(input: &str) -> Vec<Result<Article, String>> {
        let hints = Hints { name: "batch.jsonl".to_owned(), ..Hints::default() };
        Lines::new(input.as_bytes(), hints).map(|r| r.map_err(|e| e.to_string())).collect()
    }

    #[test]
    fn a_line_is_an_article() {
        let check = |line: &str, expected: (&str, &str, Option<&str>)| {
            let article = read(line).remove(0).expect("an article");
            let published = article.published.map(|d| d.to_string());
            assert_eq!((article.id.as_str(), article.text.as_str(), published.as_deref()), expected, "{line}");
        };
        check(r#"{"id":"a","text":"Rain fell.","published":"2023-03-15"}"#, ("a", "Rain fell.", Some("2023-03-15")));
        check(r#"{"id":7,"text":"Rain fell.","date":"2023-03"}"#, ("7", "Rain fell.", Some("2023-03")));
        check(r#"{"text":"Rain fell."}"#, ("batch-1", "Rain fell.", None));
        check(r#"{"text":"Rain fell.","title":"Weather","extra":[1]}"#, ("batch-1", "Weather\n\nRain fell.", None));
        check(r#"{"text":"Weather\n\nRain fell.","title":"Weather"}"#, ("batch-1", "Weather\n\nRain fell.", None));
        check("\u{feff}{\"text\":\"Rain fell.\"}", ("batch-1", "Rain fell.", None));
    }

    #[test]
    fn a_bad_line_stops_nothing() {
        let check = |line: &str, expected: &str| {
            let input = format!("{{\"text\":\"One.\"}}\n\n{line}\n{{\"text\":\"Two.\"}}");
            let results = read(&input);
            assert_eq!(results.len(), 3, "{line}");
            assert_eq!(results[0].as_ref().map(|a| a.text.as_str()), Ok("One."));
            let message = results[1].as_ref().expect_err("bad line");
            assert!(message.starts_with("line 3 is not an article") && message.contains(expected), "{message}");
            assert_eq!(results[2].as_ref().map(|a| a.id.as_str()), Ok("batch-4"));
        };
        check("{\"text\":", "EOF while parsing");
        check("not json", "expected ident");
        check("[]", "invalid");
        check("{}", "neither \"text\" nor \"html\"");
        check("{\"text\":\"  \"}", "neither \"text\" nor \"html\"");
        check("{\"text\":5}", "expected a string");
        check("{\"text\":\"a\",\"published\":\"soon\"}", "\"soon\", which is no date");
        check("{\"text\":\"a\",\"id\":[]}", "expected a string or a number");
    }
}
