//! Names whose spelling a translation has damaged: whether two words sound alike.

/// Consonants of a folded word as they sound, doubled ones once; vowels only where the word begins with one.
fn skeleton(word: &str) -> Vec<u8> {
    let mut letters: Vec<u8> = word.bytes().filter(u8::is_ascii_alphabetic).collect();
    // Spellings of one sound.
    let text = String::from_utf8(std::mem::take(&mut letters)).unwrap_or_default();
    let text = text
        .replace("sch", "s")
        .replace("sh", "s")
        .replace("ch", "k")
        .replace("tz", "s")
        .replace("ts", "s")
        .replace("ck", "k")
        .replace("kh", "k")
        .replace("gh", "g")
        .replace("ph", "f")
        .replace("zh", "s")
        .replace('x', "ks");
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    for b in text.bytes() {
        let sound = match b {
            b'a' | b'e' | b'i' | b'o' | b'u' | b'y' => continue,
            b'v' | b'w' => b'f',
            b'c' | b'q' => b'k',
            b'z' => b's',
            b'j' => b'g',
            b'd' => b't',
            b'b' => b'p',
            other => other,
        };
        if out.last() != Some(&sound) {
            out.push(sound);
        }
    }
    out
}

/// Whether two folded words that are not the same may be one name, spelled by ear: the same consonants, about as long.
pub(crate) fn sounds_like(a: &str, b: &str) -> bool {
    let (one, two) = (skeleton(a), skeleton(b));
    let long = |w: &str| w.chars().count();
    long(a) >= 4 && long(b) >= 4 && one.len() >= 2 && long(a).abs_diff(long(b)) <= 2 && one == two
}

/// How many letters must be changed, put in or taken out to make one word the other (Levenshtein 1966). Given names with the
/// same consonants are seldom one name where many vowels differ ("Kestutis", "Katsutoshi").
pub(crate) fn letters_apart(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{letters_apart, sounds_like};

    #[test]
    fn letters_are_counted() {
        let check = |a: &str, b: &str, apart: usize| assert_eq!(letters_apart(a, b), apart, "{a} {b}");
        check("wladimir", "vladimir", 1);
        check("kitten", "sitting", 3);
        check("", "abc", 3);
        check("abc", "abc", 0);
    }

    #[test]
    fn names_by_ear() {
        let check = |a: &str, b: &str, same: bool| assert_eq!(sounds_like(a, b), same, "{a} {b}");
        check("snack", "sunak", true);
        check("putten", "putin", true);
        check("ardogan", "erdogan", true);
        check("lafrov", "lavrov", true);
        check("sholtz", "scholz", true);
        check("gutierrez", "guterres", true);
        check("merkel", "macron", false);
        check("xi", "sy", false);
        check("kerry", "karzai", false);
        check("", "a", false);
    }
}
