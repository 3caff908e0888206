//! Rebuilds the crate when a file is added to or removed from the built-in specification folder.

fn main() {
    println!("cargo::rerun-if-changed=spec");
}
