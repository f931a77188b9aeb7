//! Any bytes as a web archive, after a sound record: reading ends, and goes on after that record to the same articles.
#![no_main]

use chancery_page::{Hints, articles, articles_after};
use libfuzzer_sys::fuzz_target;

/// A sound record, as it is and as a gzip member of stored (not compressed) bytes.
const RECORD: &[u8] = b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Length: 28\r\n\r\nThe talks ended on Tuesday.\n\r\n\r\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    std::io::Write::write_all(&mut encoder, bytes).expect("writes to memory");
    encoder.finish().expect("writes to memory")
}

fuzz_target!(|input: (u8, &[u8])| {
    let (choice, bytes) = input;
    let archive = match choice % 4 {
        0 => [RECORD, bytes].concat(),
        1 => [gzip(RECORD), bytes.to_vec()].concat(),
        2 => [gzip(RECORD), gzip(bytes)].concat(),
        // The answer of a server, whose header and coding are whatever the bytes say.
        _ => {
            let head = format!(
                "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\nHTTP/1.1 200 OK\r\n",
                bytes.len() + 17
            );
            [RECORD, head.as_bytes(), bytes].concat()
        }
    };
    let hints = Hints { name: "a.warc".into(), ..Hints::default() };
    let mut all = articles(&archive[..], &hints).take(archive.len() + 2);
    let first = all.next().expect("a sound record").expect("a sound record");
    let rest: Vec<_> = all.flatten().collect();
    let after = first.provenance.expect("a place");
    let resumed: Vec<_> = articles_after(&archive[..], &hints, &after).take(archive.len() + 2).flatten().collect();
    assert_eq!(rest, resumed);
});
