//! How a requirement is judged, told in words from the check itself, so that the telling cannot go stale.

use crate::catalogue::{
    Access, Bound, Catalogue, Check, Compare, Each, EditionBlock, Literal, Missing, Predicate, Presence,
    Requirement, TableCheck, Unstated, ValueCheck,
};
use crate::model::Value;
use crate::report::points::shown_value;
use crate::text::{Lang, Localized, list};

/// A line of the telling: how deep it stands, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// 0 for what must hold, 1 for a part of it, …
    pub depth: usize,
    /// The line in both languages.
    pub text: Localized,
}

/// What is needed to tell of a check.
pub(super) struct Teller<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) requirement: &'a Requirement,
    pub(super) block: &'a EditionBlock,
    /// Whether the name of a parameter stands behind its value.
    pub(super) names_parameters: bool,
}

pub(super) fn both(text: impl Fn(Lang) -> String) -> Localized {
    Localized::new(text(Lang::Nb), text(Lang::En))
}

/// A sentence made of parts that were told before: `{}` in each language takes the parts in turn.
pub(super) fn made(nb: &str, en: &str, parts: &[&Localized]) -> Localized {
    both(|lang| {
        let mut text = if lang == Lang::Nb { nb } else { en }.to_owned();
        for part in parts {
            text = text.replacen("{}", part.get(lang), 1);
        }
        text
    })
}

