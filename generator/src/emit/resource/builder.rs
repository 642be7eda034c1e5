//! A request builder: setters, the states that tell which required values are set, and `send`.
//!
//! What a value is called and where it goes is decided; what is sent is the runtime's business.

use proc_macro2::TokenStream;
use quote::quote;

use super::pages::items;
use super::poll;
use super::reply::decoder;
use super::stream::stream;
use super::upload;
use crate::code::{Body, Ident, Input, Method, RequiredInput, Target, Task};
use crate::emit::ty::{Place, argument, ty};
use crate::emit::{attr, operation};

/// The request builder of a method.
pub(super) fn builder(method: &Method) -> TokenStream {
    let states = States::of(method);
    let made = match &method.task {
        Task::Request => request(&states, method),
        Task::Wait(_) | Task::Upload(_) => task(&states, method),
    };
    let streams = streams(&states, method);
    quote!(#made #streams)
}

/// The request of an operation: a macro of the runtime writes what is alike in all of them.
fn request(states: &States<'_>, method: &Method) -> TokenStream {
    let (name, builder) = (&method.name, &method.builder);
    let listed = states.listed();
    let (decoder, _) = decoder(&method.reply);
    let fields = has_fields(&method.body).then(|| quote!(, fields));
    let items = method.pages.as_ref().map(|pages| {
        let items = items(pages);
        quote!(, #items)
    });
    let rows = rows(states, method);
    let rows = (!rows.is_empty()).then(|| quote!({ #(#rows)* }));
    quote!(request!(#name: #builder #listed -> #decoder #fields #items #rows);)
}

/// Whether fields that the document does not have can be added.
fn has_fields(body: &Body) -> bool {
    matches!(body, Body::Json(..) | Body::Form | Body::Multipart)
}

/// The ways to read a reply value by value.
fn streams(states: &States<'_>, method: &Method) -> Option<TokenStream> {
    let (name, complete) = (states.builder, states.complete());
    let streams = method.streams.iter().map(stream);
    (!method.streams.is_empty()).then(|| {
        quote! {
            impl<M: Mode> #name #complete {
                #(#streams)*
            }
        }
    })
}

/// A use of an operation that is more than a request, with its own setters.
fn task(states: &States<'_>, method: &Method) -> TokenStream {
    let name = &method.builder;
    let docs = attr::docs(&[
        format!("A use of `{}`, not sent yet.", method.name),
        String::new(),
        "Optional values are set by methods; `send` or `.await` sends it.".to_owned(),
    ]);
    let listed = states.listed();
    let work = states.work.as_ref().map(Work::field);
    let with = states.work.as_ref().map(Work::ident);
    let rows = rows(states, method);
    let rows =
        (!rows.is_empty()).then(|| quote!(setters!(#name #listed with #with { #(#rows)* });));
    let (declared, any, state) = (states.declared(), states.any(), states.field());
    let (complete, complete_async) = (states.complete(), states.complete_async());
    let fields = has_fields(&method.body).then(|| quote!(, fields));
    let (decoder, value) = decoder(&method.reply);
    let (setters, send) = match &method.task {
        Task::Upload(_) => (upload::setters(), upload::send(&decoder, &value)),
        Task::Wait(_) | Task::Request => (poll::setters(), poll::send(&decoder, &value)),
    };
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #name #declared {
            call: Call,
            #work
            state: PhantomData<#state>,
        }

        #rows

        impl #any #name #any {
            #setters
        }

        request_options!(#name #listed #fields);

        impl<M: Mode> #name #complete {
            #send
        }

        impl IntoFuture for #name #complete_async {
            type Output = Result<#value, Error>;
            type IntoFuture = Sending<#value>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    }
}

/// The setters of the document's values, a row each.
fn rows(states: &States<'_>, method: &Method) -> Vec<TokenStream> {
    let required = method
        .required
        .iter()
        .enumerate()
        .map(|(index, input)| required(states, index, input, &method.body));
    let optional = method
        .optional
        .iter()
        .map(|input| optional(input, &method.body));
    let whole = whole(states, method);
    required.chain(whole).chain(optional).collect()
}

/// What a builder has beside its call: the field, and the module and type of the runtime.
pub(super) struct Work {
    pub(super) name: &'static str,
    pub(super) ty: TokenStream,
}

impl Work {
    fn of(task: &Task) -> Option<Self> {
        match task {
            Task::Request => None,
            Task::Wait(_) => Some(poll::work()),
            Task::Upload(_) => Some(upload::work()),
        }
    }

    fn ident(&self) -> proc_macro2::Ident {
        proc_macro2::Ident::new(self.name, proc_macro2::Span::call_site())
    }

    /// `upload: Uploading,`
    fn field(&self) -> TokenStream {
        let (name, ty) = (self.ident(), &self.ty);
        quote!(#name: #ty,)
    }
}

/// The type parameters that tell which required values are set.
pub(super) struct States<'a> {
    builder: &'a Ident,
    markers: Vec<&'a Ident>,
    work: Option<Work>,
}

impl<'a> States<'a> {
    pub(super) fn of(method: &'a Method) -> Self {
        let markers = method
            .required
            .iter()
            .map(|required| &required.marker)
            .collect();
        Self {
            builder: &method.builder,
            markers,
            work: Work::of(&method.task),
        }
    }

    /// `<missing::Source, M>`
    ///
    /// These are no defaults of the parameters: the compiler leaves defaults out of its messages,
    /// which then would not say what is missing. For the same reason the mode has one.
    pub(super) fn missing(&self, mode: Option<&TokenStream>) -> Option<TokenStream> {
        let markers = &self.markers;
        let mut states: Vec<TokenStream> = markers
            .iter()
            .map(|marker| quote!(missing::#marker))
            .collect();
        states.extend(mode.cloned());
        (!states.is_empty()).then(|| quote!(<#(#states),*>))
    }

    /// `<Source, M = Async>`
    fn declared(&self) -> TokenStream {
        let markers = &self.markers;
        quote!(<#(#markers,)* M = Async>)
    }

    /// `<Source, M>`
    fn any(&self) -> TokenStream {
        let markers = &self.markers;
        quote!(<#(#markers,)* M>)
    }

    /// `<Given, M>`
    fn complete(&self) -> TokenStream {
        let given = self.markers.iter().map(|_| quote!(Given));
        quote!(<#(#given,)* M>)
    }

    /// `<Given>`: complete, in the async mode. Nothing where nothing is required.
    fn complete_async(&self) -> Option<TokenStream> {
        let given = self.markers.iter().map(|_| quote!(Given));
        (!self.markers.is_empty()).then(|| quote!(<#(#given),*>))
    }

    /// What the states are held by: `(Source, M)`, or `M` alone.
    fn field(&self) -> TokenStream {
        let markers = &self.markers;
        if markers.is_empty() {
            quote!(M)
        } else {
            quote!((#(#markers,)* M))
        }
    }

    /// `[Source, WorkspaceId]`, nothing where nothing is required.
    fn listed(&self) -> Option<TokenStream> {
        let markers = &self.markers;
        (!markers.is_empty()).then(|| quote!([#(#markers),*]))
    }

    /// The states with these set: `[Given, WorkspaceId]`.
    fn with(&self, set: &[usize]) -> TokenStream {
        let states = self.markers.iter().enumerate().map(|(at, marker)| {
            if set.contains(&at) {
                quote!(Given)
            } else {
                quote!(#marker)
            }
        });
        quote!([#(#states),*])
    }
}

fn optional(input: &Input, body: &Body) -> TokenStream {
    let row = row(input, body);
    quote!(#row;)
}

fn required(
    states: &States<'_>,
    index: usize,
    required: &RequiredInput,
    body: &Body,
) -> TokenStream {
    let row = row(&required.input, body);
    let given = states.with(&[index]);
    quote!(#row -> #given;)
}

/// Whether a request has setters of the document's values.
pub(super) fn has_rows(method: &Method) -> bool {
    let has_inputs = !(method.required.is_empty() && method.optional.is_empty());
    has_inputs || whole(&States::of(method), method).is_some()
}

/// Documentation, name and type of a value, and what the call does with it.
fn row(input: &Input, body: &Body) -> TokenStream {
    let name = &input.name;
    let docs = attr::docs(&input.docs);
    let deprecated = attr::deprecated(input.deprecated);
    let (ty, _) = argument(name, &input.ty, Place::Elsewhere);
    let set = set(input, body);
    quote! {
        #docs
        #deprecated
        #name: #ty => #set
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
    let sets = (!fields.is_empty()).then(|| {
        let given = states.with(&fields);
        quote!(sets #given)
    });
    Some(quote! {
        /// Sets the fields of the body all at once, in place of those set before; setters called
        /// later win over it.
        body: &#ty => fields(body) #sets;
    })
}

/// The call on `Call` that takes the value of an input.
pub(super) fn set(input: &Input, body: &Body) -> TokenStream {
    let (name, wire) = (&input.name, &input.wire);
    let (_, value) = argument(name, &input.ty, Place::Elsewhere);
    match (input.target, body) {
        (Target::Parameter, _) => quote!(param(#wire, #value)),
        (Target::ParameterIn(location), _) => {
            // In full, since a builder can be called `Location`.
            let location = operation::location(location);
            quote!(param_in(crate::runtime::service::#location, #wire, #value))
        }
        (Target::Field, _) => quote!(field(#wire, #value)),
        (Target::File, _) => quote!(file(#wire, #value)),
        (Target::Body, Body::WholeJson(_)) => quote!(json(&#value)),
        (Target::Body, Body::Text(media_type)) => {
            quote!(text(#media_type, #name))
        }
        (Target::Body, Body::Bytes(media_type)) => {
            quote!(bytes(#media_type, #name))
        }
        (Target::Body, _) => quote!(fields(&#value)),
    }
}
