//! Calls of macros that look like Rust: tables of members, enums with texts, requests; and lists
//! of calls in constants.
//!
//! The printer takes the arguments of a macro for words and fills lines with them. So they are
//! printed as the Rust that they look like, and put into the call.

mod lists;
mod requests;
mod sections;

use super::render::unparse;

/// How long a line may be, as the printer has it.
const WIDTH: usize = 100;

/// The call as text, if its argument looks like something that is known here.
pub(super) fn table(item: &syn::Item) -> Option<String> {
    let item = match item {
        syn::Item::Macro(item) => item,
        syn::Item::Const(item) => return lists::constant(item.clone()),
        _ => return None,
    };
    let path = item.mac.path.segments.iter();
    let path: Vec<String> = path.map(|segment| segment.ident.to_string()).collect();
    let name = path.join("::");
    if let syn::MacroDelimiter::Brace(_) = item.mac.delimiter {
        let item: syn::ItemEnum = item.mac.parse_body().ok()?;
        let printed = indented(&unparse(syn::Item::Enum(item)));
        return Some(format!("{name}! {{\n{printed}}}\n"));
    }
    let printed = match name.as_str() {
        "request" => item.mac.parse_body().ok().and_then(requests::request),
        "setters" => item.mac.parse_body().ok().and_then(requests::setters),
        "constructor" => item.mac.parse_body().ok().and_then(sections::sections),
        _ => members(&item.mac),
    };
    printed.map(|printed| format!("{name}!({printed});\n"))
}

/// What looks like a struct, a member to a line.
fn members(call: &syn::Macro) -> Option<String> {
    expression(syn::Expr::Struct(call.parse_body().ok()?))
}

/// Attributes, a line each: those of an item that is nothing else.
fn attributes(attrs: Vec<syn::Attribute>) -> Option<String> {
    const ITEM: &str = "struct T;\n";
    let mut item: syn::ItemStruct = syn::parse_str(ITEM).ok()?;
    item.attrs = attrs;
    let printed = unparse(syn::Item::Struct(item));
    printed.strip_suffix(ITEM).map(str::to_owned)
}

/// A type: an alias of it is printed so.
fn ty(ty: syn::Type) -> Option<String> {
    const ALIAS: &str = "type T = ";
    let mut alias: syn::ItemType = syn::parse_str(&format!("{ALIAS}();")).ok()?;
    alias.ty = Box::new(ty);
    let printed = unparse(syn::Item::Type(alias));
    let printed = printed.strip_prefix(ALIAS)?.strip_suffix(";\n")?;
    Some(printed.to_owned())
}

/// An expression: a constant of that value is printed so.
fn expression(value: syn::Expr) -> Option<String> {
    const CONSTANT: &str = "const C: () = ";
    let mut constant: syn::ItemConst = syn::parse_str(&format!("{CONSTANT}();")).ok()?;
    constant.expr = Box::new(value);
    let printed = unparse(syn::Item::Const(constant));
    let printed = printed.strip_prefix(CONSTANT)?.strip_suffix(";\n")?;
    Some(printed.to_owned())
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| match line {
        "" => "\n".to_owned(),
        line => format!("    {line}\n"),
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use crate::emit::Module;
    use crate::files::render::module;

    #[test]
    fn tables_have_a_line_for_each_member() {
        let source = Module {
            path: "a.rs".into(),
            docs: vec!["Docs.".into()],
            tokens: quote! {
                a::fields!(Asset { asset_id: required("asset_id" | "id", b::Int), name: optional("name"), ..extra(b::Plain) });
                names!(A, B);
                a::fields!(Nothing {});
            },
        };
        let text = module(source, "made").expect("the tokens are Rust");
        let expected = "// made\n//! Docs.\n\na::fields!(Asset {\n    asset_id: required(\"asset_id\" | \"id\", b::Int),\n    name: optional(\"name\"),\n    ..extra(b::Plain)\n});\n\nnames!(A, B);\n\na::fields!(Nothing {});\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn enums_in_macros_are_printed_as_enums() {
        let source = Module {
            path: "a.rs".into(),
            docs: vec!["Docs.".into()],
            tokens: quote! {
                string_enum! {
                    /// A color.
                    pub enum Color { /// Like blood.
                        Red = "red", Green = "green" }
                }
            },
        };
        let text = module(source, "made").expect("the tokens are Rust");
        let expected = "// made\n//! Docs.\n\nstring_enum! {\n    /// A color.\n    pub enum Color {\n        /// Like blood.\n        Red = \"red\",\n        Green = \"green\",\n    }\n}\n";
        assert_eq!(text, expected);
    }
}
