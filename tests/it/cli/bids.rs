//! Several bids side by side, as their reader meets them.

use super::{Place, SKETCH, broken};

#[test]
fn a_broken_bid_stands_among_the_others_and_stops_none() {
    let place = Place::new("bids");
    place.write("tilbud/a.bolig", SKETCH);
    place.write("tilbud/b <b>.bolig", &broken());
    place.write("tilbud/c.bolig", "dette er ingen beskrivelse");
    place.write("tilbud/d/inni.bolig", SKETCH);
    let run = place.run(&["bids", "tilbud", "-o", "ut.html", "-o", "ut.xlsx"]).code(2);
    let page = place.read("ut.html");
    for name in ["tilbud/a.bolig", "tilbud/b &lt;b&gt;.bolig", "tilbud/c.bolig", "tilbud/d"] {
        assert!(page.contains(name), "{name} in\n{page}");
    }
    assert!(run.err.contains("tilbud/c.bolig: "), "{}", run.err);
    assert!(!page.contains("<b>"), "names are text");
    assert!(std::fs::read(place.path("ut.xlsx")).unwrap().starts_with(b"PK"));
    place.run(&["bids", "tilbud/a.bolig", "-o", "ut.html"]).code(0);
    place.run(&["bids", "tilbud/b <b>.bolig", "tilbud/a.bolig", "-o", "ut.html"]).code(1);
}
