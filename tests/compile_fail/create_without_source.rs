use flora_client::Client;

async fn example(flora: Client) -> Result<(), flora_client::Error> {
    flora.assets().create().workspace_id("ws_abc123").await?;
    Ok(())
}

fn main() {}
