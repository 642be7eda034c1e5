//! The constructor of a model: fields by what they start with.

use syn::Token;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;

use super::{WIDTH, expression};

/// `Asset { required: asset_id, status; none: name; }`
pub(super) struct Sections {
    name: syn::Ident,
    sections: Vec<(syn::Ident, Vec<syn::Expr>)>,
}

impl Parse for Sections {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        let content;
        syn::braced!(content in input);
        let mut sections = Vec::new();
        while !content.is_empty() {
            let word = content.parse()?;
            content.parse::<Token![:]>()?;
            let items = Punctuated::<syn::Expr, Token![,]>::parse_separated_nonempty(&content)?;
            content.parse::<Token![;]>()?;
            sections.push((word, items.into_iter().collect()));
        }
        Ok(Self { name, sections })
    }
}

pub(super) fn sections(Sections { name, sections }: Sections) -> Option<String> {
    let mut text = format!("{name} {{\n");
    for (word, items) in sections {
        let mut line = format!("    {word}:");
        for item in items {
            let item = expression(item)?;
            if line.len() + item.len() + 2 > WIDTH {
                text.push_str(&line);
                line = "\n       ".to_owned();
            }
            line.push_str(&format!(" {item},"));
        }
        text.push_str(line.trim_end_matches(','));
        text.push_str(";\n");
    }
    text.push('}');
    Some(text)
}
