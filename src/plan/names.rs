//! What is written in the drawing: rooms with their areas, the tags of dwellings, the names of houses.

use std::collections::{BTreeMap, BTreeSet};

use geo::Area;

use super::desk::{Desk, Laid, PaperRoom, put};
use super::label::{self, Label, Line, Obstacle};
use super::letters::{Weight, clean};
use super::mark::Home;
use super::paper::{self, Box2, Pt, Ring};
use super::pen::{PLATE, Pen, Type, group, haloed, rectangle};
use super::view::{self, Scope};
use super::{NotDrawn, named};
use crate::geometry::{DEFAULT_OUTER_WALL, closed, grown, union_all};
use crate::model::Owner;
use crate::quantity::{Dimension, Quantity};
use crate::text::Localized;

const TAG_FRAME: Pen = Pen { stroke: "#1f2326", width: 0.25, ..PLATE };

impl Desk<'_> {
    /// Names and areas in the rooms.
    pub(crate) fn names(&mut self, laid: &mut Laid) {
        if laid.view.scope == Scope::Site {
            return;
        }
        let mut obstacles = laid.obstacles.clone();
        for (index, home) in self.seats(laid) {
            if let Home::Point { at, .. } = home {
                obstacles.push(Obstacle::of_box(self.claim(index, laid).at(at), label::SWING));
            }
        }
        let sizes = label::sizes(laid.scale);
        let texts: Vec<Option<(String, String)>> = laid
            .rooms
            .iter()
            .map(|room| {
                let source = self.room(room.drawn.index)?;
                let area = Quantity::new(room.drawn.region.unsigned_area(), Dimension::Area);
                Some((view::room_name(source, self.options), area.show(self.options.lang)))
            })
            .collect();
        let mut placed: Vec<Option<Label>> = Vec::new();
        // Rooms of one name are written alike: as small as the one with the least room needs it.
        let mut smallest: BTreeMap<&str, f64> = BTreeMap::new();
        for (room, text) in laid.rooms.iter().zip(&texts) {
            let label = text.as_ref().and_then(|(name, area)| {
                label::place(&room.rings, &label::settings(name, area, &sizes), &obstacles)
            });
            if let (Some(label), Some((name, _))) = (&label, text) {
                let least = smallest.entry(name).or_insert(f64::INFINITY);
                *least = least.min(label.size());
            }
            placed.push(label);
        }
        for ((room, text), first) in laid.rooms.iter().zip(&texts).zip(placed) {
            let (Some((name, area)), Some(source)) = (text, self.room(room.drawn.index)) else { continue };
            let least = smallest.get(name.as_str()).copied().unwrap_or(f64::INFINITY);
            let alike = first.as_ref().filter(|l| l.size() > least + 1e-9).and_then(|_| {
                let sizes: Vec<(f64, f64)> = sizes.iter().copied().filter(|s| s.0 <= least + 1e-9).collect();
                label::place(&room.rings, &label::settings(name, area, &sizes), &obstacles)
            });
            let found = alike.or(first).or_else(|| {
                // Equal rooms share a number.
                let told = format!("{name} {area}");
                let known = self.key.iter().find(|(_, t)| *t == told).map(|(k, _)| k.clone());
                let new = known.is_none();
                let key = known.unwrap_or_else(|| format!("R{}", self.key.len() + 1));
                let label = key_in(&room.rings, &key, &obstacles);
                if label.is_some() {
                    if new {
                        self.key.push((key, told));
                    }
                } else {
                    let reason = Localized::new(
                        "navnet: rommet er for lite i denne målestokken",
                        "the name: the room is too small at this scale",
                    );
                    self.not_drawn.push(NotDrawn::new(&source.element.label, told, reason));
                }
                label
            });
            let Some(mut label) = found else { continue };
            label.plate |= room.drawn.technical;
            let taken = Obstacle::of_box(label.area.grown(0.3), label::TEXT);
            obstacles.push(taken.clone());
            laid.obstacles.push(taken);
            self.write(&label, "plan-label");
            laid.labels.push((room.drawn.index, label));
        }
    }

    /// Tags of doors and windows, as far as there is air beside them: findings name them.
    pub(crate) fn opening_tags(&mut self, laid: &mut Laid) {
        const SIZE: f64 = 1.7;
        /// Longer tags are numbers of a modelling program, not names.
        const LONGEST: usize = 5;
        if laid.scale > 75 || laid.view.scope == Scope::Site {
            return;
        }
        let walls = laid.frame.all_rings(&laid.view.walls);
        for gap in &laid.gaps {
            let Some(opening) = self.model.openings.get(gap.index) else { continue };
            let tag = clean(&opening.element.tag);
            if tag.is_empty() || tag.chars().count() > LONGEST {
                continue;
            }
            let line = vec![Line { faint: true, ..Line::new(tag, SIZE, Weight::Regular) }];
            let (w, h) = label::extent(&line);
            let reach = gap.half + 0.5 + (gap.across.x.abs() * w + gap.across.y.abs() * h) / 2.0;
            let quarter = gap.a.distance(gap.b) * 0.3;
            let spots = [0.0, 1.0, -1.0].into_iter().flat_map(|shift| {
                let along = gap.across.perp() * (shift * quarter);
                // What is outdoors has more air.
                [-1.0, 1.0].map(|sign| gap.middle() + gap.across * (sign * reach) + along)
            });
            let free = |area: &Box2| {
                let on_wall = area.corners().iter().any(|c| paper::inside(&walls, *c));
                let covers = laid.obstacles.iter().any(|o| o.cost >= label::THING && o.hit(*area));
                laid.field.holds_box(*area) && !on_wall && !covers
            };
            if let Some(area) = spots.map(|at| Box2::centred(at, w, h)).find(free) {
                laid.obstacles.push(Obstacle::of_box(area, label::THING));
                let hatched =
                    laid.rooms.iter().any(|r| r.drawn.technical && paper::inside(&r.rings, area.centre()));
                self.write(&Label { lines: line, area, plate: hatched }, "plan-opening-tag");
            }
        }
    }

    fn write(&mut self, label: &Label, class: &str) {
        let mut g = group(class);
        if label.plate {
            for plate in label.plates() {
                g = g.add(rectangle(plate, 0.4, PLATE));
            }
        }
        for (line, at) in label.baselines() {
            let style = Type { size: line.size, weight: line.weight, ..Type::plain(1.0).middle() };
            let style = if line.faint { style.faint() } else { style };
            g = g.add(haloed(style.write(&line.text, at)));
        }
        put(&mut self.layers.labels, g);
    }

    /// Tags of dwellings and bases, where a view shows more than one; names of houses on an overview.
    pub(crate) fn tags(&mut self, laid: &mut Laid) {
        let site = laid.view.scope == Scope::Site;
        let owners: BTreeSet<Owner> = laid
            .rooms
            .iter()
            .filter_map(|r| self.room(r.drawn.index))
            .map(|r| r.owner)
            .filter(|o| *o != Owner::Common)
            .collect();
        let wanted = matches!(laid.view.scope, Scope::Storey) && owners.len() > 1;
        if wanted || site {
            let tags: Vec<(Owner, String)> =
                owners.into_iter().filter_map(|o| Some((o, self.tag(o)?))).collect();
            self.tag_all(&tags, laid);
        }
        if site {
            self.houses(laid);
        }
    }

    /// All tags in one size, the largest that has room everywhere; else each as it can.
    fn tag_all(&mut self, tags: &[(Owner, String)], laid: &mut Laid) {
        let sizes = [label::sizes(laid.scale)[0].0 + 0.3, 2.1, 1.8];
        let at = |sizes: &[f64], enough: &dyn Fn(&Option<Label>) -> bool| {
            let mut obstacles = laid.obstacles.clone();
            let mut place = |(owner, tag): &(Owner, String)| {
                let settings: Vec<Vec<Line>> = sizes
                    .iter()
                    .map(|s| vec![Line::new(format!("\u{a0}{tag}\u{a0}"), *s, Weight::Bold)])
                    .collect();
                let label = self.tag_place(*owner, &settings, laid, &obstacles)?;
                obstacles.push(Obstacle::of_box(label.area.grown(0.4), label::TEXT));
                Some(label)
            };
            // The first that is not good enough ends the attempt.
            tags.iter().map(|tag| Some(place(tag)).filter(enough)).collect::<Option<Vec<Option<Label>>>>()
        };
        let free = |l: &Option<Label>| l.as_ref().is_some_and(|l| !l.plate);
        let alike = sizes.iter().find_map(|s| at(&[*s], &free));
        let placed = alike.or_else(|| at(&sizes, &|_| true)).unwrap_or_default();
        for ((_, tag), label) in tags.iter().zip(placed) {
            match label {
                Some(label) => {
                    put(&mut self.layers.labels, rectangle(label.area.grown(0.2), 0.9, TAG_FRAME));
                    laid.obstacles.push(Obstacle::of_box(label.area.grown(0.4), label::TEXT));
                    self.write(&Label { plate: false, ..label }, "plan-tag");
                }
                None => {
                    let reason = Localized::new("ikke plass til merket", "no room for the tag");
                    self.not_drawn.push(NotDrawn::new(tag, tag.clone(), reason));
                }
            }
        }
    }

    /// A place for a tag: in a room of the owner, over inner walls, beside the house.
    fn tag_place(
        &self,
        owner: Owner,
        settings: &[Vec<Line>],
        laid: &Laid,
        obstacles: &[Obstacle],
    ) -> Option<Label> {
        let mut own: Vec<&PaperRoom> = laid
            .rooms
            .iter()
            .filter(|r| self.room(r.drawn.index).is_some_and(|m| m.owner == owner))
            .collect();
        own.sort_by(|a, b| paper::area(&b.rings).total_cmp(&paper::area(&a.rings)));
        own.iter()
            .take(4)
            .find_map(|r| label::place(&r.rings, settings, obstacles))
            .or_else(|| {
                let rooms: Vec<_> =
                    own.iter().filter(|r| !r.drawn.outdoor).map(|r| r.drawn.region.clone()).collect();
                let whole = closed(&union_all(&rooms)?, DEFAULT_OUTER_WALL);
                let part = whole.0.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?;
                label::place(&laid.frame.rings(part), settings, obstacles)
            })
            .or_else(|| {
                let around = Box2::around(own.iter().flat_map(|r| r.rings.iter().flatten().copied()));
                beside(settings, around.grown(1.0), obstacles, laid.field)
            })
    }

    fn houses(&mut self, laid: &mut Laid) {
        for (building, source) in self.model.buildings.iter().enumerate() {
            let rooms: Vec<_> = laid
                .rooms
                .iter()
                .filter(|r| {
                    let storey = self.room(r.drawn.index).and_then(|m| m.storey);
                    let storey = storey.and_then(|s| self.model.storeys.get(s));
                    storey.is_some_and(|s| s.building == building)
                })
                .collect();
            let name = named(&source.element.name, &source.element.tag);
            // A base of the same name has its tag already.
            let tagged = rooms
                .first()
                .and_then(|r| self.room(r.drawn.index))
                .and_then(|m| self.tag(m.owner))
                .is_some_and(|t| t.to_lowercase().contains(&name.to_lowercase()));
            if rooms.is_empty() || name.is_empty() || tagged {
                continue;
            }
            let regions: Vec<_> = rooms.iter().map(|r| r.drawn.region.clone()).collect();
            let Some(body) = union_all(&regions).map(|r| grown(&r, DEFAULT_OUTER_WALL)) else { continue };
            let around = Box2::around(laid.frame.all_rings(&body).into_iter().flatten());
            let line = |size| vec![Line { faint: true, ..Line::new(name.as_str(), size, Weight::Regular) }];
            match beside(&[line(2.3), line(1.8)], around, &laid.obstacles, laid.field) {
                Some(label) => {
                    self.write(&label, "plan-house");
                    laid.obstacles.push(Obstacle::of_box(label.area, label::TEXT));
                }
                None => {
                    let reason = Localized::new("ikke plass til navnet", "no room for the name");
                    self.not_drawn.push(NotDrawn::new(&source.element.label, name, reason));
                }
            }
        }
    }
}

