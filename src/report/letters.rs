//! Which points get a letter on the plan, and where it stands.
//!
//! Letters are few: what is negative or in doubt at a room, door, window, wall or piece of equipment gets one;
//! what is positive gets those that are left of a dozen, openings and equipment before rooms. A statement about
//! a whole dwelling gets a letter only when it is negative and sets that dwelling apart from others.

use super::document::{Mark, Reason, Spot};
use super::places::clean;
use super::points::{Gathered, is_part};
use crate::facts::{FactBase, SubjectIx};
use crate::finding::{Unclarity, Verdict};
use crate::text::Lang;
use crate::vocab::SubjectKind;

/// Positive points get letters as long as the plan has fewer than this; with more it is no longer read.
const FEW: usize = 12;

/// Gives the letters, negative points first, and tells where they stand.
pub(super) fn assign(facts: &FactBase, gathered: &mut [Gathered], lang: Lang) -> Vec<Mark> {
    let all: Vec<(usize, Vec<Spot>)> = gathered
        .iter()
        .enumerate()
        .map(|(i, one)| (i, spots(facts, one)))
        .filter(|(_, spots)| !spots.is_empty())
        .collect();
    let verdicts: Vec<Verdict> = gathered.iter().map(|g| g.point.verdict).collect();
    let of = |verdict: Verdict| all.iter().filter(|(i, _)| verdicts[*i] == verdict).collect::<Vec<_>>();
    let mut chosen = of(Verdict::Negative);
    chosen.extend(of(Verdict::Unclear));
    let mut positive = of(Verdict::Positive);
    // What has something to show comes first, then what stands at one thing.
    positive.sort_by_key(|(i, spots)| {
        let room = spots.iter().any(|s| facts.subject(s.subject).kind == SubjectKind::Room);
        (gathered[*i].drawings.is_empty(), room)
    });
    positive.truncate(FEW.saturating_sub(chosen.len()));
    positive.sort_by_key(|(i, _)| *i);
    chosen.extend(positive);
    let marks: Vec<(usize, Mark)> = chosen
        .into_iter()
        .enumerate()
        .map(|(n, (i, spots))| {
            let point = &gathered[*i].point;
            let mark = Mark {
                letter: letter(n),
                point: point.id.clone(),
                verdict: point.verdict,
                text: point.text.clone(),
                spots: spots.clone(),
                reasons: reasons(facts, &gathered[*i], lang),
            };
            (*i, mark)
        })
        .collect();
    for (i, mark) in &marks {
        gathered[*i].point.letter = Some(mark.letter.clone());
    }
    marks.into_iter().map(|(_, mark)| mark).collect()
}

/// What the findings of a point draw.
fn reasons(facts: &FactBase, one: &Gathered, lang: Lang) -> Vec<Reason> {
    let mut all: Vec<Reason> = Vec::new();
    for (subject, drawing) in &one.drawings {
        let dwelling = facts.ancestor(*subject, SubjectKind::Dwelling);
        for figure in &drawing.figures {
            let caption = clean(figure.caption.get(lang));
            let reason = Reason { shape: figure.shape.clone(), caption, dwelling };
            if !all.contains(&reason) {
                all.push(reason);
            }
        }
    }
    all
}

fn spots(facts: &FactBase, one: &Gathered) -> Vec<Spot> {
    let part = |ix: &SubjectIx| is_part(facts.subject(*ix).kind) && facts.subject(*ix).anchor.is_some();
    let drawn: Vec<SubjectIx> = one.drawings.iter().flat_map(|(_, d)| &d.at).copied().filter(part).collect();
    let part = |ix: &SubjectIx| is_part(facts.subject(*ix).kind);
    let subjects: Vec<SubjectIx> = match one.point.verdict {
        // What causes the verdict is where one looks: the door, not the room it opens into.
        _ if one.causes.iter().any(|c| part(c) && facts.subject(*c).anchor.is_some()) => {
            one.causes.iter().copied().filter(part).collect()
        }
        Verdict::Negative | Verdict::Positive if !drawn.is_empty() => drawn,
        Verdict::Unclear if !drawn.is_empty() && doubtful(one) => drawn,
        Verdict::Negative if one.subjects.iter().any(part) => one.subjects.clone(),
        Verdict::Negative => {
            let dwellings = facts.of_kind(SubjectKind::Dwelling).count();
            let some = one.subjects.iter().all(|s| facts.subject(*s).kind == SubjectKind::Dwelling)
                && one.subjects.len() < dwellings;
            if some { one.subjects.clone() } else { Vec::new() }
        }
        Verdict::Unclear if doubtful(one) => one.subjects.iter().copied().filter(part).collect(),
        // What holds in every room of a dwelling is nowhere in particular.
        Verdict::Positive if !once_each(facts, &one.subjects) => Vec::new(),
        Verdict::Positive => one.subjects.iter().copied().filter(part).collect(),
        Verdict::Unclear | Verdict::NotApplicable => Vec::new(),
    };
    let mut spots: Vec<Spot> = Vec::new();
    for subject in subjects {
        if let Some(anchor) = facts.subject(subject).anchor {
            let dwelling = facts.ancestor(subject, SubjectKind::Dwelling);
            spots.push(Spot { subject, anchor, dwelling });
        }
    }
    spots
}

/// Whether something is known, and not enough: what is not known at all is nowhere in particular.
fn doubtful(one: &Gathered) -> bool {
    matches!(one.point.unclarity, Some(Unclarity::Conflict | Unclarity::Uncertain))
}

/// Whether no dwelling has more than one of the rooms.
fn once_each(facts: &FactBase, subjects: &[SubjectIx]) -> bool {
    let rooms = subjects.iter().filter(|s| facts.subject(**s).kind == SubjectKind::Room);
    let mut owners: Vec<Option<SubjectIx>> = rooms.map(|r| facts.subject(*r).parent).collect();
    let count = owners.len();
    owners.sort();
    owners.dedup();
    owners.len() == count
}

/// A, B … Z, AA, AB …
fn letter(index: usize) -> String {
    let mut n = index + 1;
    let mut letters = Vec::new();
    while n > 0 {
        n -= 1;
        letters.push(char::from(b'A' + (n % 26) as u8));
        n /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn after_z_comes_aa() {
        assert_eq!(letter(0), "A");
        assert_eq!(letter(25), "Z");
        assert_eq!(letter(26), "AA");
        assert_eq!(letter(51), "AZ");
        assert_eq!(letter(52), "BA");
        assert_eq!(letter(702), "AAA");
    }
}
