#!/usr/bin/env python3
"""Writes large inputs of made-up news, to measure reading: how fast, and in how much memory.

    benches/large.py jsonl 2G big.jsonl
    benches/large.py warc 1G big.warc.gz     # the size is that of the packed file
    /usr/bin/time -v crosscheck inspect --stage articles big.jsonl > /dev/null

Formats: jsonl json csv feed warc mbox zip tar. The same call writes the same bytes.
"""

import csv
import gzip
import io
import json
import random
import sys
import tarfile
import zipfile
from html import escape

PLACES = "Larkhaven Pinecrest Alderby Stonemouth Greyford Ostlund Vellmar Harrow Tansley Brackwater".split()
THINGS = "ferry bridge harbour depot factory school tunnel stadium warehouse reservoir".split()
PEOPLE = "residents workers passengers pupils visitors officers volunteers drivers".split()
VERBS = "evacuated injured rescued questioned moved counted treated praised".split()
WORDS = (
    "the council said that work on it would go on until the end of the week because of damage to one "
    "wall and that nobody had asked for a new report since the storm passed over the coast in spring"
).split()


def sentence(rng):
    place, thing = rng.choice(PLACES), rng.choice(THINGS)
    kind = rng.randrange(4)
    if kind == 0:
        return f"{rng.randrange(2, 900)} {rng.choice(PEOPLE)} were {rng.choice(VERBS)} near the {thing} in {place}."
    if kind == 1:
        return f"The {thing} in {place} cost {rng.randrange(2, 90)}.{rng.randrange(10)} million euros, the mayor said."
    if kind == 2:
        return f"It was closed for {rng.randrange(2, 40)} hours on {rng.randrange(1, 29)} March 2024."
    start = rng.randrange(12)
    return "On Tuesday " + " ".join(rng.sample(WORDS[start:], rng.randrange(8, 20))) + "."


def article(rng, number):
    paragraphs = [" ".join(sentence(rng) for _ in range(rng.randrange(2, 6))) for _ in range(rng.randrange(3, 12))]
    return {
        "id": f"made-{number}",
        "title": f"The {rng.choice(THINGS)} of {rng.choice(PLACES)}, part {number}",
        "source": f"{rng.choice(PLACES)} Post",
        "published": f"2024-03-{rng.randrange(1, 29):02}",
        "text": "\n\n".join(paragraphs),
    }


def page(item):
    body = "".join(f"<p>{escape(part)}</p>" for part in item["text"].split("\n\n"))
    links = "".join(f'<li><a href="/{n}">Read more of {n}</a></li>' for n in range(20))
    return (
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{escape(item['title'])}</title>"
        f'<meta property="article:published_time" content="{item["published"]}T10:00:00Z">'
        f"<script>{'var a = 1;' * 50}</script></head><body><nav><ul>{links}</ul></nav>"
        f"<article><h1>{escape(item['title'])}</h1>{body}</article><footer>All rights.</footer></body></html>"
    )


def main(form, size, path):
    scale = {"K": 10, "M": 20, "G": 30}[size[-1]]
    most = int(float(size[:-1]) * (1 << scale))
    rng = random.Random(1)
    number = 0

    def items(done):
        nonlocal number
        while done() < most:
            number += 1
            yield article(rng, number)

    with open(path, "wb") as out:
        if form == "jsonl":
            for item in items(out.tell):
                out.write(json.dumps(item).encode() + b"\n")
        elif form == "json":
            sign = b"["
            for item in items(out.tell):
                out.write(sign + json.dumps(item, indent=1).encode())
                sign = b",\n"
            out.write(b"]\n")
        elif form == "csv":
            text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
            rows = csv.DictWriter(text, ["id", "title", "source", "published", "text"])
            rows.writeheader()
            for item in items(out.tell):
                rows.writerow(item)
            text.detach()
        elif form == "feed":
            out.write(b'<?xml version="1.0"?><rss><channel><title>Made Post</title>\n')
            for item in items(out.tell):
                body = "".join(f"<p>{escape(part)}</p>" for part in item["text"].split("\n\n"))
                out.write(f"<item><title>{item['title']}</title><guid>{item['id']}</guid><pubDate>{item['published']}</pubDate>"
                          f"<content:encoded><![CDATA[{body}]]></content:encoded></item>\n".encode())
            out.write(b"</channel></rss>\n")
        elif form == "warc":
            for item in items(out.tell):
                body = page(item).encode()
                block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
                for kind, data in [("request", b"GET / HTTP/1.1\r\n\r\n"), ("response", block)]:
                    head = (f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://made.example/{item['id']}\r\n"
                            f"Content-Length: {len(data)}\r\n\r\n").encode()
                    out.write(gzip.compress(head + data + b"\r\n\r\n", 6, mtime=0))
        elif form == "mbox":
            for item in items(out.tell):
                out.write(f"From a Tue Mar  5 18:00:00 2024\nFrom: {item['source']} <a@made.example>\nSubject: {item['title']}\n"
                          f"Date: Tue, 5 Mar 2024 18:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain\n\n{item['text']}\n\n".encode())
        elif form == "zip":
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                for item in items(out.tell):
                    archive.writestr(zipfile.ZipInfo(f"{item['id']}.html"), page(item), zipfile.ZIP_DEFLATED)
        elif form == "tar":
            with tarfile.open(fileobj=out, mode="w") as archive:
                for item in items(out.tell):
                    data = item["text"].encode()
                    header = tarfile.TarInfo(f"{item['id']}.txt")
                    header.size = len(data)
                    archive.addfile(header, io.BytesIO(data))
        else:
            sys.exit(__doc__)
    print(f"{number} articles", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) == 4 else sys.exit(__doc__)
