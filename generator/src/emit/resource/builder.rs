//! A request builder: setters, the states that tell which required values are set, and `send`.
//!
//! What a value is called and where it goes is decided; what is sent is the runtime's business.

use proc_macro2::TokenStream;
use quote::quote;

use super::pages::pages;
use super::poll;
use super::reply::decoder;
use super::stream::stream;
use super::upload;
use crate::code::{Body, Ident, Input, Method, Reply, RequiredInput, Target, Task};
use crate::emit::ty::{Place, argument, ty};
use crate::emit::{attr, operation};

/// The request builder of a method.
pub(super) fn builder(method: &Method) -> TokenStream {
    let name = &method.builder;
    let states = States::of(method);
    let docs = attr::docs(&docs(method));
    let work = states.work.as_ref().map(Work::field);
    let own = match &method.task {
        Task::Request => None,
        Task::Wait(_) => Some(poll::setters()),
        Task::Upload(_) => Some(upload::setters()),
    };
    let state = states.field();
    let (declared, any) = (states.declared(), states.any());
    let options = states.options(&method.body);
    let optional = method
        .optional
        .iter()
        .map(|input| optional(input, &method.body));
    let required = method
        .required
        .iter()
        .enumerate()
        .map(|(index, input)| required(&states, index, input, &method.body));
    let whole = whole(&states, method);
    let mut setters = quote! {
        #(#required)*
        #whole
        #(#optional)*
        #own
    };
    if !setters.is_empty() {
        setters = quote!(impl #any #name #any { #setters });
    }
    let send = send(&states, method);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #name #declared {
            call: Call,
            #work
            state: PhantomData<#state>,
        }

        #setters

        #options

        #send
    }
}

fn docs(method: &Method) -> Vec<String> {
    let what = match &method.task {
        Task::Request => "A request",
        Task::Wait(_) | Task::Upload(_) => "A use",
    };
    vec![
        format!("{what} of `{}`, not sent yet.", method.name),
        String::new(),
        "Optional values are set by methods; `send` or `.await` sends it.".to_owned(),
    ]
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

    /// `upload: self.upload,`
    fn kept(&self) -> TokenStream {
        let name = self.ident();
        quote!(#name: self.#name,)
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

    /// The setters that every request has.
    fn options(&self, body: &Body) -> TokenStream {
        let (builder, markers) = (self.builder, &self.markers);
        let states = (!markers.is_empty()).then(|| quote!([#(#markers),*]));
        let fields =
            matches!(body, Body::Json(..) | Body::Form | Body::Multipart).then(|| quote!(, fields));
        quote!(request_options!(#builder #states #fields);)
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
        quote!(#builder<#(#states,)* M>)
    }
}

fn optional(input: &Input, body: &Body) -> TokenStream {
    let name = &input.name;
    let docs = attr::docs(&input.docs);
    let deprecated = attr::deprecated(input.deprecated);
    let (ty, _) = argument(name, &input.ty, Place::Elsewhere);
    let set = set(input, body);
    quote! {
        #docs
        #deprecated
        pub fn #name(mut self, #name: #ty) -> Self {
            self.call = self.call #set;
            self
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
    let work = states.work.as_ref().map(Work::kept);
    quote! {
        #docs
        #deprecated
        pub fn #name(self, #name: #ty) -> #reply {
            #builder { call: self.call #set, #work state: PhantomData }
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
    let work = states.work.as_ref().map(Work::kept);
    let docs = quote! {
        /// Sets the fields of the body all at once, in place of those set before; setters called
        /// later win over it.
    };
    Some(if fields.is_empty() {
        quote! {
            #docs
            pub fn body(mut self, body: &#ty) -> Self {
                self.call = self.call.fields(body);
                self
            }
        }
    } else {
        let reply = states.with(&fields);
        quote! {
            #docs
            pub fn body(self, body: &#ty) -> #reply {
                #builder { call: self.call.fields(body), #work state: PhantomData }
            }
        }
    })
}

/// What can be done once nothing is missing.
fn send(states: &States<'_>, method: &Method) -> TokenStream {
    let name = states.builder;
    let (complete, complete_async) = (states.complete(), states.complete_async());
    let (decoder, value) = decoder(&method.reply);
    let pages = method.pages.as_ref().map(pages);
    let sending = match &method.task {
        Task::Request => request(method, &decoder, &value),
        Task::Wait(_) => poll::send(&decoder, &value),
        Task::Upload(_) => upload::send(&decoder, &value),
    };
    quote! {
        impl<M: Mode> #name #complete {
            #sending

            #pages
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

/// The ways to send one request, by what is wanted of its reply.
fn request(method: &Method, decoder: &TokenStream, value: &TokenStream) -> TokenStream {
    let streams = method.streams.iter().map(stream);
    let pieces = matches!(method.reply, Reply::Bytes | Reply::Text).then(|| {
        quote! {
            /// Sends the request and leaves the body of the reply to be read piece by piece.
            pub fn send_stream(self) -> M::Sending<Download<M>> {
                M::run(self.call.send_stream())
            }
        }
    });
    quote! {
        /// Sends the request and decodes the reply: a future of it, or the reply itself with a
        /// blocking client.
        pub fn send(self) -> M::Sending<#value> {
            M::run(self.call.send::<#decoder>())
        }

        /// Sends the request and decodes the reply, with status and headers beside the value.
        pub fn with_response(self) -> M::Sending<Response<#value>> {
            M::run(self.call.with_response::<#decoder>())
        }

        /// Sends the request and keeps status, headers and body of the reply as they are.
        pub fn send_raw(self) -> M::Sending<Reply<#decoder>> {
            M::run(self.call.send_raw::<#decoder>())
        }

        #pieces

        #(#streams)*
    }
}

/// The call on `Call` that takes the value of an input.
pub(super) fn set(input: &Input, body: &Body) -> TokenStream {
    let (name, wire) = (&input.name, &input.wire);
    let (_, value) = argument(name, &input.ty, Place::Elsewhere);
    match (input.target, body) {
        (Target::Parameter, _) => quote!(.param(#wire, #value)),
        (Target::ParameterIn(location), _) => {
            // In full, since a builder can be called `Location`.
            let location = operation::location(location);
            quote!(.param_in(crate::runtime::service::#location, #wire, #value))
        }
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
