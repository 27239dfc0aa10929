using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Billing;

/// <summary>
/// Usage records as JSON that <see cref="UsageRecordJson"/> reads back as they were. A member that has the value which a missing one is read with is left out.
/// By hand, since it is done twice for each request, and what the serializer builds for enums and optional ids was a tenth of all that a server's first request compiled.
/// </summary>
internal static class UsageRecordWriting
{
    public static void Write(Utf8JsonWriter json, UsageRecord record)
    {
        json.WriteStartObject();
        json.WriteString("requestId"u8, record.RequestId);
        json.WriteString("startedAt"u8, record.StartedAt);
        Id(json, "keyId"u8, record.KeyId);
        Id(json, "accountId"u8, record.AccountId);
        Text(json, "group"u8, record.Group);
        Text(json, "model"u8, record.Model);
        Text(json, "upstream"u8, record.Upstream);
        Text(json, "upstreamModel"u8, record.UpstreamModel);
        Id(json, "credentialId"u8, record.CredentialId);
        json.WriteString("protocol"u8, MemberNames.Of(record.Protocol));
        json.WriteString("operation"u8, MemberNames.Of(record.Operation));
        if (record.Streamed) json.WriteBoolean("streamed"u8, true);
        json.WriteNumber("status"u8, record.Status);
        json.WriteString("outcome"u8, MemberNames.Of(record.Outcome));
        if (record.ErrorOrigin is { } origin) json.WriteString("errorOrigin"u8, MemberNames.Of(origin));
        Text(json, "errorCode"u8, record.ErrorCode);
        Counts(json, record.Usage);
        if (record.UsageSource != default) json.WriteString("usageSource"u8, MemberNames.Of(record.UsageSource));
        Text(json, "stopReason"u8, record.StopReason);
        Text(json, "upstreamResponseId"u8, record.UpstreamResponseId);
        Text(json, "losses"u8, record.Losses);
        Text(json, "session"u8, record.Session);
        if (record.FirstContentMicros is { } first) json.WriteNumber("firstContentMicros"u8, first);
        Number(json, "durationMicros"u8, record.DurationMicros);
        Number(json, "attempts"u8, record.Attempts);
        Number(json, "requestBytes"u8, record.RequestBytes);
        Number(json, "responseBytes"u8, record.ResponseBytes);
        if (record.Charge is { } charge) Write(json, charge);
        if (!record.Trail.IsDefaultOrEmpty)
        {
            json.WriteStartArray("trail"u8);
            foreach (var attempt in record.Trail) Write(json, attempt);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, UsageCharge charge)
    {
        json.WriteStartObject("charge"u8);
        json.WriteString("walletId"u8, charge.WalletId);
        Id(json, "allowanceId"u8, charge.AllowanceId);
        Number(json, "run"u8, charge.Run);
        Number(json, "holdNanos"u8, charge.HoldNanos);
        Number(json, "costNanos"u8, charge.CostNanos);
        Number(json, "fromAllowanceNanos"u8, charge.FromAllowanceNanos);
        Number(json, "fromWalletNanos"u8, charge.FromWalletNanos);
        json.WriteString("priceVersion"u8, charge.PriceVersion);
        Number(json, "multiplierPpm"u8, charge.MultiplierPpm);
        if (charge.Tier != default) json.WriteString("tier"u8, MemberNames.Of(charge.Tier));
        Text(json, "variant"u8, charge.Variant);
        if (charge.Policy != default) json.WriteString("policy"u8, MemberNames.Of(charge.Policy));
        if (charge.Reason != default) json.WriteString("reason"u8, MemberNames.Of(charge.Reason));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AttemptRecord attempt)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, attempt.Id);
        json.WriteNumber("number"u8, attempt.Number);
        json.WriteString("upstream"u8, attempt.Upstream);
        json.WriteString("upstreamModel"u8, attempt.UpstreamModel);
        Id(json, "credentialId"u8, attempt.CredentialId);
        Number(json, "status"u8, attempt.Status);
        Counts(json, attempt.Usage);
        Number(json, "costNanos"u8, attempt.CostNanos);
        if (attempt.CostStatus != default) json.WriteString("costStatus"u8, MemberNames.Of(attempt.CostStatus));
        if (attempt.Outcome != default) json.WriteString("outcome"u8, MemberNames.Of(attempt.Outcome));
        // Even an empty one: a missing text is read as null.
        json.WriteString("group"u8, attempt.Group);
        Text(json, "priceVersion"u8, attempt.PriceVersion);
        Number(json, "multiplierPpm"u8, attempt.MultiplierPpm);
        Number(json, "startedMicros"u8, attempt.StartedMicros);
        Number(json, "durationMicros"u8, attempt.DurationMicros);
        json.WriteEndObject();
    }

    private static void Counts(Utf8JsonWriter json, in Usage usage)
    {
        if (usage == default) return;
        json.WriteStartObject("usage"u8);
        Number(json, "uncachedInput"u8, usage.UncachedInput);
        Number(json, "cacheRead"u8, usage.CacheRead);
        Number(json, "cacheWrite5m"u8, usage.CacheWrite5m);
        Number(json, "cacheWrite1h"u8, usage.CacheWrite1h);
        Number(json, "output"u8, usage.Output);
        Number(json, "reasoning"u8, usage.Reasoning);
        Number(json, "audioInput"u8, usage.AudioInput);
        Number(json, "imageInput"u8, usage.ImageInput);
        Number(json, "audioOutput"u8, usage.AudioOutput);
        Number(json, "imageOutput"u8, usage.ImageOutput);
        Number(json, "images"u8, usage.Images);
        Number(json, "audioSeconds"u8, usage.AudioSeconds);
        Number(json, "webSearches"u8, usage.WebSearches);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    private static void Id(Utf8JsonWriter json, ReadOnlySpan<byte> name, Guid? value)
    {
        if (value is { } id) json.WriteString(name, id);
    }

    private static void Number(Utf8JsonWriter json, ReadOnlySpan<byte> name, long value)
    {
        if (value != 0) json.WriteNumber(name, value);
    }
}
