//! Who says so: every attribution of words, claims or stances to a source.
//!
//! Three ways lead to a statement, in this order: the grammar of a cue with its clause ("said that …", "…, he said",
//! "according to …", "accused X of …"); the model's own attribution where the grammar found none; and quotation, which
//! takes what a cue beside it began to the end of the quoted block, and gives a block without a cue to who spoke last.

mod grammar;
mod model;

use crate::cast::{Cast, EntityId};
use crate::codebook::Codebook;
use crate::quotes::Quote;
use crate::tree::Tree;
use chancery_language::Upos;
use std::ops::Range;

/// An attribution found, before it becomes a statement of the record.
#[derive(Clone, Debug)]
pub struct Said {
    /// Who is cited.
    pub speaker: EntityId,
    /// Who is cited for the citation.
    pub via: Vec<EntityId>,
    /// The sentence and token of the cue.
    pub cue: (usize, usize),
    /// The words of the cue.
    pub cue_tokens: Range<usize>,
    /// What is attributed: stretches of tokens, each within a sentence or a quoted block.
    pub content: Vec<Piece>,
    /// Whether the cue reports speech or thought, so that what it governs is asserted by the speaker only.
    pub reports: bool,
    /// A thought that is part of what another says ("said they believed …"), and so no statement beside it.
    pub aside: bool,
}

/// A stretch of text attributed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Sentence and token of its first token.
    pub start: (usize, usize),
    /// Sentence and token of its last token.
    pub end: (usize, usize),
}

impl Piece {
    /// Whether a token stands in it.
    pub fn contains(&self, sentence: usize, token: usize) -> bool {
        self.start <= (sentence, token) && (sentence, token) <= self.end
    }
}

/// The innermost statement that reports what stands at a token, unless the token is its cue.
pub fn innermost(said: &[Said], sentence: usize, token: usize) -> Option<&Said> {
    said.iter()
        .filter(|x| x.reports && x.cue != (sentence, token))
        .filter_map(|x| {
            x.content
                .iter()
                .filter(|p| p.contains(sentence, token))
                .map(|p| (p.end.0 - p.start.0, p.end.1.abs_diff(p.start.1)))
                .min()
                .map(|size| (size, x))
        })
        .min_by_key(|(size, _)| *size)
        .map(|(_, x)| x)
}

/// A cue with its source and content, within one sentence.
struct Found {
    cue: usize,
    cue_tokens: Range<usize>,
    source: usize,
    via: Vec<usize>,
    content: Vec<Range<usize>>,
    reports: bool,
    /// What is said stands in the next sentence ("was quoted as saying by the agency.").
    next: bool,
    /// The cue is a preposition ("according to").
    phrase: bool,
}

impl Found {
    fn new(cue: usize, source: usize, content: Vec<Range<usize>>) -> Found {
        Found {
            cue,
            cue_tokens: cue..cue + 1,
            source,
            via: Vec::new(),
            content,
            reports: true,
            next: false,
            phrase: false,
        }
    }
}

