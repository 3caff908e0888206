//! A large model from a small one: every record repeated under new numbers, every object under a new GlobalId.
//!
//! The project is kept once, so that the copies are sites of one project and their units are its units. The copies
//! stand in one place, or beside each other in a square: then what stands on nothing in a copy stands on a placement
//! of the copy's own.

use std::io::{self, Write};

const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$";
/// How many records each copy gets for its own placement.
const OWN: u64 = 3;

/// What changes from copy to copy.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// The number of a record.
    Number(u64),
    GlobalId,
    /// The `$` of a placement that stands on nothing.
    Root,
}

/// Writes copies of `model` until at least `size` bytes are written; gives how many. With `apart` the copies stand so
/// far from each other, in the model's unit of length, and else in one place.
pub(crate) fn enlarge(model: &[u8], size: u64, apart: Option<f64>, out: &mut impl Write) -> io::Result<u64> {
    let data = find(model, b"DATA;", 0).map_or(0, |i| i + 5);
    let end = find(model, b"ENDSEC;", data).unwrap_or(model.len());
    let body = &model[data..end];
    let highest = references(body).map(|(_, _, id)| id).max().unwrap_or(0);
    let step = highest + 1 + OWN;
    let project = find(body, b"IFCPROJECT(", 0).and_then(|at| {
        let start = body[..at].iter().rposition(|b| *b == b'#')?;
        Some((references(&body[start..at]).next()?.2, start, find(body, b";", at)? + 1))
    });
    let row = (size as f64 / body.len().max(1) as f64).sqrt().ceil().max(1.0) as u64;
    let marks = references(body).map(|(from, to, id)| (from, to, Mark::Number(id)));
    let mut marks: Vec<_> =
        marks.chain(global_ids(body).map(|(from, to)| (from, to, Mark::GlobalId))).collect();
    if apart.is_some() {
        marks.extend(roots(body).map(|at| (at, at + 1, Mark::Root)));
    }
    marks.sort_unstable();
    out.write_all(&model[..data])?;
    let mut written = data as u64;
    let mut copies = 0;
    while written < size || copies == 0 {
        let first = copies * step;
        let mut copy = Vec::with_capacity(body.len() + body.len() / 8);
        let mut at = 0;
        for &(from, to, mark) in &marks {
            if let Some((_, start, end)) = project.filter(|_| copies > 0)
                && (start..end).contains(&from)
            {
                copy.extend_from_slice(&body[at.min(start)..start]);
                at = at.max(end);
                continue;
            }
            copy.extend_from_slice(&body[at..from]);
            match mark {
                Mark::Number(id) if project.is_some_and(|(p, _, _)| p == id) => write!(copy, "{id}")?,
                Mark::Number(id) => write!(copy, "{}", id + first)?,
                Mark::GlobalId => copy.extend(fresh(&body[from..to], copies)),
                Mark::Root => write!(copy, "#{}", first + highest + OWN)?,
            }
            at = to;
        }
        copy.extend_from_slice(&body[at..]);
        if let Some(apart) = apart {
            let (x, y) = ((copies % row) as f64 * apart, (copies / row) as f64 * apart);
            let [point, axes, own] = [1, 2, 3].map(|n| first + highest + n);
            writeln!(copy, "#{point}=IFCCARTESIANPOINT(({x:?},{y:?},0.));")?;
            writeln!(copy, "#{axes}=IFCAXIS2PLACEMENT3D(#{point},$,$);")?;
            writeln!(copy, "#{own}=IFCLOCALPLACEMENT($,#{axes});")?;
        }
        out.write_all(&copy)?;
        written += copy.len() as u64;
        copies += 1;
    }
    out.write_all(b"ENDSEC;\nEND-ISO-10303-21;\n")?;
    Ok(copies)
}

fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    memchr::memmem::find(&bytes[from..], what).map(|i| from + i)
}

/// Where the digits after each `#` outside strings start and end, and the number.
fn references(bytes: &[u8]) -> impl Iterator<Item = (usize, usize, u64)> {
    let mut inside = false;
    bytes.iter().enumerate().filter_map(move |(i, b)| {
        inside ^= *b == b'\'';
        if inside || *b != b'#' {
            return None;
        }
        let digits = bytes[i + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        let text = std::str::from_utf8(&bytes[i + 1..i + 1 + digits]).ok()?;
        Some((i + 1, i + 1 + digits, text.parse().ok()?))
    })
}

/// Where each string of 22 characters that is a record's first attribute starts and ends.
fn global_ids(bytes: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    memchr::memchr_iter(b'\'', bytes).filter_map(|open| {
        let opens = open > 0 && bytes[open - 1] == b'(' && bytes.get(open + 23) == Some(&b'\'');
        let inside = bytes.get(open + 1..open + 23)?;
        (opens && inside.iter().all(|b| DIGITS.contains(b))).then_some((open + 1, open + 23))
    })
}

/// Where the `$` of each placement that stands on nothing is.
fn roots(bytes: &[u8]) -> impl Iterator<Item = usize> {
    const PLACEMENT: &[u8] = b"IFCLOCALPLACEMENT(";
    memchr::memmem::find_iter(bytes, PLACEMENT)
        .map(|at| at + PLACEMENT.len())
        .filter(|at| bytes.get(*at) == Some(&b'$'))
}

/// A GlobalId for copy `copy`: characters 2 to 5 are moved on by the number of the copy.
fn fresh(id: &[u8], mut copy: u64) -> Vec<u8> {
    let mut new = id.to_vec();
    for c in &mut new[1..5] {
        let old = DIGITS.iter().position(|d| d == c).unwrap_or(0) as u64;
        let sum = old + copy;
        *c = DIGITS[(sum % 64) as usize];
        copy = sum / 64;
    }
    new
}
