using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Tests.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Converse;

/// <summary>Recorded Converse traffic.</summary>
internal static class ConverseSamples
{
    public const string Absent = "The shared recordings are not at hand.";

    public static readonly ChatCall Call = new("claude", true);

    public static AnswerContext Context { get; } = new(new ChatRequest("claude"))
    {
        RequestId = "r1",
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>Every recorded request, also the ones that the service refused, and the conversation in a token count.</summary>
    public static TheoryData<string> Requests() => Data(Ids(_ => true).Where(id => Request(id) is not null));

    public static TheoryData<string> Answers() => Data(Ids(recording => recording is { Status: 200, Stream: false, Operation: not "count_tokens" }));

    public static TheoryData<string> Refusals() => Data(Ids(recording => recording is { Status: not 200 }));

    public static TheoryData<string> Streams() => Data(Ids(recording => recording is { Status: 200, Stream: true }));

    public static byte[]? Request(string id)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Recording.Folder!, id + ".json")));
        var body = file.RootElement.GetProperty("request").GetProperty("body");
        if (body.TryGetProperty("input", out var input) && !input.TryGetProperty("converse", out body)) return null;
        return Encoding.UTF8.GetBytes(body.GetRawText());
    }

    public static Recording Answer(string id) => Recording.Load(id)!;

    private static IEnumerable<string> Ids(Func<Recording, bool> wanted) => Recording.Ids()
        .Where(id => id.StartsWith("converse-", StringComparison.Ordinal) && Recording.Load(id) is { } recording && wanted(recording));

    // A theory without rows fails; one empty row is skipped with a reason.
    private static TheoryData<string> Data(IEnumerable<string> names)
    {
        var data = new TheoryData<string>(names);
        if (Recording.Folder is null) data.Add("");
        return data;
    }
}
