//! Where words are said that are acts: where their speaker stands.

use super::Scene;
use crate::cast::EntityId;
use crate::circumstances::Narrative;
use crate::matcher::Match;
use crate::statements::innermost;
use chancery_record::Place;

/// Where words are said: where their verb says that the speaker stands, or where the speaker was last told to stand.
pub(super) fn spoken_at(
    scene: &Scene<'_>,
    s: usize,
    m: &Match,
    actor: &[EntityId],
    narrative: &Narrative,
) -> Option<Place> {
    let paragraph = scene.trees[s].sentence.paragraph;
    let own = innermost(scene.said, s, m.trigger).filter(|said| actor.contains(&said.speaker));
    match own {
        Some(said) => scene.circumstances[said.cue.0]
            .standing(&scene.trees[said.cue.0], said.cue.1)
            .or_else(|| narrative.podium(said.speaker, paragraph)),
        None => scene.circumstances[s].standing(&scene.trees[s], m.light.unwrap_or(m.trigger)),
    }
}

/// Remembers where those stand who are cited in a sentence.
pub(super) fn podium(scene: &Scene<'_>, s: usize, narrative: &mut Narrative) {
    let tree = &scene.trees[s];
    for said in scene.said.iter().filter(|x| x.cue.0 == s) {
        if let Some(place) = scene.circumstances[s].standing(tree, said.cue.1) {
            narrative.stand(place, said.speaker, tree.sentence.paragraph);
        }
    }
}
