using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;
using Gantry.Simulator.Scripts;
using Xunit;

namespace Gantry.Tests.Relay.Recorded;

/// <summary>Real answers of real providers through the whole gateway: the client gets the very bytes, and the usage that they state is recorded.</summary>
public sealed class RecordedExchangeTests
{
    // Pieces that tear events, and characters, apart; and what waits for content is held across all of them.
    private static readonly int[][] Splits = [[1, 7, 300, 2, 4096], [13], [997, 3, 1]];

    [Fact]
    public async Task R_34_Recorded_streams_reach_the_client_byte_for_byte_however_they_are_torn()
    {
        var streams = RecordedExchange.All().Where(r => r is { Stream: true, Status: < 300 }).ToList();
        await using var gateway = await TestGateway.StartAsync(streams.Select(r => r.Model));
        var problems = new List<string>();
        foreach (var split in Splits)
        {
            foreach (var stream in streams)
            {
                if ((await ReplayAsync(gateway, stream, split)).Problem is { } problem)
                {
                    problems.Add($"{stream.Id} in pieces of {string.Join(", ", split)}: {problem}");
                }
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        TestContext.Current.TestOutputHelper?.WriteLine($"{streams.Count} recorded streams, {streams.Count * Splits.Length} runs, all identical");
        Assert.InRange(streams.Count * Splits.Length, 200, int.MaxValue);
    }

    [Fact]
    public async Task R_34_Every_recorded_answer_reaches_the_client_byte_for_byte_and_is_metered()
    {
        // Limits and refused credentials last: from then on nobody is asked.
        var recordings = RecordedExchange.All().OrderBy(r => r.Status switch { 401 or 402 or 403 => 2, 429 => 1, _ => 0 }).ToList();
        Assert.True(recordings.Count > 150, $"only {recordings.Count} recordings were found");
        await using var gateway = await TestGateway.StartAsync(recordings.Select(r => r.Model));
        var expected = new Dictionary<string, (RecordedExchange Recording, Usage? Usage)>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var recording in recordings)
        {
            var (requestId, problem) = await ReplayAsync(gateway, recording, Splits[0]);
            expected[requestId] = (recording, recording.Status < 300 ? Metered(recording) : null);
            if (problem is not null)
            {
                problems.Add($"{recording.Id}: {problem}");
            }
        }

        foreach (var row in await gateway.UsageAsync(recordings.Count))
        {
            var (recording, usage) = expected[row.RequestId];
            // What the body does not say is estimated, and said to be.
            if (usage is { } told ? Of(row) != told : row.UsageSource is not ("none" or "estimated"))
            {
                problems.Add($"{recording.Id}: recorded {Of(row)}, the body says {usage}");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        TestContext.Current.TestOutputHelper?.WriteLine($"{recordings.Count} recordings, all identical");
    }

    private static async Task<(string RequestId, string? Problem)> ReplayAsync(TestGateway gateway, RecordedExchange recording, int[] split)
    {
        gateway.Simulator.Scripts.Replace(new Script
        {
            Replay = new ReplayScript
            {
                Status = recording.Status,
                Headers = [new("content-type", recording.ContentType)],
                Body = recording.ResponseBody,
                ChunkSizes = recording.Stream ? split : [],
            },
        });
        using var response = await gateway.SendAsync(HttpMethod.Post, recording.Path, Content(recording), ("anthropic-version", "2023-06-01"));
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return (response.Headers.GetValues("x-request-id").Single(), Problem(recording, (int)response.StatusCode, body));
    }

    private static string? Problem(RecordedExchange recording, int status, byte[] body)
    {
        if (recording.Status is 401 or 402 or 403)
        {
            // The provider refuses the gateway's own credential and quotes it: that is not the client's to see.
            return status is 503 or 529 ? null : $"status {status} for a refused credential";
        }

        if (Encoding.UTF8.GetString(recording.ResponseBody).StartsWith("event: error", StringComparison.Ordinal))
        {
            // An error and nothing else, in a 200: it gets the status that it means.
            return status == 529 ? null : $"status {status} for an overload that is told in a 200";
        }

        if (recording.Status == 429 && status == 429 && Encoding.UTF8.GetString(body).Contains("is at its limit", StringComparison.Ordinal))
        {
            // The second limit of a model: the gateway says so itself, without asking.
            return null;
        }

        if (status != recording.Status)
        {
            return $"status {status} instead of {recording.Status}: {Encoding.UTF8.GetString(body)[..Math.Min(300, body.Length)]}";
        }

        var wanted = HidesUsage(recording) ? WithoutUsageChunk(recording.ResponseBody) : recording.ResponseBody;
        return body.AsSpan().SequenceEqual(wanted) ? null : $"{body.Length} bytes differ from the recorded {wanted.Length}";
    }

    private static HttpContent Content(RecordedExchange recording)
    {
        if (recording.RequestBody is null)
        {
            return new MultipartFormDataContent("form")
            {
                { new ByteArrayContent([1, 2, 3]), "image", "a.png" },
                { new StringContent(recording.Model), "model" },
            };
        }

        var content = new ByteArrayContent(recording.RequestBody);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static bool HidesUsage(RecordedExchange recording) =>
        recording is { Protocol: "chat", Stream: true, Status: 200 }
        && !(JsonElement.Parse(recording.RequestBody!).TryGetProperty("stream_options", out var options)
            && options.TryGetProperty("include_usage", out var asked)
            && asked.ValueKind == JsonValueKind.True);

    /// <summary>What a client sees that had not asked: the stream without the events that hold usage and no choice.</summary>
    private static byte[] WithoutUsageChunk(byte[] body)
    {
        var text = Encoding.Latin1.GetString(body);
        var separator = text.Contains("\r\n\r\n", StringComparison.Ordinal) ? "\r\n\r\n" : "\n\n";
        var kept = text.Split(separator).Where(e => !IsUsageChunk(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(e))));
        return Encoding.Latin1.GetBytes(string.Join(separator, kept));
    }

    private static bool IsUsageChunk(string text)
    {
        var data = text.StartsWith("data:", StringComparison.Ordinal) ? text["data:".Length..].Trim() : "";
        if (!data.StartsWith('{'))
        {
            return false;
        }

        var json = JsonElement.Parse(data);
        return json.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() == 0
            && json.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object;
    }

    /// <summary>The meter alone on the whole body; that the meter is right is held against a plain oracle in the tests of the protocols.</summary>
    private static Usage? Metered(RecordedExchange recording)
    {
        var framing = recording.ContentType.StartsWith("text/event-stream", StringComparison.Ordinal) ? ResponseFraming.Sse
            : recording.Path.Contains(":streamGenerateContent", StringComparison.Ordinal) ? ResponseFraming.JsonArray
            : ResponseFraming.Json;
        var (protocol, operation) = recording switch
        {
            { Operation: "count_tokens", Protocol: "gemini" } => (Protocol.Gemini, Operation.CountTokens),
            { Operation: "count_tokens", Protocol: "messages" } => (Protocol.Messages, Operation.CountTokens),
            { Operation: "count_tokens" } => (Protocol.Responses, Operation.CountTokens),
            { Protocol: "responses" } => (Protocol.Responses, Operation.Chat),
            { Protocol: "messages" } => (Protocol.Messages, Operation.Chat),
            { Protocol: "gemini" } => (Protocol.Gemini, Operation.Chat),
            { Protocol: "gemini_embeddings" } => (Protocol.Gemini, Operation.Embeddings),
            { Protocol: "embeddings" } => (Protocol.Chat, Operation.Embeddings),
            { Protocol: "images", Operation: "edits" } => (Protocol.Chat, Operation.ImageEdit),
            { Protocol: "images" } => (Protocol.Chat, Operation.ImageGeneration),
            _ => (Protocol.Chat, Operation.Chat),
        };
        var quirks = recording.RequestBody is { } body && Encoding.UTF8.GetString(body).Contains("\"1h\"", StringComparison.Ordinal)
            ? MeterQuirks.CacheWritesAreOneHour
            : MeterQuirks.None;
        var meter = ResponseMeters.For(protocol, operation, framing, quirks);
        meter.Append(recording.ResponseBody);
        meter.Complete();
        return meter.Reading.Usage;
    }

    private static Usage Of(UsageRow row) => new()
    {
        UncachedInput = row.UncachedInput,
        CacheRead = row.CacheRead,
        CacheWrite5m = row.CacheWrite5m,
        CacheWrite1h = row.CacheWrite1h,
        Output = row.Output,
        Reasoning = row.Reasoning,
        AudioInput = row.AudioInput,
        ImageInput = row.ImageInput,
        AudioOutput = row.AudioOutput,
        ImageOutput = row.ImageOutput,
        Images = row.Images,
        AudioSeconds = row.AudioSeconds,
        WebSearches = row.WebSearches,
    };
}
