#!/usr/bin/env python3
"""Brings world/persons.tsv up to the sources of holders, and writes it anew.

    python3 world/tools/holders.py --data DIR [--log FILE]

DIR holds officeholders-wikidata.tsv (Wikidata, CC0), us-congress-executive.tsv (congress-legislators, CC0) and
world-leaders-current-*.json (CC BY-SA 4.0), as ../shared/data/actors has them. What stands in the table is kept: edit it
by hand and run this again at will. Added are persons and tenures that are missing, Wikidata items, the source of a row,
and days where the table has only the year or month. What the sources hold against the table is not taken but written to
the log, with the reason: another holder of the same office at the same time, an end before the start.

An end that no source gives is the start of the next holder of the office; else "?", which is read as "not later than six
years after the start". Only heads of state and government without an end still hold their office.
"""
import argparse, collections, csv, datetime, glob, json, pathlib, re, unicodedata

TABLE = pathlib.Path(__file__).resolve().parent.parent / "persons.tsv"
COLUMNS = "name aliases wikidata country office sector rank start end source id".split()
# Wikidata's slugs that the table's own rows do not tell, and those that several states' rows would tell wrongly.
COUNTRIES = {
    "andorra": "AND", "antigua-and-barbuda": "ATG", "belize": "BLZ", "grenada": "GRD", "jamaica": "JAM", "liechtenstein": "LIE",
    "papua-new-guinea": "PNG", "saint-lucia": "LCA", "saint-vincent-and-the-grenadines": "VCT", "solomon-islands": "SLB",
    "the-bahamas": "BHS", "tuvalu": "TUV", "saint-kitts-and-nevis": "KNA", "san-marino": "SMR", "world": "IGO", "luhansk": "UKR",
}
# Persons whom Wikidata has twice: the item that is left out.
TWICE = {"Q108461921"}
# Offices that many hold at a time.
SHARED = re.compile(r"state secretary|judge|justice(?! minister)|representative$|senator|member|lord of|without portfolio|"
                    r"minister of state|special (advis|envoy|represent)|deputy|vice|assistant|secretary of the treasury|"
                    r"(under|parliamentary )secretary|commissioner|adviser|advisor|aide|whip|councillor|first lady", re.I)
# Of these several are named alike in one country: states and provinces have their own.
REGIONAL = {"AUS", "CAN", "COD", "BIH", "GBR", "DEU", "AUT", "CHE", "IND", "NGA", "BEL", "ESP", "BRA", "ARG", "MEX", "PAK"}
KINDS = [
    (r"ambassador|permanent representative|consul|envoy|high commissioner", "GOV"),
    (r"court|justice(?!\b.*minist)|judge|magistra|attorney|prosecut|solicitor", "JUD"),
    (r"speaker|senat|chamber|national assembly|parliament|legislat|house of|knesset|duma|sejm|bundestag|cathaoirleach|landtag", "LEG"),
    (r"chief of (the )?(general |defen|army|air|naval|joint)|chief of staff of the|commander|general staff|chiefs of staff", "MIL"),
    (r"police|gendarm|carabin", "COP"),
    (r"intelligence|security service|mossad|shin bet|secret service", "SPY"),
]


def folded(text):
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


def plain(office, country_words):
    """An office without the words that only say whose it is."""
    o = folded(office).replace("defense", "defence").replace("ministry", "minister")
    o = re.sub(r"\b(federal|union|national|the|cabinet)\b", " ", o.replace(" for ", " of "))
    o = re.sub(r" of (%s)$" % "|".join(map(re.escape, country_words)), "", o) if country_words else o
    return " ".join(o.split())


def head_class(office):
    o = folded(office)
    if re.search(r"vice|deputy|assistant|assembly|senate|council of (state|the )|chamber|court|bank|parliament|house", o):
        return None
    if re.search(r"prime minister|premier|taoiseach|^chancellor|head of government|cabinet of ministers|president of the government", o):
        return "premier"
    if re.search(r"\b(king|queen|emir|sultan|emperor|monarch|grand duke|grand duchess)\b", o):
        return "monarch"
    if re.search(r"^(acting |interim )?president( of the republic)?$|^president of ", o):
        return "president"
    return None


def low(date):
    return (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10]


