use flora_client::models::{AssetCreateRequest, required};

fn main() {
    AssetCreateRequest::new(required::AssetCreateRequest {
        source: "signed-url".to_owned(),
    });
}
