use flora_client::Client;

async fn example(flora: Client) -> Result<(), flora_client::Error> {
    flora.assets().create().source("signed-url").send().await?;
    Ok(())
}

fn main() {}
