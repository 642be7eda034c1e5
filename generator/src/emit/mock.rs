//! `src/mock.rs` and `src/mock/table.rs`: a mock of the service, and what it can reply.

use std::collections::HashSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ty::read_as;
use super::{Module, attr, imports, library, model, part};
use crate::code::{
    Ident, MockHandle, Outcome, OutcomeExample, OutcomeForm, Package, Part, Script, Seed,
};
use crate::ir::StatusRange;

/// The mock.
pub(super) fn handles(package: &Package) -> Module {
    let here = package.mock.handles.iter();
    let gives = here
        .filter(|handle| package.part_of(&handle.module).is_none())
        .map(give);
    let own = package
        .mock
        .handles
        .iter()
        .filter(|handle| handle.name.is_none())
        .map(|handle| methods(handle, &quote!(&self), &quote!(self)));
    let here = package.mock.handles.iter();
    let types = here
        .filter(|handle| package.part_of(&handle.module).is_none())
        .map(handle_type);
    let parts = part::shown(package.parts.iter(), &quote!(pub));
    let docs = attr::docs(&docs(package));
    let tokens = quote! {
        #[cfg(test)]
        pub(crate) mod table;
        #[cfg(not(test))]
        mod table;
        #parts

        use crate::client::SERVICE;
        use crate::runtime::mock;
        use crate::runtime::transport::{InTransit, Transport};
        use crate::{Client, ClientBuilder};

        pub use crate::runtime::mock::{Part, Recorded, Replies};

        #docs
        #[derive(Clone, Debug)]
        pub struct Mock {
            pub(crate) inner: mock::Mock,
        }

        impl Mock {
            /// A mock without replies.
            #[must_use]
            pub fn new() -> Self {
                Self { inner: mock::Mock::new(&SERVICE, table::SCRIPTS) }
            }

            /// A client that talks to this mock. It repeats what a client repeats, without waits.
            ///
            /// # Panics
            ///
            /// Panics when the system has no resources for a client.
            #[must_use]
            pub fn client(&self) -> Client {
                // The settings are those of the mock, so none of them can be wrong.
                self.builder().build().expect("the settings of the mock are right")
            }

            /// A blocking client that talks to this mock, like that of [`client`](Self::client).
            ///
            /// # Panics
            ///
            /// Panics when the system has no resources for a client.
            #[cfg(feature = "blocking")]
            #[must_use]
            pub fn blocking_client(&self) -> crate::blocking::Client {
                let inner = self.inner.settings();
                let client = ClientBuilder { inner }.build();
                client.expect("the settings of the mock are right")
            }

            /// The settings of the client: the address and the credentials are made up.
            pub fn builder(&self) -> ClientBuilder {
                ClientBuilder { inner: self.inner.settings() }
            }

            /// What was sent so far, in order; each attempt of a call is one.
            #[must_use]
            pub fn requests(&self) -> Vec<Recorded> {
                self.inner.requests()
            }

            /// Replies to requests that are no operation: to a path below the base URL, or to an
            /// address elsewhere, such as that of an upload. Their queries do not matter.
            ///
            /// # Panics
            ///
            /// Panics when this is no method or no address.
            #[must_use]
            #[track_caller]
            pub fn elsewhere(&self, method: &str, address: &str) -> Replies {
                self.inner.elsewhere(method, address)
            }

            #(#gives)*
            #(#own)*
        }

        impl Default for Mock {
            fn default() -> Self {
                Self::new()
            }
        }

        impl Transport for Mock {
            fn send(&self, request: reqwest::Request) -> InTransit<'_> {
                self.inner.send(request)
            }
        }

        #(#types)*
    };
    Module {
        path: "src/mock.rs".to_owned(),
        docs: vec![
            "Replies without a server, for the tests of code that uses this crate.".to_owned(),
        ],
        tokens,
    }
}

/// The documentation of the mock, with an example that compiles.
fn docs(package: &Package) -> Vec<String> {
    let mut lines = vec![
        "A mock of the service. It replies as it is told, and keeps what was sent.".to_owned(),
        String::new(),
        "It is a [`Transport`], so that nothing of the client is left out but the connection."
            .to_owned(),
        "Replies are given in the order in which they were added, by operation; the last one"
            .to_owned(),
        "stays. They are held to the document: one that does not fit panics where it is added."
            .to_owned(),
        "A call without a reply fails.".to_owned(),
    ];
    let example = package.mock.handles.iter().find_map(|handle| {
        let (name, _) = handle.name.as_ref()?;
        let (method, ..) = handle.methods.first()?;
        Some((name, method))
    });
    if let Some((name, method)) = example {
        let library = library::library_name(package);
        lines.extend([
            String::new(),
            "```".to_owned(),
            format!("use {library}::mock::Mock;"),
            String::new(),
            "let mock = Mock::new();".to_owned(),
            format!(
                "mock.{name}().{method}().reply_raw(503, &[], \"\").times(1).reply_raw(200, &[], \"{{}}\");"
            ),
            "let client = mock.client();".to_owned(),
            "// Here the code that is to be tested uses the client.".to_owned(),
            "assert!(mock.requests().is_empty());".to_owned(),
            "# drop(client);".to_owned(),
            "```".to_owned(),
        ]);
    }
    lines
}

fn methods(handle: &MockHandle, receiver: &TokenStream, mock: &TokenStream) -> TokenStream {
    let methods = handle.methods.iter().map(|(name, script, what)| {
        let docs = attr::docs(&[format!("Replies to {what}.")]);
        quote! {
            #docs
            #[must_use]
            pub fn #name(#receiver) -> Replies {
                #mock.inner.on(&table::#script)
            }
        }
    });
    quote!(#(#methods)*)
}

