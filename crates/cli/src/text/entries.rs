//! Statements, relations and figures.

use super::actors::Names;
use super::layout::{Page, number, plain};
use chancery_record::{Figure, Kind, Record, Relation, RelationType, Unit, When};

/// The part that says who says what.
pub fn statements(record: &Record, names: &Names, page: &mut Page) {
    if record.statements.is_empty() {
        return;
    }
    page.heading("Statements", record.statements.len());
    for statement in &record.statements {
        let kind = match statement.kind {
            Kind::Direct => "quoted",
            Kind::Indirect => "reported",
            Kind::Mixed => "partly quoted",
        };
        let mut details = vec![plain(&statement.cue), kind.to_owned()];
        details.extend(statement.medium.as_deref().map(|medium| format!("by {}", plain(medium))));
        if !statement.via.is_empty() {
            details.push(format!("through {}", names.list(&statement.via)));
        }
        details.extend(statement.date.as_ref().map(days));
        let speaker = page.strong(&names.name(statement.speaker));
        let line = format!("{speaker}  {}", page.faint(&details.join(" · ")));
        page.wrapped("  ", "      ", &line);
        // The words of a direct statement bring their own quotation marks.
        page.wrapped("      ", "      ", &plain(&statement.content.text));
    }
}

/// The part that says who stands how to whom.
pub fn relations(record: &Record, names: &Names, page: &mut Page) {
    if record.relations.is_empty() {
        return;
    }
    page.heading("Relations", record.relations.len());
    for relation in &record.relations {
        let mut details = Vec::new();
        if relation.status != "actual" {
            details.push(plain(&relation.status));
        }
        details.extend(relation.start.map(|start| format!("since {start}")));
        details.extend(relation.end.map(|end| format!("until {end}")));
        if !relation.said_by.is_empty() {
            details.push(format!("said by {}", names.list(&relation.said_by)));
        }
        let line = format!("{}  {}", relation_words(relation, names, page), page.faint(&details.join(" · ")));
        page.wrapped("  ", "      ", &line);
        if let Some(mention) = relation.mentions.first() {
            page.wrapped("      ", "       ", &page.quoted(mention, None));
        }
    }
}

fn relation_words(relation: &Relation, names: &Names, page: &Page) -> String {
    let words = match (relation.kind, &relation.role) {
        (RelationType::HoldsOffice, Some(role)) => format!("{} of", plain(role)),
        (RelationType::HoldsOffice, None) => "holds office in".into(),
        (RelationType::MemberOf, _) => "is a member of".into(),
        (RelationType::PartOf, _) => "is part of".into(),
        (RelationType::Supports, _) => "supports".into(),
        (RelationType::Opposes, _) => "opposes".into(),
        (RelationType::Controls, _) => "controls".into(),
        (RelationType::PresentIn, _) => "has forces in".into(),
        (RelationType::AlliedWith, _) => "is an ally of".into(),
    };
    let comma = if relation.kind == RelationType::HoldsOffice && relation.role.is_some() { "," } else { "" };
    format!("{}{comma} {words} {}", page.strong(&names.name(relation.from)), page.strong(&names.name(relation.to)))
}

/// The part that holds counts and amounts.
pub fn figures(record: &Record, names: &Names, page: &mut Page) {
    if record.figures.is_empty() {
        return;
    }
    page.heading("Figures", record.figures.len());
    for figure in &record.figures {
        let mut details = figure.place.iter().map(|place| plain(place)).collect::<Vec<_>>();
        details.extend(figure.event.map(|event| format!("of event {event}")));
        if !figure.said_by.is_empty() {
            details.push(format!("said by {}", names.list(&figure.said_by)));
        }
        let line = format!("{}  {}", page.strong(&figure_words(figure)), page.faint(&details.join(" · ")));
        page.wrapped("  ", "      ", &line);
        page.wrapped("      ", "       ", &page.quoted(&figure.mention, None));
    }
}

fn figure_words(figure: &Figure) -> String {
    let (amount, one) = match (figure.low, figure.high) {
        (Some(low), Some(high)) if low == high => (number_of(low, figure.unit), low == 1.0),
        (Some(low), Some(high)) => {
            (format!("{} to {}", number_of(low, figure.unit), number_of(high, figure.unit)), false)
        }
        (Some(low), None) => (format!("at least {}", number_of(low, figure.unit)), false),
        (None, Some(high)) => (format!("at most {}", number_of(high, figure.unit)), false),
        (None, None) => (plain(&figure.quantity), false),
    };
    let unit = match (figure.unit, one) {
        (Unit::Person, true) => " person",
        (Unit::Person, false) => " people",
        (Unit::Hour, true) => " hour",
        (Unit::Hour, false) => " hours",
        (Unit::Day, true) => " day",
        (Unit::Day, false) => " days",
        (Unit::Km, _) => " km",
        (Unit::Usd, _) => " USD",
        (Unit::Eur, _) => " EUR",
        (Unit::Gbp, _) => " GBP",
        (Unit::Item | Unit::Share, _) => "",
    };
    format!("{amount}{unit}: {}", plain(&figure.what))
}

fn number_of(n: f64, unit: Unit) -> String {
    // A share is given in percent, to a tenth, so that 0.07 does not become 7.000000000000001.
    if unit == Unit::Share { format!("{}%", number((n * 1000.0).round() / 10.0)) } else { number(n) }
}

fn days(date: &When) -> String {
    match (date.start, date.end) {
        (Some(start), Some(end)) if start == end => start.to_string(),
        (Some(start), Some(end)) => format!("{start} – {end}"),
        (Some(start), None) => format!("since {start}"),
        (None, Some(end)) => format!("until {end}"),
        (None, None) => "undated".into(),
    }
}
