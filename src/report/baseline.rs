//! What a report says of an earlier one it was held against.

use super::compare::{Change, Class, Comparison};
use super::document::{AbsentLine, Baseline, InputFile};
use crate::localized;
use crate::text::Lang;

/// The earlier report's part of a report.
pub(super) fn of(comparison: &Comparison, file: InputFile, lang: Lang) -> Baseline {
    let count = |class| comparison.count(class);
    let (new, changed, resolved) = (count(Class::New), count(Class::Changed), count(Class::Resolved));
    let (unchanged, not) = (count(Class::Unchanged), count(Class::NotComparable));
    let sentence = localized!(
        "{new} nye, {changed} endret, {resolved} løst, {unchanged} uendret og {not} ikke sammenlignbare funn",
        "{new} new, {changed} changed, {resolved} resolved, {unchanged} unchanged and {not} not comparable findings"
    );
    let gone = |c: &&Change| c.after.as_ref().is_none_or(|after| !after.is_wrong());
    Baseline {
        file,
        sentence: sentence.get(lang).to_owned(),
        remarks: comparison.remarks.iter().map(|r| r.get(lang).to_owned()).collect(),
        absent: comparison.changes.iter().filter(gone).filter_map(|c| absent(c, lang)).collect(),
    }
}

fn absent(change: &Change, lang: Lang) -> Option<AbsentLine> {
    let case = change.before.as_ref()?;
    Some(AbsentLine {
        requirement: case.requirement.clone(),
        title: case.title.clone(),
        text: case.text.clone(),
        at: case.label.clone(),
        fingerprint: case.fingerprint.clone(),
        place: case.place.clone(),
        resolved: change.class == Class::Resolved,
        why: change.why.as_ref().map(|w| w.get(lang).to_owned()),
    })
}
