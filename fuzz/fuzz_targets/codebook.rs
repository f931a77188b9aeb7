//! Any text as any file of a codebook: the loader gives a codebook or its mistakes, each with a line of the file.
#![no_main]

use chancery_coding::codebook::Codebook;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    let names = ["accuse.toml", "relations.toml", "light.toml", "cues.toml", "status.toml", "guards.toml"];
    let name = names[usize::from(choice) % names.len()];
    if let Err(mistakes) = Codebook::read(&[(name, text)]) {
        let lines = text.matches('\n').count() + 1;
        assert!(!mistakes.0.is_empty());
        assert!(mistakes.0.iter().all(|mistake| mistake.file == name && (1..=lines).contains(&mistake.line)));
    }
});
