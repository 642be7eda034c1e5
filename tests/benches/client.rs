//! What the client costs on top of code written by hand: one `list` and one `retrieve`, against
//! reqwest and serde doing the same on the same server, over connections that stay open.
//!
//! `cargo bench -p flora-tests` prints the time and the allocations of each, and then the ratios.
//! For those the two take turns in one loop: on a machine that does other things too, two times
//! that were measured one after the other say little about each other.

use std::time::{Duration, Instant};

use divan::{AllocProfiler, Bencher};
use flora_client::Client;
use flora_tests::{KEY, spec};
use reqwest::Url;
use reqwest::header::{ACCEPT, USER_AGENT};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

/// How many turns each of the two takes, and how many calls one turn has.
const TURNS: usize = 400;
const CALLS: usize = 50;

fn main() {
    divan::main();
    // Not when this runs as a test, or when a name chooses one benchmark.
    let mut args = std::env::args().skip(1);
    if args.len() == 1 && args.any(|arg| arg == "--bench") {
        ratios();
    }
}

#[divan::bench]
fn list_by_hand(bencher: Bencher<'_, '_>) {
    let bench = Bench::start();
    bencher.bench_local(|| bench.list_by_hand());
}

#[divan::bench]
fn list_by_client(bencher: Bencher<'_, '_>) {
    let bench = Bench::start();
    bencher.bench_local(|| bench.list_by_client());
}

#[divan::bench]
fn retrieve_by_hand(bencher: Bencher<'_, '_>) {
    let bench = Bench::start();
    bencher.bench_local(|| bench.retrieve_by_hand());
}

#[divan::bench]
fn retrieve_by_client(bencher: Bencher<'_, '_>) {
    let bench = Bench::start();
    bencher.bench_local(|| bench.retrieve_by_client());
}

/// Prints how much longer a call takes by the client than by hand.
fn ratios() {
    let bench = Bench::start();
    println!();
    println!("call       by hand    by client  ratio");
    let calls: [(&str, [Call; 2]); 2] = [
        ("list", [Bench::list_by_hand, Bench::list_by_client]),
        (
            "retrieve",
            [Bench::retrieve_by_hand, Bench::retrieve_by_client],
        ),
    ];
    for (name, calls) in calls {
        let [by_hand, by_client] = medians(&bench, calls).map(|time| time.as_secs_f64() * 1e6);
        let ratio = by_client / by_hand;
        println!("{name:<9} {by_hand:>7.1} µs {by_client:>9.1} µs  {ratio:.3}");
    }
}

/// The median time of a call of either kind; they take turns.
fn medians(bench: &Bench, calls: [Call; 2]) -> [Duration; 2] {
    let mut times = [Vec::new(), Vec::new()];
    for turn in 0..TURNS + 20 {
        // Whoever comes second finds the caches warm, so they take turns in that as well.
        for index in [turn % 2, (turn + 1) % 2] {
            let begin = Instant::now();
            for _ in 0..CALLS {
                divan::black_box(calls[index](bench));
            }
            // The first turns open the connections.
            if turn >= 20 {
                times[index].push(begin.elapsed() / CALLS as u32);
            }
        }
    }
    times.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2]
    })
}

/// One call; it gives something to look at, so that nothing of it is left out.
type Call = fn(&Bench) -> usize;

/// A server, and the two ways to call it.
struct Bench {
    runtime: Runtime,
    flora: Client,
    http: reqwest::Client,
    base_url: String,
}

impl Bench {
    fn start() -> Self {
        // reqwest is built without a provider here; a second call fails, since one is there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().build();
        let runtime = runtime.expect("the system has what it takes");
        let base_url = format!("{}/api/v1", runtime.block_on(serve()));
        Self {
            runtime,
            flora: flora_tests::client(base_url.clone()),
            http: reqwest::Client::builder()
                .timeout(Duration::from_secs(60))
                .build()
                .expect("the settings are right"),
            base_url,
        }
    }

    fn list_by_client(&self) -> usize {
        let list = self.flora.assets().list().limit(20).query("logo é");
        let list = list.workspace_id("ws_abc123").send();
        let list = self.runtime.block_on(list).expect("the reply is a list");
        list.assets.len()
    }

    fn list_by_hand(&self) -> usize {
        let url = format!("{}/assets", self.base_url);
        let query = [
            ("limit", "20"),
            ("query", "logo é"),
            ("workspace_id", "ws_abc123"),
        ];
        let url = Url::parse_with_params(&url, query).expect("it is a URL");
        let list: List = self.runtime.block_on(self.get(url));
        list.assets.len()
    }

