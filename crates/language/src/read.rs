//! Reading: sentences in batches through the model.

use crate::decode::{boundaries, decode, names};
use crate::encoder::{Batch, Gemm, Scratch};
use crate::heads::Scored;
use crate::model::Model;
use crate::reading::{Name, Reading, Sentence, Token};
use crate::sentence::{cut_long, segments};
use crate::token::TokenSpan;
use crate::{attribution, wordpiece};
use std::ops::Range;

/// Wordpieces that go through the encoder together: enough to fill the matrix products, few enough to stay in the cache.
const BATCH: usize = 256;

/// From this probability on, a sentence is cut where the model sees an end.
const SPLIT: f32 = 0.6;

/// Reads text with a model. One for each thread; a reader does all its work on one thread.
pub struct Reader<'m> {
    model: &'m Model,
    /// The matrix products would otherwise spread over all cores of the process.
    pool: Option<rayon::ThreadPool>,
    work: Work,
}

/// Buffers of a reader.
#[derive(Default)]
struct Work {
    scratch: Scratch,
    batch: Batch,
    ids: Vec<u32>,
    shapes: Vec<u8>,
    vectors: Vec<f32>,
    early: Vec<f32>,
    rows: Vec<f32>,
}

/// A sentence that waits to be read.
struct Pending<'t> {
    /// Which of the texts it is of.
    text: usize,
    paragraph: usize,
    words: Vec<Word<'t>>,
    /// Whether the model may cut it.
    open: bool,
}

struct Word<'t> {
    form: &'t str,
    chars: Range<usize>,
    /// How many wordpieces it has.
    pieces: usize,
}

impl Pending<'_> {
    fn pieces(&self) -> usize {
        self.words.iter().map(|w| w.pieces).sum::<usize>() + 2
    }
}

