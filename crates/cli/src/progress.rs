//! How far a long run is, for a person who waits at a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::Duration;

/// A line on standard error that is shown only where a person sees it and the records do not run through it.
pub struct Progress(ProgressBar);

impl Progress {
    /// `records_on_terminal`: whether the records themselves are written to the terminal.
    pub fn new(records_on_terminal: bool) -> Self {
        if records_on_terminal || !std::io::stderr().is_terminal() {
            return Progress(ProgressBar::hidden());
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(5));
        let style = "{spinner} {human_pos} words, {per_sec} · {msg} · {elapsed}";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress(bar)
    }

    /// Notes that an article was written.
    pub fn article(&self, words: usize, articles: usize) {
        self.0.inc(words as u64);
        self.0.set_message(format!("{articles} articles"));
    }

    /// Writes a message for the person, above the line where there is one.
    pub fn report(&self, message: &str) {
        self.0.suspend(|| eprintln!("chancery: {message}"));
    }

    /// Takes the line away.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}
