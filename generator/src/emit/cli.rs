//! `src/cli.rs` and `src/bin/<binary>.rs`: the command line as a table.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Module, attr, imports, library, part};
use crate::code::{
    Arg, ArgKind, ArgRule, ArgTarget, Command, CommandBody, CommandBodyKind, CommandConstant,
    CommandExample, CommandList, CommandPages, CommandTask, CommandWait, Group, Ident, Package,
    Part,
};

/// The table of the command line, or what a part has of it.
pub(super) fn cli(package: &Package, part: Option<&Part>) -> Module {
    let name = &package.program.name;
    let program = part.is_none().then(|| program(package));
    let parts = part.is_none().then(|| part::modules(package.parts.iter()));
    let groups = package.program.groups.iter();
    let groups = groups.map(|item| {
        let own = (part_of_group(package, item) == part.map(|part| &part.module))
            .then(|| group(package, item));
        let commands = item.commands.iter();
        let commands = commands
            .filter(|command| package.is_row_of(&command.operation, part))
            .map(|command| self::command(Some(item), command, part));
        quote!(#own #(#commands)*)
    });
    let commands = package.program.commands.iter();
    let commands = commands
        .filter(|command| package.is_row_of(&command.operation, part))
        .map(|item| command(None, item, part));
    let items = quote! {
        #program

        #(#groups)*
        #(#commands)*
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
            table("Constant"),
            table("Example"),
            table("Group"),
            table("List"),
            table("Pages"),
            table("Program"),
            table("Rule"),
            table("Task"),
            table("Wait"),
        ],
    );
    Module {
        path: part::path("cli", part),
        docs: vec![match part {
            None => format!("The command `{name}`."),
            Some(part) => format!("What the command `{name}` has of `{}`.", part.resource),
        }],
        tokens: quote! {
            #parts

            #imports

            #items
        },
    }
}

/// The command itself.
fn program(package: &Package) -> TokenStream {
    let program = &package.program;
    let (name, about) = (&program.name, &program.about);
    let groups = program.groups.iter().map(|group| {
        let constant = group_constant(group);
        match part_of_group(package, group) {
            None => quote!(#constant),
            Some(module) => {
                let part = package.parts.iter().find(|part| part.module == *module);
                let cfg = part::cfg(part);
                quote!(#cfg #module::#constant)
            }
        }
    });
    let commands = program
        .commands
        .iter()
        .map(|command| element(package, command, &command_constant(None, command), None));
    quote! {
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
    }
}

/// The module of the part that all commands of a group belong to.
fn part_of_group<'p>(package: &'p Package, group: &Group) -> Option<&'p Ident> {
    let mut parts = group
        .commands
        .iter()
        .map(|command| package.part_of_row(&command.operation));
    let first = parts.next()??;
    let same = parts.all(|part| part.is_some_and(|part| part.module == first.module));
    same.then_some(&first.module)
}

