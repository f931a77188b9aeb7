//! The best dependency tree: Chu-Liu/Edmonds over a dense table, without recursion.

/// The heads of the highest-scoring tree with exactly one word on the root. `scores` is `[words, words + 1]`: row the
/// dependent, column the head, column 0 the root. Scores must be finite.
pub(crate) fn best_tree(scores: &[f32], words: usize) -> Vec<Option<usize>> {
    if words == 0 {
        return Vec::new();
    }
    let nodes = words + 1;
    let weight = |head: usize, dependent: usize| scores[(dependent - 1) * nodes + head];
    // The plain best heads are nearly always a tree already.
    let mut heads = vec![0; nodes];
    for (dependent, top) in heads.iter_mut().enumerate().skip(1) {
        *top = best(nodes, |head| if head == dependent { f32::NEG_INFINITY } else { weight(head, dependent) });
    }
    if heads[1..].iter().filter(|&&h| h == 0).count() != 1 || !reaches_root(&heads) {
        // A large cost on each root arc leaves one of them, the cheapest in all.
        let spread = scores.iter().fold(1.0f32, |m, s| m.max(s.abs()));
        let cost = 4.0 * spread as f64 * nodes as f64;
        heads = edmonds(nodes, |head, dependent| {
            let score = weight(head, dependent) as f64;
            if head == 0 { score - cost } else { score }
        });
    }
    heads[1..].iter().map(|&h| h.checked_sub(1)).collect()
}

fn best(nodes: usize, score: impl Fn(usize) -> f32) -> usize {
    let mut top = 0;
    for node in 1..nodes {
        if score(node) > score(top) {
            top = node;
        }
    }
    top
}

fn reaches_root(heads: &[usize]) -> bool {
    // 0 unknown, 1 on the way now, 2 known to reach the root.
    let mut state = vec![0u8; heads.len()];
    state[0] = 2;
    for start in 1..heads.len() {
        let mut node = start;
        while state[node] == 0 {
            state[node] = 1;
            node = heads[node];
        }
        if state[node] == 1 {
            return false;
        }
        let mut node = start;
        while state[node] == 1 {
            state[node] = 2;
            node = heads[node];
        }
    }
    true
}

/// Chu-Liu/Edmonds, contracting cycles one after the other and then expanding them in reverse; O(n^3) at worst.
fn edmonds(nodes: usize, weight: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    // The table grows a row and a column for each contracted cycle.
    let most = 2 * nodes;
    let mut table = vec![f64::NEG_INFINITY; most * most];
    // For each arc of the table, the arc of the level below that it stands for.
    let mut from = vec![0u32; most * most];
    let mut into = vec![0u32; most * most];
    for head in 0..nodes {
        for dependent in 1..nodes {
            if head != dependent {
                table[head * most + dependent] = weight(head, dependent);
            }
            from[head * most + dependent] = head as u32;
            into[head * most + dependent] = dependent as u32;
        }
    }
    let mut alive: Vec<usize> = (0..nodes).collect();
    let mut parent = vec![usize::MAX; most];
    let mut next = nodes;
    let mut cycles: Vec<(usize, Vec<(usize, usize)>)> = Vec::new();
    loop {
        for &node in &alive {
            if node != 0 && parent[node] == usize::MAX {
                let mut top = usize::MAX;
                for &head in &alive {
                    if head != node && (top == usize::MAX || table[head * most + node] > table[top * most + node]) {
                        top = head;
                    }
                }
                parent[node] = top;
            }
        }
        let Some(cycle) = find_cycle(&alive, &parent, most) else { break };
        let merged = next;
        next += 1;
        let inside = |node: usize| cycle.contains(&node);
        let total: f64 = cycle.iter().map(|&n| table[parent[n] * most + n]).sum();
        for &other in alive.iter().filter(|&&n| !inside(n)) {
            // Into the cycle: breaks it at the node entered.
            let mut top = (f64::NEG_INFINITY, cycle[0]);
            // Out of the cycle: from its best node.
            let mut out = (f64::NEG_INFINITY, cycle[0]);
            for &node in &cycle {
                let entering = table[other * most + node] + total - table[parent[node] * most + node];
                if entering > top.0 {
                    top = (entering, node);
                }
                if table[node * most + other] > out.0 {
                    out = (table[node * most + other], node);
                }
            }
            table[other * most + merged] = top.0;
            from[other * most + merged] = other as u32;
            into[other * most + merged] = top.1 as u32;
            table[merged * most + other] = out.0;
            from[merged * most + other] = out.1 as u32;
            into[merged * most + other] = other as u32;
        }
        cycles.push((merged, cycle.iter().map(|&n| (n, parent[n])).collect()));
        alive.retain(|n| !cycle.contains(n));
        for &node in &alive {
            if cycle.contains(&parent[node]) {
                parent[node] = merged;
            }
        }
        alive.push(merged);
    }
    // Undo the contractions: the arc into a merged node enters at one node of the cycle, which loses its own arc.
    for (merged, arcs) in cycles.into_iter().rev() {
        let head = parent[merged];
        let entered = into[head * most + merged] as usize;
        for &(node, within) in &arcs {
            parent[node] = if node == entered { head } else { within };
        }
        for node in 0..next {
            if parent[node] == merged {
                parent[node] = from[merged * most + node] as usize;
            }
        }
    }
    parent[0] = 0;
    parent.truncate(nodes);
    parent
}

