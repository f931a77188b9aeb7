#!/usr/bin/env python3
"""Writes world/parties.tsv: political parties with their country, out of Party Facts (MIT).

    python3 world/tools/parties.py --data DIR

DIR holds partyfacts-parties.tsv and partyfacts-wikipedia-parties.csv, as ../shared/data/actors has them. Taken are parties
that have an article in the English Wikipedia and were not dissolved before 1985, under their English name and, as another
name, their own. Left out are names that parties of several countries have, that stand in another table of organisations,
that do not say of themselves that they are a party or movement, and short names and acronyms: a text that uses one introduces
it.
"""
import argparse, collections, csv, difflib, pathlib, re, unicodedata

WORLD = pathlib.Path(__file__).resolve().parent.parent
SAYS = re.compile(r"\b(party|parties|movement|front|union|alliance|democrats|democracy|coalition|league|congress|bloc|socialists?|"
                  r"communists?|liberals|conservatives|greens|partido|parti|partei|partito|partij|partidul|partiet|strana|stranka|"
                  r"partia|partisi|movimiento|movimento|mouvement|bewegung|hareketi|unione|alleanza|alianza|alliantie)\b", re.I)
# What means something else in any text: bodies of states, trades, and what every country has.
ELSE = re.compile(r"\b(assembly|council|government|parliament|senate|trade|labou?r union|workers'? union|student|soviet|european union|"
                  r"united front|popular front|national front|new party|our party|opposition|independent|federation of|african union)\b", re.I)

# Two words that any text may put together ("a Democratic Congress").
PLAIN = re.compile(r"^(democratic|national|liberal|republican|socialist|people'?s|popular|progressive|conservative|united|communist|social|"
                   r"christian|new|free|green|left|right|civic|radical|revolutionary|federal|civil|patriotic) \w+$|"
                   r"^\w+ of (democrats|liberals|republicans|conservatives)$", re.I)


def folded(text):
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c)).replace("-", " ")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    args = parser.parse_args()
    states, taken, of_country = set(), set(), collections.defaultdict(set)
    for table in ("states", "organizations", "metonyms", "bodies"):
        path = WORLD / f"{table}.tsv"
        for line in path.read_text().splitlines() if path.exists() else ():
            cells = line.split("\t")
            if table == "states":
                states.add(cells[0])
            if not line.startswith("#"):
                names = {folded(name) for cell in cells[:2] for name in cell.split("|")}
                taken |= names
                if len(cells) > 2:
                    of_country[cells[2]] |= names
    years = {row["partyfacts_id"]: row["year_dissolved"] for row in csv.DictReader((args.data / "partyfacts-wikipedia-parties.csv").open())}
    rows = []
    for line in csv.reader((args.data / "partyfacts-parties.tsv").open(), delimiter="\t", quoting=csv.QUOTE_NONE):
        country, number, _, own, english, _, _, dissolved, url = line
        dissolved = dissolved or years.get(number, "")
        if country not in states or "en.wikipedia" not in url or dissolved and dissolved < "1985":
            continue
        # "The Party / The Old Party [of then]": the first is today's.
        names = [re.sub(r"\s*[\[(].*?[\])]", "", name.split(" / ")[0]).strip(" \"'’") for name in (english, own)]
        rows.append((country, [n.removeprefix("The ") for n in names if n]))
    bearers = collections.defaultdict(set)
    for country, names in rows:
        for name in names:
            bearers[folded(name)].add(country)

    def fit(name):
        words = name.split()
        return (2 <= len(words) <= 7 and SAYS.search(name) and not ELSE.search(name) and len(bearers[folded(name)]) == 1
                and folded(name) not in taken and name[0].isupper() and re.fullmatch(r"[^\d|,;:*+&]+", name)
                and not (PLAIN.match(name) and not name.endswith("Party")) and sum(w[0].isupper() for w in words) >= 2)

    out = {}
    for country, names in rows:
        # Another spelling of a body that has a row ("Tigrayan" for "Tigray") is no other body.
        if any(difflib.get_close_matches(folded(name), of_country[country], 1, 0.85) for name in names):
            continue
        good = list(dict.fromkeys(n for n in names if fit(n)))
        if good and good[0] not in out and not any(n in other for other in out.values() for n in good):
            out[good[0]] = [good[0], "|".join(good[1:]), country]
    head = """# Political parties. Made by tools/parties.py from Party Facts (MIT); a party that needs another name, a sector or an item
# of Wikidata has its row in organizations.tsv, and goes from here when this is made anew.
name	aliases	country	sector	wikidata
"""
    lines = ["\t".join([*out[name], "PTY", ""]) for name in sorted(out, key=lambda n: (out[n][2], folded(n)))]
    (WORLD / "parties.tsv").write_text(head + "\n".join(lines) + "\n")
    print(len(lines), "parties")


if __name__ == "__main__":
    main()
