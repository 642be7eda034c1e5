//! Which operations belong together, by the extensions of the document.
//!
//! - An operation with a signed way in `x-client-upload` creates things. The
//!   extension names those that complete, renew and retrieve them.
//! - An operation with `x-client-pagination` on the same path lists them. On
//!   another path it lists the items of its examples.
//! - Any other operation with `x-client-poll` is pending for some calls.
//!
//! Everything else answers by its examples and remembers nothing.

use flora_codegen::ir::{Api, Operation, Pagination, Poll, SignedUpload, Upload};

use crate::json;

/// What an operation does here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Puts a thing on this shelf.
    Create(usize),
    /// Says that its bytes are there.
    Complete(usize),
    /// Makes a new reservation for it.
    Renew(usize),
    /// Shows it.
    Retrieve(usize),
    /// Shows what is on the shelf.
    List(usize),
    /// Is pending for some calls.
    Poll,
    /// Answers by its examples.
    Plain,
}

/// Things of one kind.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    /// The operation that makes them.
    pub(crate) create: Option<usize>,
    /// The one that shows one of them.
    pub(crate) retrieve: Option<usize>,
    /// The one that lists them.
    pub(crate) list: Option<usize>,
    /// The member that holds the id, in all replies.
    pub(crate) id: Option<String>,
    /// How the state is told.
    pub(crate) states: Option<Poll>,
    /// Members that a reservation consists of.
    pub(crate) reservation: Vec<String>,
}

/// The roles of all operations.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) roles: Vec<Role>,
    pub(crate) shelves: Vec<Shelf>,
}

impl Plan {
    pub(crate) fn new(api: &Api) -> Self {
        let mut plan = Self {
            roles: vec![Role::Plain; api.operations.len()],
            shelves: Vec::new(),
        };
        let named = |id: &Option<String>| {
            let id = id.as_ref()?;
            api.operations.iter().position(|it| it.id == *id)
        };
        for (index, operation) in api.operations.iter().enumerate() {
            let Some((_, signed)) = signed(operation) else {
                continue;
            };
            let shelf = plan.shelves.len();
            let retrieve = named(&signed.poll).or_else(|| below(api, operation));
            let list = api.operations.iter().position(|other| {
                other.pagination.is_some() && other.method == "GET" && other.path == operation.path
            });
            let roles = [
                (Some(index), Role::Create(shelf)),
                (named(&signed.complete), Role::Complete(shelf)),
                (named(&signed.retry), Role::Renew(shelf)),
                (retrieve, Role::Retrieve(shelf)),
                (list, Role::List(shelf)),
            ];
            for (operation, role) in roles {
                if let Some(operation) = operation {
                    plan.roles[operation] = role;
                }
            }
            plan.shelves.push(Shelf {
                create: Some(index),
                retrieve,
                list,
                id: Some(json::last(&signed.id)),
                states: retrieve.and_then(|index| api.operations[index].poll.clone()),
                reservation: reservation(signed),
            });
        }
        for (index, operation) in api.operations.iter().enumerate() {
            if plan.roles[index] != Role::Plain {
                continue;
            }
            if operation.pagination.is_some() {
                plan.roles[index] = Role::List(plan.shelves.len());
                plan.shelves.push(Shelf {
                    list: Some(index),
                    ..Shelf::default()
                });
            } else if operation.poll.is_some() {
                plan.roles[index] = Role::Poll;
            }
        }
        plan
    }
}

/// How an operation reserves a place for bytes.
pub(crate) fn signed(operation: &Operation) -> Option<(&Upload, &SignedUpload)> {
    let upload = operation.upload.as_ref()?;
    Some((upload, upload.signed.as_ref()?))
}

/// How an operation lists.
pub(crate) fn pages(operation: &Operation) -> Option<&Pagination> {
    operation.pagination.as_ref()
}

/// The operation that shows one thing by the usual path: `/things/{id}`.
fn below(api: &Api, create: &Operation) -> Option<usize> {
    api.operations.iter().position(|other| {
        let rest = other.path.strip_prefix(&create.path);
        other.method == "GET"
            && rest.is_some_and(|rest| {
                rest.starts_with("/{") && rest.ends_with('}') && rest.matches('/').count() == 1
            })
    })
}

fn reservation(signed: &SignedUpload) -> Vec<String> {
    let others = [
        &signed.method,
        &signed.fields,
        &signed.file_field,
        &signed.put_url,
    ];
    let pointers = others.into_iter().flatten().chain([&signed.url]);
    let mut members: Vec<String> = pointers.map(|pointer| json::first(pointer)).collect();
    members.sort();
    members.dedup();
    members
}
