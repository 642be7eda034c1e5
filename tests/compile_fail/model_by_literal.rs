use flora_client::models::PageMeta;
use flora_client::Omittable;

fn main() {
    let _ = PageMeta {
        next_cursor: None,
        total_estimate: Omittable::Omitted,
    };
}
