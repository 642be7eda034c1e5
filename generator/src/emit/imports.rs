//! The `use` items of an emitted file.
//!
//! The templates write short names; what they need on top follows from what
//! they wrote. Which names there are, each template knows for itself.

use std::collections::{BTreeMap, HashSet};

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;

/// The `use` items for those names that occur in the tokens, given as name and module.
/// A module that ends in a type's name is imported itself when the name occurs.
/// An import without a use would be a warning.
pub(super) fn of(tokens: &TokenStream, known: &[(&str, &str)]) -> TokenStream {
    of_names(tokens, known, Names::All)
}

/// Like [`of`], but names of fields and methods do not count: they are the document's.
pub(super) fn of_paths(tokens: &TokenStream, known: &[(&str, &str)]) -> TokenStream {
    of_names(tokens, known, Names::Paths)
}

/// Which names are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    /// Those of members too: a trait can be needed for its method.
    All,
    /// Those that stand at the beginning of a path.
    Paths,
}

fn of_names(tokens: &TokenStream, known: &[(&str, &str)], names: Names) -> TokenStream {
    let mut used = HashSet::new();
    collect(tokens.clone(), names, &mut used);
    use_items(
        known
            .iter()
            .copied()
            .filter(|(name, _)| used.contains(*name)),
    )
}

/// The `use` items for names, given as name and module, sorted and grouped.
pub(super) fn use_items<'a>(names: impl IntoIterator<Item = (&'a str, &'a str)>) -> TokenStream {
    let mut modules: BTreeMap<(usize, &str), Vec<TokenStream>> = BTreeMap::new();
    for (name, module) in names {
        let root = module.split("::").next().unwrap_or_default();
        // Std, then other crates, then this one.
        let group = match root {
            "std" => 0,
            "crate" => 2,
            _ => 1,
        };
        let (module, name) = match module.rsplit_once("::") {
            Some((parent, last)) if last.starts_with(|first: char| first.is_ascii_uppercase()) => {
                (parent, last)
            }
            _ => (module, name),
        };
        modules.entry((group, module)).or_default().push(path(name));
    }
    // By the path as a whole, as people sort them.
    let mut modules: Vec<_> = modules.into_iter().collect();
    for (_, names) in &mut modules {
        names.sort_by_key(ToString::to_string);
    }
    modules.sort_by_key(|((group, module), names)| {
        let only = if let [name] = names.as_slice() {
            name.to_string()
        } else {
            String::new()
        };
        (*group, format!("{module}::{only}"))
    });
    let items = modules.into_iter().map(|((_, module), names)| {
        let module = path(module);
        match names.as_slice() {
            [name] => quote!(use #module::#name;),
            names => quote!(use #module::{#(#names),*};),
        }
    });
    quote!(#(#items)*)
}

/// A path of plain names.
fn path(text: &str) -> TokenStream {
    let parts = text
        .split("::")
        .map(|part| proc_macro2::Ident::new(part, Span::call_site()));
    quote!(#(#parts)::*)
}

/// The names that stand at the beginning of a path, and perhaps those behind a dot.
fn collect(tokens: TokenStream, names: Names, used: &mut HashSet<String>) {
    // How many colons or dots stand directly before: two colons are a path separator, one dot
    // leads to a member.
    let (mut colons, mut dots) = (0, 0);
    for token in tokens {
        match &token {
            TokenTree::Ident(ident) if colons < 2 && (dots != 1 || names == Names::All) => {
                used.insert(ident.to_string());
            }
            TokenTree::Group(group) => collect(group.stream(), names, used),
            _ => {}
        }
        let sign = match &token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        colons = if sign == ':' { colons + 1 } else { 0 };
        dots = if sign == '.' { dots + 1 } else { 0 };
    }
}
