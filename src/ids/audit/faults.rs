//! Which faults were found, in which versions of IFC, and which of them are one and the same?
//!
//! A specification is held against each of its versions in turn. What is wrong in all of them is told once; what is
//! wrong in some of them names these.

use crate::ifc::schema::{Schema, Version};
use crate::localized;
use crate::source::{Diagnostic, Severity};
use crate::text::{Lang, Localized, list};

/// Faults that are told at most; a file that has more is wrong throughout.
const MOST: usize = 300;
/// Longest text of the file that is repeated in a fault, in characters.
const LONGEST: usize = 80;

/// Faults of one file as they are found.
#[derive(Default)]
pub(super) struct Faults {
    done: Vec<Diagnostic>,
    open: Vec<Open>,
    versions: Vec<Version>,
    version: Option<Version>,
    /// Whether something was left out.
    more: bool,
}

/// A fault of the specification at hand.
struct Open {
    fault: Diagnostic,
    /// The versions it was found in; empty if it is wrong whatever the version.
    versions: Vec<Version>,
    /// Whether it counts only when it is wrong in every version.
    everywhere: bool,
}

impl Faults {
    /// Begins a specification for these versions.
    pub(super) fn begin(&mut self, versions: &[Version]) {
        self.versions = versions.to_vec();
        self.version = None;
    }

    /// What is found from here on holds in this version.
    pub(super) fn within(&mut self, version: Version) {
        self.version = Some(version);
    }

    /// What is found from here on holds whatever the version.
    pub(super) fn whatever_version(&mut self) {
        self.version = None;
    }

    /// Whether so many were found that looking further is of no use.
    pub(super) fn is_full(&mut self) -> bool {
        let full = self.open.len().max(self.done.len()) >= MOST;
        self.more |= full;
        full
    }

    pub(super) fn say(&mut self, fault: Diagnostic) {
        self.note(fault, false);
    }

    /// A fault only if it is one in every version.
    pub(super) fn say_if_everywhere(&mut self, fault: Diagnostic) {
        self.note(fault, true);
    }

    fn note(&mut self, fault: Diagnostic, everywhere: bool) {
        if let Some(open) = self.open.iter_mut().find(|o| o.everywhere == everywhere && o.fault == fault) {
            let again = self.version.filter(|v| !open.versions.contains(v));
            open.versions.extend(again);
            return;
        }
        self.more |= self.open.len() >= MOST;
        if self.open.len() < MOST {
            self.open.push(Open { fault, versions: self.version.into_iter().collect(), everywhere });
        }
    }

    /// Ends the specification.
    pub(super) fn end(&mut self) {
        let all = self.versions.len();
        for open in std::mem::take(&mut self.open) {
            let Open { mut fault, versions, everywhere } = open;
            if !versions.is_empty() && versions.len() < all {
                if everywhere {
                    continue;
                }
                let names: Vec<String> = versions.iter().map(|v| Schema::of(*v).name().to_owned()).collect();
                let (nb, en) = (list(&names, Lang::Nb), list(&names, Lang::En));
                fault.message = Localized::new(
                    format!("{} (i {nb})", fault.message.nb),
                    format!("{} (in {en})", fault.message.en),
                );
            }
            self.done.push(fault);
        }
        self.version = None;
    }

    /// All of them in the order of the text, the first [`MOST`].
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.end();
        self.done.sort_by_key(|f| f.span().map_or(0, |s| s.start));
        self.done.dedup();
        let rest = self.done.split_off(self.done.len().min(MOST));
        if self.more || !rest.is_empty() {
            // What was not looked at may be wrong: such a file is not called sound.
            let unseen = self.more.then_some(Severity::Error);
            let worst = rest.iter().map(|f| f.severity).chain(unseen).max().unwrap_or(Severity::Error);
            self.done.push(Diagnostic::new(
                worst,
                "ids.audit-more",
                localized!(
                    "det er flere feil og advarsler, som ikke er listet; rett disse og kjør på nytt",
                    "there are more faults and warnings, which are not listed; mend these and run again"
                ),
            ));
        }
        self.done
    }
}

/// A text of the file as it is repeated in a fault: on one line, and not too long.
pub(super) fn shown(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST).collect();
    if text.chars().count() > LONGEST { format!("{plain}…") } else { plain }
}

/// Some of many names, with «…» after.
pub(super) fn some<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    const FEW: usize = 8;
    let mut names = names.into_iter();
    let few: Vec<&str> = names.by_ref().take(FEW).collect();
    let rest = names.count();
    let few = few.join(", ");
    if rest > 0 { format!("{few} … ({rest} +)") } else { few }
}
