//! Any text as a host's `robots.txt`: it says of every path whether it may be read, and of itself that it may.
#![no_main]

use chancery_fetch::Robots;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str)| {
    let (text, path) = input;
    let robots = Robots::parse(text, "chancery");
    robots.allows(path);
    assert!(robots.allows("/robots.txt"));
});
