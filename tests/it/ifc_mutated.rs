//! Models spoilt in every way go through the whole line: read, judged and drawn, or refused, and never worse.

use befaring::catalogue::Catalogue;
use befaring::judge::{self, Settings};
use befaring::report::drawings::Dwellings;
use befaring::vocab::Vocabulary;

use crate::ifc_lower::Ifc;
use crate::ifc_several::{house, toilet};

/// Numbers by chance, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

/// Where the run of bytes of a kind that begins at or after a place starts and ends.
fn run(
    bytes: &[u8],
    from: usize,
    starts: impl Fn(u8) -> bool,
    goes_on: impl Fn(u8) -> bool,
) -> Option<(usize, usize)> {
    let start = from + bytes[from..].iter().position(|b| starts(*b))?;
    let length = bytes[start + 1..].iter().take_while(|b| goes_on(**b)).count();
    Some((start, start + 1 + length))
}

fn spoil(model: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = model.to_vec();
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len());
        let reference = |bytes: &[u8], at| run(bytes, at, |b| b == b'#', |b| b.is_ascii_digit());
        let number = |bytes: &[u8], at| {
            run(bytes, at, |b| b == b',' || b == b'(', |b| b.is_ascii_digit() || b"+-.eE".contains(&b))
        };
        match chance.below(8) {
            0 => bytes[at] ^= 1 << chance.below(8),
            1 => bytes.truncate(at.max(300)),
            2 => drop(bytes.drain(at..(at + chance.below(200)).min(model.len()).min(bytes.len()).max(at))),
            3..=4 => {
                let other = chance.below(bytes.len());
                if let (Some((a, b)), Some((c, d))) = (reference(&bytes, at), reference(&bytes, other)) {
                    let by = bytes[c..d].to_vec();
                    bytes.splice(a..b, by);
                }
            }
            5..=6 => {
                let by: [&[u8]; 9] =
                    [b"1E308", b"-1E308", b"NaN", b"0.", b"1E-300", b"-1.", b"1.E12", b"9999999999999", b"$"];
                if let Some((a, b)) = number(&bytes, at) {
                    bytes.splice(a + 1..b, by[chance.below(by.len())].iter().copied());
                }
            }
            _ => {
                let deep = [10, 1000, 20_000][chance.below(3)];
                let by = [b"(".repeat(deep), b"1".to_vec(), b")".repeat(deep)].concat();
                if let Some((a, b)) = run(&bytes, at, |b| b == b'$', |_| false) {
                    bytes.splice(a..b, by);
                }
            }
        }
        if bytes.len() < 300 {
            break;
        }
    }
    bytes
}

/// Reads, judges and draws; gives whether there was something to judge.
fn whole_line(bytes: Vec<u8>) -> bool {
    let vocabulary = Vocabulary::built_in();
    let catalogue = Catalogue::built_in().unwrap();
    let reading = judge::read("spoilt.ifc", bytes, vocabulary);
    match judge::judge(reading, &Settings::new(&catalogue, "prioslo-2024-02")) {
        Ok(judged) => {
            let (storeys, dwellings) = judged.drawings(vocabulary, "").sheets(Dwellings::All);
            storeys.iter().chain(&dwellings).all(|s| s.svg.starts_with("<svg"))
        }
        Err(_) => false,
    }
}

fn model() -> Ifc {
    let mut ifc = house();
    let storey = ifc.storey("Plan 3", 6.0);
    toilet(&mut ifc, storey, [6.0, 2.0, 0.0]);
    ifc
}

#[test]
fn a_spoilt_model_is_judged_or_refused() {
    let text = model().text().into_bytes();
    assert!(whole_line(text.clone()));
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    let judged = (0..60).filter(|_| whole_line(spoil(&text, &mut chance))).count();
    assert!(judged > 20, "most of what is spoilt can still be judged: {judged}");
}

#[test]
fn placements_and_wholes_that_go_in_circles_end() {
    let mut ifc = model();
    let (first, second) = (9001, 9002);
    for line in [
        format!("#{first}=IFCLOCALPLACEMENT(#{second},$);"),
        format!("#{second}=IFCLOCALPLACEMENT(#{first},$);"),
        "#9003=IFCWALL('9003000000000000000000',$,'W',$,$,#9001,$,$,$);".to_owned(),
        "#9004=IFCRELAGGREGATES('9004000000000000000000',$,$,$,#9003,(#9003,#5));".to_owned(),
        "#9005=IFCRELCONTAINEDINSPATIALSTRUCTURE('9005000000000000000000',$,$,(#9003),#9003);".to_owned(),
        "#9006=IFCMATERIALLIST((#9006,#9006));".to_owned(),
        "#9007=IFCRELASSOCIATESMATERIAL('9007000000000000000000',$,$,$,(#9003),#9006);".to_owned(),
    ] {
        ifc.line(&line);
    }
    assert!(whole_line(ifc.text().into_bytes()));
}
