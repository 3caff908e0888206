//! A part of a check in one phrase: «glassklasse minst P6B eller polykarbonat for hvert vindu».

use super::check_words::{Teller, both, made};
use crate::catalogue::{Catalogue, Check, Each, Literal, ValueCheck};
use crate::model::Value;
use crate::text::{Lang, Localized, alternatives, list};

/// What a check of a requirement asks, in a phrase; empty where the requirement does not stand in the edition.
pub(in crate::report) fn phrase(
    catalogue: &Catalogue,
    edition: &str,
    requirement: &str,
    check: &Check,
) -> Localized {
    let known = catalogue.requirements.get(requirement);
    let Some((requirement, block)) = known.and_then(|r| Some((r, r.block(edition, &catalogue.editions)?)))
    else {
        return Localized::default();
    };
    Teller { catalogue, requirement, block, names_parameters: false }.phrase(check)
}

/// Words of a fact as one of which will do: «døgn eller døgn med helsepersonell»; numbers as they stand.
pub(in crate::report) fn listed_words(catalogue: &Catalogue, fact: &str, words: &[String]) -> Localized {
    let vocabulary = &catalogue.vocabulary;
    let def = vocabulary.fact(fact);
    both(|lang| {
        let shown: Vec<String> = words
            .iter()
            .map(|w| match crate::quantity::Quantity::parse(w) {
                Ok(quantity) => quantity.show(lang),
                Err(_) => Value::Word(w.clone()).show(def, vocabulary, lang),
            })
            .collect();
        alternatives(&shown, lang)
    })
}

impl Teller<'_> {
    pub(super) fn phrase(&self, check: &Check) -> Localized {
        match check {
            Check::Bound(b) => self.bound(b),
            Check::Value(v) => self.value_phrase(v),
            Check::Any(parts) => self.joined(parts, alternatives),
            Check::All(parts) => self.joined(parts, list),
            Check::Witness(parts) => parts.first().map_or_else(Localized::default, |p| self.phrase(p)),
            Check::Each(e) => self.of(e, "{} for {}{}", e.of.every()),
            Check::One(e) => self.of(e, "{} for {}{}", e.of.one()),
            Check::When(w) => {
                let must = self.phrase(&w.must);
                // A condition on what is asked itself says when it can be told, not when it holds.
                let mut asked = Vec::new();
                w.must.walk(&mut |c| match c {
                    Check::Value(v) => asked.push(v.fact.clone()),
                    Check::Bound(b) => asked.push(b.fact.clone()),
                    _ => {}
                });
                if w.r#if.iter().all(|p| asked.contains(&p.fact)) {
                    return must;
                }
                made("{} når {}", "{} when {}", &[&must, &self.predicates(&w.r#if)])
            }
            other => both(|lang| {
                let lines = self.tell(other);
                lines.iter().map(|l| l.text.get(lang)).collect::<Vec<_>>().join(" ")
            }),
        }
    }

    fn joined(&self, parts: &[Check], join: impl Fn(&[String], Lang) -> String) -> Localized {
        let parts: Vec<Localized> = parts.iter().map(|p| self.phrase(p)).collect();
        both(|lang| {
            let mut each: Vec<String> = Vec::new();
            for part in &parts {
                let text = part.get(lang).to_owned();
                if !text.is_empty() && !each.contains(&text) {
                    each.push(text);
                }
            }
            join(&each, lang)
        })
    }

    fn of(&self, each: &Each, sentence: &str, which: Localized) -> Localized {
        made(sentence, sentence, &[&self.phrase(&each.must), &which, &self.conditions(&each.r#where)])
    }

    fn value_phrase(&self, v: &ValueCheck) -> Localized {
        let fact = self.fact(&v.fact);
        match (&v.is, &v.any) {
            (Some(Literal::Bool(true)), None) => fact,
            (None, Some(any)) => made("{}: {}", "{}: {}", &[&fact, &self.words(any, &v.fact, true)]),
            _ => self.value(v),
        }
    }
}
