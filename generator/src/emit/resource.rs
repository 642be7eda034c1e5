//! `src/<resource>.rs`: a handle and its request builders.

use proc_macro2::TokenStream;
use quote::quote;

use super::ty::{Place, TEXTS, argument, ty};
use super::{Module, attr, imports, model};
use crate::code::{
    Body, Holding, Ident, Input, Method, Package, Pages, Reply, ReplyEnum, RequiredInput, Resource,
    Step, Target,
};
use crate::ir::StatusRange;

/// The file of a resource.
pub(super) fn resource(package: &Package, resource: &Resource) -> Module {
    let handle = handle(resource);
    let builders = resource.methods.iter().map(builder);
    let mut replies: Vec<&ReplyEnum> = Vec::new();
    for method in &resource.methods {
        if let Reply::ByStatus(reply) = &method.reply
            && replies.iter().all(|known| known.name != reply.name)
        {
            replies.push(reply);
        }
    }
    let replies = replies.into_iter().map(reply_enum);
    let missing = missing(resource);
    let items = quote! {
        #handle
        #(#builders)*
        #(#replies)*
        #missing
    };
    let imports = imports::of(&items, &imports());
    let deprecated = model::allow_deprecated(package);
    Module {
        path: format!("src/{}.rs", resource.module),
        docs: resource.docs.clone(),
        tokens: quote! {
            #deprecated

            #imports

            #items
        },
    }
}

fn imports() -> Vec<(&'static str, &'static str)> {
    let mut known = vec![
        ("IntoFuture", "std::future"),
        ("PhantomData", "std::marker"),
        ("IndexMap", "indexmap"),
        ("Client", "crate"),
        ("models", "crate"),
        ("operations", "crate"),
        ("BodyKind", "crate::runtime::call"),
        ("Call", "crate::runtime::call"),
        ("Sending", "crate::runtime::call"),
        ("Given", "crate::runtime::call"),
        ("Error", "crate::runtime::error"),
        ("FilePart", "crate::runtime::multipart"),
        ("Multipart", "crate::runtime::multipart"),
        ("Omittable", "crate::runtime::omittable"),
        ("Items", "crate::runtime::page"),
        ("PageRule", "crate::runtime::page"),
        ("Pages", "crate::runtime::page"),
        ("Bytes", "crate::runtime::reply"),
        ("Decode", "crate::runtime::reply"),
        ("Empty", "crate::runtime::reply"),
        ("Json", "crate::runtime::reply"),
        ("Received", "crate::runtime::reply"),
        ("Reply", "crate::runtime::reply"),
        ("Text", "crate::runtime::reply"),
    ];
    known.extend(TEXTS.map(|name| (name, "crate::runtime::text")));
    known
}

/// The handle with its methods; without a handle they are the client's own.
fn handle(resource: &Resource) -> TokenStream {
    let Some(handle) = &resource.handle else {
        let methods = resource
            .methods
            .iter()
            .map(|item| method(item, &quote!(&self), &quote!(&self.inner)));
        return quote! {
            impl Client {
                #(#methods)*
            }
        };
    };
    let docs = attr::docs(&resource.docs);
    let methods = resource
        .methods
        .iter()
        .map(|item| method(item, &quote!(self), &quote!(&self.client.inner)));
    let module = &resource.module;
    let new_docs = attr::docs(&[format!("The same as [`Client::{module}`].")]);
    quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #handle<'c> {
            client: &'c Client,
        }

        impl<'c> #handle<'c> {
            #new_docs
            #[must_use]
            pub fn new(client: &'c Client) -> Self {
                Self { client }
            }

            #(#methods)*
        }
    }
}

