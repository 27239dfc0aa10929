using System.Text;
using System.Text.Json.Nodes;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Tests.Relay.Failover;

/// <summary>One answer, and what the gateway tells of how it came about.</summary>
internal sealed record Tried(HttpResponseMessage Response, byte[] Bytes, JsonNode Told, IReadOnlyList<string> CostStatuses)
{
    public int Status => (int)Response.StatusCode;

    public string Body { get; } = Encoding.UTF8.GetString(Bytes);

    public string Id => (string)Told["id"]!;

    public JsonArray Trail => Told["attempts"]!["trail"]!.AsArray();

    /// <summary>Who was asked and what came of it: <c>bad:upstream_failed good:served</c>.</summary>
    public string Way => string.Join(' ', Trail.Select(attempt => $"{attempt!["upstream"]}:{attempt["outcome"]}"));

    public long Charged => (long?)Told["charge"]?["charged_nanos"] ?? 0;

    public string? Reason => (string?)Told["charge"]?["reason"];

    public string? Code => (string?)Told["error_code"];

    /// <summary>From the end of an attempt to the beginning of the next.</summary>
    public TimeSpan Gap(int behind) => TimeSpan.FromMicroseconds(
        (long)Trail[behind]!["started_micros"]! - (long)Trail[behind - 1]!["started_micros"]! - (long)Trail[behind - 1]!["duration_micros"]!);

    public TimeSpan Lasted => TimeSpan.FromMicroseconds((long)Told["duration_micros"]!);

    /// <summary>The client has exactly the answer of <see cref="FailoverRig.Good"/>, whoever gave it, and has paid for it once.</summary>
    public void CheckServed(string protocol, bool stream)
    {
        Assert.True(Status == 200, ToString());
        Assert.True(Response.Content.Headers.TryGetValues("content-type", out var types) && types.Count() == 1, ToString());
        var type = (protocol, stream) switch { (_, false) or ("gemini-array", _) => "application/json", _ => "text/event-stream" };
        Assert.Equal(type, Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(FailoverRig.Text, Read(protocol, stream));
        Assert.Equal(("completed", FailoverRig.Cost, "usage"), ((string)Told["outcome"]!, Charged, Reason));
        Assert.Equal((100, 50), ((long)Told["usage"]!["uncached_input"]!, (long)Told["usage"]!["output"]!));
        Assert.Equal("exact", CostStatuses[^1]);
    }

    /// <summary>The client has an error with a true status, and has paid nothing.</summary>
    public void CheckRefused(string protocol, int status)
    {
        Assert.True(Status == ErrorStatus(protocol, status), $"{ErrorStatus(protocol, status)} was expected: {this}");
        Assert.Equal("application/json", Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Bytes.Length, Response.Content.Headers.ContentLength);
        Assert.True(JsonNode.Parse(Body)!["error"] is not null, ToString());
        Assert.Equal(("failed", 0), ((string)Told["outcome"]!, Charged));
        Assert.Equal((long)Status, (long)Told["status"]!);
        if (status is 503 or 429)
        {
            Assert.True(Response.Headers.RetryAfter?.Delta is { TotalSeconds: >= 1 and <= 60 }, $"Retry-After {Response.Headers.RetryAfter}: {this}");
        }
    }

    /// <summary>The words of the answer as its client reads them; what has no end is no answer.</summary>
    public string Read(string protocol, bool stream)
    {
        var codec = ChatCodecs.For(Enum.Parse<Protocol>(protocol.Split('-')[0], ignoreCase: true));
        if (!stream)
        {
            return Words(codec.ReadAnswer(Bytes));
        }

        var answer = new AnswerAccumulator();
        var reader = codec.NewStreamReader(new StreamGrammar(answer));
        reader.Append(Bytes);
        reader.Complete();
        Assert.True(answer.Complete && answer.Error is null, $"{answer.Error?.Message} {this}");
        return Words(answer.ToAnswer());
    }

    /// <summary>Statuses as the protocols spell them (reliability §4.2).</summary>
    public static int ErrorStatus(string protocol, int status) => (protocol, status) switch
    {
        ("messages", 503) => 529,
        // Google's API has no 502.
        ("gemini" or "gemini-array", 502) => 503,
        _ => status,
    };

    public override string ToString() => $"{Status} [{Way}] {Told["outcome"]} {Code} {Charged} {Reason}\n{Body[..Math.Min(Body.Length, 2000)]}";

    private static string Words(ChatAnswer answer) => string.Concat(answer.Parts.OfType<TextPart>().Select(part => part.Text.ToString()));
}
