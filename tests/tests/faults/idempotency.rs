//! Calls that do something: the key that lets them be repeated, and what is said when the service
//! has seen it before.

use flora_client::{Error, ErrorKind};
use flora_tests::fault::Fault;
use flora_tests::server::{Reply, Request, Server};
use flora_tests::spec;

use crate::impatient;

fn duplicate() -> Reply {
    Reply::json(409, spec::error("Conflict", "idempotency_duplicate"))
}

fn created() -> Reply {
    Reply::json(201, spec::reply("post", "/assets", 201, "public_url"))
}

fn keys(requests: &[Request]) -> Vec<Option<&str>> {
    let keys = requests.iter();
    keys.map(|request| request.header("idempotency-key"))
        .collect()
}

async fn create(server: &Server) -> Result<String, Error> {
    let flora = impatient(server.url());
    let create = flora.assets().create().source("https://example.com/a.png");
    let created = create.workspace_id("ws_1").await?;
    Ok(created.asset_id)
}

#[tokio::test]
async fn a_lost_reply_is_explained_and_not_asked_for_again() {
    // The service did its work, and the network lost the reply.
    let server = Server::script([created().fault(Fault::HalfThenReset), duplicate()]);
    let error = create(&server).await.expect_err("the reply is lost");
    assert!(error.is_already_accepted(), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status(), Some(409));
    assert_eq!(error.code(), Some("idempotency_duplicate"));
    assert_eq!(error.attempts(), 2);
    let text = error.to_string();
    assert!(text.contains("accepted an earlier attempt"), "{text}");
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(keys(&requests)[0], keys(&requests)[1]);
    assert_eq!(error.idempotency_key(), keys(&requests)[0]);
    assert!(!error.is_retryable());
}

/// The caller's own key was used by an earlier call, of which this one knows nothing.
#[tokio::test]
async fn a_key_that_was_used_before_the_call_is_the_callers_matter() {
    let server = Server::always(duplicate());
    let error = create(&server).await.expect_err("it was used");
    assert!(!error.is_already_accepted(), "{error:?}");
    assert_eq!(error.status(), Some(409));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_replayed_reply_is_recognised() {
    let replayed = created().header("idempotent-replayed", "true");
    let server = Server::script([Reply::new(503), replayed]);
    let flora = impatient(server.url());
    let create = flora.assets().create().source("https://example.com/a.png");
    let create = create.workspace_id("ws_1").idempotency_key("key-1");
    let reply = create.with_response().await.expect("the second is good");
    assert!(reply.is_replayed());
    assert_eq!(reply.attempts(), 2);
    assert_eq!(reply.idempotency_key(), Some("key-1"));
    assert_eq!(reply.status(), 201);
    assert_eq!(keys(&server.requests()), [Some("key-1"), Some("key-1")]);
}

#[tokio::test]
async fn each_call_has_a_key_of_its_own() {
    let server = Server::script([Reply::new(500), created(), Reply::new(500), created()]);
    create(&server).await.expect("the second is good");
    create(&server).await.expect("the second is good");
    let requests = server.requests();
    let keys = keys(&requests);
    assert_eq!(keys[0], keys[1]);
    assert_eq!(keys[2], keys[3]);
    assert!(keys[0].is_some());
    assert_ne!(keys[0], keys[2]);
}

/// A clone is another call, and so is the same one sent again.
#[tokio::test]
async fn a_clone_has_a_key_of_its_own_unless_it_is_set() {
    let server = Server::always(created());
    let flora = impatient(server.url());
    let create = flora.assets().create().source("https://example.com/a.png");
    let create = create.workspace_id("ws_1");
    create.clone().await.expect("accepted");
    create.clone().await.expect("accepted");
    let create = create.idempotency_key("key-1");
    create.clone().await.expect("accepted");
    create.await.expect("accepted");
    let requests = server.requests();
    let keys = keys(&requests);
    assert_ne!(keys[0], keys[1]);
    assert_eq!(keys[2..], [Some("key-1"), Some("key-1")]);
}

/// A file that can be read again is sent again, whole.
#[tokio::test]
async fn a_file_is_sent_again_from_its_beginning() {
    let server = Server::script([
        Reply::new(503),
        created().fault(Fault::Reset),
        Reply::json(201, spec::reply("post", "/assets", 201, "direct_upload")),
    ]);
    let path = flora_tests::scratch("faults").join("hero.png");
    let bytes: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
    std::fs::write(&path, &bytes).expect("the file can be written");
    let flora = impatient(server.url());
    let create = flora.assets().create_multipart().workspace_id("ws_1");
    let create = create.file(flora_client::FilePart::path(&path));
    create.await.expect("the third is good");
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    for request in &requests {
        assert_eq!(request.parts()[1].body, bytes);
        assert_eq!(request.header("idempotency-key"), keys(&requests)[0]);
    }
}
