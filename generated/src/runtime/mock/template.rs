// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Which operation a request belongs to: path templates and the paths that fit them.
//!
//! `percent-encoding`.

use percent_encoding::percent_decode_str;

/// How well a path fits a template: for each segment whether it is fixed; none if it does not fit.
///
/// Of several templates the one with the greatest rank is meant: `/pets/mine` before `/pets/{id}`.
pub(super) fn rank(template: &str, path: &str) -> Option<Vec<bool>> {
    let template = template.split(['?', '#']).next().unwrap_or_default();
    let (template, path) = (template.split('/'), path.split('/'));
    if template.clone().count() != path.clone().count() {
        return None;
    }
    let segments = template.zip(path).map(|(template, segment)| {
        let segment = percent_decode_str(segment).decode_utf8_lossy();
        fits(template, &segment).then(|| !template.contains('{'))
    });
    segments.collect()
}

// `{name}.json` fits `logo.json`
fn fits(template: &str, segment: &str) -> bool {
    let Some((before, rest)) = template.split_once('{') else {
        return template == segment;
    };
    let (Some(segment), Some((_, rest))) = (segment.strip_prefix(before), rest.split_once('}'))
    else {
        return false;
    };
    // A value has at least one character.
    let mut ends = segment
        .char_indices()
        .map(|(at, char)| at + char.len_utf8());
    ends.any(|end| fits(rest, &segment[end..]))
}
