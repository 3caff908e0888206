//! When nothing can be drawn to scale: the rooms as a row of dashed boxes with their names, so that marks still find
//! their room and nobody takes an empty sheet for an empty building.

use svg::node::element::Group;

use super::label::{Line, extent};
use super::letters::{Weight, clean, shorten};
use super::paper::{Box2, Pt};
use super::pen::{Pen, Trace, Type, group};
use super::view::room_name;
use super::{Options, undrawn};
use crate::model::{Model, Owner, Room, Value};

/// A room's box.
pub(crate) struct Tile {
    /// Index of the room.
    pub(crate) room: usize,
    pub(crate) area: Box2,
    /// Under the text, where marks begin.
    pub(crate) below: Pt,
}

const WIDE: f64 = 44.0;
const HIGH: f64 = 24.0;
const GAP: f64 = 5.0;
const TOP: f64 = 12.0;
const TILE: Pen = Pen { class: "plan-tile", fill: "none", stroke: "#5c6268", width: 0.2, dash: "1.6 1" };

/// The boxes of the rooms that belong on the sheet, their drawing and its height.
pub(crate) fn draw(
    model: &Model,
    keep: impl Fn(&Room) -> bool,
    options: &Options,
) -> (Group, Vec<Tile>, f64) {
    let mut out = group("plan-schematic");
    let mut tiles = Vec::new();
    let across = (((options.paper.width - 6.0 + GAP) / (WIDE + GAP)).floor().max(1.0)) as usize;
    let note = undrawn();
    out = out.add(Type::plain(2.6).write(note.get(options.lang), Pt::new(3.0, 7.0)));
    let start = TOP;
    for (n, (index, r)) in model.rooms.iter().enumerate().filter(|(_, r)| keep(r)).enumerate() {
        let (column, row) = (n % across, n / across);
        let at = Pt::new(3.0 + column as f64 * (WIDE + GAP), start + row as f64 * (HIGH + GAP));
        let area = Box2 { x0: at.x, y0: at.y, x1: at.x + WIDE, y1: at.y + HIGH };
        let mut t = Trace::new();
        t.ring(&area.corners());
        let name = shorten(&room_name(r, options), 2.6, Weight::Bold, WIDE - 4.0);
        let mut lines = vec![Line::new(name, 2.6, Weight::Bold)];
        let stated = r.element.stated("room.area").and_then(|v| match v {
            Value::Quantity(q) => Some(q.show(options.lang)),
            _ => None,
        });
        let owner = match r.owner {
            Owner::Dwelling(i) => model.dwellings.get(i).map(|d| clean(&d.element.tag)),
            Owner::Base(i) => model.bases.get(i).map(|b| clean(&b.element.tag)),
            Owner::Common => None,
        };
        for more in [owner, stated].into_iter().flatten().filter(|m| !m.is_empty()) {
            lines.push(Line { faint: true, ..Line::new(more, 2.2, Weight::Regular) });
        }
        let mut y = at.y + 5.0;
        out = out.add(t.draw(TILE));
        for line in &lines {
            let style = if line.weight == Weight::Bold {
                Type::bold(line.size)
            } else {
                Type::plain(line.size).faint()
            };
            out = out.add(style.middle().write(&line.text, Pt::new(area.centre().x, y)));
            y += 3.4;
        }
        let (_, high) = extent(&lines);
        tiles.push(Tile { room: index, area, below: Pt::new(area.centre().x, at.y + 5.0 + high + 2.0) });
    }
    let rows = tiles.len().div_ceil(across) as f64;
    let height = TOP + rows * (HIGH + GAP) + 2.0;
    (out, tiles, height.max(20.0))
}
