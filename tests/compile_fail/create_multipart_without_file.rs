use flora_client::Client;

async fn example(flora: Client) -> Result<(), flora_client::Error> {
    let request = flora.assets().create_multipart().workspace_id("ws_abc123");
    request.send_raw().await?;
    Ok(())
}

fn main() {}
