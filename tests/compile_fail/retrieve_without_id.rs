use flora_client::Client;

async fn example(flora: Client) -> Result<(), flora_client::Error> {
    flora.assets().retrieve().await?;
    Ok(())
}

fn main() {}
