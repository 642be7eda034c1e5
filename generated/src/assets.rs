// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Create, upload, find and inspect the assets of a workspace.

use std::future::IntoFuture;
use std::marker::PhantomData;

use crate::{models, operations};
use crate::runtime::call::{BodyKind, Call, Given, Sending};
use crate::runtime::delivery::UploadBytes;
use crate::runtime::error::Error;
use crate::runtime::mode::{Async, Mode};
use crate::runtime::multipart::{FilePart, Multipart};
use crate::runtime::options::request_options;
use crate::runtime::page::{Items, Pages};
use crate::runtime::poll::Waiting;
use crate::runtime::reply::{Json, Reply, Response};
use crate::runtime::typed::{request, setters};
use crate::runtime::upload::{UploadProgress, UploadSource, UploadWay, Uploading};

/// Create, upload, find and inspect the assets of a workspace.
#[derive(Clone, Copy, Debug)]
pub struct Assets<'c, M = Async> {
    client: &'c crate::runtime::client::Client,
    mode: PhantomData<M>,
}

impl<'c, M> Assets<'c, M> {
    pub(crate) fn new(client: &'c crate::runtime::client::Client) -> Self {
        Self { client, mode: PhantomData }
    }

    /// Create an asset.
    ///
    /// Creates an asset from a public URL, from bytes in the request, or as the reservation of a
    /// signed upload.
    ///
    /// With a URL in `source`, FLORA fetches the file itself. With `signed-url`, the response
    /// carries an `upload` form: post the bytes to it, then complete the asset. Files up to 4 MB
    /// can also be sent directly as `multipart/form-data` (newer than API version 1.6.0).
    ///
    /// Accepted are images (JPEG, PNG, WebP, GIF, AVIF, HEIC, HEIF; at most 150 megapixels),
    /// videos (MP4, WebM, QuickTime), audio (MPEG, WAV, Ogg) and PDF.
    ///
    /// `POST /assets`, body `application/json`
    ///
    /// # Errors
    ///
    /// Documented failures with [`ErrorResponse`](crate::models::ErrorResponse) as their body:
    /// 400, 401, 402, 403, 404, 409, 422, 429, 500, 503, any other.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: flora_client::Client) -> Result<(), flora_client::Error> {
    /// let reply = client
    ///     .assets()
    ///     .create()
    ///     .source("signed-url")
    ///     .workspace_id("ws_abc123")
    ///     .send()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(self) -> Create<missing::Source, missing::WorkspaceId, M> {
        let call = Call::new(self.client, &operations::UPLOAD_ASSET)
            .body_kind(BodyKind::Json("application/json"));
        Create::new(call)
    }

    /// Create an asset.
    ///
    /// Creates an asset from a public URL, from bytes in the request, or as the reservation of a
    /// signed upload.
    ///
    /// With a URL in `source`, FLORA fetches the file itself. With `signed-url`, the response
    /// carries an `upload` form: post the bytes to it, then complete the asset. Files up to 4 MB
    /// can also be sent directly as `multipart/form-data` (newer than API version 1.6.0).
    ///
    /// Accepted are images (JPEG, PNG, WebP, GIF, AVIF, HEIC, HEIF; at most 150 megapixels),
    /// videos (MP4, WebM, QuickTime), audio (MPEG, WAV, Ogg) and PDF.
    ///
    /// `POST /assets`, body `multipart/form-data`
    ///
    /// # Errors
    ///
    /// Documented failures with [`ErrorResponse`](crate::models::ErrorResponse) as their body:
    /// 400, 401, 402, 403, 404, 409, 422, 429, 500, 503, any other.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: flora_client::Client) -> Result<(), flora_client::Error> {
    /// let reply = client
    ///     .assets()
    ///     .create_multipart()
    ///     .workspace_id("ws_abc123")
    ///     .file(flora_client::FilePart::path("file.bin"))
    ///     .send()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_multipart(
        self,
    ) -> CreateMultipart<missing::WorkspaceId, missing::File, M> {
        let call = Call::new(self.client, &operations::UPLOAD_ASSET)
            .body_kind(Multipart::new());
        CreateMultipart::new(call)
    }

    /// List assets.
    ///
    /// Lists the assets that the API key can see, one page at a time.
    ///
    /// All filters are optional. To get the next page, send `meta.next_cursor` as `cursor` and
    /// leave every other parameter as it was. Only a null `next_cursor` marks the end: a page may
    /// be empty before it.
    ///
    /// `GET /assets`
    ///
    /// # Errors
    ///
    /// Documented failures with [`ErrorResponse`](crate::models::ErrorResponse) as their body:
    /// 400, 401, 402, 403, 404, 409, 422, 429, 500, 503, any other.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: flora_client::Client) -> Result<(), flora_client::Error> {
    /// let reply = client.assets().list().send().await?;
    ///
    /// // Every item of every page:
    /// let mut items = client.assets().list().items();
    /// while let Some(item) = items.next().await {
    ///     println!("{:?}", item?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(self) -> List<M> {
        let call = Call::new(self.client, &operations::LIST_ASSETS);
        List::new(call)
    }

    /// Retrieve an asset.
    ///
    /// Returns the metadata and the current status of one asset.
    ///
    /// Call it repeatedly after completing an upload, until `status` is `ready` or `failed`. An
    /// asset that does not exist and one that the API key may not see both answer 404.
    ///
    /// `GET /assets/{assetId}`
    ///
    /// # Errors
    ///
    /// Documented failures with [`ErrorResponse`](crate::models::ErrorResponse) as their body:
    /// 400, 401, 402, 403, 404, 409, 422, 429, 500, 503, any other.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: flora_client::Client) -> Result<(), flora_client::Error> {
    /// let reply = client.assets().retrieve("asset_abc123").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn retrieve(self, asset_id: impl Into<String>) -> Retrieve<M> {
        let call = Call::new(self.client, &operations::GET_ASSET)
            .param("assetId", asset_id.into());
        Retrieve::new(call)
    }

    /// Complete a signed upload.
    ///
    /// Tells FLORA that the bytes of a signed upload have arrived at the storage host.
    ///
    /// The response may still say `pending_upload`; then retrieve the asset until its status
    /// settles. Completing an asset that is already complete answers 409 with the code
    /// `conflict`.
    ///
    /// `POST /assets/{assetId}/complete`
    ///
    /// # Errors
    ///
    /// Documented failures with [`ErrorResponse`](crate::models::ErrorResponse) as their body:
    /// 400, 401, 402, 403, 404, 409, 422, 429, 500, 503, any other.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: flora_client::Client) -> Result<(), flora_client::Error> {
    /// let reply = client.assets().complete("asset_abc123").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn complete(self, asset_id: impl Into<String>) -> Complete<M> {
        let call = Call::new(self.client, &operations::COMPLETE_ASSET_UPLOAD)
            .param("assetId", asset_id.into());
        Complete::new(call)
    }

    /// Retry a failed or expired upload.
    ///
    /// Makes a new signed reservation for an asset whose upload failed or expired.
    ///
    /// The asset keeps its id; `upload` and `expires_at` are new. Post the bytes to the new form
    /// and complete the asset. An asset in any other state answers 409 with the code `conflict`.
    ///
    /// `POST /assets/{assetId}/retry`
    ///
    /// # Errors
    ///
    /// Documented failures with [`ErrorResponse`](crate::models::ErrorResponse) as their body:
    /// 400, 401, 402, 403, 404, 409, 422, 429, 500, 503, any other.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: flora_client::Client) -> Result<(), flora_client::Error> {
    /// let reply = client.assets().retry("asset_abc123").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn retry(self, asset_id: impl Into<String>) -> Retry<M> {
        let call = Call::new(self.client, &operations::RETRY_ASSET_UPLOAD)
            .param("assetId", asset_id.into());
        Retry::new(call)
    }

    /// Uploads a file and waits until the service is done with it.
    ///
    /// - A URL is fetched by the service.
    /// - Up to 4194304 bytes go with the request; if the service refuses them like that (400, 413,
    ///   415 or 422), the next way is taken.
    /// - All others go to a place that is reserved for them; then the upload is completed.
    ///
    /// `via` chooses the way. The file is streamed, and opened anew for each attempt. Its name
    /// and type are those of the source, unless they are set here.
    ///
    /// Bytes that do not arrive are sent again. If the place does not take them, or the service
    /// refuses to complete the upload (400, 409, 410 or 422) or then says that it failed, a fresh
    /// place is asked for: at most twice, and once for a failure that the service tells;
    /// `max_renewals` sets another number.
    ///
    /// The host of the reserved place sees neither credentials nor headers of the client. Each
    /// request has an idempotency key of its own where the service takes one; a key that is set
    /// is that of the first request, and for a second one after a refusal it gets `-signed`
    /// behind it.
    ///
    /// The wait for the service takes at most 120 seconds, unless a `deadline` is set, here or
    /// for the client: it is that of the whole upload, and the wait takes what is left of it.
    ///
    /// Dropping the future, or a `deadline` that has passed, leaves nothing running here. What
    /// the service has by then, it keeps: a reservation, or a file.
    ///
    /// # Errors
    ///
    /// - What the requests fail with.
    /// - [`Request`](crate::ErrorKind::Request) when the source cannot be read or is not as long as
    ///   it was said to be.
    /// - [`Upload`](crate::ErrorKind::Upload) when the place does not take the bytes.
    /// - [`Failed`](crate::ErrorKind::Failed) when the service says that it failed.
    /// - [`Timeout`](crate::ErrorKind::Timeout) when the time has run out.
    ///
    /// [`Error::id`](crate::Error::id) tells what was begun.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: flora_client::Client) -> Result<(), flora_client::Error> {
    /// let reply = client
    ///     .assets()
    ///     .upload(std::path::Path::new("hero.png"))
    ///     .workspace_id("ws_abc123")
    ///     .send()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn upload(
        self,
        source: impl Into<UploadSource>,
    ) -> Upload<missing::WorkspaceId, M> {
        let call = Call::new(self.client, &operations::UPLOAD_ASSET)
            .body_kind(BodyKind::Json("application/json"));
        Upload {
            call,
            upload: Uploading::new(&operations::uploads::UPLOAD_ASSET, source),
            state: PhantomData,
        }
    }

    /// Waits until `status` is `ready`.
    ///
    /// Asks as [`retrieve`](Self::retrieve) does, every second and for at most 120 seconds,
    /// unless `interval` and `deadline` say otherwise. A state that is not known is waited for;
    /// after an error that may go away, the service is asked again.
    ///
    /// # Errors
    ///
    /// [`Failed`](crate::ErrorKind::Failed) when it is `failed`, with what the service says of
    /// the reason; [`Timeout`](crate::ErrorKind::Timeout) when the time has run out; and the
    /// errors of asking that do not go away by themselves.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: flora_client::Client) -> Result<(), flora_client::Error> {
    /// let reply = client.assets().wait_until_ready("asset_abc123").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_until_ready(self, asset_id: impl Into<String>) -> WaitUntilReady<M> {
        let call = Call::new(self.client, &operations::GET_ASSET)
            .param("assetId", asset_id.into());
        WaitUntilReady {
            call,
            waiting: Waiting::new(&operations::polls::GET_ASSET),
            state: PhantomData,
        }
    }

    /// Sends a file to a place that was reserved for it, and nothing more.
    ///
    /// The fields of the form go first, in their order, the file last. The host sees neither
    /// credentials nor headers of the client, and any status of success means that it has the
    /// file. It is asked again after failures that may go away.
    ///
    /// # Errors
    ///
    /// [`Upload`](crate::ErrorKind::Upload) when the host does not take the file, [`Request`](crate::ErrorKind::Request)
    /// when it cannot be read, and those of the connection. None shows the address or a field.
    pub fn upload_bytes(
        self,
        form: &models::AssetUpload,
        file: impl Into<FilePart>,
    ) -> UploadBytes<M> {
        let call = Call::new(self.client, &operations::UPLOAD_ASSET);
        UploadBytes::new(call, &operations::uploads::UPLOAD_ASSET, form, file)
    }
}

