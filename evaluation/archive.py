#!/usr/bin/env python3
"""Reads web archives that are made from pages at hand: memory, records a second, damage, and going on after a stop.

    python3 evaluation/archive.py --data DIR                 archives of 500 and of 5,000 records, read whole
    python3 evaluation/archive.py --data DIR --only article  the step from bytes to articles alone

Each page becomes a `response` record in a gzip member of its own, as crawlers write them, beside its `request`; a hundredth of
the members is damaged. The archives lie in a temporary folder. Shown are records a second and the peak of memory for both
sizes, whether each damaged member was named by its offset and all others were read, and whether a run that was killed and
resumed (three times) wrote the same bytes as one that was not. Needs Linux and Python 3.9, nothing else.
"""
import argparse, gzip, hashlib, base64, json, os, pathlib, random, re, signal, subprocess, sys, tempfile, time, uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent


def pages(folder):
    """Pages as (address, HTML) of all JSON lines of a folder."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                page = json.loads(line)
                if page.get("html"):
                    found.append((page.get("url") or "https://news.example/", page["html"].encode()))
    if not found:
        sys.exit(f"{folder} has no JSON lines with pages: unpack pages.tar.xz and name the folder above with --data")
    return found


def record(kind, url, block, payload=b""):
    """One record as a gzip member."""
    digest = base64.b32encode(hashlib.sha1(payload).digest()).decode()
    identity = uuid.UUID(bytes=hashlib.sha1(block + kind.encode()).digest()[:16])
    head = (f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{identity}>\r\nWARC-Payload-Digest: sha1:{digest}\r\n"
            f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n")
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 6, mtime=0)


def archive(path, pages, count):
    """Writes `count` pages; gives the offsets of the members that were damaged."""
    chance, damaged, offset = random.Random(7), [], 0
    with open(path, "wb") as out:
        for number in range(count):
            url, html = pages[number % len(pages)]
            # Every record is one of its own, though pages repeat.
            head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX-Number: {number}\r\n\r\n"
            request = record("request", url, f"GET / HTTP/1.1\r\nX-Number: {number}\r\n\r\n".encode())
            response = bytearray(record("response", url, head.encode() + html, html))
            if number % 100 == 50:
                damaged.append(offset + len(request))
                at = chance.randrange(20, len(response) - 8)
                response[at:at + 4] = bytes(b ^ 0xFF for b in response[at:at + 4])
            out.write(request)
            out.write(response)
            offset += len(request) + len(response)
    return damaged


def run(command):
    """Seconds, seconds of processor time, peak resident MB, and the messages of a command."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{errors}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, errors


def killed_and_resumed(command, output, whole):
    """Kills the command when it has written a part of what it will, three times, and lets it end. Gives its output."""
    output.unlink(missing_ok=True)
    for part in (0.25, 0.5, 0.75):
        process = subprocess.Popen([*command, "--resume"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and not (output.exists() and output.stat().st_size > len(whole) * part):
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
    run([*command, "--resume"])
    return output.read_bytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chancery", default=ROOT / "target/release/chancery", type=pathlib.Path)
    parser.add_argument("--data", default=ROOT / "../shared/data", type=pathlib.Path, help="the folder that holds pages/")
    parser.add_argument("--records", default="500,5000", help="sizes of the archives")
    parser.add_argument("--only", help="the step to stop after, as `chancery read --only`")
    parser.add_argument("--threads", default="1")
    args = parser.parse_args()

    sources = pages(args.data / "pages")
    options = ["--format", "jsonl", "--all-languages", "--threads", args.threads]
    options += ["--only", args.only] if args.only else []
    with tempfile.TemporaryDirectory() as folder:
        for count in map(int, args.records.split(",")):
            path, output = pathlib.Path(folder, f"{count}.warc.gz"), pathlib.Path(folder, f"{count}.jsonl")
            damaged = archive(path, sources, count)
            command = [args.chancery, "read", path, *options, "--output", output]
            seconds, processor, memory, errors = run(command)
            whole = output.read_bytes()
            # Each article stands at the offset of its own member, and pages without text are named too.
            written = {json.loads(line).get("article", json.loads(line))["provenance"]["offset"] for line in whole.splitlines()}
            named = {int(at) for at in re.findall(r"record at byte (\d+) is damaged", errors)}
            empty = len(re.findall("no article text was found", errors))
            print(f"{count:,} records, {path.stat().st_size / 1e6:.0f} MB: {count / seconds:,.0f} a second "
                  f"({count / processor:,.0f} a second of processor time), peak {memory:.0f} MB; "
                  f"{len(written):,} articles, {empty} pages without text, "
                  f"{len(named & set(damaged))} of {len(damaged)} damaged members named, "
                  f"{len(named - set(damaged))} others named, {count - len(written) - empty - len(named)} lost")
            if count == min(map(int, args.records.split(","))):
                same = killed_and_resumed(command, output, whole) == whole
                print(f"killed three times and resumed: {'the same bytes' if same else 'OTHER BYTES'}")


main()
