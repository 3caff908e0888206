//! What was not used, and what was not drawn: nothing of a model is left out without a word.

use std::collections::BTreeMap;

use super::{Lower, share};
use crate::localized;
use crate::source::Severity;
use crate::text::Localized;

/// Classes that carry no requirement: the holes belong to what is cut, the rest is structure and drawing.
const SILENT: [&str; 5] =
    ["IfcOpeningElement", "IfcVirtualElement", "IfcAnnotation", "IfcGrid", "IfcOpeningStandardCase"];
/// How many classes are named.
const NAMED: usize = 8;

impl Lower<'_> {
    pub(super) fn account(&mut self) {
        self.not_used();
        self.not_drawn();
    }

    fn not_used(&mut self) {
        let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
        let mut all = 0;
        for id in self.ifc.by_class("IfcElement", true) {
            let Some(class) = self.ifc.class(id).map(|c| c.name()) else { continue };
            if SILENT.contains(&class) {
                continue;
            }
            all += 1;
            if !self.used.contains(&id) {
                *classes.entry(class).or_default() += 1;
            }
        }
        let left: usize = classes.values().sum();
        if left == 0 {
            return;
        }
        let mut most: Vec<(&str, usize)> = classes.into_iter().collect();
        most.sort_by_key(|(class, n)| (std::cmp::Reverse(*n), *class));
        let mut shown: Vec<String> = most.iter().take(NAMED).map(|(c, n)| format!("{n} {c}")).collect();
        if most.len() > NAMED {
            shown.push("…".to_owned());
        }
        let (shown, Localized { nb, en }) = (shown.join(", "), share(left, all));
        self.say(
            Severity::Note,
            "ifc.not-used",
            localized!(
                "{nb} bygningsdeler er ikke brukt i vurderingen: {shown}",
                "{en} elements are not used in the assessment: {shown}"
            ),
            None,
        );
    }

    fn not_drawn(&mut self) {
        let failed = self.drawing.failed();
        if failed.is_empty() {
            return;
        }
        let mut reasons: BTreeMap<(String, String), usize> = BTreeMap::new();
        for why in failed.values() {
            *reasons.entry((why.nb.clone(), why.en.clone())).or_default() += 1;
        }
        let mut most: Vec<((String, String), usize)> = reasons.into_iter().collect();
        most.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let join = |pick: fn(&(String, String)) -> &String| {
            let all: Vec<String> = most.iter().take(NAMED).map(|(w, n)| format!("{n} {}", pick(w))).collect();
            all.join(", ")
        };
        let (why_nb, why_en) = (join(|w| &w.0), join(|w| &w.1));
        let Localized { nb, en } = share(failed.len(), self.drawing.looked_at());
        let first = failed.keys().next().copied();
        self.say(
            Severity::Warning,
            "ifc.not-drawn",
            localized!("{nb} elementer er ikke tegnet: {why_nb}", "{en} elements are not drawn: {why_en}"),
            first,
        );
    }
}