/// All attributions of an article, in order of their content.
pub fn statements(trees: &[Tree<'_>], cast: &Cast, quotes: &[Quote], codebook: &Codebook) -> Vec<Said> {
    let mut out: Vec<Said> = Vec::new();
    let mut taken = vec![false; quotes.len()];
    // Who spoke last, and the sentence in which that ended.
    let mut last: Option<Turn> = None;
    for (s, tree) in trees.iter().enumerate() {
        let mut found = grammar::cues(tree, codebook);
        model::complete(tree, codebook, &mut found);
        second_hand(tree, codebook, &mut found);
        let starts = s == 0 || trees[s - 1].sentence.paragraph != tree.sentence.paragraph;
        found.extend(headed(tree, cast, s).filter(|_| starts));
        found.sort_by_key(|f| f.cue);
        let cues = found.len();
        let before = out.len();
        // The quoted blocks that touch the sentence.
        let here = quotes.partition_point(|q| q.end.0 < s)..quotes.partition_point(|q| q.start.0 <= s);
        let spoken: Vec<(Found, EntityId)> = found
            .into_iter()
            .filter_map(|f| {
                let again = last.as_ref().filter(|t| goes_back(trees, cast, t, s, &f)).map(|t| t.speaker);
                let speaker = again.or_else(|| speaker_at(tree, cast, s, f.source))?;
                Some((f, speaker))
            })
            .collect();
        let mut contents: Vec<Vec<Piece>> =
            spoken.iter().map(|(f, _)| pieces(s, f, quotes, here.clone(), &mut taken)).collect();
        for q in here.clone() {
            if taken[q] {
                continue;
            }
            let verdict = |f: &Found| codebook.cue_verbs.get(tree.lemma(f.cue)).and_then(|c| c.event).is_some();
            let fits =
                |i: usize| (cues == 1 || !verdict(&spoken[i].0)) && beside(s, &spoken[i].0, &quotes[q], &contents[i]);
            let nearest =
                (0..spoken.len()).filter(|&i| fits(i)).min_by_key(|&i| distance(s, spoken[i].0.cue, &quotes[q]));
            if let Some(i) = nearest {
                taken[q] = true;
                contents[i].push(Piece { start: quotes[q].start, end: quotes[q].end });
            }
        }
        // Who goes on speaking: who was quoted, else who speaks highest up in the tree.
        let mut goes_on: Option<((bool, std::cmp::Reverse<usize>), Turn)> = None;
        for ((f, speaker), mut content) in spoken.into_iter().zip(contents) {
            content.sort_by_key(|p| p.start);
            // "“…,” he said, adding his thanks": beside a quotation, what follows the cue unquoted is told, not said.
            let quoted = |p: &Piece| quotes[here.clone()].iter().any(|q| q.start <= p.start && p.end <= q.end);
            let quotes_it = content.iter().any(quoted);
            if quotes_it {
                content.retain(|p| quoted(p) || p.start < (s, f.cue));
            }
            if f.next {
                content = trees
                    .get(s + 1)
                    .filter(|n| n.sentence.paragraph == tree.sentence.paragraph && n.len() > 1)
                    .map(|n| Piece { start: (s + 1, 0), end: (s + 1, n.len() - 1) })
                    .into_iter()
                    .collect();
            }
            // Who is cited within a quotation is not who goes on speaking after it.
            let inner = quotes[here.clone()].iter().any(|q| q.words >= 5 && q.contains(s, f.cue));
            let leads = tree.sentence.tokens.last().is_some_and(|t| matches!(t.form.as_str(), ":" | ","));
            let speaks = match content.is_empty() {
                // "X said:" before a quotation in the next paragraph.
                true => leads,
                false => !inner && f.reports && !grammar::thinks(tree, f.cue, codebook),
            };
            let rank = (quotes_it || content.is_empty(), std::cmp::Reverse(tree.path_up(f.cue).count()));
            if speaks && goes_on.as_ref().is_none_or(|(best, _)| rank > *best) {
                goes_on =
                    Some((rank, Turn { speaker, cue: (s, f.cue), cue_tokens: f.cue_tokens.clone(), sentence: s }));
            }
            if content.is_empty() {
                continue;
            }
            out.push(Said {
                speaker,
                via: f.via.iter().flat_map(|&t| cast.fill(tree, s, t, false)).collect(),
                cue: (s, f.cue),
                cue_tokens: f.cue_tokens.clone(),
                content,
                reports: f.reports,
                aside: grammar::thinks(tree, f.cue, codebook)
                    && (tree.token(f.source).upos == Upos::PRON || cast.entity(speaker).country.is_none()),
            });
        }
        last = goes_on.map(|(_, turn)| turn).or(last);
        // Quoted blocks that begin here and that no cue took: the last speaker goes on, where one spoke in the same
        // or one of the two paragraphs before.
        for q in here {
            let quote = &quotes[q];
            let Some(turn) = last.as_mut().filter(|_| !taken[q] && quote.start.0 == s) else { continue };
            let apart = trees[s].sentence.paragraph - trees[turn.sentence].sentence.paragraph;
            let near = apart <= 1 || s - turn.sentence <= 2;
            let opens = quote.start.1 == 0 || (apart == 0 && trees[s].token(quote.start.1 - 1).form == ":");
            // A short block goes on only with a quotation right before it; else it may be a title or a term.
            let long = quote.words >= 5
                || (apart == 0 && quote.words >= 2 && s - turn.sentence <= 1 && sentence_ends(trees, quote));
            if near && opens && long {
                taken[q] = true;
                turn.sentence = quote.end.0;
                out.push(turn.goes_on(Piece { start: quote.start, end: quote.end }));
            }
        }
        // Reported speech that goes on without a cue.
        if out.len() == before
            && let Some(turn) = last.as_mut()
            // "He is expected to visit the front": what is expected, thought or reported is so by others.
            && !(0..tree.len()).any(|r| tree.rel(r) == "root" && tree.is_passive(r) && codebook.passives.contains_key(tree.lemma(r)))
            && let Some(piece) = free_indirect(trees, s, turn, quotes, if cues == 0 { GOES_ON } else { 0.8 })
        {
            turn.sentence = s;
            out.push(turn.goes_on(piece));
        }
    }
    nested(&mut out);
    out
}

/// Words at most that name a speaker before a colon.
const HEADED: usize = 6;

/// "Scholz: no tanks for now", "Kremlin: “We will answer”": a paragraph that begins with a speaker and a colon. Without a
/// quotation only a person speaks so; "Syria: rebels take a town" says where.
fn headed(tree: &Tree<'_>, cast: &Cast, s: usize) -> Option<Found> {
    let colon = (1..tree.len().min(HEADED + 1)).find(|&t| tree.token(t).form == ":")?;
    let head = tree.head_of(&(0..colon)).filter(|&h| tree.is_nominal(h))?;
    let speaker = *cast.at(s, head).first()?;
    let rest = colon + 1..tree.len();
    let speaks = tree.get(colon + 1).is_some_and(|_| marked(tree, colon + 1)) || cast.entity(speaker).person;
    if !speaks || rest.len() < 2 {
        return None;
    }
    let end = (rest.start..rest.end).rfind(|&t| tree.token(t).upos != Upos::PUNCT || marked(tree, t))?;
    Some(Found::new(colon, head, std::iter::once(colon + 1..end + 1).collect()))
}

/// Who spoke last, by which cue, and the sentence in which that ended.
struct Turn {
    speaker: EntityId,
    cue: (usize, usize),
    cue_tokens: Range<usize>,
    sentence: usize,
}

impl Turn {
    fn goes_on(&self, piece: Piece) -> Said {
        Said {
            speaker: self.speaker,
            via: Vec::new(),
            cue: self.cue,
            cue_tokens: self.cue_tokens.clone(),
            content: vec![piece],
            reports: true,
            aside: false,
        }
    }
}

/// Whether a quoted block ends as a sentence does.
fn sentence_ends(trees: &[Tree<'_>], quote: &Quote) -> bool {
    let (s, t) = quote.end;
    (t.saturating_sub(1)..=t)
        .any(|t| trees[s].get(t).is_some_and(|x| matches!(x.form.as_str(), "." | "!" | "?" | "," | "...")))
}

/// How surely the words of a sentence must be attributed for it to go on with the speech before it without a cue.
const GOES_ON: f32 = 0.5;

/// Free indirect speech: a sentence right after one that reports speech, in its paragraph and without marks of quotation,
/// whose words the model holds for attributed though nothing in it says to whom.
fn free_indirect(trees: &[Tree<'_>], s: usize, turn: &Turn, quotes: &[Quote], least: f32) -> Option<Piece> {
    let tree = &trees[s];
    let follows = turn.sentence + 1 == s && trees[turn.sentence].sentence.paragraph == tree.sentence.paragraph;
    if !follows || quotes.iter().any(|q| q.start.0 <= s && s <= q.end.0) {
        return None;
    }
    let word = |&t: &usize| tree.token(t).upos != Upos::PUNCT;
    let (first, end) = ((0..tree.len()).find(word)?, (0..tree.len()).rfind(word)?);
    let sure: f32 = (first..=end).map(|t| tree.sentence.attributed.get(t).copied().unwrap_or(0.0)).sum();
    (sure / (end + 1 - first) as f32 >= least && end - first >= 3).then_some(Piece { start: (s, first), end: (s, end) })
}

/// Thought that someone reports to have ("said they believed …", "said police suspect …") is part of what that one says,
/// and no statement beside it.
fn nested(said: &mut [Said]) {
    for i in 0..said.len() {
        let inner = &said[i];
        if !inner.aside {
            continue;
        }
        let within = |x: &Said| {
            x.cue != inner.cue
                && x.content.iter().any(|p| p.contains(inner.cue.0, inner.cue.1))
                && (x.reports || !x.aside)
        };
        said[i].aside = said.iter().any(within);
    }
}

/// The entity that speaks: the phrase itself, or, for "a statement by the ministry" and "Assad's office", who has it.
fn speaker_at(tree: &Tree<'_>, cast: &Cast, s: usize, token: usize) -> Option<EntityId> {
    if let Some(&found) = cast.fill(tree, s, token, false).first() {
        // "the news agency TAP", "the rights group Provea": the name beside the description.
        let described =
            |e: EntityId| !cast.entity(e).person && cast.entity(e).name == cast.entity(e).name.to_lowercase();
        let name = || {
            let beside = tree.children_by(token, &["appos", "flat"]).flat_map(|c| cast.at(s, c)).copied();
            beside.into_iter().find(|&e| !described(e))
        };
        return if described(found) { name().or(Some(found)) } else { Some(found) };
    }
    if !MEDIA.contains(&tree.lemma(token)) {
        return None;
    }
    let owner = |t: usize| cast.fill(tree, s, t, true).first().copied();
    owner(token).or_else(|| {
        let children = tree.children(token).iter().copied();
        let of = children.clone().filter(|&c| {
            tree.rel(c) == "nmod" && matches!(tree.preposition(c).as_deref(), Some("from" | "by" | "on" | "of"))
        });
        let issued = children.filter(|&c| tree.rel(c) == "acl").flat_map(|c| tree.by_agents(c));
        of.chain(issued).find_map(owner)
    })
}

/// Whether a source can only point back to who spoke just before: "the statement said", "…, it added".
fn goes_back(trees: &[Tree<'_>], cast: &Cast, last: &Turn, s: usize, f: &Found) -> bool {
    let tree = &trees[s];
    if document(tree, f.source) {
        return cast.at(s, f.source).is_empty();
    }
    let e = cast.entity(last.speaker);
    // A pronoun after what it says: whom else it could mean stands within the words said.
    let after = f.content.iter().all(|r| r.end <= f.source) && !f.content.is_empty();
    let fits = match tree.lower(f.source).as_str() {
        "it" => !e.person && !e.plural,
        "they" => e.plural || !e.person,
        "he" => (e.person || e.office.is_some()) && !e.plural && e.gender != Some('f'),
        "she" => (e.person || e.office.is_some()) && !e.plural && e.gender != Some('m'),
        _ => false,
    };
    let more = matches!(tree.lemma(f.cue), "add" | "continue" | "conclude");
    fits && more && after && s > last.sentence && s - last.sentence <= 2
}

/// Things that speak for who has them.
const MEDIA: &[&str] = &[
    "statement",
    "report",
    "letter",
    "post",
    "tweet",
    "interview",
    "speech",
    "note",
    "release",
    "message",
    "comment",
    "remark",
    "resolution",
    "communique",
    "text",
    "account",
    "website",
    "memo",
    "filing",
    "response",
    "declaration",
];

/// "The statement added …": a text that the article spoke of before, without its author.
fn document(tree: &Tree<'_>, token: usize) -> bool {
    MEDIA.contains(&tree.lemma(token))
        && tree.child(token, &["det"]).is_some_and(|d| matches!(tree.lower(d).as_str(), "the" | "this"))
        && tree.child(token, &["nmod", "compound", "amod", "acl"]).is_none()
}

/// "…, X said, according to Y": Y passes on what X says.
fn second_hand(tree: &Tree<'_>, codebook: &Codebook, found: &mut Vec<Found>) {
    let mut at = 0;
    while at < found.len() {
        let this = &found[at];
        // The verb that the phrase hangs on is the cue, or is what the cue reports.
        let verb = tree.path_up(this.source).skip(1).find(|&t| t != this.cue && tree.is_verb(t));
        let main = verb.filter(|_| this.phrase).and_then(|v| {
            // "According to Kyiv, Moscow promised to …" tells of an act.
            let says = |f: &Found| {
                f.reports && !f.phrase && codebook.cue_verbs.get(tree.lemma(f.cue)).is_some_and(|c| c.event.is_none())
            };
            let of = |f: &Found| f.content.iter().any(|r| f.cue == v || r.contains(&v));
            found.iter().position(|f| says(f) && of(f))
        });
        match main {
            Some(m) => {
                let source = found[at].source;
                found[m].via.push(source);
                found.remove(at);
            }
            None => at += 1,
        }
    }
}

fn is_mark(form: &str) -> bool {
    matches!(form, "“" | "”" | "«" | "»" | "``" | "''" | "‘") || (!form.is_empty() && form.chars().all(|c| c == '"'))
}

/// Whether a token is a quotation mark.
fn marked(tree: &Tree<'_>, t: usize) -> bool {
    let token = tree.token(t);
    is_mark(&token.form) || (token.upos == Upos::PUNCT && matches!(token.form.as_str(), "’" | "'"))
}

/// Turns a cue's stretches into pieces: a stretch that touches a quoted block takes the whole block, unless the cue stands
/// in it.
fn pieces(s: usize, f: &Found, quotes: &[Quote], here: Range<usize>, taken: &mut [bool]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for r in &f.content {
        let mut piece = Piece { start: (s, r.start), end: (s, r.end - 1) };
        for i in here.clone() {
            let q = &quotes[i];
            if q.start <= piece.end && piece.start <= q.end && !q.contains(s, f.cue) {
                taken[i] = true;
                // A quotation that covers all but its marks is the piece; a piece that holds a quotation stays as it is.
                piece.start = piece.start.min(q.start);
                piece.end = piece.end.max(q.end);
            }
        }
        if !out.iter().any(|p| p.start <= piece.end && piece.start <= p.end) {
            out.push(piece);
        }
    }
    out
}

/// Whether a quoted block that no stretch touches can belong to a cue of the sentence: the cue governs nothing else, or the
/// block is more than a phrase.
fn beside(s: usize, f: &Found, q: &Quote, content: &[Piece]) -> bool {
    !q.contains(s, f.cue) && q.words >= 3 && (content.is_empty() || q.start.0 < s || q.end.0 > s || q.words >= 6)
}

/// How many tokens lie between a cue and a quoted block, counted in the cue's sentence.
fn distance(s: usize, cue: usize, q: &Quote) -> usize {
    if q.end < (s, cue) {
        if q.end.0 == s { cue - q.end.1 } else { cue + 1 }
    } else if q.start.0 == s {
        q.start.1.saturating_sub(cue)
    } else {
        usize::MAX
    }
}