impl<'m> Reader<'m> {
    /// A reader with a model.
    pub fn new(model: &'m Model) -> Reader<'m> {
        Reader { model, pool: rayon::ThreadPoolBuilder::new().num_threads(1).build().ok(), work: Work::default() }
    }

    /// Reads a text: plain, its paragraphs parted by line ends.
    pub fn read(&mut self, text: &str) -> Reading {
        self.read_many(&[text]).pop().unwrap_or_default()
    }

    /// Reads several texts at once, which fills the batches better where texts are short. The readings are the same as
    /// those of each text alone.
    pub fn read_many(&mut self, texts: &[&str]) -> Vec<Reading> {
        let mut readings = vec![Reading::default(); texts.len()];
        let most = self.model.weights.config.max_positions - 2;
        let mut ids = Vec::new();
        let mut waiting: Vec<Pending> = Vec::new();
        let mut pieces = 0;
        for (index, &text) in texts.iter().enumerate() {
            for segment in segments(text) {
                let words: Vec<Word> = segment.tokens.iter().map(|t| self.word(text, t, &mut ids)).collect();
                let sizes: Vec<usize> = words.iter().map(|w| w.pieces).collect();
                let pauses = |i: usize| matches!(words[i].form, "," | ";" | ":" | "—" | "–" | "--");
                let cuts = cut_long(&sizes, most, pauses);
                let mut words = words.into_iter();
                let mut start = 0;
                for end in cuts {
                    let words = words.by_ref().take(end - start).collect();
                    start = end;
                    let pending = Pending { text: index, paragraph: segment.paragraph, words, open: true };
                    let size = pending.pieces();
                    if pieces + size > BATCH && !waiting.is_empty() {
                        self.flush(&mut waiting, &mut readings);
                        pieces = 0;
                    }
                    pieces += size;
                    waiting.push(pending);
                }
            }
        }
        self.flush(&mut waiting, &mut readings);
        for reading in &mut readings {
            attribution::join(reading);
        }
        readings
    }

    /// Reads sentences that are already cut into tokens, each as one sentence, as if their tokens were parted by spaces and
    /// the sentences by line ends. To measure the model against treebanks.
    pub fn read_tokens(&mut self, sentences: &[Vec<String>]) -> Reading {
        let mut readings = vec![Reading::default()];
        let mut waiting = Vec::new();
        let (mut at, mut pieces) = (0, 0);
        for (paragraph, sentence) in sentences.iter().enumerate() {
            let pending = self.pending_tokens(sentence, paragraph, &mut at);
            if pieces + pending.pieces() > BATCH {
                self.flush(&mut waiting, &mut readings);
                pieces = 0;
            }
            pieces += pending.pieces();
            waiting.push(pending);
        }
        self.flush(&mut waiting, &mut readings);
        readings.pop().unwrap_or_default()
    }

    /// The names of sentences that are already cut into tokens, as the second head for names sees them (UNER: persons,
    /// organisations, places), whose scheme differs from that of [`Sentence::names`].
    pub fn uner_names(&mut self, sentences: &[Vec<String>]) -> Vec<Vec<Name>> {
        let model = self.model;
        let mut out = Vec::new();
        let mut at = 0;
        for sentence in sentences {
            let pending = [self.pending_tokens(sentence, 0, &mut at)];
            self.run(&pending, |_, scored| out.push(names(&scored, &model.heads.tags.uner, &model.labels.uner)));
        }
        out
    }

    /// What the head for types takes of the words of sentences that are already cut into tokens: a row for each word. To
    /// train that head on what the shipped model computes.
    pub fn meanings(&mut self, sentences: &[Vec<String>]) -> Vec<Vec<Vec<f32>>> {
        let mut out = Vec::new();
        let mut at = 0;
        for sentence in sentences {
            let pending = [self.pending_tokens(sentence, 0, &mut at)];
            self.run(&pending, |_, scored| {
                let mean = scored.mean();
                out.push((0..scored.len()).map(|word| [scored.early(word), &mean].concat()).collect());
            });
        }
        out
    }

    fn pending_tokens<'t>(&self, sentence: &'t [String], paragraph: usize, at: &mut usize) -> Pending<'t> {
        let most = self.model.weights.config.max_positions - 2;
        let mut ids = Vec::new();
        let mut left = most;
        let words = sentence
            .iter()
            .map(|form| {
                let start = *at;
                *at += form.chars().count() + 1;
                ids.clear();
                self.model.pieces.cut(form, &mut ids);
                // What goes beyond the model's positions is shortened to one piece a word, then nothing.
                let pieces = ids.len().min(left);
                left -= pieces;
                Word { form, chars: start..*at - 1, pieces }
            })
            .collect();
        Pending { text: 0, paragraph, words, open: false }
    }

    fn word<'t>(&self, text: &'t str, token: &TokenSpan, ids: &mut Vec<u32>) -> Word<'t> {
        let form = &text[token.bytes.clone()];
        ids.clear();
        self.model.pieces.cut(form, ids);
        Word { form, chars: token.chars.clone(), pieces: ids.len() }
    }

    /// Reads what waits, in its order, and cuts where the model sees ends of sentences.
    fn flush(&mut self, waiting: &mut Vec<Pending>, readings: &mut [Reading]) {
        let results = self.decode(waiting);
        let mut parts: Vec<Pending> = Vec::new();
        for (result, pending) in results.iter().zip(waiting.iter_mut()) {
            let Err(ends) = result else { continue };
            let mut words = std::mem::take(&mut pending.words).into_iter();
            let mut start = 0;
            for &end in ends {
                let words = words.by_ref().take(end - start).collect();
                start = end;
                parts.push(Pending { words, open: false, ..*pending });
            }
        }
        let mut again = self.decode(&parts).into_iter();
        for (result, pending) in results.into_iter().zip(waiting.drain(..)) {
            let sentences = &mut readings[pending.text].sentences;
            match result {
                Ok(sentence) => sentences.push(sentence),
                Err(ends) => sentences.extend(again.by_ref().take(ends.len()).flatten()),
            }
        }
    }

    /// Reads sentences; those that the model would cut are not decoded but come back as the places of the cuts.
    fn decode(&mut self, pending: &[Pending]) -> Vec<Result<Sentence, Vec<usize>>> {
        let model = self.model;
        let mut out = Vec::with_capacity(pending.len());
        if pending.is_empty() {
            return out;
        }
        self.run(pending, |index, scored| {
            let pending = &pending[index];
            let mut ends: Vec<usize> = Vec::new();
            if pending.open {
                let chances = boundaries(&scored, &model.heads.tags);
                ends.extend((1..).zip(&chances).filter(|&(_, &p)| p >= SPLIT).map(|(end, _)| end));
            }
            if !ends.is_empty() {
                ends.push(pending.words.len());
                return out.push(Err(ends));
            }
            let tokens = pending
                .words
                .iter()
                .map(|w| Token { start: w.chars.start, end: w.chars.end, form: w.form.to_string(), ..Token::default() })
                .collect();
            let mut sentence = Sentence {
                start: pending.words.first().map_or(0, |w| w.chars.start),
                end: pending.words.last().map_or(0, |w| w.chars.end),
                paragraph: pending.paragraph,
                tokens,
                ..Sentence::default()
            };
            decode(&scored, model, &mut sentence);
            out.push(Ok(sentence));
        });
        out
    }

    /// Runs the model on sentences and gives each one's scores, in order.
    fn run(&mut self, pending: &[Pending], mut each: impl FnMut(usize, Scored) + Send) {
        let model = self.model;
        let work = &mut self.work;
        let mut task = || run(model, pending, work, &mut each);
        match &self.pool {
            Some(pool) => pool.install(task),
            None => task(),
        }
    }
}