/// The method that gives a handle; none for operations of the client itself.
fn give(handle: &MockHandle) -> Option<TokenStream> {
    let (name, ty) = handle.name.as_ref()?;
    let docs = attr::docs(&[format!("Replies to the operations of `{}`.", handle.module)]);
    Some(quote! {
        #docs
        #[must_use]
        pub fn #name(&self) -> #ty<'_> {
            #ty { mock: self }
        }
    })
}

/// A handle with its methods.
fn handle_type(handle: &MockHandle) -> Option<TokenStream> {
    let (_, ty) = handle.name.as_ref()?;
    let docs = attr::docs(&[format!("Replies to the operations of `{}`.", handle.module)]);
    let methods = methods(handle, &quote!(self), &quote!(self.mock));
    Some(quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #ty<'m> {
            mock: &'m Mock,
        }

        impl #ty<'_> {
            #methods
        }
    })
}

/// What a part has of the mock.
pub(super) fn part(package: &Package, part: &Part) -> Module {
    let handles = package.mock.handles.iter();
    let handles = handles.filter(|handle| handle.module == part.resource);
    let (gives, types): (Vec<_>, Vec<_>) = handles
        .map(|handle| (give(handle), handle_type(handle)))
        .unzip();
    Module {
        path: part::path("mock", Some(part)),
        docs: vec![format!("The mock of `{}`.", part.resource)],
        tokens: quote! {
            use super::{Mock, table};
            use crate::runtime::mock::Replies;

            impl Mock {
                #(#gives)*
            }

            #(#types)*
        },
    }
}

/// Its tables, or what a part has of them.
pub(super) fn table(package: &Package, part: Option<&Part>) -> Module {
    let all = package.mock.scripts.iter();
    let here: Vec<&Script> = all
        .filter(|script| package.is_row_of(&script.constant, part))
        .collect();
    let used: HashSet<&Ident> = here.iter().flat_map(|script| &script.outcomes).collect();
    let scripts = here.iter().map(|script| &script.constant);
    let statics = here.iter().map(|item| script(item));
    let outcomes = package.mock.outcomes.iter();
    let outcomes = outcomes
        .filter(|outcome| used.contains(&outcome.constant))
        .map(outcome);
    let parts = part
        .is_none()
        .then(|| part::shown(package.parts.iter(), &quote!(pub(crate))));
    let list = match part {
        Some(_) => quote! {
            /// The operations of this part.
            pub(super) static SCRIPTS: &[&Script] = &[#(&#scripts),*];
        },
        None => {
            let parts = package.parts.iter().map(|part| {
                let (cfg, module) = (part::cfg(Some(part)), &part.module);
                quote!(#cfg #module::SCRIPTS)
            });
            quote! {
                /// All operations.
                pub(crate) static SCRIPTS: &[&[&Script]] = &[&[#(&#scripts),*], #(#parts),*];
            }
        }
    };
    let items = quote! {
        #list

        #(#statics)*
        #(#outcomes)*
    };
    let mut known = vec![
        ("IndexMap", "indexmap"),
        ("models", "crate"),
        ("operations", "crate"),
        ("Example", "crate::runtime::mock"),
        ("Outcome", "crate::runtime::mock"),
        ("Script", "crate::runtime::mock"),
        ("Status", "crate::runtime::mock"),
        ("json", "crate::runtime::mock"),
        ("json_by", "crate::runtime::mock"),
        ("Ints", "crate::runtime::seed"),
    ];
    known.extend(super::ty::VALUES);
    let imports = imports::of(&items, &known);
    let deprecated = model::allow_deprecated(package);
    Module {
        path: part::path("mock/table", part),
        docs: vec!["What each operation can reply, with the examples of the document.".to_owned()],
        tokens: quote! {
            #deprecated

            #parts

            #imports

            #items
        },
    }
}

fn script(script: &Script) -> TokenStream {
    let Script { constant, outcomes } = script;
    quote! {
        pub(crate) static #constant: Script = Script {
            operation: &operations::#constant,
            outcomes: &[#(#outcomes),*],
        };
    }
}

fn outcome(outcome: &Outcome) -> TokenStream {
    let Outcome {
        constant,
        media_type,
        ..
    } = outcome;
    let status = match outcome.status {
        StatusRange::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(Status::Code(#code))
        }
        StatusRange::Class(digit) => {
            let digit = Literal::u8_unsuffixed(digit);
            quote!(Status::Class(#digit))
        }
        StatusRange::Default => quote!(Status::Any),
    };
    let new = match &outcome.form {
        OutcomeForm::Empty => quote!(Outcome::empty(#status)),
        OutcomeForm::Json(value, seed) => {
            let check = match seed {
                Seed::Plain => quote!(json),
                _ => quote!(json_by),
            };
            let value = read_as(value, seed);
            let other =
                (media_type != "application/json").then(|| quote!(.media_type(#media_type)));
            quote!(Outcome::json(#status, #check::<#value>) #other)
        }
        OutcomeForm::Text => quote!(Outcome::text(#status, #media_type)),
        OutcomeForm::Bytes => quote!(Outcome::bytes(#status, #media_type)),
    };
    let examples = (!outcome.examples.is_empty()).then(|| {
        let examples = outcome.examples.iter().map(example);
        quote!(.examples(&[#(#examples),*]))
    });
    quote! {
        const #constant: Outcome = #new #examples;
    }
}

fn example(example: &OutcomeExample) -> TokenStream {
    let name = &example.name;
    let text = attr::raw(&example.text);
    if example.is_exact {
        quote!(Example::new(#name, #text))
    } else {
        quote!(Example::partial(#name, #text))
    }
}
