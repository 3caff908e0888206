//! Whether a JPEG file is whole. Decoders paint what is missing grey and say nothing; a report must not.

/// Whether the marker that ends the picture stands where the picture's last scan ends. Bytes after it, which phones
/// put there, are nobody's concern.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    const START: u8 = 0xd8;
    const END: u8 = 0xd9;
    const SCAN: u8 = 0xda;
    if !bytes.starts_with(&[0xff, START]) {
        return false;
    }
    let mut at = 2;
    loop {
        // A marker is 0xff, as many times as the writer liked, and a byte that names it.
        while bytes.get(at) == Some(&0xff) && bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        let (Some(0xff), Some(marker)) = (bytes.get(at), bytes.get(at + 1)) else { return false };
        at += 2;
        match marker {
            &END => return true,
            // Markers without a body: restart, and the odd one from old encoders.
            0x01 | 0xd0..=0xd7 => continue,
            _ => {}
        }
        let Some(length) = bytes.get(at..at + 2) else { return false };
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        if length < 2 {
            return false;
        }
        at += length;
        if *marker == SCAN {
            match memchr::memchr_iter(0xff, bytes.get(at..).unwrap_or_default()).find(|i| {
                // Inside a scan 0xff is followed by 0 when it is data, and by restart markers.
                !matches!(bytes.get(at + i + 1), Some(0 | 0xd0..=0xd7 | 0xff))
            }) {
                Some(i) => at += i,
                None => return false,
            }
        }
    }
}
