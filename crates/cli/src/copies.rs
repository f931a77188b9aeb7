//! `chancery copies`: which of some articles were taken from which, and what was changed.

use crate::args::{CopiesArgs, CopiesFormat};
use crate::text::plain;
use crate::{inputs, pipeline};
use chancery_story::{Difference, Document, Lineage, Source, copies, difference};
use serde_json::{Value, json};
use std::io::{self, BufRead, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

/// Runs the command: all articles of all inputs, in their order.
///
/// # Errors
/// Where the output cannot be written.
pub fn run(args: &CopiesArgs) -> anyhow::Result<ExitCode> {
    let mut documents = Vec::new();
    for file in &args.files {
        let name = inputs::name(file);
        match inputs::open(file) {
            Ok(input) => read(input, file, &mut documents, &mut |why| eprintln!("chancery: {name}: {why}")),
            Err(why) => eprintln!("chancery: {name}: {why}"),
        }
    }
    let lineages = copies(&documents);
    let mut output = BufWriter::new(io::stdout().lock());
    match args.format {
        CopiesFormat::Jsonl => {
            for (document, lineage) in documents.iter().zip(&lineages) {
                writeln!(output, "{}", line(document, lineage, &documents))?;
            }
        }
        CopiesFormat::Text => text(&documents, &lineages, &mut output)?,
    }
    output.flush()?;
    Ok(if documents.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Takes articles, or the records that `read --format jsonl` wrote of them.
fn read(input: inputs::Input, file: &Path, documents: &mut Vec<Document>, report: &mut dyn FnMut(String)) {
    let records = match input.records() {
        Ok(records) => records,
        Err(input) => {
            for article in pipeline::articles(input, file, None, None, None) {
                match article {
                    Ok(article) => documents.push(Document::from(&article)),
                    Err(why) => report(why.to_string()),
                }
            }
            return;
        }
    };
    for (n, line) in records.lines().enumerate() {
        let record = line.map_err(|why| why.to_string()).and_then(|line| {
            if line.trim().is_empty() {
                return Ok(None);
            }
            chancery_record::json::from_str(&line).map(Some).map_err(|why| why.to_string())
        });
        match record {
            Ok(record) => documents.extend(record.iter().map(Document::from)),
            Err(why) => report(format!("line {}: {why}", n + 1)),
        }
    }
}

fn line(document: &Document, lineage: &Lineage, documents: &[Document]) -> Value {
    let id = |n: &u32| documents[*n as usize].id.as_str();
    let source = |source: &Source| {
        let change = difference(&documents[source.article as usize], document);
        let evidence = &source.evidence;
        let changes: Vec<Value> = change
            .changes
            .iter()
            .map(|c| json!({"what": c.what.code(), "was": c.was, "is": c.is, "source": c.source, "copy": c.copy}))
            .collect();
        json!({
            "id": id(&source.article),
            "kind": source.kind.code(),
            "score": source.score,
            "evidence": {
                "wording": evidence.wording, "wording_back": evidence.wording_back, "quotations": evidence.quotations,
                "names": evidence.names, "names_back": evidence.names_back, "figures": evidence.figures,
                "words": evidence.words, "words_back": evidence.words_back, "order": evidence.order,
                "together": evidence.together, "shared": evidence.shared, "agency": evidence.agency,
            },
            "added": change.added, "dropped": change.dropped, "changes": changes,
        })
    };
    json!({
        "id": document.id,
        "origins": lineage.origins.iter().map(id).collect::<Vec<_>>(),
        "sources": lineage.sources.iter().map(source).collect::<Vec<_>>(),
    })
}

/// Each original that has copies, with what was taken from it below.
fn text(documents: &[Document], lineages: &[Lineage], output: &mut impl Write) -> io::Result<()> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); documents.len()];
    for (n, lineage) in lineages.iter().enumerate() {
        if let Some(source) = lineage.sources.first() {
            children[source.article as usize].push(n);
        }
    }
    let originals: Vec<usize> = (0..documents.len()).filter(|n| lineages[*n].sources.is_empty()).collect();
    let alone = originals.iter().filter(|n| children[**n].is_empty()).count();
    for &original in originals.iter().filter(|n| !children[**n].is_empty()) {
        writeln!(output, "{}", title(&documents[original]))?;
        // Depth first, the first child first.
        let mut open: Vec<(usize, usize)> = children[original].iter().rev().map(|c| (*c, 1)).collect();
        while let Some((copy, depth)) = open.pop() {
            entry(documents, &lineages[copy], copy, depth, output)?;
            open.extend(children[copy].iter().rev().map(|c| (*c, depth + 1)));
        }
        writeln!(output)?;
    }
    let count = documents.len();
    writeln!(output, "{count} articles, {} originals, {alone} of them without copies", originals.len())
}

fn entry(
    documents: &[Document],
    lineage: &Lineage,
    copy: usize,
    depth: usize,
    output: &mut impl Write,
) -> io::Result<()> {
    let indent = "    ".repeat(depth);
    for (n, source) in lineage.sources.iter().enumerate() {
        let evidence = &source.evidence;
        let kind = source.kind.code();
        if n == 0 {
            writeln!(output, "{indent}{}", title(&documents[copy]))?;
        }
        let from = if n == 0 {
            String::new()
        } else {
            format!(" from {} as well", plain(&documents[source.article as usize].id))
        };
        write!(
            output,
            "{indent}  {kind}{from}, {:.2}: wording {:.2}, words {:.2}",
            source.score, evidence.wording, evidence.words
        )?;
        for (name, share) in
            [("names", evidence.names), ("figures", evidence.figures), ("quotations", evidence.quotations)]
        {
            if let Some(share) = share {
                write!(output, ", {name} {share:.2}")?;
            }
        }
        writeln!(output, ", order {:.2}", evidence.order)?;
        changes(&difference(&documents[source.article as usize], &documents[copy]), &indent, output)?;
    }
    Ok(())
}

fn changes(change: &Difference, indent: &str, output: &mut impl Write) -> io::Result<()> {
    for (sign, sentences) in [("+", &change.added), ("-", &change.dropped)] {
        for sentence in sentences.iter().take(3) {
            writeln!(output, "{indent}  {sign} {}", plain(sentence))?;
        }
        if sentences.len() > 3 {
            writeln!(output, "{indent}  {sign} {} sentences more", sentences.len() - 3)?;
        }
    }
    for change in &change.changes {
        let (was, is) = (plain(&change.was), plain(&change.is));
        writeln!(output, "{indent}  {}: “{was}” → “{is}” in “{}”", change.what.code(), plain(&change.copy))?;
    }
    Ok(())
}

fn title(document: &Document) -> String {
    let mut parts = Vec::new();
    parts.extend(document.title.as_deref().map(plain));
    parts.extend(document.outlet.as_deref().map(plain));
    parts.extend(document.published.map(|d| d.to_string()));
    parts.extend(document.agency.as_deref().map(|a| format!("credits {}", plain(a))));
    parts.push(plain(&document.id));
    parts.join(" · ")
}
