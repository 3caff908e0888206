//! How wide is a text on paper, without a font at hand? And what of a name may be shown at all?
//!
//! Advance widths in thousandths of the size, each the wider of Inter and Arial, for U+0020–007E and
//! U+00A0–017F (Latin, with the Sámi letters); other letters are taken as wide. Texts measured here fit in
//! either font.

/// Weight of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// Height of a capital, as a share of the size.
pub(crate) const CAP: f64 = 0.727;

/// Longest text that is drawn; longer ones end in an ellipsis.
const LONGEST: usize = 160;

/// Width of a text in millimetres at a size in millimetres.
pub(crate) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let table = match weight {
        Weight::Regular => &REGULAR,
        Weight::Bold => &BOLD,
    };
    let em: u32 = text.chars().map(|c| u32::from(advance(c, table))).sum();
    f64::from(em) * size / 1000.0
}

fn advance(c: char, table: &[u16; 319]) -> u16 {
    match u32::from(c) {
        n @ 0x20..=0x7e => table[n as usize - 0x20],
        n @ 0xa0..=0x17f => table[n as usize - 0xa0 + 95],
        0x300..=0x36f => 0,
        0x2010..=0x2013 => 500,
        0x2018..=0x201e => 400,
        0x2212 => 680,
        _ => 1000,
    }
}

/// A text as it may be drawn: no control or direction-turning characters, blanks single, not endless.
pub(crate) fn clean(text: &str) -> String {
    let mut out = safe(text);
    if let Some((end, _)) = out.char_indices().nth(LONGEST) {
        out.truncate(end);
        out.truncate(out.trim_end().len());
        out.push('…');
    }
    out
}

