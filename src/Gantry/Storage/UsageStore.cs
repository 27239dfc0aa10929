using Dapper;
using Gantry.Billing;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>The table of usage records.</summary>
internal sealed class UsageStore(IDatabase database) : IUsageStore
{
    private const string Insert =
        """
        INSERT INTO usage_records (request_id, started_at, key_id, account_id, group_name, model, upstream, upstream_model, credential_id,
            protocol, operation, streamed, status, outcome, error_origin, error_code,
            uncached_input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, audio_input, image_input, audio_output,
            image_output, images, audio_seconds, web_searches,
            usage_source, stop_reason, upstream_response_id, losses, first_content_micros, duration_micros, attempts, request_bytes, response_bytes)
        VALUES (@RequestId, @StartedAt, @KeyId, @AccountId, @Group, @Model, @Upstream, @UpstreamModel, @CredentialId,
            @Protocol, @Operation, @Streamed, @Status, @Outcome, @ErrorOrigin, @ErrorCode,
            @UncachedInput, @CacheRead, @CacheWrite5m, @CacheWrite1h, @Output, @Reasoning, @AudioInput, @ImageInput, @AudioOutput,
            @ImageOutput, @Images, @AudioSeconds, @WebSearches,
            @UsageSource, @StopReason, @UpstreamResponseId, @Losses, @FirstContentMicros, @DurationMicros, @Attempts, @RequestBytes, @ResponseBytes)
        ON CONFLICT (request_id) DO NOTHING
        """;

    public Task InsertAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellation) =>
        database.WriteAsync(connection => connection.ExecuteAsync(Insert, records.Select(Columns)), cancellation);

    private static object Columns(UsageRecord record) => new
    {
        record.RequestId,
        StartedAt = UnixMicros.Of(record.StartedAt),
        KeyId = record.KeyId?.ToString(),
        AccountId = record.AccountId?.ToString(),
        record.Group,
        record.Model,
        record.Upstream,
        record.UpstreamModel,
        CredentialId = record.CredentialId?.ToString(),
        Protocol = EnumWords.Of(record.Protocol),
        Operation = EnumWords.Of(record.Operation),
        Streamed = record.Streamed ? 1L : 0L,
        Status = (long)record.Status,
        Outcome = EnumWords.Of(record.Outcome),
        ErrorOrigin = record.ErrorOrigin is { } origin ? EnumWords.Of(origin) : null,
        record.ErrorCode,
        record.Usage.UncachedInput,
        record.Usage.CacheRead,
        record.Usage.CacheWrite5m,
        record.Usage.CacheWrite1h,
        record.Usage.Output,
        record.Usage.Reasoning,
        record.Usage.AudioInput,
        record.Usage.ImageInput,
        record.Usage.AudioOutput,
        record.Usage.ImageOutput,
        record.Usage.Images,
        record.Usage.AudioSeconds,
        record.Usage.WebSearches,
        UsageSource = EnumWords.Of(record.UsageSource),
        record.StopReason,
        record.UpstreamResponseId,
        record.Losses,
        record.FirstContentMicros,
        record.DurationMicros,
        Attempts = (long)record.Attempts,
        record.RequestBytes,
        record.ResponseBytes,
    };
}
