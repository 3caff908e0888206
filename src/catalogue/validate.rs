//! What is wrong with a catalogue: every fault at its word, with the mend.

use std::collections::BTreeMap;

use super::load::at_word;
use super::requirement::matches_pattern;
use super::slots::{SLOTS, slots_in};
use super::{Catalogue, Check, EditionBlock, Literal, Predicate, Requirement, Status};
use crate::localized;
use crate::quantity::{Dimension, Quantity};
use crate::source::{Diagnostic, Severity, SourceId, Sources};
use crate::text::{Localized, closest};
use crate::vocab::{FactKind, SubjectKind};

/// Adds everything that is wrong to `faults`. `places` maps requirement ids, `document …` and `parameters` to
/// their files.
pub(super) fn validate(
    catalogue: &Catalogue,
    sources: &Sources,
    places: &BTreeMap<String, SourceId>,
    faults: &mut Vec<Diagnostic>,
) {
    if catalogue.requirements.is_empty() {
        faults.push(Diagnostic::new(
            Severity::Error,
            "spec.empty",
            Localized::new("katalogen har ingen krav", "the catalogue has no requirements"),
        ));
    }
    let mut numbers: BTreeMap<u32, &str> = BTreeMap::new();
    for requirement in catalogue.requirements.values() {
        let Some(id) = places.get(&requirement.id) else { continue };
        let mut at = Validator { catalogue, sources, id: *id, requirement, faults };
        if let Some(other) = numbers.insert(requirement.number, &requirement.id) {
            let number = requirement.number;
            at.fault(
                "number",
                "spec.number",
                localized!("nummer {number} er brukt av {other}", "number {number} is used by {other}"),
                None,
            );
        }
        at.requirement();
    }
    documents(catalogue, sources, places, faults);
    overrides(catalogue, sources, places, faults);
}

struct Validator<'a> {
    catalogue: &'a Catalogue,
    sources: &'a Sources,
    id: SourceId,
    requirement: &'a Requirement,
    faults: &'a mut Vec<Diagnostic>,
}

