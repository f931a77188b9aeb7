//! Notes in which an outlet puts right what its article said before.

use crate::paragraph::{self, Paragraph};
use regex::RegexSet;
use std::sync::LazyLock;

/// Longest note, in words.
const LONGEST: usize = 120;

/// Their beginnings, on the plain form in lower case.
static BEGINNINGS: LazyLock<RegexSet> = LazyLock::new(|| {
    let article = "(article|story|report|piece|post|column|headline|interview|caption|page|newsletter|review|obituary)";
    RegexSet::new([
        r"^\W*(corrections?|clarifications?|corrections? (and|&) clarifications?|erratum|amendment)( ?\([^)]*\)|[ ,]+[^:.]{0,40}[0-9][^:]{0,24})? ?(:|- )",
        &format!(r"^\W*((editor'?s'? )?note ?[:-] ?|update ?[:-] ?)?(in )?an? (earlier|previous|prior|original) versions? of (this|the|our) {article}\b"),
        &format!(
            r"^\W*((editor'?s'? )?note ?[:-] ?|update ?[:-] ?)?this {article}('s [a-z]+)? ?[^.]{{0,40}}\b(was|has been|have been|is) (since )?(corrected|amended|clarified|(edited|updated|changed|revised) to (correct|clarify|remove|fix))\b"
        ),
    ])
    .expect("constant patterns compile")
});

/// Whether a paragraph is such a note.
pub(crate) fn is_note(text: &str) -> bool {
    paragraph::words(text) <= LONGEST && BEGINNINGS.is_match(&paragraph::plain(text).to_lowercase())
}

/// Marks the notes among the paragraphs of an article.
pub(crate) fn mark(paragraphs: &mut [Paragraph]) {
    for paragraph in paragraphs.iter_mut().filter(|p| p.free() && is_note(&p.text)) {
        paragraph.reason = Some("correction".to_owned());
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn notes_are_told_from_prose() {
        let check = |text: &str, expected: bool| assert_eq!(super::is_note(text), expected, "{text}");
        check("Correction: The bridge was closed on Monday, not on Sunday.", true);
        check("Correction (15 March): The bridge was closed on Monday.", true);
        check("CLARIFICATION, 15 March 2023: The mayor spoke of one bridge.", true);
        check("An earlier version of this article gave the wrong day.", true);
        check("(An earlier version of this story misstated the mayor's age.)", true);
        check("This article was amended on 15 March 2023. The bridge was closed on Monday.", true);
        check("Editor's note: This story has been updated to correct the name of the bridge.", true);
        check("An earlier version of the bill did not name the bridge.", false);
        check("Correction officers closed the bridge on Monday.", false);
        check("The report was corrected by the ministry on Monday.", false);
        check("This story has been told before.", false);
    }
}
