using System.Text;
using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Providers;

/// <summary>The ways in which APIs that are nearly OpenAI's want a conversation otherwise (Chat and Responses).</summary>
/// <remarks>They hold in both lanes: what a client of the same protocol sends, and what a translation has written.</remarks>
internal static class RequestPatches
{
    private static readonly byte[] SystemWord = "\"system\""u8.ToArray();

    /// <summary>Members that the vendor refuses, or does not do what they ask for. Named as lost, unless they ask for nothing.</summary>
    public static RequestPatch Without(params string[] names) => edit =>
    {
        foreach (var name in names.Where(edit.Members.Has))
        {
            Drop(edit, name);
        }
    };

    /// <summary>Members that the vendor refuses though it does what they ask for.</summary>
    public static RequestPatch WithoutNeedless(params string[] names) => edit =>
    {
        foreach (var name in names)
        {
            edit.Members.Remove(name);
        }
    };

    /// <summary>A member whose other values the vendor refuses.</summary>
    public static RequestPatch Only(string name, params string[] values) => edit =>
    {
        if (edit.Members.Has(name) && !values.Contains(Text(edit.Members.Value(name))))
        {
            Drop(edit, name);
        }
    };

    /// <summary>A member that the vendor calls otherwise.</summary>
    public static RequestPatch Renamed(string name, string vendors) => edit =>
    {
        if (edit.Members.Has(vendors)) edit.Members.Remove(name);
        else edit.Members.Rename(name, vendors);
    };

    /// <summary>A word in the place of another.</summary>
    public static RequestPatch Words(string name, Func<string, string> word) => edit =>
    {
        if (Text(edit.Members.Value(name)) is { } said && word(said) is var meant && meant != said)
        {
            edit.Members.Replace(edit.Members.Range(name)!.Value, JsonSplice.Quote(meant));
        }
    };

    /// <summary>The cap has its older name; where both stand, the smaller holds.</summary>
    public static void OlderCap(OutboundEdit edit)
    {
        const string newer = "max_completion_tokens", older = "max_tokens";
        var members = edit.Members;
        if (members.Has(newer) && members.Has(older))
        {
            var isSmaller = Number(members.Value(newer)) is { } said && (Number(members.Value(older)) is not { } other || said < other);
            members.Remove(isSmaller ? older : newer);
        }

        members.Rename(newer, older);
    }

    /// <summary>Instructions come as <c>system</c>: the vendor does not know <c>developer</c>.</summary>
    public static void SystemForDeveloper(OutboundEdit edit)
    {
        if (edit.Body.Span.IndexOf("\"developer\""u8) < 0) return;
        foreach (var message in Turns(edit).Where(message => Text(message.Value("role")) == "developer"))
        {
            message.Replace(message.Range("role")!.Value, SystemWord);
        }
    }

    /// <summary>Members of messages that the vendor refuses.</summary>
    /// <param name="token">Names the loss where there was something in them; null where none is.</param>
    /// <param name="names">The members.</param>
    public static RequestPatch MessagesWithout(string? token, params string[] names) => edit =>
    {
        var quoted = names.Select(JsonSplice.Quote);
        if (!quoted.Any(name => edit.Body.Span.IndexOf(name) >= 0)) return;
        foreach (var message in edit.Members.Objects("messages"))
        {
            foreach (var name in names.Where(message.Has))
            {
                if (token is not null && !IsNothing(message.Value(name).Span)) edit.Lose(token);
                message.Remove(name);
            }
        }
    };

    /// <summary>Ids of tool calls in the vendor's own form: calls and their results match, for the same id always becomes the same.</summary>
    /// <param name="wire">From any id to one that the vendor takes; itself where it does.</param>
    public static RequestPatch CallIds(Func<string, string> wire) => edit =>
    {
        if (edit.Body.Span.IndexOf("call_id\""u8) < 0 && edit.Body.Span.IndexOf("\"tool_calls\""u8) < 0) return;
        foreach (var turn in Turns(edit))
        {
            foreach (var call in turn.Objects("tool_calls")) Reword(call, "id", wire);
            Reword(turn, "tool_call_id", wire);
            Reword(turn, "call_id", wire);
        }
    };

    /// <summary>A patch for some models only.</summary>
    public static RequestPatch For(Func<string, bool> isMeant, RequestPatch patch) => edit =>
    {
        if (isMeant(edit.Call.UpstreamModel)) patch(edit);
    };

    private static IEnumerable<JsonObjectEdit> Turns(OutboundEdit edit) => edit.Members.Objects("messages").Concat(edit.Members.Objects("input"));

    private static void Reword(JsonObjectEdit one, string name, Func<string, string> word)
    {
        if (Text(one.Value(name)) is { } said && word(said) is var meant && meant != said)
        {
            one.Replace(one.Range(name)!.Value, JsonSplice.Quote(meant));
        }
    }

    private static void Drop(OutboundEdit edit, string name)
    {
        if (!IsNothing(edit.Members.Value(name).Span)) edit.Lose($"param_dropped:{name}");
        edit.Members.Remove(name);
    }

    private static bool IsNothing(ReadOnlySpan<byte> value) =>
        value.SequenceEqual("null"u8) || value.SequenceEqual("false"u8) || value.SequenceEqual("\"\""u8) || value.SequenceEqual("[]"u8) || value.SequenceEqual("{}"u8);

    private static string? Text(ReadOnlyMemory<byte> value)
    {
        if (value.IsEmpty || value.Span[0] != '"') return null;
        try
        {
            var reader = new Utf8JsonReader(value.Span);
            reader.Read();
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a character: no word of ours, and for the vendor to refuse.
            return null;
        }
    }

    private static long? Number(ReadOnlyMemory<byte> value) => long.TryParse(Encoding.UTF8.GetString(value.Span), out var number) ? number : null;
}
