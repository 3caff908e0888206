//! What was changed in another program after a model was written here?
//!
//! A model of our own carries what the description said beside its shapes, names and standard properties. Another
//! program changes the latter and knows nothing of the former. So both are compared wherever they can be: what is
//! drawn or called otherwise now stands over what was written, and that is told.

use super::Lower;
use super::own::Own;
use super::told::Saying;
use crate::ifc::own;
use crate::ifc::step::Id;
use crate::model::Side;
use crate::source::Severity;
use crate::text::Localized;

/// How far a number may lie from the one that was written, in metres, and be the same.
const SAME: f64 = 0.005;
/// Sets that every drawn wall is written with.
const OF_DRAWN: [&str; 4] = [own::PLAN, "Pset_WallCommon", "Qto_WallBaseQuantities", "BaseQuantities"];

impl Own<'_> {
    /// Whether a number of the shape was assumed for drawing, and the shape still shows the number that was.
    pub(super) fn assumed(&self, what: &str, now: Option<f64>) -> bool {
        let entries = self.list(own::ASSUMED).unwrap_or_default();
        entries.iter().any(|entry| match entry.split_once('=') {
            None => entry == what,
            Some((name, drawn)) => {
                let drawn = drawn.parse::<f64>().ok();
                name == what && drawn.zip(now).is_none_or(|(drawn, now)| (drawn - now).abs() <= SAME)
            }
        })
    }
}

/// Whether two numbers are the same length.
pub(super) fn same_length(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME
}

impl Lower<'_> {
    /// Tells that an element is no longer as it was written.
    pub(super) fn tell_changed(&mut self, id: Id, label: &str, what: &Localized) {
        let saying = Saying::new(
            Severity::Warning,
            "ifc.changed",
            Localized::new(
                "ett sted er modellen endret etter at den ble skrevet herfra; det som er tegnet nå, gjelder",
                "in one place the model was changed after it was written here; what is drawn now counts",
            ),
            Localized::new(
                "{n} steder er modellen endret etter at den ble skrevet herfra; det som er tegnet nå, gjelder",
                "in {n} places the model was changed after it was written here; what is drawn now counts",
            ),
        );
        let example = |what: &str| format!("{label} ({what})");
        let example = Localized::new(example(&what.nb), example(&what.en));
        let (file, line) = (self.file.clone(), self.line(id));
        self.told.count(saying, example, &file, line);
    }

    /// The sides of an opening or wall: as they were written, unless something else lies there now.
    pub(super) fn sides_now(&mut self, id: Id, label: &str, own: &Own<'_>, seen: [Side; 2]) -> [Side; 2] {
        let Some(written) = self.own_sides(own) else { return seen };
        let known = seen.iter().filter(|s| matches!(s, Side::Room(_)));
        let stranger = known.clone().any(|s| !written.contains(s));
        // Where both sides are seen, a written room that is not among them lies there no longer.
        let missed = !seen.contains(&Side::Unknown)
            && known.count() > 0
            && written.iter().any(|s| matches!(s, Side::Room(_)) && !seen.contains(s));
        if !stranger && !missed {
            return written;
        }
        let what = Localized::new("ligger mellom andre rom nå", "lies between other rooms now");
        self.tell_changed(id, label, &what);
        seen
    }

    /// The side a leaf opens into, as an index into `sides`: that on the left of the opening now, or else as written.
    pub(super) fn opens_into_now(
        &mut self,
        id: Id,
        label: &str,
        sides: [Side; 2],
        seen: [Side; 2],
        written: usize,
    ) -> usize {
        let at = |side: Side| match side {
            Side::Room(_) => sides.iter().position(|s| *s == side),
            Side::Outside | Side::Unknown => None,
        };
        let Some(into) = at(seen[1]).or_else(|| at(seen[0]).map(|right| 1 - right)) else { return written };
        if into != written {
            self.tell_changed(id, label, &Localized::new("slår andre veien nå", "opens the other way now"));
        }
        into
    }

    /// A size of an opening that is known by its hole alone: as it was written, unless the hole is another now.
    pub(super) fn size_now(
        &mut self,
        id: Id,
        label: &str,
        written: Option<f64>,
        now: Option<f64>,
    ) -> Option<f64> {
        let changed = written.zip(now).filter(|(written, now)| !same_length(*written, *now));
        let Some((_, now)) = changed else { return written };
        self.tell_changed(id, label, &Localized::new("har en annen størrelse nå", "has another size now"));
        Some(now)
    }

    /// Whether an element of our own is called something else now.
    pub(super) fn is_renamed(&self, id: Id, own: &Own<'_>) -> bool {
        let Some(class) = self.ifc.class(id).map(|c| c.name()) else { return false };
        let now =
            |attribute: &str| self.ifc.text(id, attribute).map(|t| t.trim().to_owned()).unwrap_or_default();
        let tag = own.text(own::TAG).unwrap_or_default();
        let name = own.text(own::NAME).unwrap_or_default();
        let is = |attribute: &str, written: &str| now(attribute) == written.trim();
        match class {
            "IfcSpace" => {
                let functions = own.list(own::FUNCTIONS).unwrap_or_default();
                let function =
                    functions.first().and_then(|f| self.vocabulary.room(f)).map(|f| f.name.nb.clone());
                let long = if name.is_empty() { function.unwrap_or_default() } else { name };
                !is("Name", &tag) || !is("LongName", &long)
            }
            "IfcZone" | "IfcBuilding" => {
                // NOTE: zones have no long name in the older schema.
                let long = class == "IfcBuilding" || self.ifc.text(id, "LongName").is_some();
                !is("Name", &tag) || (long && !is("LongName", &name))
            }
            "IfcBuildingStorey" => {
                let number = own.number(own::NUMBER).unwrap_or_default();
                !is("Name", &format!("{number}. etasje")) || !is("LongName", &name)
            }
            "IfcProject" => !is("Name", &name),
            _ => match own.text(own::WHAT) {
                Some(what) => {
                    let word = self.vocabulary.fixture(&what).map_or(what, |f| f.name.nb.clone());
                    !is("Name", &word)
                }
                None => !is("Name", &tag),
            },
        }
    }

    /// Tells of an element that it is called something else now.
    pub(super) fn tell_renamed(&mut self, id: Id, own: &Own<'_>) {
        let label = own.text(own::LABEL).unwrap_or_else(|| id.to_string());
        self.tell_changed(id, &label, &Localized::new("heter noe annet nå", "is called something else now"));
    }

    /// Whether somebody said more of a drawn wall than it was written with: it is then a wall like any other.
    pub(super) fn said_since(&self, id: Id) -> bool {
        let sets = self.ifc.own_property_sets(id);
        sets.iter().any(|set| {
            let known = OF_DRAWN.contains(&&*set.name);
            !known || (set.name == "Pset_WallCommon" && set.properties.iter().any(|p| p.name != "IsExternal"))
        })
    }
}
