//! Readers of the test sets.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

/// A word of a treebank.
#[derive(Clone)]
pub struct Word {
    pub form: String,
    pub lemma: String,
    pub upos: String,
    pub feats: String,
    pub head: usize,
    pub deprel: String,
}

/// A sentence of a treebank.
pub struct Tree {
    pub id: String,
    pub text: String,
    pub words: Vec<Word>,
    pub new_document: bool,
    pub new_paragraph: bool,
}

impl Tree {
    pub fn forms(&self) -> Vec<String> {
        self.words.iter().map(|w| w.form.clone()).collect()
    }
}

/// The sentences of a CoNLL-U file; ranges and empty nodes are left out.
pub fn trees(path: &Path) -> Result<Vec<Tree>, Box<dyn Error>> {
    let content = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut trees = Vec::new();
    let empty = || Tree {
        id: String::new(),
        text: String::new(),
        words: Vec::new(),
        new_document: false,
        new_paragraph: false,
    };
    let mut tree = empty();
    for line in content.lines().chain([""]) {
        if line.is_empty() {
            if !tree.words.is_empty() {
                trees.push(std::mem::replace(&mut tree, empty()));
            }
        } else if let Some(comment) = line.strip_prefix("# ") {
            tree.new_document |= comment.starts_with("newdoc");
            tree.new_paragraph |= comment.starts_with("newpar");
            if let Some((key, value)) = comment.split_once(" = ") {
                match key {
                    "sent_id" => tree.id = value.to_string(),
                    "text" => tree.text = value.to_string(),
                    _ => {}
                }
            }
        } else {
            let columns: Vec<&str> = line.split('\t').collect();
            if columns.len() == 10 && columns[0].bytes().all(|b| b.is_ascii_digit()) {
                let own = |i: usize| columns[i].to_string();
                let head = columns[6].parse()?;
                tree.words.push(Word {
                    form: own(1),
                    lemma: own(2),
                    upos: own(3),
                    feats: own(5),
                    head,
                    deprel: own(7),
                });
            }
        }
    }
    Ok(trees)
}

/// A sentence's words and their tags.
pub type Tagged = (Vec<String>, Vec<String>);

/// Sentences of words with tags, from lines of `word TAB tag`.
pub fn tagged(path: &Path) -> Result<Vec<Tagged>, Box<dyn Error>> {
    let content = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut sentences = Vec::new();
    let (mut words, mut tags) = (Vec::new(), Vec::new());
    for line in content.lines().chain([""]) {
        match line.split_once('\t') {
            Some((word, tag)) => {
                words.push(word.to_string());
                tags.push(tag.trim().to_string());
            }
            None if line.is_empty() && !words.is_empty() => {
                sentences.push((std::mem::take(&mut words), std::mem::take(&mut tags)));
            }
            None => {}
        }
    }
    Ok(sentences)
}

/// Spans (start, end, kind) of BIO tags.
pub fn spans(tags: &[String]) -> Vec<(usize, usize, String)> {
    let mut out: Vec<(usize, usize, String)> = Vec::new();
    for (i, tag) in tags.iter().enumerate() {
        let Some((place, kind)) = tag.split_once('-') else { continue };
        match out.last_mut() {
            Some((_, end, last)) if place == "I" && *end == i && last == kind => *end += 1,
            _ => out.push((i, i + 1, kind.to_string())),
        }
    }
    out
}

/// Predicates of a sentence with their arguments: word -> (label, head word of the span), all counted from 0.
pub type Roles = BTreeMap<usize, Vec<(String, usize)>>;

/// PropBank roles by sentence id. An argument's head is the word of its span whose own head lies outside, of several the
/// nearest to the root. Auxiliaries without arguments are no predicates.
pub fn roles(path: &Path, trees: &[Tree]) -> Result<BTreeMap<String, Roles>, Box<dyn Error>> {
    let by_id: BTreeMap<&str, &Tree> = trees.iter().map(|t| (t.id.as_str(), t)).collect();
    let mut out: BTreeMap<String, Roles> = trees.iter().map(|t| (t.id.clone(), Roles::new())).collect();
    for line in std::fs::read_to_string(path)?.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, word, _, roleset, rest @ ..] = &columns[..] else { continue };
        let arguments: Vec<&str> = rest.first().map(|r| r.split_whitespace().collect()).unwrap_or_default();
        if arguments.is_empty() && matches!(*roleset, "be.03" | "have.01" | "do.01") {
            continue;
        }
        let Some(tree) = by_id.get(id) else { continue };
        let word: usize = word.parse()?;
        let list = out.entry(id.to_string()).or_default().entry(word - 1).or_default();
        for argument in arguments {
            let Some((label, span)) = argument.rsplit_once(':') else { continue };
            let Some((first, last)) = span.split_once('-') else { continue };
            let head = span_head(tree, first.parse::<usize>()? - 1, last.parse()?);
            if list.iter().all(|(_, h)| *h != head) {
                list.push((label.to_string(), head));
            }
        }
    }
    Ok(out)
}

fn span_head(tree: &Tree, start: usize, end: usize) -> usize {
    let depth = |mut word: usize| {
        let mut steps = 0;
        while tree.words[word].head > 0 && steps <= tree.words.len() {
            word = tree.words[word].head - 1;
            steps += 1;
        }
        steps
    };
    let outside = |w: &usize| {
        let head = tree.words[*w].head;
        head == 0 || !(start..end).contains(&(head - 1))
    };
    (start..end.min(tree.words.len())).filter(outside).min_by_key(|&w| (depth(w), w)).unwrap_or(start)
}

/// An article with attributions: characters of the source, the cue and the content of each.
#[derive(serde::Deserialize)]
pub struct Article {
    pub text: String,
    pub attributions: Vec<Attributed>,
}

/// One attribution.
#[derive(serde::Deserialize)]
pub struct Attributed {
    #[serde(default)]
    pub source: Option<Vec<(usize, usize)>>,
    #[serde(default)]
    pub content: Option<Vec<(usize, usize)>>,
}

/// The articles of a file.
pub fn articles(path: &Path) -> Result<Vec<Article>, Box<dyn Error>> {
    let content = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    content.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}