request!(create: Create[Source, WorkspaceId] -> Json<models::AssetCreateResponse>, fields {
    /// Where the bytes come from: a public HTTPS URL that FLORA fetches (up to 50 MB), or
    /// `signed-url` to reserve an upload. URLs of private networks are refused; older API
    /// versions accept certain hosts only.
    source: impl Into<String> => field("source", source.into()) -> [Given, WorkspaceId];
    /// The workspace that the asset goes to.
    ///
    /// Matches `^ws_\S+$`.
    workspace_id: impl Into<String>
        => field("workspace_id", workspace_id.into()) -> [Source, Given];
    /// Sets the fields of the body all at once, in place of those set before; setters called
    /// later win over it.
    body: &models::AssetCreateRequest => fields(body) sets [Given, Given];
    /// A value of your choice that is unique to this request, so that a retry cannot do the work
    /// twice. Using it again within two hours answers 409 with the code `idempotency_duplicate`.
    /// FLORA's guides promise something else: the same body gets the first response again, marked
    /// by the header `idempotent-replayed`, and another body gets 422 with the code
    /// `idempotency_conflict`. Be ready for both.
    ///
    /// A key is made for each call that has none. All attempts of a call carry the same.
    idempotency_key: impl Into<String> => param("Idempotency-Key", idempotency_key.into());
    /// The folder to put the asset into.
    folder: impl Into<String> => field("folder", folder.into());
    /// The media type of the file, such as `image/png`.
    content_type: impl Into<String> => field("content_type", content_type.into());
    /// The name of the file.
    file_name: impl Into<String> => field("file_name", file_name.into());
    /// A project on whose canvas the asset is placed as well. Newer than API version 1.6.0.
    ///
    /// Matches `^prj_\S+$`.
    project_id: impl Into<String> => field("project_id", project_id.into());
});

