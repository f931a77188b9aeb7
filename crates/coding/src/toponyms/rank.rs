//! The ranker: a log-linear model over what a name may mean, and nothing of it.

use super::names::{Name, Option_};
use chancery_world::{Level, SpotId, distance};
use std::collections::BTreeMap;

/// How many features there are.
pub const COUNT: usize = 25;

/// The features of a place that a name may mean. The weight of `none` is the score of leaving the name open.
pub const FEATURES: [&str; COUNT] = [
    "size",
    "state",
    "first",
    "second",
    "town",
    "other",
    "capital",
    "known",
    "best known",
    "alias",
    "only",
    "within",
    "holds",
    "elsewhere",
    "fits",
    "misfits",
    "people",
    "same country",
    "same division",
    "near",
    "around",
    "largest",
    "site",
    "unsized",
    "short",
];

/// The fitted weights.
#[derive(Clone, Debug)]
pub struct Weights {
    of: [f32; COUNT],
    none: f32,
    /// The least probability of a place that is chosen.
    pub least: f32,
}

impl Weights {
    /// The weights that are compiled in.
    ///
    /// # Panics
    /// Never in a build that passed its tests: one of them reads this table.
    pub fn embedded() -> Weights {
        Weights::parse(include_str!("../../data/toponyms.tsv"))
            .expect("the table of weights is sound, which a test checks")
    }

    /// Reads a table of feature and weight; none where a line is not both, or a feature is unknown.
    pub fn parse(text: &str) -> Option<Weights> {
        let mut w = Weights { of: [0.0; COUNT], none: 0.0, least: 0.5 };
        for line in text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
            let (name, value) = line.split_once('\t')?;
            let value = value.trim().parse().ok()?;
            match name {
                "none" => w.none = value,
                "least" => w.least = value,
                _ => w.of[FEATURES.iter().position(|f| *f == name)?] = value,
            }
        }
        Some(w)
    }

    fn score(&self, features: &[f32; COUNT]) -> f32 {
        self.of.iter().zip(features).map(|(w, x)| w * x).sum()
    }

    /// The features that add most to a score.
    pub fn strongest(&self, features: &[f32; COUNT]) -> Vec<&'static str> {
        let mut all: Vec<(f32, &str)> =
            self.of.iter().zip(features).zip(FEATURES).map(|((w, x), f)| (w * x, f)).filter(|x| x.0 > 0.3).collect();
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        all.into_iter().take(3).map(|x| x.1).collect()
    }
}

/// How often the places look at each other.
const ROUNDS: usize = 3;

/// Gives each place that a name may mean its probability.
pub fn rank(names: &mut [Name], peoples: &BTreeMap<String, usize>, weights: &Weights) {
    for n in names.iter_mut() {
        local(n, peoples);
        decide(n, weights);
    }
    for _ in 0..ROUNDS {
        let views: Vec<View> = names.iter().map(View::of).collect();
        for (i, n) in names.iter_mut().enumerate() {
            context(n, i, &views);
        }
        for n in names.iter_mut() {
            decide(n, weights);
        }
    }
}

/// What the tables and the words at the name say.
fn local(n: &mut Name, peoples: &BTreeMap<String, usize>) {
    let spoken: usize = peoples.values().sum();
    let only = n.options.len() == 1;
    let best = n.options.iter().filter_map(|o| o.candidate.known).min();
    let largest = n.options.iter().map(|o| o.candidate.size).fold(0.0, f32::max);
    for o in &mut n.options {
        let c = &o.candidate;
        let flag = f32::from;
        o.features = [0.0; COUNT];
        let f = &mut o.features;
        f[0] = c.size / 7.0;
        f[1] = flag(u8::from(c.level == Some(Level::State)));
        f[2] = flag(u8::from(c.level == Some(Level::First)));
        f[3] = flag(u8::from(c.level == Some(Level::Second)));
        f[4] = flag(u8::from(c.level == Some(Level::Town)));
        f[5] = flag(u8::from(c.level.is_none()));
        f[6] = flag(u8::from(c.capital));
        f[7] = flag(u8::from(c.known.is_some()));
        f[8] = flag(u8::from(c.known.is_some() && c.known == best));
        f[9] = flag(u8::from(c.alias));
        f[10] = flag(u8::from(only));
        f[11] = o.stated.within;
        f[12] = o.stated.holds;
        f[13] = o.stated.elsewhere;
        f[14] = o.stated.fits;
        f[15] = o.stated.misfits;
        f[16] = c.country.and_then(|c| peoples.get(c)).map_or(0.0, |&n| n as f32 / (spoken as f32 + 1.0));
        f[22] = flag(u8::from(n.site));
        f[23] = flag(u8::from(c.known.is_some() && c.size == 0.0));
        f[24] = flag(u8::from(n.short));
        f[21] = flag(u8::from(c.size >= largest && c.size > 0.0));
    }
}

/// Probability, latitude and longitude, country, first division, and whether it is a whole state or no town at all.
type Seen = (f32, (f32, f32), Option<&'static str>, Option<SpotId>, bool);

/// What the other names look like from outside: their likely places.
struct View {
    places: Vec<Seen>,
}

impl View {
    fn of(n: &Name) -> View {
        let places = n.options.iter().filter(|o| o.probability >= 0.05).map(|o| {
            let c = &o.candidate;
            let at = (c.lat.unwrap_or(f32::NAN), c.lon.unwrap_or(f32::NAN));
            (o.probability, at, c.country, c.first, matches!(c.level, Some(Level::State) | None))
        });
        View { places: places.collect() }
    }
}

/// What the other places of the article say.
fn context(n: &mut Name, own: usize, views: &[View]) {
    for o in &mut n.options {
        let c = &o.candidate;
        let at = (c.lat.unwrap_or(f32::NAN), c.lon.unwrap_or(f32::NAN));
        let (mut country, mut division, mut near, mut around, mut total) = (0.0f32, 0.0f32, 0.0f32, 0.0f32, 0.0f32);
        for (_, v) in views.iter().enumerate().filter(|(i, _)| *i != own) {
            let mut best = (0.0f32, 0.0f32);
            for &(p, there, state, first, whole) in &v.places {
                total += p;
                country += p * f32::from(u8::from(state.is_some() && state == c.country));
                division += p * f32::from(u8::from(first.is_some() && first == c.first));
                if !whole {
                    let d = distance(at, there);
                    if d.is_finite() {
                        best.0 = best.0.max(p * (-d / 60.0).exp());
                        best.1 = best.1.max(p * (-d / 300.0).exp());
                    }
                }
            }
            near += best.0;
            around += best.1;
        }
        // A share that many places bear out weighs more than the same share of one or two.
        let share = |x: f32| x / (total + 1.0);
        o.features[17] = share(country);
        o.features[18] = share(division);
        o.features[19] = near.ln_1p();
        o.features[20] = around.ln_1p();
    }
}

fn decide(n: &mut Name, weights: &Weights) {
    let out = |o: &Option_| n.settled && o.stated.within == 0.0;
    let scores: Vec<f32> =
        n.options.iter().map(|o| if out(o) { f32::NEG_INFINITY } else { weights.score(&o.features) }).collect();
    let top = scores.iter().copied().fold(weights.none, f32::max);
    let total = scores.iter().map(|s| (s - top).exp()).sum::<f32>() + (weights.none - top).exp();
    for (o, s) in n.options.iter_mut().zip(scores) {
        o.probability = (s - top).exp() / total;
    }
}