impl Validator<'_> {
    fn fault(&mut self, word: &str, code: &'static str, message: Localized, help: Option<Localized>) {
        let fault = at_word(self.sources, self.id, word, code, message);
        self.faults.push(match help {
            Some(help) => fault.help(help),
            None => fault,
        });
    }

    /// A word that should be one of a list.
    fn known<'k>(
        &mut self,
        word: &str,
        code: &'static str,
        what: &Localized,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let known: Vec<&str> = known.into_iter().collect();
        if known.contains(&word) {
            return;
        }
        let (nb, en) = (&what.nb, &what.en);
        let help = closest(word, known).map(|c| localized!("mente du «{c}»?", "did you mean “{c}”?"));
        self.fault(word, code, localized!("«{word}» er ikke {nb}", "“{word}” is not {en}"), help);
    }

    fn requirement(&mut self) {
        let requirement = self.requirement;
        for (name, text) in [("title", &requirement.title)] {
            if text.nb.is_empty() || text.en.is_empty() {
                self.fault(
                    name,
                    "spec.language",
                    localized!("{name} mangler på et av språkene", "{name} is missing in one language"),
                    None,
                );
            }
        }
        if requirement.edition.is_empty() {
            self.fault(
                "id",
                "spec.edition",
                Localized::new("kravet står ikke i noen utgave", "the requirement stands in no edition"),
                None,
            );
        }
        for block in &requirement.edition {
            self.block(block);
        }
    }

    fn block(&mut self, block: &EditionBlock) {
        let catalogue = self.catalogue;
        let editions = catalogue.editions.iter().map(String::as_str);
        self.known(&block.from, "spec.edition", &Localized::new("en utgave", "an edition"), editions);
        let document = block.source.document.as_deref().unwrap_or(&block.from);
        match catalogue.documents.get(document) {
            None => {
                let known = catalogue.documents.keys().map(String::as_str);
                self.known(
                    document,
                    "spec.document",
                    &Localized::new("et dokument i editions/", "a document in editions/"),
                    known,
                );
            }
            Some(d) => {
                let clauses = d.clause.iter().map(|c| c.name.as_str());
                self.known(
                    &block.source.clause,
                    "spec.clause",
                    &localized!("et punkt i {document}", "a clause of {document}"),
                    clauses,
                );
                let listed = d.clause.iter().find(|c| c.name == block.source.clause);
                if listed.is_some_and(|c| !c.requirements.contains(&self.requirement.id)) {
                    let (own, clause) = (&self.requirement.id, &block.source.clause);
                    self.fault(
                        clause,
                        "spec.clause",
                        localized!(
                            "punktet i {document} nevner ikke {own}",
                            "the clause of {document} does not name {own}"
                        ),
                        None,
                    );
                }
            }
        }
        let groups: Vec<&str> = catalogue.vocabulary.groups.iter().map(|g| g.id.as_str()).collect();
        let named = block
            .applies
            .groups
            .iter()
            .chain(&block.applies.except)
            .chain(block.extends.iter().flat_map(|e| &e.groups))
            .chain(block.contested.iter().flat_map(|c| &c.groups));
        for group in named {
            self.known(
                group,
                "spec.group",
                &Localized::new("en målgruppe", "a resident group"),
                groups.iter().copied(),
            );
        }
        for standard in &block.applies.standards {
            let known = catalogue.vocabulary.standards.iter().map(|s| s.id.as_str());
            self.known(
                standard,
                "spec.standard",
                &Localized::new("en boligstandard", "a building standard"),
                known,
            );
        }
        for predicate in &block.applies.r#where {
            self.predicate(block, predicate, block.applies.to);
        }
        for remark in &block.remark {
            for predicate in &remark.when {
                self.predicate(block, predicate, block.applies.to);
            }
        }
        for predicate in block.contested.iter().flat_map(|c| &c.when) {
            self.predicate(block, predicate, block.applies.to);
        }
        let mut checks = Vec::new();
        block.check.walk(&mut |c| checks.push(c.clone()));
        for one in &checks {
            self.check(block, one);
        }
        for name in block.parameter.keys() {
            let used = format!("\"@{name}\"");
            let text = self.sources.file(self.id).text();
            if !text.contains(&used) && !text.contains(&format!("{{{name}}}")) {
                self.fault(
                    name,
                    "spec.parameter-unused",
                    localized!("parameteren «{name}» brukes ikke", "the parameter “{name}” is not used"),
                    None,
                );
            }
        }
        let inspected = block.check.status() != Status::Automatic;
        if inspected && self.requirement.inspection.is_none() && block.check.status() != Status::Pending {
            self.fault(
                "id",
                "spec.inspection",
                Localized::new(
                    "et krav som må sees på stedet trenger [inspection]",
                    "a requirement that must be seen on site needs [inspection]",
                ),
                None,
            );
        }
        self.texts(block);
    }

    fn fact(&mut self, fact: &str) -> Option<FactKind> {
        let vocabulary = &self.catalogue.vocabulary;
        if let Some(def) = vocabulary.fact(fact) {
            return Some(def.kind);
        }
        let known = vocabulary.facts.keys().map(String::as_str);
        self.known(
            fact,
            "spec.fact",
            &Localized::new("et faktum i vokabularet", "a fact of the vocabulary"),
            known,
        );
        None
    }

    fn literal(&mut self, block: &EditionBlock, literal: &Literal, fact: &str) {
        let Some(def) = self.catalogue.vocabulary.fact(fact) else { return };
        let mut text = match literal {
            Literal::Text(t) => t.clone(),
            Literal::Bool(_) if def.kind == FactKind::Bool => return,
            Literal::Integer(_) | Literal::Number(_) if def.kind.dimension().is_some() => return,
            Literal::Bool(b) => b.to_string(),
            Literal::Integer(i) => i.to_string(),
            Literal::Number(n) => n.to_string(),
        };
        if let Some(name) = text.strip_prefix('@').map(str::to_owned) {
            match block.parameter.get(&name) {
                Some(p) => text.clone_from(&p.value),
                None => {
                    let known = block.parameter.keys().map(String::as_str);
                    return self.known(
                        &name,
                        "spec.parameter",
                        &Localized::new("en parameter i blokken", "a parameter of the block"),
                        known,
                    );
                }
            }
        }
        self.value(&text, fact);
    }

    /// A literal that must be a measure of a dimension, whatever fact it is held against.
    fn measure(&mut self, block: &EditionBlock, literal: &Literal, dimension: Dimension) {
        let text = match literal {
            Literal::Text(t) => match t.strip_prefix('@') {
                Some(name) => match block.parameter.get(name) {
                    Some(p) => p.value.clone(),
                    None => {
                        let known = block.parameter.keys().map(String::as_str);
                        return self.known(
                            name,
                            "spec.parameter",
                            &Localized::new("en parameter i blokken", "a parameter of the block"),
                            known,
                        );
                    }
                },
                None => t.clone(),
            },
            Literal::Bool(b) => b.to_string(),
            Literal::Integer(i) => i.to_string(),
            Literal::Number(n) => n.to_string(),
        };
        if Quantity::parse(&text).ok().and_then(|q| q.as_dimension(dimension)).is_none() {
            let message =
                localized!("«{text}» er ikke et mål som passer her", "“{text}” is no measure that fits here");
            self.fault(&text, "spec.unit", message, None);
        }
    }

    /// A text that must be a value of a fact.
    fn value(&mut self, text: &str, fact: &str) {
        let Some(def) = self.catalogue.vocabulary.fact(fact) else { return };
        match (def.kind, def.kind.dimension()) {
            (_, Some(dimension)) => match Quantity::parse(text).map(|q| q.as_dimension(dimension)) {
                Ok(Some(_)) => {}
                Ok(None) => self.fault(
                    text,
                    "spec.unit",
                    localized!("«{text}» passer ikke til «{fact}»", "“{text}” does not fit “{fact}”"),
                    None,
                ),
                Err(e) => self.fault(text, "spec.unit", e.words(), None),
            },
            (FactKind::Word | FactKind::Words, _) if !def.values.is_empty() => {
                // A limit in an ordered list may be written as people write it.
                let known: Vec<&str> = def.values.iter().map(|w| w.id.as_str()).collect();
                if def.ordered && def.word(text).is_some() {
                    return;
                }
                self.known(
                    text,
                    "spec.word",
                    &localized!("et ord for «{fact}»", "a word of “{fact}”"),
                    known,
                );
            }
            _ => {}
        }
    }

    fn predicate(&mut self, block: &EditionBlock, predicate: &Predicate, _subject: SubjectKind) {
        if self.fact(&predicate.fact).is_none() {
            return;
        }
        for literal in [
            &predicate.is,
            &predicate.is_not,
            &predicate.min,
            &predicate.max,
            &predicate.above,
            &predicate.below,
        ]
        .into_iter()
        .flatten()
        {
            self.literal(block, literal, &predicate.fact);
        }
        for word in predicate.any.iter().chain(&predicate.none).flatten() {
            self.value(word, &predicate.fact);
        }
    }

    fn check(&mut self, block: &EditionBlock, check: &Check) {
        let vocabulary = &self.catalogue.vocabulary;
        let room = Localized::new("en romfunksjon", "a room function");
        let rooms: Vec<&str> = vocabulary.rooms.iter().map(|r| r.id.as_str()).collect();
        let places = ["outside", "common", "dwelling", "base", "other_dwelling"];
        match check {
            Check::Count(c) => {
                for p in &c.r#where {
                    self.predicate(block, p, c.of);
                }
            }
            Check::Bound(b) => {
                if self.fact(&b.fact).is_some() {
                    for literal in [&b.min, &b.max, &b.near, &b.tolerance].into_iter().flatten() {
                        self.literal(block, literal, &b.fact);
                    }
                }
                if b.min.is_none() && b.max.is_none() && b.near.is_none() {
                    self.fault(
                        "bound",
                        "spec.bound",
                        Localized::new("bound trenger min, max eller near", "bound needs min, max or near"),
                        None,
                    );
                }
                let unordered =
                    vocabulary.fact(&b.fact).is_some_and(|d| d.kind.dimension().is_none() && !d.ordered);
                if unordered {
                    let fact = &b.fact;
                    self.fault(
                        fact,
                        "spec.bound",
                        localized!(
                            "«{fact}» er verken et mål eller en ordnet liste",
                            "“{fact}” is neither a measure nor an ordered list"
                        ),
                        None,
                    );
                }
                if b.near.is_some() != b.tolerance.is_some() {
                    self.fault(
                        "bound",
                        "spec.bound",
                        Localized::new(
                            "near og tolerance hører sammen",
                            "near and tolerance belong together",
                        ),
                        None,
                    );
                }
            }
            Check::Ratio(r) => {
                self.fact(&r.of);
                self.fact(&r.to);
            }
            Check::Value(v) => {
                if self.fact(&v.fact).is_some() {
                    if let Some(literal) = &v.is {
                        self.literal(block, literal, &v.fact);
                    }
                    for word in v.any.iter().chain(&v.all).chain(&v.none).flatten() {
                        self.value(word, &v.fact);
                    }
                }
                for other in v.same_as.iter().chain(&v.among) {
                    self.fact(other);
                }
            }
            Check::Covering(c) => {
                self.fact(&c.fact);
                let known: Vec<&str> = vocabulary
                    .materials
                    .iter()
                    .flat_map(|m| m.is.iter().chain([&m.id]))
                    .map(String::as_str)
                    .collect();
                for m in c.order.iter().chain(&c.surface).chain(&c.any).chain(&c.none) {
                    self.known(
                        m,
                        "spec.material",
                        &Localized::new("et materiale", "a material"),
                        known.iter().copied(),
                    );
                }
            }
            Check::Present(p) | Check::Absent(p) => {
                if let Some(fact) = &p.fact {
                    self.fact(fact);
                }
                for f in p.fixture.iter().chain(&p.fixtures) {
                    self.fixture(f);
                }
                for predicate in &p.r#where {
                    self.predicate(block, predicate, SubjectKind::Fixture);
                }
            }
            Check::Located(l) => {
                for f in &l.fixtures {
                    self.fixture(f);
                }
                for r in l.r#in.iter().chain(&l.not_in) {
                    self.known(r, "spec.room", &room, rooms.iter().copied().chain(places));
                }
            }
            Check::Adjacent(a) => {
                for r in [&a.room].into_iter().chain(a.doors_to.iter().flatten()) {
                    self.known(r, "spec.room", &room, rooms.iter().copied().chain(places));
                }
            }
            Check::Access(a) => {
                for r in a.room.iter().chain(&a.from).chain(&a.not_from) {
                    self.known(r, "spec.room", &room, rooms.iter().copied().chain(places));
                }
            }
            Check::Table(t) => {
                if self.fact(&t.fact).is_some()
                    && let Some(literal) = &t.tolerance
                {
                    self.literal(block, literal, &t.fact);
                }
                self.fact(&t.key);
                match vocabulary.tables.get(&t.table) {
                    None => {
                        let known = vocabulary.tables.keys().map(String::as_str);
                        self.known(&t.table, "spec.table", &Localized::new("en tabell", "a table"), known);
                    }
                    Some(table) if !t.column.starts_with('{') => {
                        let known: Vec<&str> =
                            table.rows.values().flat_map(|r| r.keys()).map(String::as_str).collect();
                        self.known(
                            &t.column,
                            "spec.column",
                            &localized!("en kolonne i {}", "a column of {}", t.table),
                            known,
                        );
                    }
                    Some(_) => {}
                }
            }
            Check::Sight(s) => {
                self.fact(&s.fact);
                self.measure(block, &s.within, Dimension::Length);
                self.measure(block, &s.angle, Dimension::Angle);
            }
            Check::Summary(s) => {
                for pattern in &s.of {
                    let hit = self
                        .catalogue
                        .requirements
                        .keys()
                        .any(|id| matches_pattern(pattern, id) && *id != self.requirement.id);
                    if !hit {
                        self.fault(
                            pattern,
                            "spec.summary",
                            localized!(
                                "«{pattern}» treffer ingen krav",
                                "“{pattern}” matches no requirement"
                            ),
                            None,
                        );
                    }
                }
            }
            Check::Observe(o) => {
                if let Some(fact) = &o.fact {
                    self.fact(fact);
                }
            }
            Check::Pending(_) => {}
            Check::Each(e) | Check::One(e) => {
                for p in &e.r#where {
                    self.predicate(block, p, e.of);
                }
            }
            Check::When(w) => {
                if w.r#if.is_empty() {
                    self.fault("when", "spec.when", Localized::new("when trenger if", "when needs if"), None);
                }
                for p in &w.r#if {
                    self.predicate(block, p, block.applies.to);
                }
            }
            Check::All(parts) | Check::Any(parts) | Check::None(parts) | Check::Witness(parts) => {
                if parts.is_empty() {
                    self.fault(
                        "check",
                        "spec.check",
                        Localized::new("en tom samling av sjekker", "an empty set of checks"),
                        None,
                    );
                }
            }
        }
    }

    fn fixture(&mut self, id: &str) {
        let known = self.catalogue.vocabulary.fixtures.iter().map(|f| f.id.as_str());
        self.known(
            id,
            "spec.fixture",
            &Localized::new("et utstyr i fixtures.toml", "a fixture of fixtures.toml"),
            known,
        );
    }

    fn texts(&mut self, block: &EditionBlock) {
        let text = &self.requirement.text;
        let both = [&text.nb, &text.en];
        for t in both
            .into_iter()
            .flat_map(|t| [Some(&t.positive), Some(&t.negative), t.unclear.as_ref()].into_iter().flatten())
        {
            if t.trim().is_empty() {
                self.fault(
                    "text",
                    "spec.language",
                    Localized::new("en tekst er tom", "a text is empty"),
                    None,
                );
            }
            for slot in slots_in(t) {
                let known = SLOTS.contains(&slot)
                    || block.parameter.contains_key(slot)
                    || self.catalogue.vocabulary.fact(slot).is_some();
                if !known {
                    let help = closest(slot, SLOTS.iter().copied())
                        .map(|c| localized!("mente du {{{c}}}?", "did you mean {{{c}}}?"));
                    self.fault(
                        &format!("{{{slot}}}"),
                        "spec.slot",
                        localized!(
                            "{{{slot}}} er verken en plassholder, en parameter eller et faktum",
                            "{{{slot}}} is no slot, parameter or fact"
                        ),
                        help,
                    );
                }
            }
        }
        if text.nb.unclear.is_some() != text.en.unclear.is_some() {
            self.fault(
                "text",
                "spec.language",
                Localized::new("unclear finnes bare på ett språk", "unclear exists in one language only"),
                None,
            );
        }
    }
}

