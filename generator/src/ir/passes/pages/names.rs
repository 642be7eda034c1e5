//! Which names of parameters and fields mean what. Words are compared, so
//! `nextPageToken`, `next_page_token` and `next[page-token]` are one name.

/// A name as its words: `nextPageToken`, `page[size]` => `next_page_token`, `page_size`.
pub(super) fn words(name: &str) -> String {
    let mut words = String::new();
    let mut was_lower = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() {
            was_lower = false;
            if !words.is_empty() && !words.ends_with('_') {
                words.push('_');
            }
            continue;
        }
        if letter.is_uppercase() && was_lower {
            words.push('_');
        }
        was_lower = letter.is_lowercase() || letter.is_numeric();
        words.extend(letter.to_lowercase());
    }
    words.trim_end_matches('_').to_owned()
}

/// What a cursor is called, whatever stands around it: `start_cursor` and `next_cursor` are both
/// about a `cursor`. None for names that mean something else.
pub(super) fn stem(words: &str) -> Option<&'static str> {
    Some(match words {
        "cursor" | "page_cursor" | "start_cursor" | "next_cursor" | "next_page_cursor"
        | "after_cursor" | "pagination_cursor" => "cursor",
        // Not `token` alone, which mostly is one of credentials.
        "page_token"
        | "next_token"
        | "next_page_token"
        | "start_token"
        | "pagination_token"
        | "next_pagination_token" => "token",
        "continuation_token" | "next_continuation_token" | "continuation" | "continue" => {
            "continuation"
        }
        "after" | "starting_after" | "page_after" | "next_after" => "after",
        "marker" | "page_marker" | "next_marker" => "marker",
        "offset" | "page_offset" | "next_offset" | "next_page_offset" => "offset",
        "page" | "page_number" | "next_page" | "next_page_number" => "page",
        "next" => "next",
        "bookmark" | "next_bookmark" => "bookmark",
        "scroll_id" | "next_scroll_id" => "scroll id",
        "start_key" | "page_key" | "next_key" | "last_key" | "next_page_key" => "key",
        _ => return None,
    })
}

/// Whether a parameter continues behind an item, so that any cursor of the reply can be its value.
pub(super) fn is_behind(words: &str) -> bool {
    matches!(
        words,
        "after" | "starting_after" | "page_after" | "after_id" | "after_cursor" | "cursor"
    )
}

/// What a field is called that has the last cursor of a page.
pub(super) fn is_end_cursor(words: &str) -> bool {
    matches!(words, "end_cursor" | "next_cursor" | "last_id")
}

/// Whether a parameter is the number of a page.
pub(super) fn is_page(words: &str) -> bool {
    matches!(
        words,
        "page" | "page_number" | "page_num" | "page_no" | "pagenumber"
    )
}

/// Whether a parameter is the number of items before a page.
pub(super) fn is_offset(words: &str) -> bool {
    matches!(words, "offset" | "page_offset" | "skip")
}

/// Whether a parameter is the number of items on a page.
pub(super) fn is_size(words: &str) -> bool {
    matches!(
        words,
        "limit"
            | "page_size"
            | "pagesize"
            | "per_page"
            | "page_limit"
            | "size"
            | "max_results"
            | "maxresults"
            | "items_per_page"
            | "results_per_page"
            | "count"
    )
}

/// Whether a field says by true or false that there is another page.
pub(super) fn is_more(words: &str) -> bool {
    matches!(
        words,
        "has_more" | "has_next" | "has_next_page" | "has_more_items" | "more"
    )
}

/// Whether a field is there while there is another page.
pub(super) fn is_next(words: &str, parent: &str) -> bool {
    matches!(
        words,
        "next" | "next_page" | "next_url" | "next_page_url" | "next_link" | "next_page_link"
    ) || matches!(words, "href" | "url" | "uri") && parent == "next"
}

/// Whether a field counts the items of all pages. `count` does not: it often is that of one page.
pub(super) fn is_total(words: &str) -> bool {
    matches!(
        words,
        "total"
            | "total_count"
            | "total_items"
            | "total_results"
            | "total_entries"
            | "total_records"
            | "total_elements"
            | "count_total"
    )
}

/// Whether a field counts the pages.
pub(super) fn is_pages(words: &str) -> bool {
    matches!(
        words,
        "total_pages" | "pages" | "page_count" | "num_pages" | "max_page" | "pages_total"
    )
}

/// Whether a list is the content of a reply, by its name alone.
pub(super) fn is_content(words: &str) -> bool {
    matches!(
        words,
        "data" | "items" | "results" | "values" | "entries" | "records" | "content" | "hits"
    )
}

/// Whether a list stands beside the content of a reply.
pub(super) fn is_beside(words: &str) -> bool {
    matches!(
        words,
        "errors" | "warnings" | "messages" | "included" | "links" | "facets" | "aggregations"
    )
}