/// A number in a room that is too small for its name, across its walls if need be; none in a mere sliver.
fn key_in(rings: &[Ring], key: &str, obstacles: &[Obstacle]) -> Option<Label> {
    let lines = [2.3, 1.8].map(|s| vec![Line::new(key, s, Weight::Bold)]);
    label::place(rings, &lines, obstacles).or_else(|| {
        let bounds = Box2::around(rings.iter().flatten().copied());
        let (w, h) = label::extent(&lines[1]);
        let area = Box2::centred(paper::pole(rings), w, h);
        let roomy = bounds.width() >= 2.0 && bounds.height() >= 2.0;
        roomy.then(|| Label { lines: lines[1].clone(), area, plate: true })
    })
}

/// A label outside a box, under it first; none when every side is taken.
fn beside(settings: &[Vec<Line>], by: Box2, obstacles: &[Obstacle], field: Box2) -> Option<Label> {
    settings.iter().find_map(|lines| {
        let (w, h) = label::extent(lines);
        let c = by.centre();
        let spots = [
            Pt::new(c.x, by.y1 + h / 2.0 + 0.8),
            Pt::new(c.x, by.y0 - h / 2.0 - 0.8),
            Pt::new(by.x1 + w / 2.0 + 0.8, c.y),
            Pt::new(by.x0 - w / 2.0 - 0.8, c.y),
        ];
        spots.into_iter().map(|at| Box2::centred(at, w, h)).find_map(|area| {
            let free =
                field.holds_box(area) && !obstacles.iter().any(|o| o.cost >= label::SWING && o.hit(area));
            free.then(|| Label { lines: lines.clone(), area, plate: false })
        })
    })
}