    fn retrieve_by_client(&self) -> usize {
        let asset = self.flora.assets().retrieve("asset_abc123").send();
        let asset = self.runtime.block_on(asset).expect("the reply is an asset");
        asset.asset_id.len()
    }

    fn retrieve_by_hand(&self) -> usize {
        let url = format!("{}/assets/asset_abc123", self.base_url);
        let url = Url::parse(&url).expect("it is a URL");
        let asset: Asset = self.runtime.block_on(self.get(url));
        asset.asset_id.len()
    }

    /// What a careful user writes with reqwest: the same headers, a timeout, a look at the status.
    async fn get<T: for<'a> Deserialize<'a>>(&self, url: Url) -> T {
        let request = self.http.get(url).bearer_auth(KEY);
        let request = request.header(ACCEPT, "application/json");
        let request = request.header(USER_AGENT, "flora-client/0.1.0");
        let reply = request.send().await.expect("the server is there");
        let reply = reply.error_for_status().expect("the status is 200");
        let body = reply.bytes().await.expect("the body is whole");
        serde_json::from_slice(&body).expect("the body is as described")
    }
}

#[derive(Deserialize)]
struct List {
    assets: Vec<Item>,
    #[serde(rename = "meta")]
    _meta: Meta,
}

#[derive(Deserialize)]
struct Meta {
    #[serde(rename = "next_cursor")]
    _next_cursor: Option<String>,
    #[serde(rename = "total_estimate")]
    _total_estimate: Option<u64>,
}

/// The names are those of the models, so that nothing is skipped that the client keeps.
#[derive(Deserialize)]
#[expect(dead_code, reason = "decoding it is what is measured")]
struct Item {
    asset_id: Option<String>,
    name: Option<String>,
    description: Option<String>,
    workspace_id: Option<String>,
    url: Option<String>,
    content_type: String,
    upload_content_type: Option<String>,
    uploaded_via: String,
    status: Status,
    width: Option<i64>,
    height: Option<i64>,
    size_bytes: Option<i64>,
    created_at: Option<i64>,
    node_id: Option<String>,
    project_id: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoding it is what is measured")]
struct Asset {
    asset_id: String,
    name: Option<String>,
    description: Option<String>,
    workspace_id: Option<String>,
    url: Option<String>,
    content_type: String,
    upload_content_type: Option<String>,
    size_bytes: Option<i64>,
    uploaded_via: String,
    created_at: Option<String>,
    status: Status,
    failure_message: Option<String>,
    width: Option<i64>,
    height: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    PendingUpload,
    Ready,
    Failed,
}

/// Starts a server that does as little as a server can, and tells its address.
///
/// The one of the tests keeps every request, which would be the larger part of what is measured.
/// It is a task beside the client: between two threads, the time until the system wakes the other
/// one is several times that of the call, and varies by more than all there is to measure.
async fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let (list, asset) = (reply(&list()), reply(&asset()));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, list.clone(), asset.clone()));
        }
    });
    format!("http://{address}")
}

async fn answer(mut stream: TcpStream, list: Vec<u8>, asset: Vec<u8>) {
    let _ = stream.set_nodelay(true);
    let mut head = Vec::new();
    while stream.read_buf(&mut head).await.is_ok_and(|read| read > 0) {
        if !head.ends_with(b"\r\n\r\n") {
            continue;
        }
        let is_asset = head.starts_with(b"GET /api/v1/assets/");
        let reply = if is_asset { &asset } else { &list };
        if stream.write_all(reply).await.is_err() {
            return;
        }
        head.clear();
    }
}

fn reply(body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let length = body.len();
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nrequest-id: req_abc123\r\n\
         date: Sun, 22 Nov 2026 08:00:00 GMT\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// A page of 20 assets, each with an id and a name of its own.
fn list() -> Value {
    let mut page = spec::reply("get", "/assets", 200, "first_page");
    let sample = page["assets"].clone();
    let asset = |index: usize| {
        let mut asset = sample[index % 2].clone();
        asset["asset_id"] = json!(format!("asset_{index:012}"));
        asset["name"] = json!(format!("hero-{index}.png"));
        asset
    };
    page["assets"] = (0..20).map(asset).collect();
    page
}

fn asset() -> Value {
    spec::reply("get", "/assets/{assetId}", 200, "ready_image")
}
