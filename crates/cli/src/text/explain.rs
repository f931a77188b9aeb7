//! What was considered in each sentence, and what became of it.

use super::layout::{Page, plain};
use crate::pipeline::Read;

/// The part that explains: every sentence in order of the text, with what was coded and what was refused.
pub fn write(read: &Read, page: &mut Page) {
    page.heading("Considered", read.considered.len());
    let mut text = read.record.article.text.chars();
    let mut at = 0;
    for (n, &(start, end)) in read.sentences.iter().enumerate() {
        // Sentences stand in the order of the text, so one walk over its characters finds them all.
        let words: String = text.by_ref().skip(start.saturating_sub(at)).take(end.saturating_sub(start)).collect();
        at = end;
        let words = plain(&words);
        page.blank();
        page.wrapped("  ", "      ", &format!("{}  {words}", page.faint(&format!("{}", n + 1))));
        let mut here = read.considered.iter().filter(|considered| considered.sentence == n).peekable();
        if here.peek().is_none() {
            page.wrapped("      ", "      ", &page.faint("nothing that could be coded"));
        }
        for considered in here {
            let line = format!(
                "{}  {}  {}",
                page.strong(&plain(&considered.trigger)),
                page.faint(&plain(&considered.rule)),
                plain(&considered.outcome)
            );
            page.wrapped("      ", "          ", &line);
        }
    }
}
