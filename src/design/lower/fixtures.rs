//! Furniture and equipment, present and absent.

use std::collections::BTreeMap;

use geo::{AffineTransform, BoundingRect, Coord, Polygon};

use super::super::ast::{Arg, FixtureItem, Shape, Statement};
use super::super::grammar::{Key, Role};
use super::plan::Plan;
use super::{Lower, Surroundings, shapes};
use crate::localized;
use crate::model::{Back, Fixture, Owner, Value};
use crate::quantity::Quantity;
use crate::source::{Diagnostic, Span};
use crate::text::Localized;
use crate::vocab::SubjectKind;

const KEYS: [Key; 3] = [Key::Furniture, Key::Equipment, Key::Without];

impl<'a> Lower<'a> {
    /// The furniture and equipment of a block and of those behind it, the strongest first: of each kind only the
    /// strongest block that mentions it counts.
    pub(super) fn fixtures_of(
        &mut self,
        plans: &[&Plan<'a>],
        around: &Surroundings<'a>,
        room: Option<usize>,
        owner: Option<Owner>,
    ) {
        let mut said: BTreeMap<&str, usize> = BTreeMap::new();
        for (layer, plan) in plans.iter().enumerate() {
            let mut here: BTreeMap<&str, (bool, Span)> = BTreeMap::new();
            for statement in plan.in_order(&KEYS) {
                let (items, present) = items(statement);
                for item in items {
                    if *said.entry(&item.what).or_insert(layer) != layer {
                        continue;
                    }
                    if let Some((before, span)) = here.insert(&item.what, (present, item.span))
                        && before != present
                    {
                        self.both(item, span);
                    }
                    let alone = items.len() == 1;
                    for _ in 0..item.count {
                        if self.full {
                            return;
                        }
                        self.fixture(item, statement, present, alone, around, room, owner);
                    }
                }
            }
            for outdoors in plan.all(Key::Outdoors) {
                let Some(block) = outdoors.block.as_ref() else { continue };
                let plan = self.plan(block);
                let mut outside = around.clone();
                outside.outdoors = true;
                outside.prefix = format!("{}ute/", around.prefix);
                outside.label = format!("ute {}", around.label.replacen("i ", "ved ", 1));
                self.outdoor_fixtures(&plan, &outside, owner);
            }
        }
    }

    fn outdoor_fixtures(&mut self, plan: &Plan<'a>, outside: &Surroundings<'a>, owner: Option<Owner>) {
        for statement in plan.in_order(&KEYS) {
            let (items, present) = items(statement);
            for item in items {
                for _ in 0..item.count {
                    if self.full {
                        return;
                    }
                    self.fixture(item, statement, present, items.len() == 1, outside, None, owner);
                }
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one call site per kind of block, all of them needed")]
    fn fixture(
        &mut self,
        item: &'a FixtureItem,
        statement: &'a Statement,
        present: bool,
        alone: bool,
        around: &Surroundings<'a>,
        room: Option<usize>,
        owner: Option<Owner>,
    ) {
        let kind = self.lexicon.vocabulary.fixture(&item.what);
        let noun = kind.map_or_else(|| item.what.clone(), |k| k.name.nb.to_lowercase());
        let size = item.size.or_else(|| usual_size(kind?.size.as_ref()?));
        let id = self.free_id(&around.prefix, &noun);
        let Some(mut element) = self.element(&id, SubjectKind::Fixture, statement, "") else { return };
        element.label = format!("{noun} {}", around.label);
        element.origin = self.origin(item.span);
        self.state(&mut element, item.facts.iter());
        // A size that is written is a measure; the usual one of its kind is not.
        if let Some((width, depth)) = item.size {
            for (fact, length) in [("fixture.width", width), ("fixture.depth", depth)] {
                let origin = self.origin(item.span);
                element.declare(fact, Value::length(length), origin);
            }
        }
        if let Some(block) = &statement.block {
            if alone {
                let plan = self.plan(block);
                self.declare(&mut element, &[&plan], &[]);
            } else {
                self.faults.push(
                    Diagnostic::error(
                        "design.block-of-list",
                        statement.span,
                        Localized::new(
                            "en blokk kan bare stå etter ett utstyr",
                            "a block can only follow one piece of equipment",
                        ),
                    )
                    .help(Localized::new(
                        "skriv dem i hvert sitt utsagn",
                        "write them in statements of their own",
                    )),
                );
            }
        }
        if around.outdoors {
            let origin = self.origin(item.span);
            element.declare("fixture.outdoors", Value::Bool(true), origin);
        }
        let outline = match (item.at, size) {
            (Some(at), Some(size)) => Some(footprint(size, item.turn, at, &around.frame)),
            (Some(_), None) => {
                self.faults.push(
                    Diagnostic::warning(
                        "design.no-size",
                        item.span,
                        localized!(
                            "«{noun}» har ikke noe mål og tegnes ikke",
                            "“{noun}” has no size and is not drawn"
                        ),
                    )
                    .help(Localized::new(
                        "skriv bredde x dybde før «ved»",
                        "write width x depth before “ved”",
                    )),
                );
                None
            }
            _ => None,
        };
        self.fixture_spans.push(item.span);
        self.model.fixtures.push(Fixture {
            back: Back::Told,
            element,
            what: item.what.clone(),
            present,
            room,
            owner,
            outline,
            usual_size: item.size.is_none(),
            heights: None,
            stands: None,
        });
    }

    fn free_id(&mut self, prefix: &str, noun: &str) -> String {
        let plain = format!("{prefix}{noun}");
        if !self.ids.contains_key(&plain) {
            return plain;
        }
        loop {
            let last = self.numbers.entry(plain.clone()).or_insert(1);
            *last += 1;
            let id = format!("{plain} {last}");
            if !self.ids.contains_key(&id) {
                return id;
            }
        }
    }

    fn both(&mut self, item: &FixtureItem, before: Span) {
        self.faults.push(
            Diagnostic::error(
                "design.both",
                item.span,
                Localized::new(
                    "det samme utstyret er både med og uten her",
                    "the same equipment is both here and not here",
                ),
            )
            .at(before, Localized::new("første gang", "first time")),
        );
    }
}

fn items(statement: &Statement) -> (&[FixtureItem], bool) {
    match statement.arg(Role::Fixtures).or_else(|| statement.arg(Role::Absent)) {
        Some(Arg::Fixtures(items)) => (items, true),
        Some(Arg::Absent(items)) => (items, false),
        _ => (&[], true),
    }
}

fn usual_size(size: &[String; 2]) -> Option<(f64, f64)> {
    let metres = |s: &String| Quantity::parse(s).ok().map(|q| q.value).filter(|v| *v > 0.0);
    Some((metres(&size[0])?, metres(&size[1])?))
}

/// The outline of a thing whose lower left corner, as it stands after turning, is at a point. Its back is the first edge.
fn footprint(
    (width, depth): (f64, f64),
    turn: f64,
    at: Coord<f64>,
    frame: &AffineTransform<f64>,
) -> Polygon<f64> {
    let zero = Coord { x: 0.0, y: 0.0 };
    let turned = shapes::frame(false, turn, zero);
    let corners: Vec<Coord<f64>> =
        shapes::corners(&Shape::Rectangle(width, depth, zero)).into_iter().map(|c| turned.apply(c)).collect();
    let polygon = Polygon::new(corners.iter().copied().collect(), Vec::new());
    let low = polygon.bounding_rect().map_or(zero, |r| r.min());
    Polygon::new(corners.iter().map(|c| frame.apply(*c - low + at)).collect(), Vec::new())
}
