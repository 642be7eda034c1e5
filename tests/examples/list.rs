//! Prints the assets of a workspace, one a line, and what they weigh together.
//!
//! ```sh
//! export FLORA_API_KEY=sk_live_…
//! cargo run -p flora-tests --example list -- ws_abc123 [TEXT TO SEARCH FOR]
//! ```

use flora_client::Client;
use flora_client::models::AssetStatus;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let workspace = args.next().ok_or("which workspace? ws_…")?;

    // FLORA_API_KEY, and FLORA_BASE_URL if it is set.
    let flora = Client::from_env()?;
    let mut list = flora.assets().list().workspace_id(workspace).limit(100);
    if let Some(text) = args.next() {
        list = list.query(text);
    }

    // The next page is fetched when the items of this one are used up.
    let mut assets = list.items();
    let (mut count, mut bytes) = (0, 0);
    while let Some(asset) = assets.next().await {
        let asset = asset?;
        count += 1;
        bytes += asset.size_bytes.unwrap_or_default();
        let name = asset.name.as_deref().unwrap_or("(no name)");
        match (asset.status, asset.url) {
            (AssetStatus::Ready, Some(url)) => println!("{name}: {url}"),
            // A status that is newer than this program prints as it was sent.
            (status, _) => println!("{name}: {status}"),
        }
    }
    println!("{count} assets, {bytes} bytes");
    Ok(())
}
