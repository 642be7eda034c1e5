//! Uploads files, or lets FLORA fetch URLs, and tells where each of them is then.
//!
//! ```sh
//! export FLORA_API_KEY=sk_live_…
//! cargo run -p flora-tests --example upload -- ws_abc123 hero.png https://example.com/source.png
//! ```

use flora_client::{Client, ErrorKind, UploadProgress, UploadSource, UploadStep};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let workspace = args.next().ok_or("which workspace? ws_…")?;

    // FLORA_API_KEY, and FLORA_BASE_URL if it is set.
    let flora = Client::from_env()?;
    for name in args {
        let source = if name.starts_with("https://") {
            UploadSource::url(&name)
        } else {
            // Streamed, whatever its size.
            UploadSource::path(&name)
        };
        let shown = name.clone();
        let upload = flora
            .assets()
            .upload(source)
            .workspace_id(&workspace)
            .on_progress(move |progress| show(&shown, progress));
        match upload.await {
            Ok(asset) => println!("{name} is {}", asset.asset_id),
            Err(error) if error.kind() == ErrorKind::Failed => {
                // What FLORA says of the reason is in the error.
                println!("{name} is of no use: {error}");
            }
            Err(error) => {
                // With the id, the upload can be looked up or taken up again.
                if let Some(id) = error.id() {
                    eprintln!("{id} was begun");
                }
                return Err(error.into());
            }
        }
    }
    Ok(())
}

/// One line for each step, and one at the end of the bytes.
fn show(name: &str, progress: &UploadProgress) {
    match (progress.step, progress.total) {
        (UploadStep::Sending, Some(total)) if progress.sent == total => {
            eprintln!("{name}: {total} bytes sent");
        }
        // There is a call for each piece of the file, for those who draw a bar.
        (UploadStep::Sending, _) => {}
        (step, _) => eprintln!("{name}: {step:?}"),
    }
}
