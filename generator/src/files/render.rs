//! A module as text: header, documentation, items with blank lines between them.

use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::emit::Module;
use crate::files::tables::table;

/// A module as text. Tokens that are no Rust are a fault of the templates.
pub(super) fn module(module: Module, made: &str) -> Result<String, Box<Diagnostic>> {
    let file: syn::File = syn::parse2(module.tokens).map_err(|error| {
        let found = Diagnostic::new(
            Code::Internal,
            Pointer::root(),
            format!("the text of {} is not Rust: {error}", module.path),
        );
        Box::new(found.hint("this is a fault of the generator, please report it with the document"))
    })?;
    let mut text = format!("// {made}\n");
    for line in &module.docs {
        // A line end inside of a line would end the comment.
        let line: String = line
            .chars()
            .map(|char| if char.is_control() { ' ' } else { char })
            .collect();
        text.push_str(if line.is_empty() { "//!" } else { "//! " });
        text.push_str(&line);
        text.push('\n');
    }
    if !file.attrs.is_empty() {
        let attrs = syn::File {
            shebang: None,
            frontmatter: None,
            attrs: file.attrs,
            items: Vec::new(),
        };
        text.push('\n');
        text.push_str(prettyplease::unparse(&attrs).trim_end());
        text.push('\n');
    }
    let mut last = None;
    for item in file.items {
        let kind = Kind::of(&item);
        if last != Some(kind) || kind == Kind::Other {
            text.push('\n');
        }
        last = Some(kind);
        let has_body = matches!(
            item,
            syn::Item::Impl(_) | syn::Item::Mod(_) | syn::Item::Trait(_)
        );
        if let Some(printed) = table(&item) {
            text.push_str(&printed);
            continue;
        }
        let printed = unparse(item);
        if has_body {
            spaced(&printed, &mut text);
        } else {
            text.push_str(&printed);
        }
    }
    Ok(text)
}

pub(super) fn unparse(item: syn::Item) -> String {
    prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    })
}

/// Items that stand together without a blank line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A private import, by where it leads: std, other crates, this crate.
    Use(usize),
    PublicUse,
    Module,
    Other,
}

impl Kind {
    fn of(item: &syn::Item) -> Self {
        match item {
            syn::Item::Use(item) if matches!(item.vis, syn::Visibility::Inherited) => {
                Self::Use(origin(&item.tree))
            }
            syn::Item::Use(_) => Self::PublicUse,
            syn::Item::Mod(item) if item.content.is_none() => Self::Module,
            _ => Self::Other,
        }
    }
}

/// Where an import leads: 0 for std, 1 for other crates, 2 for this crate.
fn origin(tree: &syn::UseTree) -> usize {
    match tree {
        syn::UseTree::Path(path) if path.ident == "std" => 0,
        syn::UseTree::Path(path) if path.ident == "crate" || path.ident == "super" => 2,
        _ => 1,
    }
}

/// Puts a blank line between the members of a block, which the printer does not.
fn spaced(printed: &str, text: &mut String) {
    let mut lines = printed.lines().peekable();
    while let Some(line) = lines.next() {
        text.push_str(line);
        text.push('\n');
        let ends =
            member(line).is_some_and(|line| line.ends_with(['}', ';']) && !line.starts_with("//"));
        let starts = lines
            .peek()
            .and_then(|next| member(next))
            .is_some_and(|next| {
                let closes = next.starts_with(['}', ')']);
                let kept = ["type ", "use "].iter().any(|word| next.starts_with(word));
                let belongs = kept && line.ends_with(';');
                !(closes || belongs)
            });
        if ends && starts {
            text.push('\n');
        }
    }
}

/// The line without its indentation, if it is indented as a member.
fn member(line: &str) -> Option<&str> {
    line.strip_prefix("    ")
        .filter(|line| !line.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::module;
    use crate::emit::Module;

    #[test]
    fn members_are_apart() {
        let tokens = quote! {
            use a::A;
            use b::B;
            impl A {
                type X = B;
                type Y = B;
                fn a() { b(); }
                /// Docs, see `a();
                /// }
                fn c() {}
            }
        };
        let source = Module {
            path: "a.rs".into(),
            docs: vec!["Docs.".into()],
            tokens,
        };
        let text = module(source, "made").expect("the tokens are Rust");
        let expected = "// made\n//! Docs.\n\nuse a::A;\nuse b::B;\n\nimpl A {\n    type X = B;\n    type Y = B;\n\n    fn a() {\n        b();\n    }\n\n    /// Docs, see `a();\n    /// }\n    fn c() {}\n}\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn tokens_that_are_no_rust_are_reported() {
        let source = Module {
            path: "a.rs".into(),
            docs: Vec::new(),
            tokens: quote!(fn),
        };
        let found = module(source, "made").expect_err("the tokens are no Rust");
        assert!(found.message.starts_with("the text of a.rs is not Rust"));
    }
}
