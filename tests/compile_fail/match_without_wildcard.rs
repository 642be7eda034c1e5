use flora_client::models::AssetStatus;

fn label(status: AssetStatus) -> &'static str {
    match status {
        AssetStatus::PendingUpload => "pending",
        AssetStatus::Ready => "ready",
        AssetStatus::Failed => "failed",
        AssetStatus::Unrecognized(_) => "new",
    }
}

fn main() {}
