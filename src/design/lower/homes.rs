//! Dwellings, staff bases and common rooms, with their rooms.

use std::collections::BTreeMap;
use std::rc::Rc;

use geo::{AffineTransform, Coord};

use super::super::ast::{Arg, RoomHead, Statement};
use super::super::grammar::{Key, Role};
use super::names::Home;
use super::plan::Plan;
use super::{Lower, Surroundings, shapes};
use crate::localized;
use crate::model::{Base, Dwelling, Owner, Room, Zone};
use crate::source::{Diagnostic, Span};
use crate::text::{Localized, closest};
use crate::vocab::{SubjectKind, normalise};

/// What is known of a room besides what the model holds.
#[derive(Debug)]
pub(super) struct Placed {
    /// Its corners where it was described; empty when it was not drawn.
    pub(super) corners: Vec<Coord<f64>>,
    /// From there to the project's plan.
    pub(super) frame: AffineTransform<f64>,
    /// Its statement.
    pub(super) span: Span,
    /// The statement that placed its dwelling or base; its own for common rooms.
    pub(super) owner_span: Span,
}

/// A statement with those it amends, the strongest first.
pub(super) type Amended<'a> = Vec<&'a Statement>;

impl<'a> Lower<'a> {
    pub(super) fn dwelling(&mut self, statement: &'a Statement, around: &Surroundings<'a>) {
        let tag = statement.word(Role::Tag).unwrap_or_default().to_owned();
        let mut layers: Vec<Rc<Plan<'a>>> = Vec::new();
        layers.extend(statement.block.as_ref().map(|b| self.plan(b)));
        let from_type = statement.word(Role::FromType).map(str::to_owned);
        if let Some(name) = &from_type {
            match self.types.get(&normalise(name)).copied() {
                Some(found) => {
                    self.used_types.insert(normalise(name));
                    layers.extend(found.block.as_ref().map(|b| self.plan(b)));
                }
                None => self.no_type(statement, name),
            }
        }
        let plans: Vec<&Plan<'a>> = layers.iter().map(Rc::as_ref).collect();
        let name = statement.word(Role::Name).unwrap_or_default();
        let Some(mut element) = self.element(&tag, SubjectKind::Dwelling, statement, name) else { return };
        self.declare(&mut element, &plans, &self.defaults(around, SubjectKind::Dwelling, &[]));
        let index = self.model.dwellings.len();
        let outer_wall = plans.iter().find_map(|p| self.outer_wall(p)).or(around.outer_wall);
        self.names.add_owner(&tag, Home::Dwelling(index));
        self.model.dwellings.push(Dwelling {
            element,
            storey: around.storey,
            from_type,
            planned: plans.iter().any(|p| !p.all(Key::Room).is_empty()),
            outer_wall,
        });
        let here = self.inside(statement, around, &layers, &tag, outer_wall);
        self.home(&plans, here, Owner::Dwelling(index), statement.span);
    }

    pub(super) fn base(&mut self, statement: &'a Statement, around: &Surroundings<'a>) {
        let plan: Option<Rc<Plan<'a>>> = statement.block.as_ref().map(|b| self.plan(b));
        let layers: Vec<Rc<Plan<'a>>> = plan.into_iter().collect();
        let plans: Vec<&Plan<'a>> = layers.iter().map(Rc::as_ref).collect();
        let name = statement.word(Role::Name).unwrap_or_default();
        let tag = statement.word(Role::Tag).map(str::to_owned);
        let tag =
            tag.or_else(|| (!name.is_empty()).then(|| name.to_owned())).unwrap_or_else(|| "base".to_owned());
        let Some(mut element) = self.element(&tag, SubjectKind::Base, statement, name) else { return };
        if !name.is_empty() {
            name.clone_into(&mut element.label);
        }
        let label = element.label.clone();
        self.declare(&mut element, &plans, &self.defaults(around, SubjectKind::Base, &[]));
        let index = self.model.bases.len();
        let outer_wall = plans.iter().find_map(|p| self.outer_wall(p)).or(around.outer_wall);
        self.names.add_owner(&tag, Home::Base(index));
        self.model.bases.push(Base {
            element,
            storey: around.storey,
            planned: plans.iter().any(|p| !p.all(Key::Room).is_empty()),
            outer_wall,
        });
        let mut here = self.inside(statement, around, &layers, &tag, outer_wall);
        here.label = format!("i {label}");
        self.home(&plans, here, Owner::Base(index), statement.span);
    }