def high(date):
    if not date or date == "?":
        return "9999-12-31"
    return date + "-12-31" if len(date) == 4 else date + "-31" if len(date) == 7 else date


def days(a, b):
    a, b = (datetime.date(int(d[:4]), int(d[5:7]), min(int(d[8:10]), 28)) for d in (a, b))
    return (b - a).days


def overlap(a, b):
    """Days that two tenures have in common for sure."""
    start = max(high(a["start"]) if len(a["start"]) < 10 else a["start"], high(b["start"]) if len(b["start"]) < 10 else b["start"])
    end = min(low(t["end"]) if t["end"] not in ("", "?") else bound(t) for t in (a, b))
    return days(start, end) if start < end else 0


def bound(tenure):
    return "9999-01-01" if tenure["end"] == "" else str(int(tenure["start"][:4]) + 1) + "-01-01"


class Table:
    def __init__(self, text):
        self.head, self.persons = [], []
        names = None
        for line in text.splitlines():
            if line.startswith("#"):
                self.head.append(line)
                continue
            cells = line.split("\t")
            if names is None:
                names = cells
                continue
            row = {c: "" for c in COLUMNS} | dict(zip(names, cells))
            tenure = {c: row[c] for c in COLUMNS[3:10]}
            if row["name"]:
                self.persons.append({"name": row["name"], "aliases": row["aliases"], "wikidata": row["wikidata"], "id": row["id"],
                                     "tenures": [tenure]})
            else:
                self.persons[-1]["tenures"].append(tenure)

    def text(self):
        lines = self.head + ["\t".join(COLUMNS)]
        for p in sorted(self.persons, key=lambda p: (folded(p["name"]), p["wikidata"], p["id"])):
            for i, t in enumerate(sorted(p["tenures"], key=lambda t: (low(t["start"] or "0001"), high(t["end"]), t["office"]))):
                first = [p["name"], p["aliases"], p["wikidata"]] if i == 0 else ["", "", ""]
                lines.append("\t".join(first + [t[c] for c in COLUMNS[3:10]] + [p["id"] if i == 0 else ""]))
        return "\n".join(lines) + "\n"


def country_words(states):
    words = collections.defaultdict(list)
    for line in states.read_text().splitlines():
        if line.startswith("#") or line.startswith("iso3\t"):
            continue
        cells = line.split("\t")
        words[cells[0]] = [folded(n).removeprefix("the ") for n in [cells[1], *cells[3].split("|")] if n]
    return words


def wikidata(path):
    for row in csv.DictReader(path.open(), delimiter="\t", quoting=csv.QUOTE_NONE):
        name = row["person"]
        # A name in another script helps nobody who reads English; the article's title may have it.
        if not re.match(r"^[A-Za-z\u00c0-\u024f\u1e00-\u1eff'’‘ʻʼ. \-\"()]+$", name):
            name = row["enwiki"]
        name = re.sub(r"\s*\(.*?\)|\"[^\"]*\" ?", "", name or "").split(",")[0].strip()
        start = row["start"] if re.fullmatch(r"\d{4}(-\d\d){0,2}", row["start"]) else ""
        if row["qid"] in TWICE:
            continue
        if name and re.match(r"^[A-Za-z\u00c0-\u024f\u1e00-\u1eff'’‘ʻʼ. \-]+$", name) and " " in name and start:
            # The High Representative in Bosnia and Herzegovina is no official of the state.
            slug = "world" if row["position"] == "High Representative" else row["country"]
            yield {"slug": slug, "office": row["position"], "name": name, "wikidata": row["qid"], "start": start,
                   "end": row["end"], "source": "wikidata"}


def congress(path):
    """Terms that follow one another are one tenure."""
    offices = {"rep": "Representative", "sen": "Senator", "prez": "President", "viceprez": "Vice President"}
    by = collections.defaultdict(list)
    for row in csv.DictReader(path.open(), delimiter="\t"):
        by[row["wikipedia"] or row["name"], row["wikidata"], row["bioguide"], row["type"]].append((row["start"], row["end"]))
    for (name, item, _, kind), terms in by.items():
        runs = []
        for start, end in sorted(terms):
            if runs and days(runs[-1][1], start) < 60:
                runs[-1][1] = max(end, runs[-1][1])
            else:
                runs.append([start, end])
        # Before, surnames of presidents would meet people of today.
        for start, end in runs:
            if kind in ("rep", "sen") and end >= "1990" or start >= "1945":
                yield {"slug": "us", "office": offices[kind], "name": re.sub(r"\s*\(.*?\)", "", name), "wikidata": item, "start": start,
                       "end": end, "source": "congress"}