request!(create_multipart: CreateMultipart[WorkspaceId, File]
    -> Json<models::AssetCreateResponse>, fields {
    /// The workspace that the asset goes to.
    ///
    /// Matches `^ws_\S+$`.
    workspace_id: impl Into<String> => field("workspace_id", workspace_id.into()) -> [Given, File];
    /// The bytes of the file, up to 4 MB. Use a signed upload for larger files.
    file: impl Into<FilePart> => file("file", file.into()) -> [WorkspaceId, Given];
    /// A value of your choice that is unique to this request, so that a retry cannot do the work
    /// twice. Using it again within two hours answers 409 with the code `idempotency_duplicate`.
    /// FLORA's guides promise something else: the same body gets the first response again, marked
    /// by the header `idempotent-replayed`, and another body gets 422 with the code
    /// `idempotency_conflict`. Be ready for both.
    ///
    /// A key is made for each call that has none. All attempts of a call carry the same.
    idempotency_key: impl Into<String> => param("Idempotency-Key", idempotency_key.into());
    /// The folder to put the asset into.
    folder: impl Into<String> => field("folder", folder.into());
    /// The media type of the file, such as `image/png`.
    content_type: impl Into<String> => field("content_type", content_type.into());
    /// The name of the file.
    file_name: impl Into<String> => field("file_name", file_name.into());
    /// A project on whose canvas the asset is placed as well.
    ///
    /// Matches `^prj_\S+$`.
    project_id: impl Into<String> => field("project_id", project_id.into());
});

