//! Mistakes that parsers make so often that coding would suffer, mended before the tree is turned downwards.

use super::base;
use chancery_language::{NameKind, Sentence, Upos};

/// The heads and relations (without subtype) of a sentence, with some mistakes mended that parsers make so often that
/// coding would suffer.
pub(super) fn mended(sentence: &Sentence) -> (Vec<Option<usize>>, Vec<&str>) {
    let tokens = &sentence.tokens;
    let mut heads: Vec<Option<usize>> = tokens.iter().map(|t| t.head).collect();
    let mut rels: Vec<&str> = tokens.iter().map(|t| base(t.deprel)).collect();
    let of = |heads: &[Option<usize>], i: usize| heads[i].filter(|&h| h < tokens.len() && h != i);
    for i in 0..tokens.len() {
        // "Costa Rica and Chile": what hangs on a later word of a name hangs on the name.
        if !matches!(rels[i], "flat" | "punct" | "case" | "goeswith") {
            let mut steps = 0;
            while let Some(h) = of(&heads, i).filter(|&h| rels[h] == "flat" && steps < 8) {
                heads[i] = heads[h];
                steps += 1;
            }
        }
        // "with President Jane Doe": the preposition before a name stands before the whole of it.
        if rels[i] == "case"
            && tokens[i].upos == Upos::ADP
            && let Some(name) = of(&heads, i).filter(|&h| rels[h] == "flat")
            && let Some(top) = of(&heads, name).filter(|&t| i < t)
        {
            heads[i] = Some(top);
        }
        // "accused Russia of arming the rebels": what stands before the gerund's preposition belongs to the verb before it.
        if matches!(rels[i], "obj" | "nsubj" | "iobj")
            && let Some(gerund) = of(&heads, i).filter(|&g| g > i && tokens[g].form.ends_with("ing"))
            && let Some(verb) = of(&heads, gerund).filter(|&v| v < i && tokens[v].upos == Upos::VERB)
            && matches!(rels[gerund], "advcl" | "xcomp" | "ccomp" | "acl" | "obl")
            && (i + 1..gerund).any(|m| {
                heads[m] == Some(gerund)
                    && matches!(rels[m], "mark" | "case")
                    && matches!(tokens[m].form.as_str(), "of" | "for" | "from" | "against")
            })
        {
            heads[i] = Some(verb);
            rels[i] = "obj";
        }
        // "The army had, early on Monday, shelled the town": the subject of an auxiliary is its verb's.
        if rels[i] == "nsubj"
            && let Some(aux) = of(&heads, i).filter(|&a| rels[a] == "aux")
            && let Some(verb) = of(&heads, aux)
        {
            heads[i] = Some(verb);
        }
        // "Egyptian police shoot": an adjective before a noun is the noun's, not its verb's.
        if rels[i] == "amod"
            && tokens[i].upos == Upos::ADJ
            && let Some(verb) = of(&heads, i).filter(|&v| v > i + 1 && tokens[v].upos == Upos::VERB)
            && tokens[i + 1].upos == Upos::NOUN
            && heads[i + 1] == Some(verb)
            && rels[i + 1] == "nsubj"
        {
            heads[i] = Some(i + 1);
        }
        // "left 60 people dead": how somebody is left is no part of who it is.
        if rels[i] == "amod"
            && tokens[i].upos == Upos::ADJ
            && let Some(people) = of(&heads, i).filter(|&p| p < i && rels[p] == "obj")
            && let Some(verb) = of(&heads, people).filter(|&v| tokens[v].lemma == "leave")
        {
            heads[i] = Some(verb);
            rels[i] = "xcomp";
        }
        // "called Saudi Arabia's King Salman": the possessor is no object of its own beside who is called.
        if rels[i] == "obj"
            && tokens.get(i + 1).is_some_and(|t| matches!(t.form.as_str(), "'s" | "’s"))
            && let Some(whole) = (i + 2..tokens.len().min(i + 6))
                .find(|&x| heads[x] == heads[i] && matches!(rels[x], "xcomp" | "obj") && tokens[x].upos == Upos::PROPN)
        {
            heads[i] = Some(whole);
            rels[i] = "nmod";
            rels[whole] = "obj";
        }
        // "called Turkey's President Yilmaz on Friday": a person is whom a verb without another object is done to.
        if rels[i] == "xcomp"
            && tokens[i].upos == Upos::PROPN
            && sentence.names.iter().any(|n| n.kind == NameKind::Person && n.tokens.contains(&i))
            && let Some(verb) = of(&heads, i).filter(|&v| v < i && tokens[v].upos == Upos::VERB)
            && !(0..tokens.len()).any(|c| heads[c] == Some(verb) && matches!(rels[c], "obj" | "iobj" | "ccomp"))
        {
            rels[i] = "obj";
        }
        // "called the king to congratulate him": who calls does it.
        if rels[i] == "xcomp"
            && matches!(
                tokens[i].lemma.as_str(),
                "congratulate"
                    | "thank"
                    | "express"
                    | "convey"
                    | "apologize"
                    | "apologise"
                    | "condole"
                    | "assure"
                    | "wish"
            )
            && of(&heads, i).is_some_and(|v| matches!(tokens[v].lemma.as_str(), "call" | "phone" | "telephone"))
        {
            rels[i] = "advcl";
        }
        // "Quito, Ecuador - The president signed": a place before the sentence is no subject of it.
        if rels[i] == "nsubj"
            && let Some(verb) = of(&heads, i)
            && (i + 1..verb).any(|j| rels[j] == "nsubj" && heads[j] == heads[i])
            && let Some(mark) =
                (i + 1..verb.min(i + 12)).find(|&m| matches!(tokens[m].form.as_str(), ":" | "-" | "–" | "—" | "--"))
            && tokens.get(mark + 1).is_some_and(|t| t.start > tokens[mark].end)
            && (0..mark).all(|t| tokens[t].upos != Upos::VERB || rels[t] == "amod")
        {
            rels[i] = "dislocated";
        }
        // "lend up to $1 billion": "up to" says how much, it is no particle and no preposition.
        if tokens[i].deprel == "compound:prt"
            && tokens[i].form == "up"
            && tokens.get(i + 1).is_some_and(|t| t.form == "to")
            && let Some(amount) = tokens.get(i + 2).filter(|t| matches!(t.upos, Upos::NUM | Upos::SYM))
            && let Some(verb) = of(&heads, i)
        {
            let sum = if amount.upos == Upos::SYM { i + 2 } else { of(&heads, i + 2).unwrap_or(i + 2) };
            if heads[sum] == Some(verb) && matches!(rels[sum], "obl" | "obj" | "nmod") {
                (heads[i], heads[i + 1], rels[i], rels[i + 1]) = (Some(sum), Some(i), "advmod", "fixed");
                rels[sum] = "obj";
            }
        }
        // "an insurgency against the government in Harare": where a government is says which it is.
        if matches!(tokens[i].form.as_str(), "government" | "authorities" | "regime" | "junta")
            && let Some(place) = tokens.get(i + 1).filter(|t| t.form == "in").map(|_| i + 2)
            && tokens.get(place).is_some_and(|t| t.upos == Upos::PROPN)
            && of(&heads, i).is_some()
            && heads[place] == of(&heads, i)
            && heads[i + 1] == Some(place)
            && matches!(rels[place], "nmod" | "obl")
        {
            heads[place] = Some(i);
            rels[place] = "nmod";
        }
        // "his Somali counterpart, Hassan Farole, met": a name set off by commas after a noun is no further member of a list.
        if rels[i] == "conj"
            && i >= 2
            && tokens[i - 1].form == ","
            && tokens[i - 2].upos == Upos::NOUN
            && let Some(name) = sentence.names.iter().find(|n| n.kind == NameKind::Person && n.tokens.start == i)
            && tokens.get(name.tokens.end).is_some_and(|t| t.form == ",")
            && !(i + 1..tokens.len()).any(|c| heads[c] == Some(i) && rels[c] == "cc")
            && !tokens.get(name.tokens.end + 1).is_some_and(|t| t.upos == Upos::CCONJ)
        {
            heads[i] = Some(i - 2);
            rels[i] = "appos";
        }
    }
    (heads, rels)
}
