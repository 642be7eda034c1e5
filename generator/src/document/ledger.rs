//! The ledger as data: what becomes of each keyword, for pages about it.

use super::Version;
use super::keywords::{self, Kind, Verdict};

/// A keyword at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The object of the OpenAPI specification that has it, without the word "Object": `Schema`.
    pub object: &'static str,
    /// The keyword.
    pub keyword: &'static str,
    /// The first version that has it.
    pub since: Version,
    /// The last version that has it.
    pub until: Version,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It decides what is generated, or is in the documentation of it.
    Used,
    /// It has no effect, for this reason.
    Ignored(&'static str),
    /// It is honoured in part; this says how.
    Weakened(&'static str),
}

/// Each keyword of each object that the generator knows, in the order of the specification.
///
/// A key that is not listed is reported as unknown, extensions of others (`x-…`) as without
/// effect. Our own extensions are not part of this list.
#[must_use]
pub fn ledger() -> Vec<Entry> {
    let kinds = Kind::ALL.iter();
    kinds
        .flat_map(|kind| {
            keywords::table(*kind).iter().map(|keyword| Entry {
                object: kind.object(),
                keyword: keyword.name,
                since: keyword.since,
                until: keyword.until,
                fate: match keyword.verdict {
                    // It is told where it stands, since what becomes of it depends on its neighbours.
                    _ if *kind == Kind::Schema && keyword.name == "not" => Fate::Weakened(
                        "alone it is generated as raw JSON; beside other keywords it has no effect",
                    ),
                    Verdict::Used | Verdict::Soft => Fate::Used,
                    Verdict::Ignored(reason) => Fate::Ignored(reason),
                    Verdict::Weakened(how) => Fate::Weakened(how),
                },
            })
        })
        .collect()
}