request!(list: List
    -> Json<models::AssetListResponse>, items(models::AssetListItem, |page| page.assets) {
    /// The largest number of assets on one page, from 1 to 100.
    ///
    /// At least 1, at most 100.
    limit: i32 => param("limit", limit);
    /// Where the page starts, as given by `meta.next_cursor` of the page before. Leave it out for
    /// the first page.
    cursor: impl Into<String> => param("cursor", cursor.into());
    /// Text to search for.
    query: impl Into<String> => param("query", query.into());
    /// Only assets of this workspace.
    ///
    /// Matches `^ws_\S+$`.
    workspace_id: impl Into<String> => param("workspace_id", workspace_id.into());
    /// Only assets on the canvas of this project.
    ///
    /// Matches `^prj_\S+$`.
    project_id: impl Into<String> => param("project_id", project_id.into());
});

request!(retrieve: Retrieve -> Json<models::AssetRetrieveResponse>);

request!(complete: Complete -> Json<models::AssetCompleteResponse> {
    /// A value of your choice that is unique to this request, so that a retry cannot do the work
    /// twice. Using it again within two hours answers 409 with the code `idempotency_duplicate`.
    /// FLORA's guides promise something else: the same body gets the first response again, marked
    /// by the header `idempotent-replayed`, and another body gets 422 with the code
    /// `idempotency_conflict`. Be ready for both.
    ///
    /// A key is made for each call that has none. All attempts of a call carry the same.
    idempotency_key: impl Into<String> => param("Idempotency-Key", idempotency_key.into());
});

request!(retry: Retry -> Json<models::AssetRetryResponse> {
    /// A value of your choice that is unique to this request, so that a retry cannot do the work
    /// twice. Using it again within two hours answers 409 with the code `idempotency_duplicate`.
    /// FLORA's guides promise something else: the same body gets the first response again, marked
    /// by the header `idempotent-replayed`, and another body gets 422 with the code
    /// `idempotency_conflict`. Be ready for both.
    ///
    /// A key is made for each call that has none. All attempts of a call carry the same.
    idempotency_key: impl Into<String> => param("Idempotency-Key", idempotency_key.into());
});