impl Teller<'_> {
    /// The check, line by line.
    pub(super) fn tell(&self, check: &Check) -> Vec<Line> {
        let mut lines = Vec::new();
        self.check(check, 0, &mut lines);
        lines
    }

    fn check(&self, check: &Check, depth: usize, out: &mut Vec<Line>) {
        let mut say = |text: Localized| out.push(Line { depth, text });
        match check {
            Check::Count(c) => {
                let parts = made("antall {}", "number of {}", &[&c.of.name()]);
                let limits = self.limits(c.min.as_ref(), c.max.as_ref());
                let conditions = self.conditions(&c.r#where);
                say(made("{}{} {}", "{}{} {}", &[&parts, &conditions, &limits]));
            }
            Check::Bound(b) => say(self.bound(b)),
            Check::Ratio(r) => {
                let limits = self.limits(r.min.as_ref(), r.max.as_ref());
                let (of, to) = (self.fact(&r.of), self.fact(&r.to));
                say(made("{} delt på {} {}", "{} divided by {} {}", &[&of, &to, &limits]));
            }
            Check::Value(v) => say(self.value(v)),
            Check::Covering(c) => {
                let mut parts = vec![self.fact(&c.fact)];
                let mut add = |nb: &str, en: &str, ids: &[String], or: bool| {
                    if !ids.is_empty() {
                        parts.push(made(nb, en, &[&self.materials(ids, or)]));
                    }
                };
                add(
                    "har {} i denne rekkefølgen innenfra",
                    "has {} in this order from the structure",
                    &c.order,
                    false,
                );
                add("har overflate av {}", "has a surface of {}", &c.surface, true);
                add("har {}", "has {}", &c.any, true);
                add("har ikke {}", "has no {}", &c.none, true);
                let joined = both(|lang| {
                    let rest: Vec<String> = parts[1..].iter().map(|p| p.get(lang).to_owned()).collect();
                    format!("{} {}", parts[0].get(lang), list(&rest, lang))
                });
                say(joined);
            }
            Check::Present(p) => say(self.presence(p, true)),
            Check::Absent(p) => say(self.presence(p, false)),
            Check::Located(l) => {
                let things = self.fixtures(&l.fixtures, true);
                let mut text = things;
                if !l.r#in.is_empty() {
                    text = made("{} står i {}", "{} stands in {}", &[&text, &self.places(&l.r#in)]);
                }
                if !l.not_in.is_empty() {
                    text = made(
                        "{} står ikke i {}",
                        "{} does not stand in {}",
                        &[&text, &self.places(&l.not_in)],
                    );
                }
                say(text);
            }
            Check::Adjacent(a) => {
                let doors: Vec<Localized> = a.doors_to.iter().map(|d| self.places(d)).collect();
                let doors = both(|lang| {
                    list(&doors.iter().map(|d| d.get(lang).to_owned()).collect::<Vec<_>>(), lang)
                });
                let room = self.places(std::slice::from_ref(&a.room));
                say(made("{} har egen dør til {}", "{} has a door of its own to {}", &[&room, &doors]));
            }
            Check::Access(a) => say(self.access(a)),
            Check::Table(t) => say(self.table(t)),
            Check::Sight(s) => {
                let (fact, within, angle) =
                    (self.fact(&s.fact), self.literal(&s.within, None), self.literal(&s.angle, None));
                say(made(
                    "{}: ingen siktlinje på høyst {} som går høyst {} fra rett ut",
                    "{}: no line of sight of at most {} that turns at most {} from straight out",
                    &[&fact, &within, &angle],
                ));
            }
            Check::Summary(s) => {
                let ids = Localized::same(s.of.join(", "));
                say(made("disse kravene er oppfylt: {}", "these requirements are met: {}", &[&ids]));
            }
            Check::Observe(o) => match &o.fact {
                Some(fact) => say(made(
                    "vurderes av en person; vurderingen kan oppgis som «{}»",
                    "judged by a person; the judgement can be stated as “{}”",
                    &[&self.fact(fact)],
                )),
                None => say(Localized::new("vurderes av en person på stedet", "judged by a person on site")),
            },
            Check::Pending(why) => say(made("ikke maskinelt ennå: {}", "not by machine yet: {}", &[why])),
            Check::All(parts) => {
                say(Localized::new("alt dette:", "all of this:"));
                self.parts(parts, depth, out);
            }
            Check::Any(parts) => {
                say(Localized::new("minst ett av dette:", "at least one of these:"));
                self.parts(parts, depth, out);
            }
            Check::None(parts) => {
                say(Localized::new("ikke noe av dette:", "none of this:"));
                self.parts(parts, depth, out);
            }
            Check::Witness(parts) => {
                say(Localized::new(
                    "én av disse måtene å vite det på (de som kan svare, må være enige):",
                    "one of these ways to know it (those that can tell must agree):",
                ));
                self.parts(parts, depth, out);
            }
            Check::Each(e) => self.each(e, e.of.every(), "for {}{}:", "for {}{}:", depth, out),
            Check::One(e) => {
                self.each(e, e.of.one(), "for minst {}{}:", "for at least {}{}:", depth, out);
            }
            Check::When(w) => {
                let when = self.predicates(&w.r#if);
                say(made("når {}:", "when {}:", &[&when]));
                self.check(&w.must, depth + 1, out);
            }
        }
    }

    fn parts(&self, parts: &[Check], depth: usize, out: &mut Vec<Line>) {
        for part in parts {
            self.check(part, depth + 1, out);
        }
    }

    fn each(&self, each: &Each, which: Localized, nb: &str, en: &str, depth: usize, out: &mut Vec<Line>) {
        let conditions = self.conditions(&each.r#where);
        out.push(Line { depth, text: made(nb, en, &[&which, &conditions]) });
        self.check(&each.must, depth + 1, out);
        if each.missing == Missing::NotApplicable {
            let text =
                Localized::new("uten noen slik er kravet ikke relevant", "without any, it does not apply");
            out.push(Line { depth: depth + 1, text });
        }
        if let Some(otherwise) = &each.otherwise {
            let text = Localized::new("er ingen slik beskrevet:", "when none is described:");
            out.push(Line { depth, text });
            self.check(otherwise, depth + 1, out);
        }
    }

    pub(super) fn bound(&self, b: &Bound) -> Localized {
        let fact = self.fact(&b.fact);
        if let (Some(near), Some(tolerance)) = (&b.near, &b.tolerance) {
            let (near, tolerance) =
                (self.literal(near, Some(&b.fact)), self.literal(tolerance, Some(&b.fact)));
            return made("{} er {} ± {}", "{} is {} ± {}", &[&fact, &near, &tolerance]);
        }
        made("{} {}", "{} {}", &[&fact, &self.limits(b.min.as_ref(), b.max.as_ref())])
    }

    fn limits(&self, min: Option<&Literal>, max: Option<&Literal>) -> Localized {
        let show = |l: &Literal| self.literal(l, None);
        match (min, max) {
            (Some(min), Some(max)) => made("fra {} til {}", "from {} to {}", &[&show(min), &show(max)]),
            (Some(min), None) => made("minst {}", "at least {}", &[&show(min)]),
            (None, Some(max)) => made("høyst {}", "at most {}", &[&show(max)]),
            (None, None) => Localized::default(),
        }
    }

    pub(super) fn value(&self, v: &ValueCheck) -> Localized {
        let fact = self.fact(&v.fact);
        let words = |ids: &[String], or: bool| self.words(ids, &v.fact, or);
        let mut said: Vec<Localized> = Vec::new();
        if let Some(is) = &v.is {
            said.push(made("er {}", "is {}", &[&self.literal(is, Some(&v.fact))]));
        }
        if let Some(any) = &v.any {
            said.push(made("er {}", "is {}", &[&words(any, true)]));
        }
        if let Some(all) = &v.all {
            said.push(made("har både {}", "has both {}", &[&words(all, false)]));
        }
        if let Some(none) = &v.none {
            said.push(made("er ikke {}", "is not {}", &[&words(none, true)]));
        }
        if let Some(other) = &v.same_as {
            said.push(made("er den samme som {}", "is the same as {}", &[&self.fact(other)]));
        }
        if let Some(other) = &v.among {
            said.push(made("er blant {}", "is among {}", &[&self.fact(other)]));
        }
        both(|lang| {
            let said: Vec<String> = said.iter().map(|s| s.get(lang).to_owned()).collect();
            format!("{} {}", fact.get(lang), list(&said, lang))
        })
    }

    fn presence(&self, p: &Presence, wanted: bool) -> Localized {
        let mut things: Vec<Localized> = p.fact.iter().map(|f| self.fact(f)).collect();
        let kinds: Vec<String> = p.fixture.iter().chain(&p.fixtures).cloned().collect();
        if !kinds.is_empty() {
            things.push(made("{}{}", "{}{}", &[&self.fixtures(&kinds, true), &self.conditions(&p.r#where)]));
        }
        let what = both(|lang| {
            let all: Vec<String> = things.iter().map(|t| t.get(lang).to_owned()).collect();
            list(&all, lang)
        });
        match (wanted, p.unstated) {
            (true, Unstated::Negative) => made("{} er oppgitt", "{} is stated", &[&what]),
            (true, Unstated::Unclear) => made("{} finnes", "{} is there", &[&what]),
            (false, _) => made("{} finnes ikke", "{} is not there", &[&what]),
        }
    }

    fn access(&self, a: &Access) -> Localized {
        let room = match &a.room {
            Some(room) => self.places(std::slice::from_ref(room)),
            None => Localized::new("rommet", "the room"),
        };
        let mut said = Vec::new();
        if !a.from.is_empty() {
            said.push(made("har dør fra {}", "has a door from {}", &[&self.places(&a.from)]));
        }
        if !a.not_from.is_empty() {
            said.push(made("har ikke dør fra {}", "has no door from {}", &[&self.places(&a.not_from)]));
        }
        both(|lang| {
            let said: Vec<String> = said.iter().map(|s: &Localized| s.get(lang).to_owned()).collect();
            format!("{} {}", room.get(lang), list(&said, lang))
        })
    }

    fn table(&self, t: &TableCheck) -> Localized {
        let table = self.catalogue.vocabulary.tables.get(&t.table);
        let title = table.map_or_else(|| Localized::same(&t.table), |t| t.title.clone());
        let column = match t.column.strip_prefix('{').and_then(|c| c.strip_suffix('}')) {
            Some(fact) => self.fact(fact),
            None => Localized::same(&t.column),
        };
        let (fact, key) = (self.fact(&t.fact), self.fact(&t.key));
        let parts = [&fact, &title, &column, &key];
        match t.compare {
            Compare::Min => made(
                "{} minst som i tabellen «{}» ({}, rad etter {})",
                "{} at least as in table “{}” ({}, row by {})",
                &parts,
            ),
            Compare::Max => made(
                "{} høyst som i tabellen «{}» ({}, rad etter {})",
                "{} at most as in table “{}” ({}, row by {})",
                &parts,
            ),
            _ => made(
                "{} som i tabellen «{}» ({}, rad etter {})",
                "{} as in table “{}” ({}, row by {})",
                &parts,
            ),
        }
    }

    /// « der … og …», empty without conditions.
    pub(super) fn conditions(&self, predicates: &[Predicate]) -> Localized {
        if predicates.is_empty() {
            return Localized::default();
        }
        made(" der {}", " where {}", &[&self.predicates(predicates)])
    }

    pub(super) fn predicates(&self, predicates: &[Predicate]) -> Localized {
        let all: Vec<Localized> = predicates.iter().map(|p| self.predicate(p)).collect();
        both(|lang| list(&all.iter().map(|p| p.get(lang).to_owned()).collect::<Vec<_>>(), lang))
    }

    fn predicate(&self, p: &Predicate) -> Localized {
        let fact = self.fact(&p.fact);
        let one = |l: &Literal| self.literal(l, Some(&p.fact));
        let mut said: Vec<Localized> = Vec::new();
        let mut add = |nb: &str, en: &str, value: Localized| said.push(made(nb, en, &[&value]));
        if let Some(l) = &p.is {
            add("er {}", "is {}", one(l));
        }
        if let Some(l) = &p.is_not {
            add("ikke er {}", "is not {}", one(l));
        }
        if let Some(ids) = &p.any {
            add("er {}", "is {}", self.words(ids, &p.fact, true));
        }
        if let Some(ids) = &p.none {
            add("ikke er {}", "is not {}", self.words(ids, &p.fact, true));
        }
        if let Some(l) = &p.min {
            add("er minst {}", "is at least {}", one(l));
        }
        if let Some(l) = &p.max {
            add("er høyst {}", "is at most {}", one(l));
        }
        if let Some(l) = &p.above {
            add("er over {}", "is above {}", one(l));
        }
        if let Some(l) = &p.below {
            add("er under {}", "is below {}", one(l));
        }
        match p.known {
            Some(true) => said.push(Localized::new("er oppgitt", "is stated")),
            Some(false) => said.push(Localized::new("ikke er oppgitt", "is not stated")),
            None => {}
        }
        both(|lang| {
            let said: Vec<String> = said.iter().map(|s| s.get(lang).to_owned()).collect();
            format!("{} {}", fact.get(lang), list(&said, lang))
        })
    }

    pub(super) fn fact(&self, id: &str) -> Localized {
        self.catalogue.vocabulary.fact(id).map_or_else(|| Localized::same(id), |d| d.name.clone())
    }

    /// A literal as people write it; a parameter with its value in force and its name.
    fn literal(&self, literal: &Literal, fact: Option<&str>) -> Localized {
        let text = match literal {
            Literal::Bool(true) => return Localized::new("ja", "yes"),
            Literal::Bool(false) => return Localized::new("nei", "no"),
            Literal::Integer(i) => i.to_string(),
            Literal::Number(n) => n.to_string(),
            Literal::Text(t) => t.clone(),
        };
        if let Some((name, parameter)) =
            text.strip_prefix('@').and_then(|n| Some((n, self.block.parameter.get(n)?)))
        {
            let (value, _) = self.catalogue.parameter(&self.requirement.id, name, parameter);
            return both(|lang| match self.names_parameters {
                true => format!("{} [{name}]", shown_value(value, lang)),
                false => shown_value(value, lang),
            });
        }
        match fact {
            Some(fact) if !text.starts_with(|c: char| c.is_ascii_digit()) => self.words(&[text], fact, true),
            _ => both(|lang| shown_value(&text, lang)),
        }
    }

    pub(super) fn words(&self, ids: &[String], fact: &str, or: bool) -> Localized {
        let vocabulary = &self.catalogue.vocabulary;
        let def = vocabulary.fact(fact);
        self.listed(ids, or, |id, lang| Value::Word(id.to_owned()).show(def, vocabulary, lang))
    }

    fn materials(&self, ids: &[String], or: bool) -> Localized {
        let vocabulary = &self.catalogue.vocabulary;
        self.listed(ids, or, |id, lang| {
            vocabulary.material(id).map_or_else(|| id.to_owned(), |m| m.name.get(lang).to_owned())
        })
    }

    fn fixtures(&self, ids: &[String], or: bool) -> Localized {
        let vocabulary = &self.catalogue.vocabulary;
        self.listed(ids, or, |id, lang| {
            vocabulary.fixture(id).map_or_else(|| id.to_owned(), |f| f.name.get(lang).to_owned())
        })
    }

    fn places(&self, ids: &[String]) -> Localized {
        let vocabulary = &self.catalogue.vocabulary;
        self.listed(ids, true, |id, lang| {
            let known = match id {
                "outside" => Some(Localized::new("ute", "outside")),
                "common" => Some(Localized::new("fellesareal", "common areas")),
                "dwelling" => Some(Localized::new("boligen", "the dwelling")),
                "other_dwelling" => Some(Localized::new("en annen bolig", "another dwelling")),
                "base" => Some(Localized::new("personalbasen", "the staff base")),
                _ => vocabulary.room(id).map(|r| r.name.clone()),
            };
            known.map_or_else(|| id.to_owned(), |n| n.get(lang).to_owned())
        })
    }

    fn listed(&self, ids: &[String], or: bool, name: impl Fn(&str, Lang) -> String) -> Localized {
        both(|lang| {
            let all: Vec<String> = ids.iter().map(|id| name(id, lang)).collect();
            match (all.as_slice(), or) {
                ([start @ .., last], true) if !start.is_empty() => {
                    let or = if lang == Lang::Nb { "eller" } else { "or" };
                    format!("{} {or} {last}", start.join(", "))
                }
                _ => list(&all, lang),
            }
        })
    }
}

/// A line that says what a requirement concerns.
pub(super) fn concerns(teller: &Teller<'_>) -> Localized {
    let applies = &teller.block.applies;
    let every = applies.to.every();
    let conditions = teller.conditions(&applies.r#where);
    let place = made("{}{}", "{}{}", &[&every, &conditions]);
    match applies.within {
        Some(within) => {
            let within = within.name();
            made("{}, innenfor {}", "{}, within {}", &[&place, &within])
        }
        None => place,
    }
}

/// Groups as people name them: «gruppe 3, 5 og S1-5».
pub(super) fn groups(ids: &[String]) -> Localized {
    made("gruppe {}", "group {}", &[&both(|lang| list(ids, lang))])
}
