//! Which addresses lie on the public internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address belongs to the public internet, by the IANA registries of special-purpose addresses (RFC 6890): not
/// private, loopback, link-local, shared, for documentation, multicast or reserved. An IPv6 address that carries an IPv4
/// address is as public as that one.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => public_v4(v4),
        IpAddr::V6(v6) => public_v6(v6),
    }
}

fn public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    match a {
        0 | 10 | 127 | 224..=255 => false,
        100 => !(64..128).contains(&b),
        169 => b != 254,
        172 => !(16..32).contains(&b),
        192 => !matches!((b, c), (168, _) | (0, 0) | (0, 2) | (88, 99)),
        198 => !matches!((b, c), (18 | 19, _) | (51, 100)),
        203 => (b, c) != (0, 113),
        _ => true,
    }
}

fn public_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, ..] = address.segments();
    let octets = address.octets();
    let v4 = |at: usize| Ipv4Addr::new(octets[at], octets[at + 1], octets[at + 2], octets[at + 3]);
    if let Some(mapped) = address.to_ipv4_mapped() {
        return public_v4(mapped);
    }
    match (a, b) {
        // NAT64 and 6to4.
        (0x64, 0xff9b) if octets[4..12] == [0; 8] => public_v4(v4(12)),
        (0x2002, _) => public_v4(v4(2)),
        // Protocol assignments (Teredo among them) and documentation.
        (0x2001, 0..=0x1ff) | (0x2001, 0xdb8) => false,
        (0x3fff, _) => b >= 0x1000,
        // Of the rest only this is given out as global unicast.
        _ => (0x2000..0x4000).contains(&a) && (a, b, c) != (0x2620, 0x4f, 0x8000),
    }
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn special_addresses_are_not_public() {
        let check = |addresses: &str, expected: bool| {
            for address in addresses.split_whitespace() {
                assert_eq!(is_public(address.parse().expect("an address")), expected, "{address}");
            }
        };
        check("1.1.1.1 8.8.8.8 100.63.0.1 100.128.0.1 172.15.0.1 172.32.0.1 192.0.1.1 192.169.0.1 198.17.0.1", true);
        check("0.0.0.0 10.1.2.3 127.0.0.1 127.9.9.9 100.64.0.1 169.254.169.254 172.16.0.1 172.31.9.9 192.0.0.8", false);
        check("192.0.2.1 192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255", false);
        check("2606:4700::1111 2a00:1450::1 2001:200::1 2002:808:808::1 64:ff9b::808:808 ::ffff:8.8.8.8", true);
        check(":: ::1 fe80::1 fc00::1 fd00:ec2::254 ff02::1 fec0::1 2001:db8::1 2001::1 100::1 3fff::1", false);
        check("::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1::1", false);
    }
}
