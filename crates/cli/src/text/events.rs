//! Events in order of time.

use super::actors::Names;
use super::layout::{Page, plain};
use anstyle::AnsiColor;
use chancery_record::{Event, PartialDate, Place, Quad, Record, Status, When};

/// Clauses shown for one event; the rest is counted.
const CLAUSES: usize = 3;

/// Columns of the date.
const DATE: usize = 14;

/// The part that holds the events: by their first day, those without one last, and in order of the text within a day.
pub fn write(record: &Record, names: &Names, page: &mut Page) {
    if record.events.is_empty() {
        return;
    }
    page.heading("Events", record.events.len());
    let mut events: Vec<&Event> = record.events.iter().collect();
    events.sort_by_key(|event| {
        let day = event.date.as_ref().and_then(|date| date.start.or(date.end));
        (day.is_none(), day)
    });
    for event in events {
        write_one(event, names, page);
    }
}

fn write_one(event: &Event, names: &Names, page: &mut Page) {
    let mut beside = vec![("", "    ", title(event, page)), ("", "    ", who(event, names, page))];
    let circumstances = circumstances(event, names);
    if !circumstances.is_empty() {
        beside.push(("", "    ", circumstances));
    }
    for mention in event.mentions.iter().take(CLAUSES) {
        beside.push(("  ", "   ", page.quoted(&mention.span, Some(&mention.trigger))));
    }
    if let Some(more @ 1..) = event.mentions.len().checked_sub(CLAUSES) {
        beside.push(("  ", "   ", page.faint(&format!("and {more} more"))));
    }
    page.blank();
    page.columns(&date_column(event.date.as_ref()), DATE, &beside);
}

fn title(event: &Event, page: &Page) -> String {
    let mode = event.mode.as_deref().map(|mode| format!("/{}", plain(mode))).unwrap_or_default();
    let mut title = page.colored(quad_color(event.kind.quad()), &format!("{}{mode}", event.kind.code()));
    if let Some((mark, color)) = status(event.status) {
        title += &format!("  {}", page.colored(color, mark));
    }
    let mut details = event.contexts.iter().map(|context| plain(context)).collect::<Vec<_>>();
    details.push(event.id.to_string());
    details.push(format!("confidence {:.2}", event.confidence));
    format!("{title}  {}", page.faint(&details.join(" · ")))
}

fn quad_color(quad: Quad) -> AnsiColor {
    match quad {
        Quad::VerbalCooperation => AnsiColor::Cyan,
        Quad::MaterialCooperation => AnsiColor::Green,
        Quad::VerbalConflict => AnsiColor::Yellow,
        Quad::MaterialConflict => AnsiColor::Red,
    }
}

/// What marks an event that is not simply reported as having happened.
fn status(status: Status) -> Option<(&'static str, AnsiColor)> {
    match status {
        Status::Actual => None,
        Status::Planned => Some(("○ planned", AnsiColor::Blue)),
        Status::Possible => Some(("? possible", AnsiColor::Magenta)),
        Status::Denied => Some(("✗ denied", AnsiColor::Magenta)),
    }
}

fn who(event: &Event, names: &Names, page: &Page) -> String {
    let mut who = match event.actor.is_empty() {
        true => page.faint("(not named)"),
        false => names.coded(&event.actor, page),
    };
    if !event.recipient.is_empty() {
        who += &format!(" → {}", names.coded(&event.recipient, page));
    }
    if !event.third.is_empty() {
        who += &format!(", through {}", names.coded(&event.third, page));
    }
    who
}

fn circumstances(event: &Event, names: &Names) -> String {
    let mut parts = Vec::new();
    parts.extend(event.place.as_ref().map(|place| format!("in {}", place_name(place))));
    if !event.said_by.is_empty() {
        parts.push(format!("said by {}", names.list(&event.said_by)));
    }
    parts.extend(event.condition.as_ref().map(|condition| format!("on condition: “{}”", plain(&condition.text))));
    parts.join(" · ")
}

fn place_name(place: &Place) -> String {
    match &place.country {
        Some(country) => format!("{} ({country})", plain(&place.name)),
        None => plain(&place.name),
    }
}

/// A date in at most two lines of the column.
fn date_column(date: Option<&When>) -> Vec<String> {
    let line = |mark: &str, date: PartialDate| format!("{mark}{date}");
    match date.map(|date| (date.start, date.end)) {
        Some((Some(start), Some(end))) if start == end => vec![line("", start)],
        Some((Some(start), Some(end))) => vec![line("", start), line("– ", end)],
        Some((Some(start), None)) => vec![line("", start) + " –"],
        Some((None, Some(end))) => vec![line("– ", end)],
        Some((None, None)) | None => vec!["undated".into()],
    }
}
