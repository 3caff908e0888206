//! Walls that are described for themselves: between dwellings, between rooms, or one wall of a room.

use std::rc::Rc;

use geo::{AffineTransform, Coord};

use super::super::ast::{Arg, RoomRef, Statement};
use super::super::grammar::{Key, Role};
use super::homes::Amended;
use super::names::{Home, Meant};
use super::plan::Plan;
use super::{Lower, Surroundings, shapes};
use crate::model::{Side, Value, Wall};
use crate::source::Diagnostic;
use crate::text::Localized;
use crate::vocab::{SubjectKind, normalise};

/// A wall that waits for all rooms to be placed.
pub(super) struct PendingWall<'a> {
    statements: Amended<'a>,
    around: Rc<Surroundings<'a>>,
    homes: Vec<Home>,
}

impl<'a> Lower<'a> {
    pub(super) fn keep_walls(&mut self, plans: &[&Plan<'a>], around: &Rc<Surroundings<'a>>, homes: &[Home]) {
        let tag = |s: &Statement| s.word(Role::Tag).map(normalise).unwrap_or_default();
        for statements in self.amended(plans, &[Key::Wall, Key::PartyWall], tag) {
            self.walls.push(PendingWall { statements, around: Rc::clone(around), homes: homes.to_vec() });
        }
    }

    pub(super) fn set_walls(&mut self) {
        for pending in std::mem::take(&mut self.walls) {
            if self.full {
                return;
            }
            self.wall(&pending);
        }
    }

    fn wall(&mut self, pending: &PendingWall<'a>) {
        let Some(own) = pending.statements.last().copied() else { return };
        let around = &pending.around;
        let party = own.key() == Some(Key::PartyWall);
        let noun = if party { "skillevegg" } else { "vegg" };
        let tag = own.word(Role::Tag).map(str::to_owned);
        let between = pending.statements.iter().find_map(|s| match s.arg(Role::Between) {
            Some(Arg::Rooms(a, b)) => Some((a, b)),
            _ => None,
        });
        let named = tag.clone().unwrap_or_else(|| self.number(around, if party { "S" } else { "W" }));
        let id = format!("{}{named}", around.prefix);
        let Some(mut element) = self.element(&id, SubjectKind::Wall, own, "") else { return };
        element.label = match (tag, between) {
            (None, Some((a, b))) => {
                format!("{noun} mellom {} og {} {}", written(a), written(b), around.label)
            }
            _ => format!("{noun} {named} {}", around.label),
        };
        element.tag = named;
        let plans: Vec<Rc<Plan<'a>>> =
            pending.statements.iter().filter_map(|s| s.block.as_ref()).map(|b| self.plan(b)).collect();
        let outside = around.defaults.iter().flat_map(|d| d.for_place(SubjectKind::Wall, &[]));
        let said: Vec<&Plan<'a>> = plans.iter().map(Rc::as_ref).chain(outside).collect();
        self.declare(&mut element, &said, &[]);
        if party {
            let origin = self.origin(own.keyword);
            element.declare("wall.separates_dwellings", Value::Bool(true), origin);
        }
        let thickness = said.iter().find_map(|p| p.one.get(&Key::Thickness)).copied();
        let thickness = thickness.and_then(|s| self.thickness(s));
        let mut wall = Wall {
            element,
            sides: [Side::Unknown; 2],
            separates: Vec::new(),
            storey: around.storey,
            outlines: Vec::new(),
            above: Vec::new(),
            thickness,
        };
        match between {
            Some((a, b)) if party => wall.separates = self.separated(a, b, own).into_iter().collect(),
            Some((a, b)) => {
                wall.sides = [a, b].map(|r| match self.meaning(r, &pending.homes) {
                    Meant::Side(side) => side,
                    Meant::Common => Side::Unknown,
                });
            }
            None => self.wall_in(pending, own, &mut wall),
        }
        self.model.walls.push(wall);
    }

    /// `vegg W1 i bad mot nord`
    fn wall_in(&mut self, pending: &PendingWall<'a>, own: &Statement, wall: &mut Wall) {
        let Some(Arg::Room(reference)) = pending.statements.iter().find_map(|s| s.arg(Role::In)) else {
            return;
        };
        let Meant::Side(Side::Room(room)) = self.meaning(reference, &pending.homes) else { return };
        wall.sides[0] = Side::Room(room);
        wall.storey = self.model.rooms[room].storey;
        let Some(Arg::Edge(name)) = pending.statements.iter().find_map(|s| s.arg(Role::Edge)) else { return };
        let Some(edge) = self.wall_of(room, *name, own.span) else { return };
        if let Some(thickness) = wall.thickness {
            let out = edge.out * thickness;
            let corners: [Coord<f64>; 4] = [edge.start, edge.end, edge.end + out, edge.start + out];
            wall.outlines.extend(shapes::outline(&corners, &AffineTransform::identity()));
        }
    }

    fn separated(&mut self, a: &RoomRef, b: &RoomRef, own: &Statement) -> Option<[usize; 2]> {
        let [a, b] = [a, b].map(|r| match self.names.owner(&r.name) {
            Some(Home::Dwelling(i)) => Some(i),
            Some(_) => None,
            None => {
                self.no_owner(r, &r.name);
                None
            }
        });
        let (a, b) = (a?, b?);
        if a == b {
            self.faults.push(Diagnostic::error(
                "design.same-room",
                own.span,
                Localized::new(
                    "skilleveggen har samme bolig på begge sider",
                    "the wall has the same dwelling on both sides",
                ),
            ));
            return None;
        }
        Some([a, b])
    }
}

fn written(reference: &RoomRef) -> String {
    match &reference.owner {
        Some(owner) => format!("{owner}/{}", reference.name),
        None => reference.name.clone(),
    }
}
