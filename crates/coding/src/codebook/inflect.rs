//! Forms of English verbs, so that a lemma of the codebook is found even where the model's lemma is wrong.

use std::collections::HashMap;

/// Irregular verbs: a lemma and its other forms on a line.
const IRREGULAR: &str = include_str!("../../data/irregular-verbs.txt");

/// From a form to the lemmas of the codebook that it can be a form of.
#[derive(Debug, Default)]
pub struct Forms(HashMap<String, Vec<String>>);

impl Forms {
    /// The forms of these lemmas.
    pub fn of<'a>(lemmas: impl Iterator<Item = &'a String>) -> Forms {
        let irregular: HashMap<&str, Vec<&str>> = IRREGULAR
            .lines()
            .filter_map(|l| {
                let mut words = l.split_whitespace();
                Some((words.next()?, words.collect()))
            })
            .collect();
        let mut forms = Forms::default();
        for lemma in lemmas {
            for form in inflect(lemma, &irregular) {
                let known = forms.0.entry(form).or_default();
                if !known.contains(lemma) {
                    known.push(lemma.clone());
                    known.sort();
                }
            }
        }
        forms
    }

    /// The lemmas that a lower-case form can belong to, in alphabetical order.
    pub fn lemmas(&self, form: &str) -> &[String] {
        self.0.get(form).map_or(&[], Vec::as_slice)
    }
}

fn inflect(lemma: &str, irregular: &HashMap<&str, Vec<&str>>) -> Vec<String> {
    let vowel = |c: char| "aeiou".contains(c);
    let chars: Vec<char> = lemma.chars().collect();
    let Some(&last) = chars.last() else { return Vec::new() };
    let before = chars.iter().rev().nth(1).copied().unwrap_or(' ');
    let stem = &lemma[..lemma.len() - last.len_utf8()];
    let consonant_y = last == 'y' && !vowel(before);
    let mut out = vec![lemma.to_owned()];
    out.push(if ["s", "x", "z", "ch", "sh", "o"].iter().any(|e| lemma.ends_with(e)) {
        format!("{lemma}es")
    } else if consonant_y {
        format!("{stem}ies")
    } else {
        format!("{lemma}s")
    });
    if let Some(short) = lemma.strip_suffix("ie") {
        out.push(format!("{lemma}d"));
        out.push(format!("{short}ying"));
    } else if last == 'e' {
        out.push(format!("{lemma}d"));
        out.push(if ["ee", "oe", "ye"].iter().any(|e| lemma.ends_with(e)) {
            format!("{lemma}ing")
        } else {
            format!("{stem}ing")
        });
    } else if consonant_y {
        out.push(format!("{stem}ied"));
        out.push(format!("{lemma}ing"));
    } else if last == 'c' {
        out.push(format!("{lemma}ked"));
        out.push(format!("{lemma}king"));
    } else {
        out.push(format!("{lemma}ed"));
        out.push(format!("{lemma}ing"));
        let closed = !vowel(last) && !"wxyh".contains(last) && vowel(before) && chars.len() > 2;
        if closed && (chars.len() == 3 || !vowel(chars[chars.len() - 3])) {
            out.push(format!("{lemma}{last}ed"));
            out.push(format!("{lemma}{last}ing"));
        }
    }
    let prefixes = ["", "re", "out", "over", "under", "fore", "mis", "un", "with"];
    if let Some((p, forms)) = prefixes.iter().find_map(|p| Some((p, irregular.get(lemma.strip_prefix(p)?)?))) {
        out.extend(forms.iter().map(|f| format!("{p}{f}")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_find_their_lemma() {
        let lemmas: Vec<String> =
            ["refuse", "ban", "carry", "hold", "withhold", "die", "shell", "meet", "free"].map(String::from).to_vec();
        let forms = Forms::of(lemmas.iter());
        let check = |form: &str, expected: &str| assert_eq!(forms.lemmas(form).join(" "), expected, "{form}");
        check("refused", "refuse");
        check("banned", "ban");
        check("carries", "carry");
        check("held", "hold");
        check("withheld", "withhold");
        check("dying", "die");
        check("shelling", "shell");
        check("met", "meet");
        check("freed", "free");
        check("frees", "free");
        check("fred", "");
    }
}
