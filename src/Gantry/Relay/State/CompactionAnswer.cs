using System.Globalization;
using System.Text;
using Gantry.Protocols.Json;

namespace Gantry.Relay.State;

/// <summary>What a shortened conversation is asked for with, and what comes out of it.</summary>
internal static class CompactionAnswer
{
    private const string Instruction =
        "Summarise this whole conversation so that you can go on with the task from the summary alone. Keep: what the user wants and every constraint, "
        + "decisions and their reasons, what was done and found (files, commands, exact names, figures, errors), what is open, and the next step. "
        + "Write plain text, no preamble. Call no tool and answer nothing else.";

    /// <summary>The closing message that makes a model sum up.</summary>
    public static TranscriptItem Ask { get; } = Transcript.Message(JsonSplice.Quote(Instruction));

    /// <summary>The item that stands for the conversation from now on.</summary>
    public static byte[] Item(string summary, string requestId) => JsonCut.Object(
    [
        new("id", JsonSplice.Quote("cmp_" + requestId.Replace("-", "", StringComparison.Ordinal))),
        new("type", "\"compaction\""u8.ToArray()),
        new("encrypted_content", JsonSplice.Quote(CompactionSeal.Write(summary))),
    ]);

    /// <summary>The answer of <c>/v1/responses/compact</c>: what the user said, and the item for all the rest.</summary>
    public static byte[] Write(IEnumerable<TranscriptItem> input, ReadOnlyMemory<byte> item, string requestId, DateTimeOffset createdAt, ReadOnlyMemory<byte> usage) => JsonCut.Object(
    [
        new("id", JsonSplice.Quote("resp_" + requestId.Replace("-", "", StringComparison.Ordinal))),
        new("object", "\"response.compaction\""u8.ToArray()),
        new("created_at", Encoding.UTF8.GetBytes(createdAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))),
        new("output", JsonCut.Array([.. input.Where(IsUser).Select(message => message.Json), item])),
        new("usage", usage.IsEmpty ? "null"u8.ToArray() : usage),
    ]);

    private static bool IsUser(TranscriptItem item) => item is { Role: "user", Type: "" or "message" };
}