/// The same without a limit: for lines that were measured.
pub(crate) fn safe(text: &str) -> String {
    let shown = text.chars().map(|c| if c.is_whitespace() && c != '\u{a0}' { ' ' } else { c }).filter(|c| {
        !c.is_control()
            && !matches!(u32::from(*c),
                0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff | 0xfff9..=0xfffb
                | 0xe0000..=0xe007f)
            && u32::from(*c) & 0xfffe != 0xfffe
            && !(0xfdd0..=0xfdef).contains(&u32::from(*c))
    });
    let mut out = String::new();
    for c in shown {
        if c != ' ' || !(out.is_empty() || out.ends_with(' ')) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The text, or as much of it as fits with an ellipsis.
pub(crate) fn shorten(text: &str, size: f64, weight: Weight, room: f64) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        out.push(c);
        if width(&out, size, weight) + size > room {
            out.pop();
            break;
        }
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// Lines no wider than `room`, broken at blanks; a word that is too wide is shortened.
pub(crate) fn wrap(text: &str, size: f64, weight: Weight, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer, size, weight) <= room {
            line = longer;
        } else {
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = shorten(word, size, weight, room);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[rustfmt::skip]
const REGULAR: [u16; 319] = [
    281, 278, 403, 631, 638, 889, 667, 222, 362, 362, 500, 659, 280, 460, 278, 357, 625, 556, 605, 636,
    642, 608, 624, 571, 616, 624, 278, 280, 659, 659, 659, 556, 1015, 676, 667, 727, 722, 667, 611, 778,
    740, 278, 543, 667, 562, 889, 753, 778, 667, 778, 722, 667, 642, 741, 676, 949, 667, 667, 625, 362,
    357, 362, 469, 556, 497, 564, 621, 558, 621, 582, 361, 609, 591, 237, 237, 544, 237, 869, 585, 597,
    609, 609, 372, 523, 364, 581, 557, 812, 540, 557, 541, 362, 327, 362, 659, 281, 333, 558, 631, 723,
    556, 266, 556, 591, 915, 449, 556, 584, 460, 737, 552, 455, 659, 420, 430, 497, 622, 599, 278, 333,
    333, 449, 556, 884, 926, 949, 611, 676, 676, 676, 676, 676, 676, 1000, 727, 667, 667, 667, 667, 278,
    278, 278, 278, 722, 753, 778, 778, 778, 778, 778, 659, 778, 741, 741, 741, 741, 667, 667, 611, 564,
    564, 564, 564, 564, 564, 925, 558, 582, 582, 582, 582, 278, 278, 278, 278, 580, 585, 597, 597, 597,
    597, 597, 659, 611, 581, 581, 581, 581, 557, 609, 557, 676, 564, 676, 564, 676, 564, 727, 558, 727,
    558, 727, 558, 727, 558, 722, 677, 722, 621, 667, 582, 667, 582, 667, 582, 667, 582, 667, 582, 778,
    609, 778, 609, 778, 609, 778, 609, 740, 591, 777, 591, 443, 278, 278, 278, 278, 278, 278, 237, 278,
    278, 807, 474, 543, 237, 667, 544, 631, 562, 237, 562, 237, 562, 305, 562, 334, 562, 237, 753, 585,
    753, 585, 753, 585, 604, 753, 585, 778, 597, 778, 597, 778, 597, 1000, 990, 722, 372, 722, 372, 722,
    372, 667, 523, 667, 523, 667, 523, 667, 523, 642, 364, 642, 375, 642, 364, 741, 581, 741, 581, 741,
    581, 741, 581, 741, 581, 741, 581, 949, 812, 667, 557, 667, 625, 541, 625, 541, 625, 541, 267,
];

#[rustfmt::skip]
const BOLD: [u16; 319] = [
    278, 333, 474, 650, 655, 889, 722, 238, 409, 409, 565, 680, 303, 469, 298, 390, 688, 556, 630, 659,
    678, 645, 660, 595, 661, 660, 333, 333, 680, 680, 680, 611, 1031, 748, 722, 752, 727, 667, 611, 778,
    746, 281, 570, 722, 611, 915, 735, 782, 667, 783, 722, 667, 668, 729, 748, 1036, 714, 724, 667, 409,
    390, 409, 584, 556, 497, 580, 635, 587, 635, 598, 386, 633, 624, 278, 278, 582, 278, 912, 622, 614,
    632, 632, 409, 562, 388, 622, 586, 850, 574, 586, 572, 409, 374, 409, 680, 278, 333, 587, 672, 765,
    572, 345, 593, 535, 915, 487, 626, 584, 469, 737, 565, 460, 680, 424, 442, 497, 667, 610, 298, 374,
    333, 485, 629, 879, 916, 965, 611, 748, 748, 748, 748, 748, 748, 1030, 752, 667, 667, 667, 667, 281,
    281, 281, 281, 727, 735, 782, 782, 782, 782, 782, 680, 782, 729, 729, 729, 729, 724, 671, 664, 580,
    580, 580, 580, 580, 580, 914, 587, 598, 598, 598, 598, 278, 278, 278, 278, 611, 622, 614, 614, 614,
    614, 614, 680, 614, 622, 622, 622, 622, 586, 613, 586, 748, 580, 748, 580, 748, 580, 752, 587, 752,
    587, 752, 587, 752, 587, 727, 736, 727, 635, 667, 598, 667, 598, 667, 598, 667, 598, 667, 598, 778,
    633, 778, 633, 778, 633, 778, 633, 746, 624, 810, 624, 451, 289, 281, 278, 281, 278, 281, 281, 281,
    278, 850, 556, 570, 278, 722, 582, 671, 611, 278, 611, 278, 611, 385, 611, 479, 611, 278, 735, 622,
    735, 622, 735, 622, 708, 735, 631, 782, 614, 782, 614, 782, 614, 1018, 977, 722, 409, 722, 409, 722,
    409, 667, 562, 667, 562, 667, 562, 667, 562, 668, 388, 668, 479, 668, 388, 729, 622, 729, 622, 729,
    622, 729, 622, 729, 622, 729, 622, 1036, 850, 724, 586, 724, 667, 572, 667, 572, 667, 572, 289,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_turning_characters_are_not_shown() {
        assert_eq!(clean("Bad\u{0}\u{7}\n\u{202e}rom\u{fffe}"), "Bad rom");
        assert_eq!(clean("  Stue /  kjøkken "), "Stue / kjøkken");
        assert_eq!(clean(&"x".repeat(5000)).chars().count(), LONGEST + 1);
    }

    #[test]
    fn a_bold_text_is_wider_and_a_shortened_one_fits() {
        let name = "Stue/kjøkken/sov";
        assert!(width(name, 2.8, Weight::Bold) > width(name, 2.8, Weight::Regular));
        let short = shorten(name, 2.8, Weight::Bold, 15.0);
        assert!(short.ends_with('…') && width(&short, 2.8, Weight::Bold) <= 15.0);
    }

    #[test]
    fn lines_break_at_blanks_and_none_is_too_wide() {
        let lines = wrap("ikke plassert i vegg eller rom", 2.4, Weight::Regular, 20.0);
        assert!(lines.len() > 1);
        assert!(lines.iter().all(|l| width(l, 2.4, Weight::Regular) <= 20.0));
    }
}
