//! Any bytes under any name: the reader of pages gives articles or errors, and never panics or runs on for ever.
#![no_main]

use chancery_page::{Hints, articles};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (choice, bytes) = input;
    let names = ["a.html", "a.txt", "a.jsonl", "a.xml", "a.warc", "a.warc.gz", "a.mhtml", "-"];
    let hints = Hints { name: names[usize::from(choice) % names.len()].into(), ..Hints::default() };
    // An archive can hold as many articles as it has bytes, and no more.
    for item in articles(bytes, &hints).take(bytes.len() + 2) {
        if let Ok(article) = item {
            assert!(!article.text.trim().is_empty(), "an article without text is an error");
        }
    }
});