    pub(super) fn common(&mut self, statement: &'a Statement, around: &Surroundings<'a>) {
        let Some(block) = &statement.block else { return };
        let plan = self.plan(block);
        let mut here = around.clone();
        here.defaults.insert(0, Rc::clone(&plan.defaults));
        let home = around.commons.first().copied().unwrap_or(Home::Project);
        let here = Rc::new(here);
        self.rooms(&[&plan], &here, Owner::Common, home, None);
        self.keep_openings(&[&plan], &here, &around.commons);
    }

    /// The surroundings inside a dwelling or base.
    fn inside(
        &self,
        statement: &Statement,
        around: &Surroundings<'a>,
        layers: &[Rc<Plan<'a>>],
        tag: &str,
        outer_wall: Option<f64>,
    ) -> Surroundings<'a> {
        let mut here = around.clone();
        here.frame = shapes::within(&around.frame, &Self::frame_of(statement));
        here.outer_wall = outer_wall;
        here.defaults.splice(0..0, layers.iter().map(|p| Rc::clone(&p.defaults)));
        here.prefix = format!("{tag}/");
        here.label = format!("i {tag}");
        here
    }

    fn home(&mut self, plans: &[&Plan<'a>], here: Surroundings<'a>, owner: Owner, span: Span) {
        let home = match owner {
            Owner::Dwelling(i) => Home::Dwelling(i),
            Owner::Base(i) => Home::Base(i),
            Owner::Common => return,
        };
        let here = Rc::new(here);
        self.rooms(plans, &here, owner, home, Some(span));
        self.fixtures_of(plans, &here, None, Some(owner));
        let mut homes = vec![home];
        homes.extend(here.commons.iter().copied());
        self.keep_openings(plans, &here, &homes);
    }

    fn no_type(&mut self, statement: &Statement, name: &str) {
        let span = statement.part(Role::FromType).map_or(statement.span, |p| p.span);
        let mut fault = Diagnostic::error(
            "design.unknown-type",
            span,
            localized!("det finnes ingen boligtype «{name}»", "there is no dwelling type “{name}”"),
        );
        let known: Vec<&str> = self.types.values().filter_map(|s| s.word(Role::Tag)).collect();
        if let Some(guess) = closest(name, known.iter().copied()) {
            fault = fault.label(localized!("mente du «{guess}»?", "did you mean “{guess}”?"));
        } else if !known.is_empty() {
            let list = known.iter().take(16).copied().collect::<Vec<_>>().join(", ");
            fault = fault.help(localized!("boligtyper: {list}", "dwelling types: {list}"));
        }
        self.faults.push(fault);
    }

    /// Statements of some kinds from several layers, those with the same tag as one: what is said of a placed
    /// dwelling's room amends what its type says of it.
    pub(super) fn amended(
        &mut self,
        plans: &[&Plan<'a>],
        keys: &[Key],
        tag: impl Fn(&Statement) -> String,
    ) -> Vec<Amended<'a>> {
        let mut all: Vec<Amended<'a>> = Vec::new();
        let mut by_tag: BTreeMap<String, usize> = BTreeMap::new();
        for plan in plans.iter().rev() {
            let mut here: BTreeMap<String, Span> = BTreeMap::new();
            for statement in plan.in_order(keys) {
                let tag = tag(statement);
                if tag.is_empty() {
                    all.push(vec![statement]);
                    continue;
                }
                if let Some(before) = here.insert(tag.clone(), statement.span) {
                    self.duplicate(&tag, statement.span, before);
                    continue;
                }
                match by_tag.get(&tag) {
                    Some(i) => all[*i].insert(0, statement),
                    None => {
                        by_tag.insert(tag, all.len());
                        all.push(vec![statement]);
                    }
                }
            }
        }
        all
    }

    fn rooms(
        &mut self,
        plans: &[&Plan<'a>],
        here: &Rc<Surroundings<'a>>,
        owner: Owner,
        home: Home,
        owner_span: Option<Span>,
    ) {
        let key = |s: &Statement| match s.arg(Role::Function) {
            Some(Arg::Head(head)) if head.tag.is_empty() => normalise(&head.name),
            Some(Arg::Head(head)) => normalise(&head.tag),
            _ => String::new(),
        };
        let described: Vec<(Amended<'a>, Described)> = self
            .amended(plans, &[Key::Room], key)
            .into_iter()
            .map(|statements| {
                let described = self.describe(&statements);
                (statements, described)
            })
            .collect();
        let mut same: BTreeMap<String, usize> = BTreeMap::new();
        for (_, room) in &described {
            *same.entry(room.noun.clone()).or_default() += 1;
        }
        let first = self.model.rooms.len();
        for (statements, room) in described {
            if self.full {
                return;
            }
            let alone = same.get(&room.noun).is_some_and(|n| *n == 1) || room.noun == room.tag;
            let label = if alone { room.noun.clone() } else { format!("{} {}", room.noun, room.tag) };
            self.room(&statements, room, &format!("{label} {}", here.label), here, owner, owner_span);
        }
        for index in first..self.model.rooms.len() {
            let room = &self.model.rooms[index];
            self.names.add(home, index, &room.element.tag, &room.element.name, &room.functions);
        }
    }

    fn room(
        &mut self,
        statements: &Amended<'a>,
        described: Described,
        label: &str,
        here: &Rc<Surroundings<'a>>,
        owner: Owner,
        owner_span: Option<Span>,
    ) {
        let Some(own) = statements.last().copied() else { return };
        let plans: Vec<Rc<Plan<'a>>> =
            statements.iter().filter_map(|s| s.block.as_ref()).map(|b| self.plan(b)).collect();
        let plans: Vec<&Plan<'a>> = plans.iter().map(Rc::as_ref).collect();
        let id = format!("{}{}", here.prefix, described.tag);
        let Some(mut element) = self.element(&id, SubjectKind::Room, own, &described.name) else { return };
        element.tag.clone_from(&described.tag);
        label.clone_into(&mut element.label);
        let around: Rc<Surroundings<'a>> = Rc::clone(here);
        let outside: Vec<&Plan<'a>> = around
            .defaults
            .iter()
            .flat_map(|d| d.for_place(SubjectKind::Room, &described.functions))
            .collect();
        let said: Vec<&Plan<'a>> = plans.iter().chain(&outside).copied().collect();
        self.declare(&mut element, &said, &[]);
        let height = said.iter().find_map(|p| p.one.get(&Key::Height)).and_then(|s| s.number(Role::Length));
        let drawn =
            plans.iter().find_map(|p| p.one.get(&Key::Rectangle).or_else(|| p.one.get(&Key::Polygon)));
        let outline = drawn.and_then(|s| self.shape_of(s, &here.frame));
        let corners = drawn.filter(|_| outline.is_some()).and_then(|s| super::shape(s));
        let storey = match plans.iter().find_map(|p| p.one.get(&Key::Level)) {
            Some(level) => self.storey_of_level(level, here),
            None => here.storey,
        };
        let mut zones = Vec::new();
        for zone in plans.iter().flat_map(|p| p.all(Key::Zone)) {
            if !self.room_for_one_more(zone.span) {
                break;
            }
            let Some(block) = &zone.block else { continue };
            let plan = self.plan(block);
            let drawn = plan.one.get(&Key::Rectangle).or_else(|| plan.one.get(&Key::Polygon));
            let Some(outline) = drawn.and_then(|s| self.shape_of(s, &here.frame)) else { continue };
            zones.push(Zone { function: zone.word(Role::Function).unwrap_or_default().to_owned(), outline });
        }
        let index = self.model.rooms.len();
        self.model.rooms.push(Room {
            element,
            owner,
            storey,
            functions: described.functions.clone(),
            doubtful_function: described.doubtful,
            outline,
            height,
            floor: None,
            zones,
            tall: None,
        });
        self.placed.push(Placed {
            corners: corners.map(|s| shapes::corners(&s)).unwrap_or_default(),
            frame: here.frame,
            span: own.span,
            owner_span: owner_span.unwrap_or(own.span),
        });
        let mut inside = Surroundings::clone(here);
        inside.prefix = format!("{id}/");
        inside.label = format!("i {label}");
        let owner = (owner != Owner::Common).then_some(owner);
        self.fixtures_of(&said, &inside, Some(index), owner.or(Some(Owner::Common)));
    }

    fn storey_of_level(&mut self, level: &Statement, here: &Surroundings<'_>) -> Option<usize> {
        let entrance = here.storey?;
        let storey = &self.model.storeys[entrance];
        let number = storey.number + level.number(Role::Number).unwrap_or(1.0) as i32 - 1;
        let found = self.storeys.get(&(storey.building, number)).copied();
        if found.is_none() {
            self.faults.push(
                Diagnostic::error(
                    "design.unknown-storey",
                    level.span,
                    localized!("bygget har ingen etasje {number}", "the building has no storey {number}"),
                )
                .help(localized!(
                    "skriv etasje {number} {{ … }} i bygget",
                    "write etasje {number} {{ … }} in the building"
                )),
            );
        }
        found
    }

    /// What a room is: its tag, name and functions, from its head and those it amends.
    fn describe(&mut self, statements: &Amended<'a>) -> Described {
        let heads: Vec<&RoomHead> = statements
            .iter()
            .filter_map(|s| match s.arg(Role::Function) {
                Some(Arg::Head(head)) => Some(head),
                _ => None,
            })
            .collect();
        let span = statements.last().map_or_else(|| Span::new(self.source, 0, 0), |s| s.span);
        let name = heads.iter().map(|h| h.name.as_str()).find(|n| !n.is_empty()).unwrap_or_default();
        let written = heads.iter().find(|h| h.function.is_some());
        let mut functions: Vec<String> = Vec::new();
        let mut doubtful = written.is_some_and(|h| h.doubtful);
        functions.extend(written.and_then(|h| h.function.clone()));
        let from_name = self.functions_of_name(name);
        let own: Vec<String> = self.with_contained(&functions);
        let meets = own.iter().any(|f| self.with_contained(&from_name).contains(f));
        if functions.is_empty() {
            let whole = normalise(name);
            let part = |p: &str| from_name.iter().any(|f| self.lexicon.is_ambiguous(f, &normalise(p)));
            doubtful = part(&whole) || whole.split(['/', '+', ',', '&']).any(part);
            functions.clone_from(&from_name);
        } else if meets {
            functions.extend(from_name.iter().cloned());
        } else if !from_name.is_empty() {
            self.faults.push(
                Diagnostic::warning(
                    "design.name-differs",
                    span,
                    localized!(
                        "navnet «{name}» sier noe annet enn funksjonen",
                        "the name “{name}” says something else than the function"
                    ),
                )
                .help(Localized::new(
                    "funksjonen gjelder; rett den eller navnet",
                    "the function holds; mend it or the name",
                )),
            );
        }
        functions = self.with_contained(&functions);
        let tag = heads.iter().map(|h| h.tag.as_str()).find(|t| !t.is_empty()).unwrap_or_default().to_owned();
        if functions.is_empty() {
            doubtful = true;
            self.unknown_function(span, &tag, name);
        } else if doubtful {
            let written = if tag.is_empty() { name } else { &tag };
            self.faults.push(
                Diagnostic::warning(
                    "design.doubtful-function",
                    span,
                    localized!(
                        "«{written}» kan bety flere slags rom",
                        "“{written}” can mean several kinds of room"
                    ),
                )
                .help(Localized::new(
                    "skriv et merke og en funksjon, som rom r1 bod \"…\"",
                    "write a tag and a function, such as rom r1 bod \"…\"",
                )),
            );
        }
        let noun =
            functions.first().and_then(|f| self.lexicon.vocabulary.room(f)).map(|r| r.name.nb.to_lowercase());
        let plain = |s: &str| s.replace('/', "+");
        let noun = noun.unwrap_or_else(|| if name.is_empty() { tag.clone() } else { name.to_owned() });
        let tag = if tag.is_empty() { plain(name) } else { tag };
        Described { tag, name: name.to_owned(), noun, functions, doubtful }
    }

    fn unknown_function(&mut self, span: Span, tag: &str, name: &str) {
        let written = if name.is_empty() { tag } else { name };
        let mut fault = Diagnostic::warning(
            "design.unknown-function",
            span,
            localized!(
                "vet ikke hva slags rom «{written}» er",
                "it is not known what kind of room “{written}” is"
            ),
        );
        match closest(tag, self.lexicon.rooms.texts()).filter(|_| !tag.is_empty()) {
            Some(guess) => fault = fault.label(localized!("mente du «{guess}»?", "did you mean “{guess}”?")),
            None => {
                fault = fault.help(Localized::new(
                    "skriv et merke og en funksjon, som rom r1 bod \"…\"",
                    "write a tag and a function, such as rom r1 bod \"…\"",
                ));
            }
        }
        self.faults.push(fault);
    }

    fn functions_of_name(&mut self, name: &str) -> Vec<String> {
        if name.is_empty() {
            return Vec::new();
        }
        if let Some(known) = self.functions_by_name.get(name) {
            return known.clone();
        }
        let found: Vec<String> =
            self.lexicon.vocabulary.room_functions(name).iter().map(|f| f.id.clone()).collect();
        self.functions_by_name.insert(name.to_owned(), found.clone());
        found
    }

    /// Functions with those they contain after them, each once.
    fn with_contained(&self, functions: &[String]) -> Vec<String> {
        let contained =
            functions.iter().filter_map(|f| self.lexicon.vocabulary.room(f)).flat_map(|r| &r.contains);
        let mut all: Vec<String> = Vec::new();
        for function in functions.iter().chain(contained) {
            if !all.contains(function) {
                all.push(function.clone());
            }
        }
        all
    }
}

/// What the head of a room says.
#[derive(Debug)]
struct Described {
    tag: String,
    name: String,
    noun: String,
    functions: Vec<String>,
    doubtful: bool,
}