def leaders(path, iso):
    for country in json.loads(path.read_text())["countries"].values():
        code = iso.get(country["country"]["iso_code"])
        for office in country["positions"].values():
            holder = office["current_holder"]
            if code and holder and holder["since"]:
                yield {"country": code, "office": office["title_en"], "name": holder["name_en"], "wikidata": holder["wikidata_id"] or "",
                       "start": holder["since"], "end": "", "source": "leaders"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--log", type=pathlib.Path)
    args = parser.parse_args()
    table = Table(TABLE.read_text())
    words = country_words(TABLE.with_name("states.tsv"))
    persons = table.persons
    by_item = {p["wikidata"]: p for p in persons if p["wikidata"]}
    by_name = collections.defaultdict(list)
    for p in persons:
        for n in [p["name"], *p["aliases"].split("|")]:
            if n:
                by_name[folded(n)].append(p)

    # Slugs to codes: what most rows of known persons say.
    rows = list(wikidata(args.data / "officeholders-wikidata.tsv"))
    votes = collections.defaultdict(collections.Counter)
    for row in rows:
        for t in by_item.get(row["wikidata"], {"tenures": []})["tenures"]:
            votes[row["slug"]][t["country"]] += 1
    codes = {slug: v.most_common(1)[0][0] for slug, v in votes.items()} | COUNTRIES
    # An office's sector and rank: what most rows of the table say.
    known = collections.defaultdict(collections.Counter)
    for p in persons:
        for t in p["tenures"]:
            known[t["office"].lower()][t["sector"], t["rank"]] += 1

    for row in rows:
        row["country"] = codes.get(row["slug"], "")
    for row in congress(args.data / "us-congress-executive.tsv"):
        rows.append(row | {"country": "USA"})
    iso = {r["ISO3166-1-Alpha-2"]: r["ISO3166-1-Alpha-3"] for r in csv.DictReader((args.data / "country-codes.csv").open())}
    for path in glob.glob(str(args.data / "world-leaders-current-*.json")):
        rows.extend(leaders(pathlib.Path(path), iso))

    holders = collections.defaultdict(list)
    for p in persons:
        for t in p["tenures"]:
            holders[t["country"], plain(t["office"], words[t["country"]])].append((p, t))
    counts, log = collections.Counter(), []
    fresh = []
    for row in rows:
        country, office = row["country"], row["office"]
        if row["source"] == "wikidata" and country == "IGO":
            # Envoys of states stand in the source under "world" too, without their state.
            if office.startswith("Permanent Representative"):
                country = ""
            elif "United Nations" in office or "International Court" in office:
                country = row["country"] = "UNO"
            office = office.replace("World Trade Organization", "WTO")
        if not country:
            counts["no country"] += 1
            continue
        if office.lower().startswith("monarch of"):
            counts["monarchs of realms"] += 1
            continue
        if row["end"] and high(row["end"]) < low(row["start"]):
            counts["impossible"] += 1
            log.append(f"ends before it starts: {row['name']}, {office} ({country}), {row['start']} to {row['end']}")
            continue
        what, head = plain(office, words[country]), head_class(office)
        person = by_item.get(row["wikidata"])
        if not person:
            alike = [p for p in by_name[folded(row["name"])] if not p["wikidata"] or not row["wikidata"]]
            alike = [p for p in alike if any(t["country"] == country for t in p["tenures"])]
            # Of several of one name, the one whose offices lie nearest.
            far = lambda p: min(abs(days(low(t["start"] or "0001"), low(row["start"]))) for t in p["tenures"])
            person = min(alike, key=far, default=None)
            # A namesake of another time.
            if person and far(person) > 30 * 365:
                person = None
            if person and row["wikidata"]:
                person["wikidata"] = row["wikidata"]
                by_item[row["wikidata"]] = person
                counts["items found"] += 1
        end = row["end"] or ("" if row["source"] == "leaders" else "?")
        if end != "" and (row["end"] or row["start"]) < "1950":
            counts["before 1950"] += 1
            continue
        span = {"start": row["start"], "end": end}
        same = None
        for t in person["tenures"] if person else ():
            if t["country"] != country:
                continue
            alike = plain(t["office"], words[country]) == what or head and head_class(t["office"]) == head
            near = low(t["start"] or "0001") <= high(row["end"]) and low(row["start"]) <= high(t["end"])
            near = near or t["start"] and abs(days(low(t["start"]), low(row["start"]))) < 40
            if alike and near:
                same = t
                break
        if same:
            counts["known"] += 1
            if same["start"] == row["start"] or not same["source"] and same["start"][:7] == row["start"][:7]:
                same["source"] = same["source"] or row["source"]
            # Terms of Congress are exact; what was known before came from no source.
            if row["source"] == "congress" and not same["source"] and same["rank"] == "3" and low(row["start"]) < low(same["start"]):
                same.update(start=row["start"], end=row["end"], source="congress")
                counts["terms of Congress"] += 1
            # Days where the table has only a year or month.
            for side in ("start", "end"):
                if len(same[side]) < len(row[side]) and row[side].startswith(same[side]) and same[side]:
                    same[side] = row[side]
                    counts["dates made exact"] += 1
            # An end that was only a bound.
            guess = len(same["end"]) == 4 and int(same["end"]) - int(same["start"][:4] or 0) == 6
            if guess and same["rank"] == "3" and same["start"] == row["start"] and same["end"] != row["end"][:4]:
                same["end"] = row["end"] or "?"
                counts["bounds replaced"] += 1
            # A term that follows the one before, unless another held the office by then.
            elif same["source"] and same["rank"] == "3" and plain(same["office"], words[country]) == what \
                    and same["end"] not in ("", "?") and len(row["end"]) >= len(same["end"]) and low(row["start"]) > low(same["start"]) \
                    and high(row["end"]) > high(same["end"]):
                longer = {"start": same["start"], "end": row["end"]}
                if not any(p is not person and overlap(t, longer) > 40 for p, t in holders[country, what]):
                    same["end"] = row["end"]
                    counts["terms joined"] += 1
            continue
        # A head of state in the sources' year of writing says nothing that the table's exact rows do not.
        if head and len(row["start"]) == 4 and row["source"] == "wikidata" and not row["end"]:
            counts["heads without a day"] += 1
            continue
        sector, rank = known[office.lower()].most_common(1)[0][0] if known.get(office.lower()) else (None, "3")
        if sector is None:
            sector = next((s for pattern, s in KINDS if re.search(pattern, office, re.I)), "GOV")
        others = [(p, t) for p, t in holders[country, what] if p is not person and overlap(t, span) > 60]
        if others and not SHARED.search(office):
            counts["held by another"] += 1
            log.append(f"held by {others[0][0]['name']} ({others[0][1]['start']} to {others[0][1]['end']}): {row['name']}, {office} "
                       f"({country}), {row['start']} to {row['end']}")
            continue
        if rank != "3" and country in REGIONAL and others:
            continue
        tenure = {"country": country, "office": office, "sector": sector, "rank": rank, "start": row["start"], "end": end,
                  "source": row["source"]}
        if person is None:
            person = {"name": row["name"], "aliases": "", "wikidata": row["wikidata"], "id": "", "tenures": []}
            persons.append(person)
            by_item[row["wikidata"] or row["name"]] = person
            by_name[folded(row["name"])].append(person)
            counts["persons added"] += 1
        person["tenures"].append(tenure)
        holders[country, what].append((person, tenure))
        fresh.append((country, what, tenure))
        counts["tenures added"] += 1

    for country, what, tenure in fresh:
        if tenure["end"] != "?":
            continue
        later = sorted(low(t["start"]) for _, t in holders[country, what] if t["start"] and low(t["start"]) > high(tenure["start"]))
        if later and not SHARED.search(tenure["office"]):
            tenure["end"] = later[0]
        counts["ends by the next holder" if tenure["end"] != "?" else "ends unknown"] += 1
    TABLE.write_text(table.text())
    if args.log:
        args.log.write_text("\n".join(log) + "\n")
    print(", ".join(f"{n} {what}" for what, n in sorted(counts.items())))
    print(f"{len(persons)} persons, {sum(len(p['tenures']) for p in persons)} tenures")


if __name__ == "__main__":
    main()