fn find_cycle(alive: &[usize], parent: &[usize], most: usize) -> Option<Vec<usize>> {
    let mut seen = vec![0usize; most];
    for (round, &start) in (1..).zip(alive) {
        let mut node = start;
        while node != 0 && seen[node] == 0 {
            seen[node] = round;
            node = parent[node];
        }
        if node != 0 && seen[node] == round {
            let mut cycle = vec![node];
            let mut at = parent[node];
            while at != node {
                cycle.push(at);
                at = parent[at];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(scores: &[f32], heads: &[Option<usize>]) -> f32 {
        let nodes = heads.len() + 1;
        heads.iter().enumerate().map(|(i, h)| scores[i * nodes + h.map_or(0, |h| h + 1)]).sum()
    }

    fn is_tree(heads: &[Option<usize>]) -> bool {
        let parents: Vec<usize> = std::iter::once(0).chain(heads.iter().map(|h| h.map_or(0, |h| h + 1))).collect();
        heads.iter().filter(|h| h.is_none()).count() == 1 && reaches_root(&parents)
    }

    fn by_trying_all(scores: &[f32], words: usize) -> f32 {
        let nodes = words + 1;
        let mut top = f32::NEG_INFINITY;
        for mut code in 0..nodes.pow(words as u32) {
            let heads: Vec<Option<usize>> = (0..words)
                .map(|_| {
                    let head = code % nodes;
                    code /= nodes;
                    head.checked_sub(1)
                })
                .collect();
            if is_tree(&heads) {
                top = top.max(total(scores, &heads));
            }
        }
        top
    }

    proptest! {
        #[test]
        fn no_tree_is_better(words in 1usize..6, seed in prop::collection::vec(-8i8..8, 30)) {
            let scores: Vec<f32> = seed[..words * (words + 1)].iter().map(|&s| s as f32).collect();
            let heads = best_tree(&scores, words);
            prop_assert!(is_tree(&heads), "{heads:?}");
            prop_assert_eq!(total(&scores, &heads), by_trying_all(&scores, words));
        }

        #[test]
        fn long_sentences_give_trees(words in 1usize..120, seed in any::<u64>()) {
            let mut state = seed | 1;
            let scores: Vec<f32> = (0..words * (words + 1)).map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (state >> 40) as f32 / 1e6
            }).collect();
            prop_assert!(is_tree(&best_tree(&scores, words)));
        }
    }

    #[test]
    fn a_chain_of_cycles_is_resolved() {
        // Pairs that prefer one another, in a long row.
        let words = 400;
        let nodes = words + 1;
        let mut scores = vec![0.0f32; words * nodes];
        for i in 0..words {
            scores[i * nodes + (i ^ 1) + 1] = 5.0;
        }
        assert!(is_tree(&best_tree(&scores, words)));
    }
}
