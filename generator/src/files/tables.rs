//! Calls of macros that look like Rust: a table of members, an enum with texts.
//!
//! The printer takes the arguments of a macro for words and fills lines with them. So they are
//! printed as the Rust that they look like, and put into the call.

use super::render::unparse;

/// The call as text, if its argument looks like something that is known here.
pub(super) fn table(item: &syn::Item) -> Option<String> {
    let syn::Item::Macro(item) = item else {
        return None;
    };
    let path = item.mac.path.segments.iter();
    let path: Vec<String> = path.map(|segment| segment.ident.to_string()).collect();
    let name = path.join("::");
    match item.mac.delimiter {
        syn::MacroDelimiter::Paren(_) => {
            members(&item.mac).map(|value| format!("{name}!({value});\n"))
        }
        syn::MacroDelimiter::Brace(_) => {
            let item: syn::ItemEnum = item.mac.parse_body().ok()?;
            let printed = indented(&unparse(syn::Item::Enum(item)));
            Some(format!("{name}! {{\n{printed}}}\n"))
        }
        syn::MacroDelimiter::Bracket(_) => None,
    }
}

/// What looks like a struct, a member to a line: a constant with that value is printed so.
fn members(call: &syn::Macro) -> Option<String> {
    const CONSTANT: &str = "const TABLE: () = ";
    let value: syn::ExprStruct = call.parse_body().ok()?;
    let mut constant: syn::ItemConst = syn::parse_str(&format!("{CONSTANT}();")).ok()?;
    constant.expr = Box::new(syn::Expr::Struct(value));
    let printed = unparse(syn::Item::Const(constant));
    let value = printed.strip_prefix(CONSTANT)?.strip_suffix(";\n")?;
    Some(value.to_owned())
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
