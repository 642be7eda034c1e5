//! Lets FLORA fetch a picture from a URL, and tells what is ready in the workspace.
//! No async, and nothing to know of tokio.
//!
//! ```sh
//! export FLORA_API_KEY=sk_live_…
//! cargo run -p flora-tests --example blocking -- ws_abc123 https://example.com/source.png
//! ```

use flora_client::blocking::Client;
use flora_client::models::AssetStatus;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(workspace), Some(url)) = (args.next(), args.next()) else {
        return Err("which workspace, and which URL? ws_… https://…".into());
    };

    let flora = Client::from_env()?;
    let asset = flora
        .assets()
        .create()
        .source(url)
        .workspace_id(&workspace)
        .folder("campaign-assets")
        .send()?;
    println!("{} is {}", asset.asset_id, asset.status);

    // A list is an iterator.
    let assets = flora.assets().list().workspace_id(workspace).items();
    let mut ready = Vec::new();
    for asset in assets {
        let asset = asset?;
        if asset.status == AssetStatus::Ready {
            ready.extend(asset.name);
        }
    }
    println!("ready: {}", ready.join(", "));
    Ok(())
}