/// A command in the list of the command itself or of a group, which may be `beside` it: in the
/// module of a part.
fn element(
    package: &Package,
    command: &Command,
    constant: &proc_macro2::Ident,
    beside: Option<&Ident>,
) -> TokenStream {
    match package.part_of_row(&command.operation) {
        Some(part) if beside.is_none() => {
            let (cfg, module) = (part::cfg(Some(part)), &part.module);
            quote!(#cfg #module::#constant)
        }
        _ => quote!(#constant),
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
        Some(group) => format_ident!("COMMAND_{}__{}", shouty(&group.name), shouty(&command.name)),
        None => format_ident!("COMMAND_{}", shouty(&command.name)),
    }
}

/// Names of groups and commands are kebab case and differ within their group.
fn shouty(name: &str) -> String {
    name.replace('-', "_").to_uppercase()
}

fn group(package: &Package, group: &Group) -> TokenStream {
    let constant = group_constant(group);
    let beside = part_of_group(package, group);
    let visibility = beside.map(|_| quote!(pub(super)));
    let Group {
        name,
        about,
        commands,
    } = group;
    let constants = commands.iter().map(|command| {
        let constant = command_constant(Some(group), command);
        element(package, command, &constant, beside)
    });
    quote! {
        #visibility const #constant: Group = Group { name: #name, about: #about, commands: &[#(#constants),*] };
    }
}

fn command(group: Option<&Group>, command: &Command, part: Option<&Part>) -> TokenStream {
    let constant = command_constant(group, command);
    let visibility = part.map(|_| quote!(pub(super)));
    let Command {
        name,
        about,
        operation,
        ..
    } = command;
    let text = |name: TokenStream, text: &str| (!text.is_empty()).then(|| quote!(#name: #text,));
    let alias = text(quote!(alias), &command.alias);
    let description = text(quote!(description), &command.description);
    let streams = text(quote!(streams), &command.streams);
    let args = command.args.iter().map(arg);
    let args = (!command.args.is_empty()).then(|| quote!(args: &[#(#args),*],));
    let bodies = command.bodies.iter().map(body);
    let bodies = (!command.bodies.is_empty()).then(|| quote!(bodies: &[#(#bodies),*],));
    let body_required = command.body_required.then(|| quote!(body_required: true,));
    let examples = command.examples.iter().map(example);
    let examples = (!command.examples.is_empty()).then(|| quote!(examples: &[#(#examples),*],));
    let deprecated = command.deprecated.then(|| quote!(deprecated: true,));
    let list = command.list.as_ref().map(list);
    let task = task(command);
    let wait = command.wait.as_ref().map(wait);
    quote! {
        #visibility const #constant: Command = Command {
            name: #name,
            #alias
            about: #about,
            #description
            #args
            #bodies
            #body_required
            #examples
            #deprecated
            #list
            #streams
            #task
            #wait
            ..Command::of(&operations::#operation)
        };
    }
}

fn example(example: &CommandExample) -> TokenStream {
    let CommandExample { about, line } = example;
    match about.as_str() {
        "" => quote!(Example::line(#line)),
        about => quote!(Example::new(#about, #line)),
    }
}

/// What is done with the operation, if it is not just called.
fn task(command: &Command) -> Option<TokenStream> {
    let operation = &command.operation;
    let task = match &command.task {
        CommandTask::Call => return None,
        CommandTask::Wait(id) => {
            let id = arg(id);
            quote!(Task::Wait { rule: &operations::polls::#operation, id: #id })
        }
        CommandTask::Upload => quote!(Task::Upload(&operations::uploads::#operation)),
        CommandTask::Download { url, state } => quote!(Task::Download { url: #url, state: #state }),
    };
    Some(quote!(task: #task,))
}

fn wait(wait: &CommandWait) -> TokenStream {
    let CommandWait {
        operation,
        parameter,
        id,
        form,
    } = wait;
    quote! {
        wait: Some(Wait {
            operation: &operations::#operation,
            rule: &operations::polls::#operation,
            parameter: #parameter,
            id: #id,
            form: #form,
        }),
    }
}

fn list(list: &CommandList) -> TokenStream {
    let CommandList {
        items,
        columns,
        pages,
    } = list;
    let pages = match pages {
        Some(CommandPages { flag }) => quote!(Some(Pages { flag: #flag })),
        None => quote!(None),
    };
    quote!(list: Some(List { items: #items, columns: &[#(#columns),*], pages: #pages }),)
}

fn body(body: &CommandBody) -> TokenStream {
    let media_type = &body.media_type;
    let kind = match body.kind {
        CommandBodyKind::Json => quote!(BodyKind::Json),
        CommandBodyKind::Form => quote!(BodyKind::Form),
        CommandBodyKind::Multipart => quote!(BodyKind::Multipart),
        CommandBodyKind::Whole => quote!(BodyKind::Whole),
    };
    let constants = body.constants.iter().map(
        |CommandConstant { path, json }| quote!(Constant { path: &[#(#path),*], json: #json }),
    );
    let constants = (!body.constants.is_empty()).then(|| quote!(.constants(&[#(#constants),*])));
    quote!(Body::new(#media_type, #kind) #constants)
}

fn arg(arg: &Arg) -> TokenStream {
    let Arg {
        help,
        values,
        default,
        inner,
        ..
    } = arg;
    let target = target(arg);
    let required = arg.required.then(|| quote!(.required()));
    let help = (!help.is_empty()).then(|| quote!(.help(#help)));
    let kind = match arg.kind {
        ArgKind::Text => None,
        ArgKind::Integer => Some(quote!(ArgKind::Integer)),
        ArgKind::Number => Some(quote!(ArgKind::Number)),
        ArgKind::Boolean => Some(quote!(ArgKind::Boolean)),
        ArgKind::Json => Some(quote!(ArgKind::Json)),
        ArgKind::File => Some(quote!(ArgKind::File)),
    };
    let kind = kind.map(|kind| quote!(.kind(#kind)));
    let repeated = arg.repeated.then(|| quote!(.repeated()));
    let nullable = arg.nullable.then(|| quote!(.nullable()));
    let map = arg.map.then(|| quote!(.map()));
    let inner = (!inner.is_empty()).then(|| quote!(.inner(&[#(#inner),*])));
    let rules = arg.rules.iter().map(rule);
    let rules = (!arg.rules.is_empty()).then(|| quote!(.rules(&[#(#rules),*])));
    let values = (!values.is_empty()).then(|| quote!(.values(&[#(#values),*])));
    let default = (!default.is_empty()).then(|| quote!(.default(#default)));
    quote! {
        Arg::#target #inner #kind #required #repeated #map #nullable #values #default #rules #help
    }
}

/// The constructor, which says where the value goes.
fn target(arg: &Arg) -> TokenStream {
    let Arg {
        flag, value_name, ..
    } = arg;
    match &arg.target {
        ArgTarget::Parameter(name) => quote!(parameter(#flag, #name, #value_name)),
        ArgTarget::Field {
            name,
            bodies,
            required_in,
        } => {
            let is_plain = *bodies == [0] && required_in.is_empty();
            let bodies = bodies.iter().map(|index| attr::number(*index));
            let required_in = required_in.iter().map(|index| attr::number(*index));
            let of = (!is_plain).then(|| quote!(.of(&[#(#bodies),*], &[#(#required_in),*])));
            quote!(field(#flag, #name, #value_name) #of)
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