/// Every clause names requirements that exist and cite it, and tells their least status.
fn documents(
    catalogue: &Catalogue,
    sources: &Sources,
    places: &BTreeMap<String, SourceId>,
    faults: &mut Vec<Diagnostic>,
) {
    for document in catalogue.documents.values() {
        let Some(id) = places.get(&format!("document {}", document.id)) else { continue };
        for clause in &document.clause {
            let mut statuses: Vec<Status> = Vec::new();
            for name in &clause.requirements {
                match catalogue.requirements.get(name) {
                    Some(r) => statuses.extend(r.edition.last().map(|b| b.check.status())),
                    None => {
                        let help = closest(name, catalogue.requirements.keys().map(String::as_str));
                        let fault = at_word(
                            sources,
                            *id,
                            name,
                            "spec.clause",
                            localized!("«{name}» er ikke et krav", "“{name}” is not a requirement"),
                        );
                        faults.push(match help {
                            Some(c) => fault.help(localized!("mente du «{c}»?", "did you mean “{c}”?")),
                            None => fault,
                        });
                    }
                }
            }
            statuses.sort();
            statuses.dedup();
            let actual = match statuses.as_slice() {
                [] => Status::OutOfScope,
                [one] => *one,
                many if many.contains(&Status::Pending) => Status::Pending,
                _ => Status::Partial,
            };
            if actual != clause.status {
                let (name, told) = (&clause.name, clause.status);
                let (told, actual) = (told.id(), actual.id());
                let fault = at_word(
                    sources,
                    *id,
                    name,
                    "spec.clause-status",
                    localized!(
                        "punktet «{name}» er sagt å være {told}, men er {actual}",
                        "clause “{name}” is said to be {told} but is {actual}"
                    ),
                );
                faults.push(
                    fault.help(localized!("skriv status = \"{actual}\"", "write status = \"{actual}\"")),
                );
            }
            if clause.status != Status::Automatic && clause.reason.is_none() {
                let name = &clause.name;
                faults.push(at_word(
                    sources,
                    *id,
                    name,
                    "spec.clause-reason",
                    localized!("punktet «{name}» trenger en reason", "clause “{name}” needs a reason"),
                ));
            }
        }
    }
}

/// Every overridden parameter exists.
fn overrides(
    catalogue: &Catalogue,
    sources: &Sources,
    places: &BTreeMap<String, SourceId>,
    faults: &mut Vec<Diagnostic>,
) {
    let Some(id) = places.get("parameters") else { return };
    let known: Vec<String> = catalogue
        .requirements
        .values()
        .flat_map(|r| {
            r.edition.iter().flat_map(move |b| b.parameter.keys().map(move |p| format!("{}.{p}", r.id)))
        })
        .collect();
    for (name, value) in &catalogue.overrides {
        if !known.contains(name) {
            let fault = at_word(
                sources,
                *id,
                name,
                "spec.parameter",
                localized!("«{name}» er ikke en parameter", "“{name}” is not a parameter"),
            );
            faults.push(match closest(name, known.iter().map(String::as_str)) {
                Some(c) => fault.help(localized!("mente du «{c}»?", "did you mean “{c}”?")),
                None => fault,
            });
        } else if value.chars().next().is_some_and(|c| c.is_ascii_digit())
            && let Err(e) = Quantity::parse(value)
        {
            faults.push(at_word(sources, *id, value, "spec.unit", e.words()));
        }
    }
}