fn run(model: &Model, pending: &[Pending], work: &mut Work, each: &mut impl FnMut(usize, Scored)) {
    let config = &model.weights.config;
    let Work { scratch, batch, ids, shapes, vectors, early, rows } = work;
    batch.clear();
    // The row of each word's first piece, the root's before those of its words.
    let mut firsts = Vec::new();
    for sentence in pending {
        let base = batch.ids.len();
        ids.clear();
        shapes.clear();
        ids.push(config.cls);
        shapes.push(0);
        firsts.push(base);
        for word in &sentence.words {
            firsts.push(base + ids.len());
            let start = ids.len();
            model.pieces.cut(word.form, ids);
            ids.truncate(start + word.pieces.max(1));
            shapes.resize(ids.len(), wordpiece::shape(word.form));
        }
        ids.push(config.sep);
        shapes.push(0);
        batch.push(ids, shapes, config.max_positions);
    }
    // The processor's kernel is looked up anew, as it cannot move between threads; that costs next to nothing.
    let gemm = Gemm::new();
    let hidden = model.encoder.encode(&gemm, model.word_bytes(), batch, scratch);
    let width = config.hidden;
    for (states, kept) in [(hidden.last, &mut *vectors), (hidden.early, &mut *early)] {
        kept.clear();
        for &row in &firsts {
            kept.extend_from_slice(&states[row * width..(row + 1) * width]);
        }
    }
    model.heads.project(&gemm, &mut scratch.linear, vectors, rows);
    let width = model.heads.width();
    let mut row = 0;
    for (index, sentence) in pending.iter().enumerate() {
        let end = row + sentence.words.len() + 1;
        let part = row * config.hidden..end * config.hidden;
        each(index, Scored::new(&model.heads, &rows[row * width..end * width], &vectors[part.clone()], &early[part]));
        row = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoder::Precision;
    use crate::testing::{POSITIONS, model};
    use proptest::prelude::*;

    const TEXTS: &[&str] = &[
        "The minister said the army had left. Nobody knew why.",
        "",
        "\n \n",
        "One word",
        "“We agreed,” she said, “and then we did not; it was a long night, and a long day.” He left.The end",
        "emoji 😀 and 漢字 and e\u{301}t\u{e9}",
    ];

    #[test]
    fn offsets_point_into_the_text() {
        let model = model(Precision::Int8);
        let mut reader = Reader::new(&model);
        for text in TEXTS {
            let chars: Vec<char> = text.chars().collect();
            for sentence in reader.read(text).sentences {
                assert_eq!(sentence.start, sentence.tokens[0].start);
                assert_eq!(sentence.end, sentence.tokens[sentence.tokens.len() - 1].end);
                assert_eq!(sentence.attributed.len(), sentence.tokens.len());
                assert_eq!(sentence.tokens.iter().filter(|t| t.head.is_none()).count(), 1);
                for token in &sentence.tokens {
                    assert_eq!(chars[token.start..token.end].iter().collect::<String>(), token.form);
                    assert!((0.0..=1.0).contains(&token.head_prob));
                }
            }
        }
    }

    #[test]
    fn a_reading_does_not_depend_on_what_is_read_beside_it() {
        let model = model(Precision::Int8);
        let alone: Vec<Reading> = TEXTS.iter().map(|t| Reader::new(&model).read(t)).collect();
        let mut reader = Reader::new(&model);
        assert_eq!(reader.read_many(TEXTS), alone);
        let backwards: Vec<&str> = TEXTS.iter().rev().copied().collect();
        let mut read = reader.read_many(&backwards);
        read.reverse();
        assert_eq!(read, alone);
        let many: Vec<&str> = TEXTS.iter().cycle().take(60).copied().collect();
        for (reading, alone) in reader.read_many(&many).iter().zip(alone.iter().cycle()) {
            assert_eq!(reading, alone);
        }
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| assert_eq!(Reader::new(&model).read_many(TEXTS), alone));
            }
        });
    }

    #[test]
    fn sentences_beyond_the_positions_are_cut() {
        let model = model(Precision::Int8);
        let text = "minister said, ".repeat(3 * POSITIONS);
        let reading = Reader::new(&model).read(&text);
        assert_eq!(reading.sentences.iter().map(|s| s.tokens.len()).sum::<usize>(), 9 * POSITIONS);
        assert!(reading.sentences.iter().all(|s| s.tokens.len() <= POSITIONS - 2));
        let words = vec!["minister".to_string(); 3 * POSITIONS];
        let reading = Reader::new(&model).read_tokens(&[words, Vec::new(), vec!["said".into()]]);
        assert_eq!(reading.sentences.iter().map(|s| s.tokens.len()).collect::<Vec<_>>(), [3 * POSITIONS, 0, 1]);
    }

    #[test]
    fn bytes_come_close_to_floats() {
        let (bytes, floats) = (model(Precision::Int8), model(Precision::Float));
        let words = vec![TEXTS[0].split(' ').map(String::from).collect::<Vec<_>>()];
        let a = Reader::new(&bytes).read_tokens(&words);
        let b = Reader::new(&floats).read_tokens(&words);
        for (a, b) in a.sentences[0].attributed.iter().zip(&b.sentences[0].attributed) {
            assert!((a - b).abs() < 0.1, "{a} for {b}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_is_read(text in "(\\PC|[a-z]{1,9}| |\n|[.!?\"“”’'-]|\\x00){0,80}") {
            let model = model(Precision::Int8);
            let reading = Reader::new(&model).read(&text);
            let words: usize = reading.sentences.iter().map(|s| s.tokens.len()).sum();
            prop_assert_eq!(words, crate::tokens(&text).len());
        }
    }
}
