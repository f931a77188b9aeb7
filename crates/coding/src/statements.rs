//! Who says so: every attribution of words, claims or stances to a source.
//!
//! Three ways lead to a statement, in this order: the grammar of a cue with its clause ("said that …", "…, he said",
//! "according to …", "accused X of …"); the model's own attribution where the grammar found none; and quotation, which
//! takes what a cue beside it began to the end of the quoted block, and gives a block without a cue to who spoke last.

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
}

/// All attributions of an article, in order of their content.
pub fn statements(trees: &[Tree<'_>], cast: &Cast, quotes: &[Quote], codebook: &Codebook) -> Vec<Said> {
    let mut out: Vec<Said> = Vec::new();
    let mut taken = vec![false; quotes.len()];
    let mut last_speaker: Option<(EntityId, usize)> = None;
    for (s, tree) in trees.iter().enumerate() {
        let mut found = by_grammar(tree, codebook);
        by_model(tree, codebook, &mut found);
        second_hand(tree, codebook, &mut found);
        found.sort_by_key(|f| f.cue);
        let cues = found.len();
        for f in found {
            let Some(speaker) = speaker_at(tree, cast, s, f.source) else { continue };
            let via = f.via.iter().flat_map(|&t| cast.fill(tree, s, t, false)).collect();
            let sole = cues == 1;
            let mut content = pieces(
                s,
                &f,
                quotes,
                &mut taken,
                sole,
                codebook.cue_verbs.get(tree.lemma(f.cue)).and_then(|c| c.event).is_some(),
            );
            if f.next {
                content = trees
                    .get(s + 1)
                    .filter(|n| n.sentence.paragraph == tree.sentence.paragraph && n.len() > 1)
                    .map(|n| Piece { start: (s + 1, 0), end: (s + 1, n.len() - 1) })
                    .into_iter()
                    .collect();
            }
            if content.is_empty() {
                // "X said:" before a quotation in the next paragraph.
                if tree.sentence.tokens.last().is_some_and(|t| matches!(t.form.as_str(), ":" | ",")) {
                    last_speaker = Some((speaker, s));
                }
                continue;
            }
            last_speaker = Some((speaker, s));
            out.push(Said {
                speaker,
                via,
                cue: (s, f.cue),
                cue_tokens: f.cue_tokens.clone(),
                content,
                reports: f.reports,
            });
        }
        // Quoted blocks that begin here and that no cue took: the last speaker goes on, where one spoke in the same
        // or one of the two paragraphs before.
        for (q, quote) in quotes.iter().enumerate() {
            if taken[q] || quote.start.0 != s || quote.words < 5 {
                continue;
            }
            let Some((speaker, when)) = last_speaker else { continue };
            let near = trees[s].sentence.paragraph - trees[when].sentence.paragraph <= 1 || s - when <= 2;
            let opens = quote.start.1 == 0 || trees[s].token(quote.start.1 - 1).form == ":";
            if near && opens {
                taken[q] = true;
                last_speaker = Some((speaker, quote.end.0));
                let cue = out.last().map(|o| (o.cue, o.cue_tokens.clone()));
                let (cue, cue_tokens) = cue.unwrap_or(((s, quote.start.1), quote.start.1..quote.start.1 + 1));
                out.push(Said {
                    speaker,
                    via: Vec::new(),
                    cue,
                    cue_tokens,
                    content: vec![Piece { start: quote.start, end: quote.end }],
                    reports: true,
                });
            }
        }
    }
    out
}

/// The entity that speaks: the phrase itself, or, for "a statement by the ministry" and "Assad's office", who has it.
fn speaker_at(tree: &Tree<'_>, cast: &Cast, s: usize, token: usize) -> Option<EntityId> {
    cast.fill(tree, s, token, false).first().copied().or_else(|| {
        let media = matches!(
            tree.lemma(token),
            "statement"
                | "report"
                | "letter"
                | "post"
                | "tweet"
                | "interview"
                | "speech"
                | "note"
                | "release"
                | "message"
                | "comment"
                | "remark"
                | "resolution"
                | "communique"
                | "text"
                | "account"
                | "website"
        );
        media.then(|| cast.fill(tree, s, token, true).first().copied()).flatten().or_else(|| {
            tree.children(token)
                .iter()
                .copied()
                .filter(|&c| {
                    tree.rel(c) == "nmod" && matches!(tree.preposition(c).as_deref(), Some("from" | "by" | "on" | "of"))
                })
                .find_map(|c| cast.fill(tree, s, c, true).first().copied())
                .filter(|_| media)
        })
    })
}

/// Cues by the grammar of the sentence.
fn by_grammar(tree: &Tree<'_>, codebook: &Codebook) -> Vec<Found> {
    let mut out = Vec::new();
    for i in 0..tree.len() {
        let token = tree.token(i);
        let lemma = tree.lemma(i);
        if matches!(token.upos, Upos::VERB) && codebook.cue_verbs.contains_key(lemma) {
            verb_cue(tree, i, &mut out);
        } else if token.upos == Upos::NOUN && codebook.cue_nouns.contains_key(lemma) {
            // "the claim by X that …", "X's claim that …"
            let clause = tree.children(i).iter().copied().find(|&c| {
                matches!(tree.rel(c), "acl" | "ccomp")
                    && tree.token(c).deprel != "acl:relcl"
                    && tree.children_by(c, &["mark"]).any(|m| tree.lower(m) == "that")
            });
            let owner = tree.owners(i).first().copied().or_else(|| {
                tree.obliques(i).into_iter().find(|o| matches!(o.prep.as_str(), "by" | "from" | "of")).map(|o| o.token)
            });
            if let (Some(clause), Some(owner)) = (clause, owner) {
                push(i, i..i + 1, owner, clause_range(tree, clause, &[], i), &mut out);
            }
        } else if let Some((cue_tokens, source, anchor)) = cue_phrase(tree, i, codebook) {
            // "according to X": the rest of the clause is X's.
            let anchor = tree.path_up(anchor).find(|&t| tree.is_verb(t) || tree.head(t).is_none()).unwrap_or(anchor);
            let content = rest_of_clause(tree, anchor, &[source, cue_tokens.start], i);
            out.push(Found { cue: i, cue_tokens, source, via: Vec::new(), content, reports: true, next: false });
        }
    }
    out
}

/// A preposition that attributes, at its first word: its words, the source after it, and what it hangs on.
fn cue_phrase(tree: &Tree<'_>, i: usize, codebook: &Codebook) -> Option<(Range<usize>, usize, usize)> {
    let (source, anchor) = match tree.rel(i) {
        "case" => (tree.head(i)?, tree.head(tree.head(i)?)?),
        // "according" as a participle with its own oblique.
        _ => (tree.children_by(i, &["obl", "nmod"]).next()?, tree.head(i)?),
    };
    let first = tree.lower(i);
    let words = codebook.cue_phrases.iter().map(|p| p.split(' ').collect::<Vec<_>>()).find(|p| {
        p[0] == first
            && p.len() > 1
            && p.iter().enumerate().all(|(k, w)| tree.get(i + k).is_some_and(|t| t.form.to_lowercase() == *w))
    })?;
    Some((i..i + words.len(), source, anchor))
}

fn push(cue: usize, cue_tokens: Range<usize>, source: usize, content: Vec<Range<usize>>, out: &mut Vec<Found>) {
    out.push(Found { cue, cue_tokens, source, via: Vec::new(), content, reports: true, next: false });
}

fn verb_cue(tree: &Tree<'_>, v: usize, out: &mut Vec<Found>) {
    // "was quoted as saying by media": the passive's subject is the source, the agent the intermediary.
    let quoted = matches!(tree.lemma(v), "quote" | "cite");
    let passive = tree.is_passive(v);
    let (mut source, mut via) = (tree.agents(v).first().copied(), Vec::new());
    if quoted && passive {
        via = tree.by_agents(v);
        source = tree.patients(v).first().copied();
    }
    let clauses: Vec<usize> = tree
        .children_by(v, &["ccomp", "parataxis"])
        .filter(|&c| tree.rel(c) == "ccomp" || adjoins_quote(tree, c))
        .collect();
    let mut content: Vec<Range<usize>> = clauses.iter().flat_map(|&c| clause_range(tree, c, &[], v)).collect();
    // "…, he said": the cue hangs below what is said.
    if content.is_empty()
        && matches!(tree.rel(v), "parataxis")
        && let Some(h) = tree.head(v)
    {
        content = rest_of_clause(tree, root_of(tree, h), &[v], v);
    }
    // "accused it of being …", "described it as …", "as saying …"
    if content.is_empty() {
        for o in tree.obliques(v) {
            let gerund = tree.is_verb(o.token) || tree.token(o.token).form.ends_with("ing");
            let fits = match tree.lemma(v) {
                "accuse" | "suspect" => o.prep == "of",
                "describe" | "denounce" | "condemn" | "portray" | "characterize" | "characterise" | "brand"
                | "label" | "dismiss" | "hail" | "regard" | "see" | "reject" => o.prep == "as",
                "quote" | "cite" => o.prep == "as",
                "criticize" | "criticise" | "blame" => o.prep == "for" && gerund,
                _ => false,
            };
            if fits {
                // "accused Trump of politicizing": the one accused is no part of what is said.
                let before: Vec<usize> = tree
                    .children_by(o.token, &["nsubj"])
                    .filter(|&n| n < o.token && tree.children_by(o.token, &["mark", "case"]).any(|m| m > n))
                    .collect();
                content = clause_range(tree, o.token, &before, v);
                if quoted {
                    // "as saying that …"
                    if let Some(c) = tree.child(o.token, &["ccomp", "obj"]) {
                        content = clause_range(tree, c, &[], v);
                    } else {
                        content.clear();
                    }
                }
                break;
            }
        }
        if content.is_empty()
            && matches!(tree.lemma(v), "call" | "brand" | "label" | "declare" | "deem")
            && let Some(x) = tree.child(v, &["xcomp"])
        {
            content = clause_range(tree, x, &[], v);
        }
    }
    let mut reports = true;
    // An object that is quoted: "emphasized the “decisive contribution” …", "a “red line”, he called it".
    if content.is_empty()
        && let Some(o) = tree.patients(v).first().copied().filter(|_| !passive)
        && (tree.subtree(o).iter().any(|&t| is_mark(&tree.token(t).form)) || adjoins_quote(tree, o))
    {
        content = clause_range(tree, o, &[], v);
        reports = false;
    }
    let Some(source) = source else { return };
    let next = quoted && passive && content.is_empty();
    out.push(Found { cue: v, cue_tokens: v..v + 1, source, via, content, reports, next });
}

fn root_of(tree: &Tree<'_>, t: usize) -> usize {
    tree.path_up(t).find(|&x| tree.head(x).is_none() || matches!(tree.rel(x), "ccomp" | "advcl" | "acl")).unwrap_or(t)
}

fn is_mark(form: &str) -> bool {
    matches!(form, "“" | "”" | "«" | "»" | "``" | "''") || (!form.is_empty() && form.chars().all(|c| c == '"'))
}

/// Whether a phrase holds a quotation mark or stands beside one.
fn adjoins_quote(tree: &Tree<'_>, i: usize) -> bool {
    let sub = tree.subtree(i);
    let (first, last) = (sub[0], sub[sub.len() - 1]);
    sub.iter().any(|&t| is_mark(&tree.token(t).form))
        || (first > 0 && is_mark(&tree.token(first - 1).form))
        || (last + 1 < tree.len() && is_mark(&tree.token(last + 1).form))
}

/// The tokens of a clause as stretches, without its conjunction ("that") and without the branches below `except`.
fn clause_range(tree: &Tree<'_>, clause: usize, except: &[usize], cue: usize) -> Vec<Range<usize>> {
    let first =
        tree.subtree_without(clause, &|c| except.contains(&c)).into_iter().find(|&t| tree.token(t).upos != Upos::PUNCT);
    let tokens = tree.subtree_without(clause, &|c| {
        except.contains(&c)
            || (Some(c) == first
                && matches!(tree.rel(c), "mark" | "case")
                && matches!(tree.lower(c).as_str(), "that" | "as" | "of" | "for"))
    });
    stretches(tree, &tokens, cue)
}

/// What a clause says besides the branches of its cue.
fn rest_of_clause(tree: &Tree<'_>, root: usize, except: &[usize], cue: usize) -> Vec<Range<usize>> {
    let tokens = tree.subtree_without(root, &|c| except.contains(&c));
    stretches(tree, &tokens, cue)
}

/// Sorted tokens as unbroken stretches, punctuation at the edges (but for quotation marks) left out; stretches of
/// punctuation alone fall away.
fn stretches(tree: &Tree<'_>, tokens: &[usize], cue: usize) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for &t in tokens {
        match out.last_mut() {
            // Neither a gap of punctuation nor a few words that the parser hung elsewhere break a stretch; the cue does.
            Some(last)
                if !(last.end..t).contains(&cue)
                    && ((last.end..t).all(|g| tree.token(g).upos == Upos::PUNCT) || t - last.end <= 4) =>
            {
                last.end = t + 1
            }
            _ => out.push(t..t + 1),
        }
    }
    for r in &mut out {
        let edge = |t: usize| tree.token(t).upos == Upos::PUNCT && !is_mark(&tree.token(t).form);
        while r.start < r.end && edge(r.start) {
            r.start += 1;
        }
        while r.end > r.start && edge(r.end - 1) {
            r.end -= 1;
        }
    }
    // A single word says nothing, unless it is quoted.
    let words = |r: &Range<usize>| r.clone().filter(|&t| tree.token(t).upos != Upos::PUNCT).count();
    out.retain(|r| words(r) >= 2 || (words(r) == 1 && r.clone().any(|t| is_mark(&tree.token(t).form))));
    out
}

