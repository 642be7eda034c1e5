//! The documentation of the crate: what the document says of the service, an example, the features.

use crate::code::docs::Lines;
use crate::code::{Manifest, Resource, examples};
use crate::ir;

/// The documentation of the crate.
pub(in crate::code) fn crate_docs(
    api: &ir::Api,
    manifest: &Manifest,
    resources: &[Resource],
) -> Vec<String> {
    let mut lines = Lines::default();
    lines.text(&format!("Client for the {}.", api.title));
    if let Some(text) = &api.docs.description {
        lines.text(text);
    }
    if let Some(url) = &api.docs.external {
        lines.text(&format!("See <{url}>."));
    }
    if let Some(example) = examples::crate_example(manifest, resources) {
        lines.own(["# Example".to_owned()]);
        lines.own(example);
    }
    lines.own(["# Features".to_owned()]);
    lines.own([
        "- `rustls` (default): HTTPS by rustls with ring. Without it, bring a TLS setup of your own".to_owned(),
        "  through [`ClientBuilder::http`].".to_owned(),
        format!("- `cli`: the command `{}` and the module `cli` behind it.", manifest.binary),
        "- `jiff`: conversions of dates and times.".to_owned(),
    ]);
    lines.finish()
}