/// A method: arguments in, a request builder out.
fn method(item: &Method, receiver: &TokenStream, client: &TokenStream) -> TokenStream {
    let Method {
        name,
        builder,
        operation,
        ..
    } = item;
    let docs = attr::docs(&item.docs);
    let deprecated = attr::deprecated(item.deprecated);
    let arguments = item.arguments.iter().map(|input| {
        let name = &input.name;
        let (ty, _) = argument(name, &input.ty, Place::Elsewhere);
        quote!(#name: #ty)
    });
    let kind = match &item.body {
        Body::Json(media_type, _) => Some(quote!(.body_kind(BodyKind::Json(#media_type)))),
        Body::WholeJson(media_type) => Some(quote!(.body_kind(BodyKind::Json(#media_type)))),
        Body::Form => Some(quote!(.body_kind(BodyKind::Form))),
        Body::Multipart => Some(quote!(.body_kind(Multipart::new()))),
        _ => None,
    };
    let constants = item.constants.iter().map(|(key, value)| {
        let value = attr::literal(value);
        quote!(.field(#key, #value))
    });
    let values = item.arguments.iter().map(|input| set(input, &item.body));
    let lifetime = if receiver.to_string() == "self" {
        quote!('c)
    } else {
        quote!('_)
    };
    let states = States::of(item).missing();
    let state = (!item.required.is_empty()).then(|| quote!(, given: PhantomData));
    quote! {
        #docs
        #deprecated
        pub fn #name(#receiver, #(#arguments),*) -> #builder<#lifetime #states> {
            let call = Call::new(#client, &operations::#operation)#kind #(#constants)* #(#values)*;
            #builder { call #state }
        }
    }
}

/// The call on `Call` that takes the value of an input.
fn set(input: &Input, body: &Body) -> TokenStream {
    let (name, wire) = (&input.name, &input.wire);
    let (_, value) = argument(name, &input.ty, Place::Elsewhere);
    match (input.target, body) {
        (Target::Parameter, _) => quote!(.param(#wire, #value)),
        (Target::Field, _) => quote!(.field(#wire, #value)),
        (Target::File, _) => quote!(.file(#wire, #value)),
        (Target::Body, Body::WholeJson(_)) => quote!(.json(&#value)),
        (Target::Body, Body::Text(media_type)) => {
            quote!(.text(#media_type, #name))
        }
        (Target::Body, Body::Bytes(media_type)) => {
            quote!(.bytes(#media_type, #name))
        }
        (Target::Body, _) => quote!(.fields(&#value)),
    }
}

/// The request builder of a method.
fn builder(method: &Method) -> TokenStream {
    let name = &method.builder;
    let states = States::of(method);
    let docs = attr::docs(&[
        format!("A request of `{}`, not sent yet.", method.name),
        String::new(),
        "Optional values are set by methods; `send` or `.await` sends it.".to_owned(),
    ]);
    let given_field = states.field();
    let any = states.any();
    let setters = method
        .optional
        .iter()
        .map(|input| optional(&states, input, &method.body));
    let rest = states.rest();
    let required = method
        .required
        .iter()
        .enumerate()
        .map(|(index, input)| required(&states, index, input, &method.body));
    let whole = whole(&states, method);
    let send = send(&states, method);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #name<'c #any> {
            call: Call<'c>,
            #given_field
        }

        impl<'c #any> #name<'c #any> {
            #(#required)*
            #whole
            #(#setters)*

            /// Sets a header of this request.
            pub fn header(self, name: &str, value: &str) -> Self {
                Self { call: self.call.header(name, value) #rest }
            }
        }

        #send
    }
}

/// The type parameters that tell which required values are set.
struct States<'a> {
    builder: &'a Ident,
    markers: Vec<&'a Ident>,
}

impl<'a> States<'a> {
    fn of(method: &'a Method) -> Self {
        let markers = method
            .required
            .iter()
            .map(|required| &required.marker)
            .collect();
        Self {
            builder: &method.builder,
            markers,
        }
    }

    /// `, missing::Source`
    ///
    /// These are no defaults of the parameters: the compiler leaves defaults out of its messages,
    /// which then would not say what is missing.
    fn missing(&self) -> TokenStream {
        let markers = &self.markers;
        quote!(#(, missing::#markers)*)
    }

    /// `, Source`
    fn any(&self) -> TokenStream {
        let markers = &self.markers;
        quote!(#(, #markers)*)
    }

    /// `, Given`
    fn complete(&self) -> TokenStream {
        let given = self.markers.iter().map(|_| quote!(Given));
        quote!(#(, #given)*)
    }

    /// The field that holds the states.
    fn field(&self) -> Option<TokenStream> {
        let markers = &self.markers;
        (!markers.is_empty()).then(|| quote!(given: PhantomData<(#(#markers,)*)>,))
    }

    /// The states as they are, in a struct expression.
    fn rest(&self) -> Option<TokenStream> {
        (!self.markers.is_empty()).then(|| quote!(, ..self))
    }

    /// The builder with these states set.
    fn with(&self, set: &[usize]) -> TokenStream {
        let builder = self.builder;
        let states = self.markers.iter().enumerate().map(|(at, marker)| {
            if set.contains(&at) {
                quote!(Given)
            } else {
                quote!(#marker)
            }
        });
        quote!(#builder<'c, #(#states),*>)
    }
}

fn optional(states: &States<'_>, input: &Input, body: &Body) -> TokenStream {
    let rest = states.rest();
    let name = &input.name;
    let docs = attr::docs(&input.docs);
    let deprecated = attr::deprecated(input.deprecated);
    let (ty, _) = argument(name, &input.ty, Place::Elsewhere);
    let set = set(input, body);
    quote! {
        #docs
        #deprecated
        pub fn #name(self, #name: #ty) -> Self {
            Self { call: self.call #set #rest }
        }
    }
}

fn required(
    states: &States<'_>,
    index: usize,
    required: &RequiredInput,
    body: &Body,
) -> TokenStream {
    let input = &required.input;
    let name = &input.name;
    let mut lines = input.docs.clone();
    lines.extend([
        String::new(),
        "Required: without it the request cannot be sent.".to_owned(),
    ]);
    let docs = attr::docs(&lines);
    let deprecated = attr::deprecated(input.deprecated);
    let (ty, _) = argument(name, &input.ty, Place::Elsewhere);
    let set = set(input, body);
    let builder = states.builder;
    let reply = states.with(&[index]);
    quote! {
        #docs
        #deprecated
        pub fn #name(self, #name: #ty) -> #reply {
            #builder { call: self.call #set, given: PhantomData }
        }
    }
}

/// The setter for the whole body at once, which sets every required field of it.
fn whole(states: &States<'_>, method: &Method) -> Option<TokenStream> {
    let Body::Json(_, Some(whole)) = &method.body else {
        return None;
    };
    if method
        .arguments
        .iter()
        .any(|input| input.target == Target::Field)
    {
        return None;
    }
    let ty = ty(whole, Place::Elsewhere);
    let fields: Vec<usize> = method
        .required
        .iter()
        .enumerate()
        .filter(|(_, required)| required.input.target == Target::Field)
        .map(|(index, _)| index)
        .collect();
    let builder = states.builder;
    let docs = quote! {
        /// Sets every field of the body at once; setters called later win over it.
    };
    let rest = states.rest();
    Some(if fields.is_empty() {
        quote! {
            #docs
            pub fn body(self, body: &#ty) -> Self {
                Self { call: self.call.fields(body) #rest }
            }
        }
    } else {
        let reply = states.with(&fields);
        quote! {
            #docs
            pub fn body(self, body: &#ty) -> #reply {
                #builder { call: self.call.fields(body), given: PhantomData }
            }
        }
    })
}

/// What can be done once nothing is missing.
fn send(states: &States<'_>, method: &Method) -> TokenStream {
    let name = states.builder;
    let complete = states.complete();
    let (decoder, value) = decoder(&method.reply);
    let pages = method.pages.as_ref().map(pages);
    quote! {
        impl<'c> #name<'c #complete> {
            /// Sends the request and decodes the reply.
            pub fn send(self) -> Sending<'c, #value> {
                self.call.send::<#decoder>()
            }

            /// Sends the request and keeps status, headers and body of the reply as they are.
            pub fn send_raw(self) -> Sending<'c, Reply<#decoder>> {
                self.call.send_raw::<#decoder>()
            }

            #pages
        }

        impl<'c> IntoFuture for #name<'c #complete> {
            type Output = Result<#value, Error>;
            type IntoFuture = Sending<'c, #value>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    }
}

/// The runtime's decoder of a reply, and the type it decodes to.
fn decoder(reply: &Reply) -> (TokenStream, TokenStream) {
    match reply {
        Reply::Empty => (quote!(Empty), quote!(())),
        Reply::Text => (quote!(Text), quote!(String)),
        Reply::Bytes => (quote!(Bytes), quote!(Bytes)),
        Reply::Json(value) => {
            let ty = ty(value, Place::Elsewhere);
            (quote!(Json<#ty>), ty)
        }
        Reply::ByStatus(reply) => {
            let name = &reply.name;
            (quote!(#name), quote!(#name))
        }
    }
}

fn pages(pages: &Pages) -> TokenStream {
    let page = ty(&pages.page, Place::Elsewhere);
    let item = ty(&pages.item, Place::Elsewhere);
    let cursor = &pages.cursor;
    let next = next(&pages.next);
    let items = items(&pages.items);
    quote! {
        /// The pages, one request each, until there is no next one.
        pub fn pages(self) -> Pages<'c, #page> {
            let rule = PageRule { cursor: #cursor, next: |page: &#page| #next };
            Pages::new(self.call, rule)
        }

        /// The items of all pages; a page is requested when its first item is asked for.
        pub fn items(self) -> Items<'c, #page, #item> {
            self.pages().items(|page| #items)
        }
    }
}

/// `page.meta.next_cursor.as_deref()`, through whatever may be missing.
fn next(steps: &[Step]) -> TokenStream {
    let Some((last, path)) = steps.split_last() else {
        return quote!(None);
    };
    let field = &last.field;
    let leaf = |owner: TokenStream| match last.holding {
        Holding::Plain => quote!(Some(#owner.#field.as_str())),
        Holding::Optional => quote!(#owner.#field.as_deref()),
        Holding::Omittable => quote!(#owner.#field.value().map(String::as_str)),
    };
    through(path, quote!(page), false, &leaf)
}

/// `page.assets`, through whatever may be missing.
fn items(steps: &[Step]) -> TokenStream {
    let Some((last, path)) = steps.split_last() else {
        return quote!(Vec::new());
    };
    let field = &last.field;
    if path.iter().all(|step| step.holding == Holding::Plain) {
        let path = path.iter().map(|step| &step.field);
        let owner = quote!(page #(.#path)*);
        return match last.holding {
            Holding::Plain => quote!(#owner.#field),
            Holding::Optional => quote!(#owner.#field.unwrap_or_default()),
            Holding::Omittable => quote!(#owner.#field.into_value().unwrap_or_default()),
        };
    }
    let leaf = |owner: TokenStream| match last.holding {
        Holding::Plain => quote!(Some(#owner.#field)),
        Holding::Optional => quote!(#owner.#field),
        Holding::Omittable => quote!(#owner.#field.into_value()),
    };
    let found = through(path, quote!(page), true, &leaf);
    quote!(#found.unwrap_or_default())
}

fn through(
    path: &[Step],
    owner: TokenStream,
    owned: bool,
    leaf: &dyn Fn(TokenStream) -> TokenStream,
) -> TokenStream {
    let Some((step, rest)) = path.split_first() else {
        return leaf(owner);
    };
    let field = &step.field;
    if step.holding == Holding::Plain {
        return through(rest, quote!(#owner.#field), owned, leaf);
    }
    let inner = through(rest, quote!(inner), owned, leaf);
    let held = match (step.holding, owned) {
        (Holding::Omittable, true) => quote!(#owner.#field.into_value()),
        (Holding::Omittable, false) => quote!(#owner.#field.value()),
        (_, true) => quote!(#owner.#field),
        (_, false) => quote!(#owner.#field.as_ref()),
    };
    quote!(#held.and_then(|inner| #inner))
}

/// Replies of different types for different statuses.
fn reply_enum(reply: &ReplyEnum) -> TokenStream {
    let name = &reply.name;
    let docs = attr::docs(&reply.docs);
    let variants = reply.variants.iter().map(|variant| {
        let docs = attr::docs(&variant.docs);
        let ident = &variant.name;
        let payload = match &*variant.reply {
            Reply::Empty => None,
            other => {
                let (_, ty) = decoder(other);
                Some(quote!((#ty)))
            }
        };
        quote! {
            #docs
            #ident #payload,
        }
    });
    let arms = reply.variants.iter().map(|variant| {
        let ident = &variant.name;
        let status = match variant.status {
            StatusRange::Code(code) => {
                let code = proc_macro2::Literal::u16_unsuffixed(code);
                quote!(#code)
            }
            StatusRange::Class(digit) => {
                let low = proc_macro2::Literal::u16_unsuffixed(u16::from(digit) * 100);
                let high = proc_macro2::Literal::u16_unsuffixed(u16::from(digit) * 100 + 99);
                quote!(#low..=#high)
            }
            StatusRange::Default => quote!(_),
        };
        match &*variant.reply {
            Reply::Empty => quote!(#status => Ok(Self::#ident),),
            other => {
                let (decoder, _) = decoder(other);
                quote!(#status => <#decoder as Decode>::decode(received).map(Self::#ident),)
            }
        }
    });
    let has_default = reply
        .variants
        .iter()
        .any(|variant| variant.status == StatusRange::Default);
    let undeclared = (!has_default).then(|| quote!(_ => Err(received.undeclared()),));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }

        impl Decode for #name {
            type Value = Self;

            fn decode(received: &Received) -> Result<Self, Error> {
                match received.status.as_u16() {
                    #(#arms)*
                    #undeclared
                }
            }
        }
    }
}

/// Marker types for required values that are not set yet.
fn missing(resource: &Resource) -> Option<TokenStream> {
    if resource.markers.is_empty() {
        return None;
    }
    let markers = resource.markers.iter().map(|marker| {
        let name = &marker.name;
        let docs = attr::docs(&[format!("`{}` is not set yet.", marker.setter)]);
        quote! {
            #docs
            #[derive(Clone, Copy, Debug)]
            pub enum #name {}
        }
    });
    Some(quote! {
        /// Marks required values that a request still lacks; the compiler names them.
        pub mod missing {
            #(#markers)*
        }
    })
}