/// "…, X said, according to Y": Y passes on what X says.
fn second_hand(tree: &Tree<'_>, codebook: &Codebook, found: &mut Vec<Found>) {
    let phrase = |f: &Found| !tree.is_verb(f.cue) && !codebook.cue_nouns.contains_key(tree.lemma(f.cue));
    let overlap =
        |a: &Found, b: &Found| a.content.iter().any(|x| b.content.iter().any(|y| x.start < y.end && y.start < x.end));
    let mut at = 0;
    while at < found.len() {
        let main =
            phrase(&found[at]).then(|| found.iter().position(|f| !phrase(f) && overlap(f, &found[at]))).flatten();
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

/// Cues whose object is what they say, though it is no clause ("demanded full access").
const TELLING: &[&str] = &["demand", "request", "claim", "seek", "call", "ask", "announce", "report", "show"];

/// The model's attributions where grammar found no cue at the same place.
fn by_model(tree: &Tree<'_>, codebook: &Codebook, found: &mut Vec<Found>) {
    for a in &tree.sentence.attributions {
        if a.prob < 0.5 || a.cue >= tree.len() || a.content.is_empty() {
            continue;
        }
        let near = |f: &Found| f.cue == a.cue || (f.cue.abs_diff(a.cue) <= 2);
        let content = stretches(tree, &a.content, a.cue);
        // "condemned the attack": what is condemned is not the speaker's claim.
        let clausal = content
            .iter()
            .any(|r| tree.head_of(r).is_some_and(|h| tree.is_verb(h) || tree.child(h, &["nsubj"]).is_some()));
        let quoted = content.iter().any(|r| r.clone().any(|t| is_mark(&tree.token(t).form)));
        // A thing talked of is no statement; a thing demanded or claimed is.
        if !clausal && !quoted && !TELLING.contains(&tree.lemma(a.cue)) {
            continue;
        }
        if let Some(f) = found.iter_mut().find(|f| near(f)) {
            if f.content.is_empty() && !f.next {
                f.content = content;
                f.reports = clausal;
            }
            continue;
        }
        // What grammar gave to another cue is not given twice.
        let overlap =
            found.iter().any(|f| f.content.iter().any(|r| content.iter().any(|c| c.start < r.end && r.start < c.end)));
        let verb = matches!(tree.token(a.cue).upos, Upos::VERB | Upos::NOUN);
        let known =
            codebook.cue_verbs.contains_key(tree.lemma(a.cue)) || codebook.cue_nouns.contains_key(tree.lemma(a.cue));
        if overlap || !verb || !(known || a.prob >= 0.8) || a.source.is_empty() {
            continue;
        }
        let source = a
            .source
            .iter()
            .copied()
            .find(|&t| tree.is_nominal(t) && tree.head(t).is_none_or(|h| !a.source.contains(&h)));
        if let Some(source) = source {
            found.push(Found {
                cue: a.cue,
                cue_tokens: a.cue..a.cue + 1,
                source,
                via: Vec::new(),
                content,
                reports: clausal,
                next: false,
            });
        }
    }
}

/// Turns a cue's stretches into pieces: a stretch that touches a quoted block takes the whole block; blocks of the
/// sentence that no stretch covers belong to the cue too, when it governs no clause of its own.
fn pieces(s: usize, f: &Found, quotes: &[Quote], taken: &mut [bool], sole: bool, verdict: bool) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let inside_cue = |q: &Quote| q.contains(s, f.cue);
    for r in &f.content {
        let mut piece = Piece { start: (s, r.start), end: (s, r.end - 1) };
        for (i, q) in quotes.iter().enumerate() {
            let touches = q.start <= piece.end && piece.start <= q.end;
            if touches && !inside_cue(q) {
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
    for (i, q) in quotes.iter().enumerate() {
        let here = q.start.0 <= s && s <= q.end.0 && !inside_cue(q);
        if !here || taken[i] || q.words < 3 || (verdict && !sole) {
            continue;
        }
        // Beside the cue: it ends just before the cue's clause or begins just after it, or the cue found nothing else.
        if out.is_empty() || q.start.0 < s || q.end.0 > s || q.words >= 6 {
            taken[i] = true;
            out.push(Piece { start: q.start, end: q.end });
        }
    }
    out.sort_by_key(|p| p.start);
    // "“…,” he said, adding his thanks": beside a quotation, what follows the cue unquoted is told, not said.
    let quoted = |p: &Piece| quotes.iter().any(|q| q.start <= p.start && p.end <= q.end);
    if out.iter().any(quoted) {
        out.retain(|p| quoted(p) || p.start < (s, f.cue));
    }
    out
}
