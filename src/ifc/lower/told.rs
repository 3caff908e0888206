//! What a person is told of a model while it is lowered: each thing once, the same things counted together.
//!
//! A model of a thousand doors without a width is one sentence with a number and a few examples, not a thousand.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Code, Diagnostic, Severity};
use crate::text::{Lang, Localized, list};

/// How many examples a counted sentence names.
const EXAMPLES: usize = 4;

/// Sentences in the making.
#[derive(Debug, Default)]
pub(super) struct Told {
    all: Vec<Diagnostic>,
    counted: BTreeMap<Code, Counted>,
}

/// The same thing said of several elements.
#[derive(Debug)]
struct Counted {
    severity: Severity,
    one: Localized,
    many: Localized,
    help: Option<Localized>,
    file: String,
    line: Option<usize>,
    examples: Vec<Localized>,
    /// What was counted, so that the same is not counted twice.
    seen: BTreeSet<String>,
    count: usize,
}

/// A sentence that may be said of many: in the singular, and in the plural with `{n}` for how many.
pub(super) struct Saying {
    pub(super) severity: Severity,
    pub(super) code: Code,
    pub(super) one: Localized,
    pub(super) many: Localized,
    pub(super) help: Option<Localized>,
}

impl Saying {
    /// A sentence without help.
    pub(super) fn new(severity: Severity, code: Code, one: Localized, many: Localized) -> Self {
        Self { severity, code, one, many, help: None }
    }

    /// Says how to mend it.
    pub(super) fn help(mut self, help: Localized) -> Self {
        self.help = Some(help);
        self
    }
}

impl Told {
    /// Something said once.
    pub(super) fn say(&mut self, diagnostic: Diagnostic) {
        self.all.push(diagnostic);
    }

    /// Something said of one element among possibly many, with the line of the element. The same example counts once.
    pub(super) fn count(&mut self, saying: Saying, example: Localized, file: &str, line: Option<usize>) {
        let counted = self.counted.entry(saying.code).or_insert_with(|| Counted {
            severity: saying.severity,
            one: saying.one,
            many: saying.many,
            help: saying.help,
            file: file.to_owned(),
            line,
            examples: Vec::new(),
            seen: BTreeSet::new(),
            count: 0,
        });
        if !example.is_empty() && !counted.seen.insert(example.en.clone()) {
            return;
        }
        counted.count += 1;
        if counted.examples.len() < EXAMPLES && !example.is_empty() {
            counted.examples.push(example);
        }
    }

    /// Everything said, the worst first.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        for (code, counted) in self.counted {
            let words = |lang: Lang| {
                let form = if counted.count == 1 { &counted.one } else { &counted.many };
                let text = form.get(lang).replace("{n}", &counted.count.to_string());
                let shown: Vec<String> = counted.examples.iter().map(|e| e.get(lang).to_owned()).collect();
                let rest = counted.count > shown.len();
                match (shown.is_empty(), rest) {
                    (true, _) => text,
                    (false, false) => format!("{text}: {}", list(&shown, lang)),
                    (false, true) => format!("{text}: {} …", shown.join(", ")),
                }
            };
            let message = Localized::new(words(Lang::Nb), words(Lang::En));
            let mut diagnostic =
                Diagnostic::new(counted.severity, code, message).in_file(counted.file, counted.line);
            diagnostic.help = counted.help;
            self.all.push(diagnostic);
        }
        self.all.sort_by_key(|d| std::cmp::Reverse(d.severity));
        self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_thing_is_said_once_with_a_number_and_some_examples() {
        let mut told = Told::default();
        for name in ["D1", "D2", "D2", "D3", "D4", "D5"] {
            let (one, many) = (Localized::same("one door"), Localized::same("{n} doors"));
            let saying = Saying::new(Severity::Warning, "ifc.test", one, many);
            told.count(saying, Localized::same(name), "a.ifc", Some(7));
        }
        let all = told.finish();
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].message.en, "5 doors: D1, D2, D3, D4 …");
        assert_eq!(all[0].location.as_ref().and_then(|l| l.line), Some(7));
    }
}
