//! Areas and heights the model states of its spaces, beside those its shapes give.
//!
//! Both are kept: a stated area becomes a declared fact, and one that differs from the outline is told with the
//! likely reason. ArchiCAD's net area is the gross one less a fixed share for plaster, which is no measure of the
//! room: it is told and not used.

use std::sync::Arc;

use super::Lower;
use super::spaces::Space;
use crate::ifc::{Data, PropertySet};
use crate::localized;
use crate::model::{Element, Value};
use crate::source::Severity;
use crate::text::{Lang, Localized, number};

/// Names of net areas, gross areas and heights in quantity sets, the surest first.
const NET: [&str; 3] = ["NetFloorArea", "Net Area", "NetArea"];
const GROSS: [&str; 4] = ["GrossFloorArea", "Gross Area", "GrossArea", "GSA BIM Area"];
const HEIGHTS: [&str; 5] = ["FinishCeilingHeight", "ClearHeight", "NetHeight", "Height", "GrossHeight"];

/// How far a stated area may lie from the outline's before it is told: share, and m².
const SHARE: f64 = 0.005;
const LEAST: f64 = 0.1;
/// The share ArchiCAD's template leaves of a gross area.
const PLASTER: f64 = 0.97;
/// Areas of rooms outside this, in m², were written in another unit than they say.
const LIKELY: std::ops::Range<f64> = 0.05..50_000.0;

/// A quantity with where it stands.
struct Stated<'s> {
    set: &'s str,
    name: &'s str,
    value: f64,
}

impl Lower<'_> {
    pub(super) fn declare_area(&mut self, element: &mut Element, space: &Space) {
        use geo::Area;
        let sets = self.reader.of(space.id);
        let Some(stated) = quantity(&sets, &NET, "AREA").or_else(|| quantity(&sets, &GROSS, "AREA")) else {
            return;
        };
        let label = element.label.clone();
        let [set, name] = [stated.set.to_owned(), stated.name.to_owned()];
        let m2 = |v: f64| number(v, 2, true, Lang::Nb);
        let origin = self.origin(space.id, Some(&set), Some(&name));
        if !LIKELY.contains(&stated.value) {
            let value = stated.value;
            self.say(
                Severity::Warning,
                "ifc.area-unit",
                localized!(
                    "{label}: {set}.{name} er {value} m², som må være en annen enhet; ikke brukt",
                    "{label}: {set}.{name} is {value} m², which must be another unit; not used"
                ),
                Some(space.id),
            );
            return;
        }
        let drawn = space.outline.as_ref().map(Area::unsigned_area);
        let Some(drawn) = drawn else {
            // Without an outline even a gross area is better than none, but it is no net area.
            if NET.contains(&stated.name) {
                element.declare("room.area", Value::area(stated.value), origin);
            }
            return;
        };
        let differs = (stated.value - drawn).abs();
        if differs <= LEAST.max(drawn * SHARE) {
            // NOTE: within the precision areas are written with the two are one value.
            if differs <= LEAST {
                element.declare("room.area", Value::area(stated.value), origin);
            }
            return;
        }
        let gross = quantity(&sets, &GROSS, "AREA").map(|g| g.value);
        let plaster =
            gross.is_some_and(|g| (stated.value / g - PLASTER).abs() < 5e-4 && (g - drawn).abs() <= LEAST);
        let why = if plaster {
            Localized::new(
                "nøyaktig 97 % av bruttoarealet: et fast fradrag for puss (ArchiCAD); ikke brukt",
                "exactly 97 % of the gross area: a fixed deduction for plaster (ArchiCAD); not used",
            )
        } else if stated.value > drawn {
            Localized::new(
                "trolig målt til et annet sted i veggen, eller med sjakter og søyler",
                "probably measured to another place in the wall, or with shafts and columns",
            )
        } else {
            Localized::new(
                "trolig uten søyler, innredning eller lav takhøyde",
                "probably without columns, fittings or low ceilings",
            )
        };
        let (nb, en) = (why.nb, why.en);
        let (shown, measured) = (m2(stated.value), m2(drawn));
        let saying = super::told::Saying::new(
            if plaster { Severity::Note } else { Severity::Warning },
            if plaster { "ifc.area-plaster" } else { "ifc.area-differs" },
            Localized::new(
                "ett oppgitt areal er et annet enn rommets omriss gir",
                "one stated area is another than the room's outline gives",
            ),
            Localized::new(
                "{n} oppgitte arealer er andre enn rommenes omriss gir",
                "{n} stated areas are others than the rooms' outlines give",
            ),
        );
        let example = localized!(
            "{label} {shown} mot {measured} m² ({nb})",
            "{label} {shown} against {measured} m² ({en})"
        );
        let (file, line) = (self.file.clone(), self.line(space.id));
        self.told.count(saying, example, &file, line);
        if !plaster && NET.contains(&name.as_str()) {
            element.declare("room.area", Value::area(stated.value), origin);
        }
    }

    /// The clear height of a space: stated, or its body's.
    pub(super) fn height_of_space(&self, space: &Space) -> Option<f64> {
        let sets = self.reader.of(space.id);
        let stated = quantity(&sets, &HEIGHTS, "LENGTH").map(|q| q.value);
        let height = stated.or_else(|| space.heights.map(|(low, high)| high - low));
        height.filter(|h| (0.5..50.0).contains(h))
    }
}

/// The first quantity of some names whose type measures what is wanted.
fn quantity<'s>(sets: &'s [Arc<PropertySet<'_>>], names: &[&str], measure: &str) -> Option<Stated<'s>> {
    names.iter().find_map(|wanted| {
        sets.iter().find_map(|set| {
            let property = set.properties.iter().find(|p| p.name.trim().eq_ignore_ascii_case(wanted))?;
            let scalar = property.value()?;
            let value = match scalar.data {
                Data::Number(n) if n.is_finite() && n > 0.0 => n,
                _ => return None,
            };
            let fits = scalar.measure.to_ascii_uppercase().contains(measure);
            fits.then_some(Stated { set: &set.name, name: &property.name, value })
        })
    })
}
