//! Which articles tell of one event, whether or not one was taken from another.

use crate::Document;
use crate::hash::{Hash, HashMap};
use crate::words::{Sort, Word, words};

/// Words of the body that count: news tells first what happened.
const BEGINNING: usize = 150;
/// How much more a word of the headline counts.
const HEADLINE: f32 = 3.0;
/// How much more a name counts.
const NAME: f32 = 1.5;
/// From this cosine on an article belongs to a story.
const JOIN: f32 = 0.24;
/// Words kept of a story.
const KEPT: usize = 400;
/// Words of an article by which stories are looked up, and how many of each word's stories, the newest.
const KEYS: usize = 24;
const DEEPEST: usize = 100;
/// Stories that are compared with an article.
const CANDIDATES: usize = 24;

/// Groups articles by the event that they tell of.
///
/// Gives for each document the place in `documents` of the first of its story. Articles are taken by day of publication, then by id,
/// and each joins the story whose words are most like its own (cosine of words weighed by rarity, against the sum of the story's
/// articles), or begins one. The result does not depend on the order of `documents`.
pub fn stories(documents: &[Document]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|n| (documents[*n].published.is_none(), documents[*n].published, &documents[*n].id));
    let mut all = Stories::default();
    let mut out = vec![0; documents.len()];
    for at in order {
        let story = all.add(vector(&documents[at]));
        let story = &mut all.stories[story];
        out[at] = *story.first.get_or_insert(at as u32);
    }
    out
}

/// Words with their weights, by hash in rising order; of length 1.
type Vector = Vec<(Hash, f32)>;

#[derive(Default)]
struct Stories {
    stories: Vec<Story>,
    /// Stories by the words of their articles, the newest last.
    index: HashMap<Vec<u32>>,
}

#[derive(Default)]
struct Story {
    first: Option<u32>,
    words: Vector,
}

impl Stories {
    fn add(&mut self, article: Vector) -> usize {
        let mut keys: Vec<&(Hash, f32)> = article.iter().collect();
        keys.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let keys: Vec<(Hash, f32)> = keys.into_iter().take(KEYS).copied().collect();
        let mut found: HashMap<f32> = HashMap::default();
        for (hash, weight) in &keys {
            let stories = self.index.get(hash).map(Vec::as_slice).unwrap_or_default();
            stories.iter().rev().take(DEEPEST).for_each(|s| *found.entry(*s).or_default() += weight);
        }
        let mut found: Vec<(u32, f32)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let best = found
            .iter()
            .take(CANDIDATES)
            .map(|(s, _)| {
                (
                    *s as usize,
                    product(&article, &self.stories[*s as usize].words) / length(&self.stories[*s as usize].words),
                )
            })
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        let story = match best {
            Some((story, like)) if like >= JOIN => story,
            _ => {
                self.stories.push(Story::default());
                self.stories.len() - 1
            }
        };
        let words = &mut self.stories[story].words;
        *words = sum(words, &article);
        if words.len() > KEPT {
            words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            words.truncate(KEPT);
            words.sort_by_key(|w| w.0);
        }
        for (hash, _) in keys {
            let stories = self.index.entry(hash).or_default();
            if stories.last() != Some(&(story as u32)) {
                stories.push(story as u32);
            }
        }
        story
    }
}

fn vector(document: &Document) -> Vector {
    let mut weights: HashMap<(f32, f32)> = HashMap::default();
    let mut count = |words: &[Word<'_>], by: f32| {
        for word in words.iter().filter(|w| w.sort != Sort::Function && w.rarity >= 38) {
            let rarity = f32::from(word.rarity) / 255.0;
            let name = if word.sort == Sort::Name { NAME } else { 1.0 };
            let (sum, _) = weights.entry(word.stem).or_insert((0.0, rarity));
            *sum += by * rarity * name;
        }
    };
    count(&words(document.title.as_deref().unwrap_or_default()), HEADLINE);
    let body = words(&document.body);
    count(&body[..body.len().min(BEGINNING)], 1.0);
    let damp = |sum: f32| if sum > 1.0 { 1.0 + sum.ln() } else { sum };
    let mut vector: Vector = weights.into_iter().map(|(hash, (sum, rarity))| (hash, damp(sum) * rarity)).collect();
    vector.sort_by_key(|w| w.0);
    let length = length(&vector);
    vector.iter_mut().for_each(|(_, w)| *w /= length);
    vector
}

fn length(vector: &Vector) -> f32 {
    vector.iter().map(|(_, w)| w * w).sum::<f32>().sqrt().max(f32::MIN_POSITIVE)
}

/// The sum of the products of the weights of words that are in both.
fn product(a: &Vector, b: &Vector) -> f32 {
    let mut b = b.iter().peekable();
    let mut out = 0.0;
    for (hash, weight) in a {
        while b.next_if(|(h, _)| h < hash).is_some() {}
        if let Some((_, other)) = b.next_if(|(h, _)| h == hash) {
            out += weight * other;
        }
    }
    out
}

fn sum(a: &Vector, b: &Vector) -> Vector {
    let mut out = [a.as_slice(), b.as_slice()].concat();
    out.sort_by_key(|w| w.0);
    let mut kept: Vector = Vec::with_capacity(out.len());
    for (hash, weight) in out {
        match kept.last_mut() {
            Some(last) if last.0 == hash => last.1 += weight,
            _ => kept.push((hash, weight)),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{Document, stories};
    use chancery_record::PartialDate;

    #[test]
    fn articles_on_one_event_are_one_story() {
        let document = |id: &str, title: &str, body: &str| Document {
            id: id.into(),
            published: PartialDate::parse("2031-01-05"),
            title: Some(title.into()),
            body: body.into(),
            ..Document::default()
        };
        let documents = [
            document(
                "a",
                "Ferry sinks off Batalang",
                "A ferry sank off Batalang on Sunday. The coastguard counted 61 dead.",
            ),
            document("b", "Gandhara premier survives vote", "Arvind Seth survived a vote in Gandhara on Friday."),
            document(
                "c",
                "Batalang mourns its dead",
                "After the ferry went down off Batalang the coastguard goes on searching.",
            ),
            document("d", "", ""),
        ];
        assert_eq!(stories(&documents), [0, 1, 0, 3]);
        assert_eq!(stories(&[]), [0u32; 0]);
    }
}
