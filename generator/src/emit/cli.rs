//! `src/cli.rs` and `src/bin/<binary>.rs`: the command line as a table.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Module, attr, imports, library};
use crate::code::{
    Arg, ArgKind, ArgRule, ArgTarget, Command, CommandBody, CommandBodyKind, CommandExample,
    CommandList, CommandPages, CommandTask, CommandWait, Group, Package,
};

/// The table of the command line.
pub(super) fn cli(package: &Package) -> Module {
    let program = &package.program;
    let (name, about) = (&program.name, &program.about);
    let groups = program.groups.iter().map(|group| {
        let constant = group_constant(group);
        quote!(#constant)
    });
    let group_items = program.groups.iter().map(group);
    let commands = program.commands.iter().map(|command| {
        let constant = command_constant(None, command);
        quote!(#constant)
    });
    let command_items = program.commands.iter().map(|item| command(None, item));
    let items = quote! {
        /// Runs the command on the arguments of this process.
        #[must_use]
        pub fn main() -> std::process::ExitCode {
            cli::main(&PROGRAM)
        }

        /// The command as data, for completions, manual pages and tests.
        pub static PROGRAM: Program = Program {
            name: #name,
            version: env!("CARGO_PKG_VERSION"),
            about: #about,
            service: &SERVICE,
            groups: &[#(#groups),*],
            commands: &[#(#commands),*],
        };

        #(#group_items)*
        #(#command_items)*
    };
    let table = |name: &'static str| (name, "crate::runtime::cli::table");
    let imports = imports::of(
        &items,
        &[
            ("SERVICE", "crate::client"),
            ("operations", "crate"),
            ("cli", "crate::runtime"),
            table("Arg"),
            table("ArgKind"),
            table("Body"),
            table("BodyKind"),
            table("Command"),
            table("Example"),
            table("Group"),
            table("List"),
            table("Pages"),
            table("Program"),
            table("Rule"),
            table("Target"),
            table("Task"),
            table("Wait"),
        ],
    );
    Module {
        path: "src/cli.rs".to_owned(),
        docs: vec![format!("The command `{name}`.")],
        tokens: quote! {
            #imports

            #items
        },
    }
}

/// The binary.
pub(super) fn binary(package: &Package) -> Module {
    let library = library::library_name(package);
    Module {
        path: format!("src/bin/{}.rs", package.manifest.binary),
        docs: vec![format!("The command `{}`.", package.manifest.binary)],
        tokens: quote! {
            fn main() -> std::process::ExitCode {
                #library::cli::main()
            }
        },
    }
}

fn group_constant(group: &Group) -> proc_macro2::Ident {
    format_ident!("GROUP_{}", shouty(&group.name))
}

fn command_constant(group: Option<&Group>, command: &Command) -> proc_macro2::Ident {
    match group {
        Some(group) => format_ident!("COMMAND_{}_{}", shouty(&group.name), shouty(&command.name)),
        None => format_ident!("COMMAND_{}", shouty(&command.name)),
    }
}

/// Names of groups and commands are kebab case and differ within their group.
fn shouty(name: &str) -> String {
    name.replace('-', "_").to_uppercase()
}

fn group(group: &Group) -> TokenStream {
    let constant = group_constant(group);
    let Group {
        name,
        about,
        commands,
    } = group;
    let constants = commands
        .iter()
        .map(|command| command_constant(Some(group), command));
    let items = commands.iter().map(|item| command(Some(group), item));
    quote! {
        const #constant: Group = Group { name: #name, about: #about, commands: &[#(#constants),*] };

        #(#items)*
    }
}

fn command(group: Option<&Group>, command: &Command) -> TokenStream {
    let constant = command_constant(group, command);
    let Command {
        name,
        about,
        description,
        operation,
        body_required,
        deprecated,
        streams,
        ..
    } = command;
    let args = command.args.iter().map(arg);
    let bodies = command.bodies.iter().map(body);
    let examples = command
        .examples
        .iter()
        .map(|CommandExample { about, line }| quote!(Example { about: #about, line: #line }));
    let list = list(command.list.as_ref());
    let task = task(command);
    let wait = wait(command.wait.as_ref());
    quote! {
        const #constant: Command = Command {
            name: #name,
            about: #about,
            description: #description,
            operation: &operations::#operation,
            args: &[#(#args),*],
            bodies: &[#(#bodies),*],
            body_required: #body_required,
            examples: &[#(#examples),*],
            deprecated: #deprecated,
            list: #list,
            streams: #streams,
            task: #task,
            wait: #wait,
        };
    }
}

/// What is done with the operation.
fn task(command: &Command) -> TokenStream {
    let operation = &command.operation;
    match &command.task {
        CommandTask::Call => quote!(Task::Call),
        CommandTask::Wait(id) => {
            let id = arg(id);
            quote!(Task::Wait { rule: &operations::polls::#operation, id: #id })
        }
        CommandTask::Upload => quote!(Task::Upload(&operations::uploads::#operation)),
    }
}

fn wait(wait: Option<&CommandWait>) -> TokenStream {
    let Some(CommandWait {
        operation,
        parameter,
        id,
        form,
    }) = wait
    else {
        return quote!(None);
    };
    quote! {
        Some(Wait {
            operation: &operations::#operation,
            rule: &operations::polls::#operation,
            parameter: #parameter,
            id: #id,
            form: #form,
        })
    }
}

fn list(list: Option<&CommandList>) -> TokenStream {
    let Some(CommandList {
        items,
        columns,
        pages,
    }) = list
    else {
        return quote!(None);
    };
    let pages = match pages {
        Some(CommandPages { flag }) => quote!(Some(Pages { flag: #flag })),
        None => quote!(None),
    };
    quote!(Some(List { items: #items, columns: &[#(#columns),*], pages: #pages }))
}

fn body(body: &CommandBody) -> TokenStream {
    let media_type = &body.media_type;
    let kind = match body.kind {
        CommandBodyKind::Json => quote!(BodyKind::Json),
        CommandBodyKind::Form => quote!(BodyKind::Form),
        CommandBodyKind::Multipart => quote!(BodyKind::Multipart),
        CommandBodyKind::Whole => quote!(BodyKind::Whole),
    };
    quote!(Body { media_type: #media_type, kind: #kind })
}

fn arg(arg: &Arg) -> TokenStream {
    let Arg {
        flag,
        required,
        repeated,
        nullable,
        value_name,
        help,
        values,
        default,
        ..
    } = arg;
    let target = match &arg.target {
        ArgTarget::Parameter(name) => quote!(Target::Parameter(#name)),
        ArgTarget::Field {
            name,
            bodies,
            required_in,
        } => {
            let bodies = bodies.iter().map(|index| attr::number(*index));
            let required_in = required_in.iter().map(|index| attr::number(*index));
            quote!(Target::Field { name: #name, bodies: &[#(#bodies),*], required_in: &[#(#required_in),*] })
        }
    };
    let kind = match arg.kind {
        ArgKind::Text => quote!(ArgKind::Text),
        ArgKind::Integer => quote!(ArgKind::Integer),
        ArgKind::Number => quote!(ArgKind::Number),
        ArgKind::Boolean => quote!(ArgKind::Boolean),
        ArgKind::Json => quote!(ArgKind::Json),
        ArgKind::File => quote!(ArgKind::File),
    };
    let kind = (arg.kind != ArgKind::Text).then(|| quote!(kind: #kind,));
    let required = required.then(|| quote!(required: true,));
    let repeated = repeated.then(|| quote!(repeated: true,));
    let nullable = nullable.then(|| quote!(nullable: true,));
    let map = arg.map.then(|| quote!(map: true,));
    let inner = &arg.inner;
    let inner = (!inner.is_empty()).then(|| quote!(inner: &[#(#inner),*],));
    let rules = arg.rules.iter().map(rule);
    let rules = (!arg.rules.is_empty()).then(|| quote!(rules: &[#(#rules),*],));
    let values = (!values.is_empty()).then(|| quote!(values: &[#(#values),*],));
    let default = (!default.is_empty()).then(|| quote!(default: #default,));
    quote! {
        Arg {
            flag: #flag,
            target: #target,
            #inner
            #kind
            #required
            #repeated
            #map
            #nullable
            value_name: #value_name,
            help: #help,
            #values
            #default
            #rules
            ..Arg::TEXT
        }
    }
}

fn rule(rule: &ArgRule) -> TokenStream {
    let count = |count: &u64| attr::number(usize::try_from(*count).unwrap_or(usize::MAX));
    match rule {
        ArgRule::Minimum(number) => quote!(Rule::Minimum(#number)),
        ArgRule::Above(number) => quote!(Rule::Above(#number)),
        ArgRule::Maximum(number) => quote!(Rule::Maximum(#number)),
        ArgRule::Below(number) => quote!(Rule::Below(#number)),
        ArgRule::MinLength(least) => {
            let least = count(least);
            quote!(Rule::MinLength(#least))
        }
        ArgRule::MaxLength(most) => {
            let most = count(most);
            quote!(Rule::MaxLength(#most))
        }
        ArgRule::Pattern(pattern) => quote!(Rule::Pattern(#pattern)),
        ArgRule::MinItems(least) => {
            let least = count(least);
            quote!(Rule::MinItems(#least))
        }
        ArgRule::MaxItems(most) => {
            let most = count(most);
            quote!(Rule::MaxItems(#most))
        }
    }
}
