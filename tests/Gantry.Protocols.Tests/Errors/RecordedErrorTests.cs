using System.Globalization;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Tests.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Errors;

/// <summary>Every recorded refusal is read as <c>Golden/recorded.txt</c> says: a table that was reviewed line by line.</summary>
public sealed class RecordedErrorTests
{
    [Fact]
    public void Every_recorded_refusal_is_read_as_the_reviewed_table_says()
    {
        var table = new StringBuilder();
        foreach (var (id, protocol, status, contentType, body, header) in Recorded())
        {
            var error = UpstreamErrors.Read(protocol, status, contentType, body, header);
            Assert.DoesNotContain("without a message", error.Message, StringComparison.Ordinal);
            Assert.Equal(status, error.Status);
            table.Append(CultureInfo.InvariantCulture, $"{id} {status}\n    {error.Kind} type={error.Type} code={error.Code} param={error.Param} retry={error.RetryAfterSeconds}");
            if (!error.Overflow.IsEmpty) table.Append(CultureInfo.InvariantCulture, $" {error.Overflow.Input} + {error.Overflow.Output} > {error.Overflow.Limit}");
            table.Append('\n');
        }

        Golden.Matches("Errors/Golden/recorded.txt", Encoding.UTF8.GetBytes(table.ToString()));
    }

    [Theory]
    [InlineData("chat-groq-stream-tool-use-failed-error-streaming-with-text", "InvalidRequest tool_use_failed")]
    [InlineData("chat-openai-stream-chat-streaming-responses-openai-gpt-4-1-nano", "BadUpstream ")]
    [InlineData("messages-anthropic-stream-chat-function-calling-anthropic-claude-3-5-haiku-20241022-ca-1-19e2effb", "Overloaded ")]
    [InlineData("responses-openai-stream-openai-error-1", "Billing insufficient_quota;Billing insufficient_quota")]
    public void Recorded_failure_inside_a_stream_is_seen_and_nothing_else_is(string prefix, string expected)
    {
        if (Recording.Folder is null) Assert.Skip("The shared recordings are not beside the repository and GANTRY_SHARED does not name them.");
        var (protocol, body) = Stream(Path.GetFileNameWithoutExtension(Directory.GetFiles(Recording.Folder, prefix + "*.json").Single()));
        Assert.Equal(expected, string.Join(';', Failures(protocol, body)));
    }

    [Fact]
    public void No_event_of_a_stream_that_went_well_is_taken_for_a_failure()
    {
        if (Recording.Folder is null) Assert.Skip("The shared recordings are not beside the repository and GANTRY_SHARED does not name them.");
        int streams = 0;
        foreach (string id in Recording.Ids())
        {
            if (Recording.Load(id) is not { Status: 200, Stream: true, Protocol: not ("converse" or "invoke") } recording || OutcomeOracle.Failed(recording)) continue;
            Assert.Empty(Failures(ProtocolOf(recording.Protocol), recording.Body));
            streams++;
        }

        Assert.True(streams > 50);
    }

    [Fact]
    public void No_answer_that_went_well_is_taken_for_a_failure()
    {
        if (Recording.Folder is null) Assert.Skip("The shared recordings are not beside the repository and GANTRY_SHARED does not name them.");
        int answers = 0;
        foreach (string id in Recording.Ids())
        {
            if (Recording.Load(id) is not { Status: 200, Stream: false } recording || recording.Body is not [(byte)'{', ..] || OutcomeOracle.Failed(recording)) continue;
            Assert.Null(UpstreamErrors.ReadAnswer(ProtocolOf(recording.Protocol), recording.Body, _ => null));
            answers++;
        }

        Assert.True(answers > 50);
    }

    private static List<string> Failures(Protocol protocol, byte[] body)
    {
        var found = new List<string>();
        var scanner = new SseScanner();
        ReadOnlySpan<byte> rest = body;
        while (scanner.TryRead(ref rest, out var sse) || scanner.TryComplete(out sse))
        {
            if (sse.HasData && UpstreamErrors.ReadEvent(protocol, sse.Name, sse.Data) is { } error) found.Add($"{error.Kind} {error.Code}");
        }

        return found;
    }

    private static (Protocol, byte[]) Stream(string id)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Recording.Folder!, id + ".json")));
        return (ProtocolOf(file.RootElement.GetProperty("protocol").GetString()!), Encoding.UTF8.GetBytes(file.RootElement.GetProperty("response").GetProperty("body").GetString()!));
    }

    private static IEnumerable<(string Id, Protocol Protocol, int Status, string? ContentType, byte[] Body, Func<string, string?> Header)> Recorded()
    {
        if (Recording.Folder is null) Assert.Skip("The shared recordings are not beside the repository and GANTRY_SHARED does not name them.");
        foreach (string path in Directory.GetFiles(Recording.Folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(path));
            var response = file.RootElement.GetProperty("response");
            int status = response.GetProperty("status").GetInt32();
            if (status < 400) continue;
            var headers = response.GetProperty("headers").EnumerateObject().ToDictionary(h => h.Name, h => h.Value.ToString());
            var body = response.GetProperty("body");
            yield return (
                file.RootElement.GetProperty("id").GetString()!, ProtocolOf(file.RootElement.GetProperty("protocol").GetString()!), status,
                headers.GetValueOrDefault("content-type"), Encoding.UTF8.GetBytes(body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText()),
                headers.GetValueOrDefault);
        }
    }

    private static Protocol ProtocolOf(string recorded) => recorded switch
    {
        "responses" => Protocol.Responses,
        "messages" or "invoke" => Protocol.Messages,
        "gemini" or "gemini_embeddings" => Protocol.Gemini,
        "converse" => Protocol.Converse,
        _ => Protocol.Chat,
    };
}
