//! Whether a JPEG file is whole. Decoders paint what is missing grey and say nothing; a report must not.

/// In how many passes over the picture it is coded; none where the marker that ends the picture does not stand where the
/// last pass ends. Bytes after it, which phones put there, are nobody's concern.
pub(super) fn passes(bytes: &[u8]) -> Option<u64> {
    const START: u8 = 0xd8;
    const END: u8 = 0xd9;
    const SCAN: u8 = 0xda;
    if !bytes.starts_with(&[0xff, START]) {
        return None;
    }
    let (mut at, mut passes) = (2, 0);
    loop {
        // A marker is 0xff, as many times as the writer liked, and a byte that names it.
        while bytes.get(at) == Some(&0xff) && bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        let (Some(0xff), Some(marker)) = (bytes.get(at), bytes.get(at + 1)) else { return None };
        at += 2;
        match marker {
            &END => return Some(passes),
            // Markers without a body: restart, and the odd one from old encoders.
            0x01 | 0xd0..=0xd7 => continue,
            _ => {}
        }
        let length = bytes.get(at..at + 2)?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        if length < 2 {
            return None;
        }
        at += length;
        if *marker == SCAN {
            passes += 1;
            match memchr::memchr_iter(0xff, bytes.get(at..).unwrap_or_default()).find(|i| {
                // Inside a scan 0xff is followed by 0 when it is data, and by restart markers.
                !matches!(bytes.get(at + i + 1), Some(0 | 0xd0..=0xd7 | 0xff))
            }) {
                Some(i) => at += i,
                None => return None,
            }
        }
    }
}
