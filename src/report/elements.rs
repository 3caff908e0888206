//! The parts of a project as a report names them for comparison: what, where, how large.

use super::document::ElementLine;
use super::places::{PlaceNames, clean};
use crate::facts::{FactBase, SubjectIx};
use crate::vocab::SubjectKind;

/// All parts, from the whole to the smallest.
pub(super) fn lines(facts: &FactBase, names: &PlaceNames) -> Vec<ElementLine> {
    let all = SubjectKind::ALL.into_iter().flat_map(|k| facts.of_kind(k));
    all.map(|ix| line(ix, facts, names)).collect()
}

fn line(ix: SubjectIx, facts: &FactBase, names: &PlaceNames) -> ElementLine {
    let subject = facts.subject(ix);
    let id = |ix: SubjectIx| clean(&facts.subject(ix).id.0);
    let words = |fact: &str| {
        let words = facts.value(ix, fact).map(|v| v.as_words().to_vec()).unwrap_or_default();
        clean(&words.join("+"))
    };
    let sort = match subject.kind {
        SubjectKind::Dwelling => words("dwelling.group_keys"),
        SubjectKind::Room => words("room.functions"),
        SubjectKind::Fixture => words("fixture.kind"),
        _ => String::new(),
    };
    let area = match subject.kind {
        SubjectKind::Dwelling => Some("dwelling.area.bra"),
        SubjectKind::Room => Some("room.area"),
        _ => None,
    };
    let number = |fact| facts.value(ix, fact).and_then(|v| v.number());
    let round = |v: f64| (v * 1000.0).round() / 1000.0;
    let finite = |v: &f64| v.is_finite();
    ElementLine {
        id: id(ix),
        kind: subject.kind,
        sort,
        label: names.label(names.name(ix)),
        guid: subject.guid.as_deref().map(clean),
        within: subject.parent.map(id),
        storey: subject.anchor.and_then(|a| facts.find(SubjectKind::Storey, a.storey)).map(id),
        at: subject
            .anchor
            .map(|a| [round(a.at.x), round(a.at.y)])
            .filter(|[x, y]| x.is_finite() && y.is_finite()),
        area: area.and_then(number).map(round).filter(finite),
    }
}