/// A use of `upload`, not sent yet.
///
/// Optional values are set by methods; `send` or `.await` sends it.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct Upload<WorkspaceId, M = Async> {
    call: Call,
    upload: Uploading,
    state: PhantomData<(WorkspaceId, M)>,
}

setters!(Upload[WorkspaceId] with upload {
    /// The workspace that the asset goes to.
    ///
    /// Matches `^ws_\S+$`.
    workspace_id: impl Into<String> => field("workspace_id", workspace_id.into()) -> [Given];
    /// A value of your choice that is unique to this request, so that a retry cannot do the work
    /// twice. Using it again within two hours answers 409 with the code `idempotency_duplicate`.
    /// FLORA's guides promise something else: the same body gets the first response again, marked
    /// by the header `idempotent-replayed`, and another body gets 422 with the code
    /// `idempotency_conflict`. Be ready for both.
    ///
    /// A key is made for each call that has none. All attempts of a call carry the same.
    idempotency_key: impl Into<String> => param("Idempotency-Key", idempotency_key.into());
    /// The folder to put the asset into.
    folder: impl Into<String> => field("folder", folder.into());
    /// The media type of the file, such as `image/png`.
    content_type: impl Into<String> => field("content_type", content_type.into());
    /// The name of the file.
    file_name: impl Into<String> => field("file_name", file_name.into());
    /// A project on whose canvas the asset is placed as well. Newer than API version 1.6.0.
    ///
    /// Matches `^prj_\S+$`.
    project_id: impl Into<String> => field("project_id", project_id.into());
});

impl<WorkspaceId, M> Upload<WorkspaceId, M> {
    /// Sets the way that the file goes, in place of the one that suits it.
    pub fn via(self, way: UploadWay) -> Self {
        Self {
            upload: self.upload.via(way),
            ..self
        }
    }

    /// Sets what is told of each step and of the bytes on their way.
    pub fn on_progress(
        self,
        report: impl Fn(&UploadProgress) + Send + Sync + 'static,
    ) -> Self {
        Self {
            upload: self.upload.on_progress(report),
            ..self
        }
    }

    /// Sets how often a fresh place may be asked for; twice unless set.
    pub fn max_renewals(self, renewals: u32) -> Self {
        Self {
            upload: self.upload.max_renewals(renewals),
            ..self
        }
    }
}

request_options!(Upload[WorkspaceId], fields);

impl<M: Mode> Upload<Given, M> {
    /// Uploads: a future of the last reply, or that reply itself with a blocking client.
    pub fn send(self) -> M::Sending<models::AssetRetrieveResponse> {
        M::run(self.upload.run::<Json<models::AssetRetrieveResponse>>(self.call))
    }
}

impl IntoFuture for Upload<Given> {
    type Output = Result<models::AssetRetrieveResponse, Error>;
    type IntoFuture = Sending<models::AssetRetrieveResponse>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

/// A use of `wait_until_ready`, not sent yet.
///
/// Optional values are set by methods; `send` or `.await` sends it.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct WaitUntilReady<M = Async> {
    call: Call,
    waiting: Waiting,
    state: PhantomData<M>,
}

impl<M> WaitUntilReady<M> {
    /// Sets how long to wait between an answer and the next question.
    pub fn interval(self, interval: std::time::Duration) -> Self {
        Self {
            waiting: self.waiting.interval(interval),
            ..self
        }
    }
}

request_options!(WaitUntilReady);

impl<M: Mode> WaitUntilReady<M> {
    /// Waits for the end: a future of the last reply, or that reply itself with a blocking
    /// client.
    pub fn send(self) -> M::Sending<models::AssetRetrieveResponse> {
        M::run(self.waiting.run::<Json<models::AssetRetrieveResponse>>(self.call))
    }
}

impl IntoFuture for WaitUntilReady {
    type Output = Result<models::AssetRetrieveResponse, Error>;
    type IntoFuture = Sending<models::AssetRetrieveResponse>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

/// Marks required values that a request still lacks; the compiler names them.
pub mod missing {
    /// `source` is not set yet.
    #[derive(Clone, Copy, Debug)]
    pub enum Source {}

    /// `workspace_id` is not set yet.
    #[derive(Clone, Copy, Debug)]
    pub enum WorkspaceId {}

    /// `file` is not set yet.
    #[derive(Clone, Copy, Debug)]
    pub enum File {}
}
