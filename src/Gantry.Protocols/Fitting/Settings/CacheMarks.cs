using System.Text.Json;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Fitting.Settings;

/// <summary>Takes marks away, the earliest first.</summary>
/// <param name="left">How many have to go.</param>
/// <param name="sparesHead">The system text keeps its own: it is what all turns share.</param>
internal sealed class CacheMarks(int left, bool sparesHead)
{
    private int _left = left;

    /// <param name="request">What to count in.</param>
    /// <param name="inTurns">There are marks in its turns.</param>
    public static (int All, int OfTools) Count(ChatRequest request, bool inTurns)
    {
        int tools = 0, all = 0;
        foreach (var tool in request.Tools) tools += tool.Cache == CacheMark.None ? 0 : 1;
        for (int i = 0; i < request.Instructions.Count; i++) all += request.Instructions[i].Cache == CacheMark.None ? 0 : 1;
        for (int i = 0; inTurns && i < request.Turns.Count; i++) all += Count(request.Turns[i].Parts);
        return (all + tools, tools);
    }

    /// <summary>Whether a tool is shown to the model later only: such a one bears no mark.</summary>
    public static bool IsDeferred(Tool tool)
    {
        foreach (var extra in tool.Extras)
        {
            if (extra.Name == "defer_loading" && extra.Value.Span.SequenceEqual("true"u8)) return true;
        }

        // Chat has no word for it: its reader keeps the definition as it stood.
        return tool is { From: Protocol.Chat, Raw.IsAbsent: false } && SaysDeferred(tool.Raw);
    }

    public static ChatRequest ClearTools(ChatRequest request) => request.Tools.Any(tool => tool.Cache != CacheMark.None)
        ? request with { Tools = [.. request.Tools.Select(tool => tool.Cache == CacheMark.None ? tool : tool with { Cache = CacheMark.None })] }
        : request;

    /// <summary>Says the marks as OpenAI does in Chat, where the codec's own form is that of its imitators.</summary>
    public static ChatRequest Explicit(ChatRequest request) => request with
    {
        Instructions = [.. request.Instructions.Select(part => (TextPart)Explicit(part))],
        Turns = [.. request.Turns.Select(turn => Count(turn.Parts) > 0 ? turn with { Parts = [.. turn.Parts.Select(Explicit)] } : turn)],
    };

    public ChatRequest Clear(ChatRequest request)
    {
        if (!sparesHead)
        {
            request = request with { Instructions = [.. request.Instructions.Select(part => (TextPart)Cleared(part))] };
        }

        var turns = new List<Turn>(request.Turns.Count);
        foreach (var turn in request.Turns) turns.Add(_left > 0 && Count(turn.Parts) > 0 ? turn with { Parts = Cleared(turn.Parts) } : turn);
        request = request with { Turns = turns };
        if (_left <= 0 || !sparesHead) return request;
        request = request with { Tools = [.. request.Tools.Select(Cleared)] };
        return _left > 0 ? request with { Instructions = [.. request.Instructions.Select(part => (TextPart)Cleared(part))] } : request;
    }

    private static Part Explicit(Part part)
    {
        if (part is ToolResultPart result && Count(result.Content) > 0) part = result with { Content = [.. result.Content.Select(Explicit)] };
        if (part.Cache == CacheMark.None || part.Extras.Any(extra => extra.Name == ChatPartWriter.Breakpoint)) return part;
        var mark = new ExtraMember(Protocol.Chat, ChatPartWriter.Breakpoint, new JsonSlice("""{"mode":"explicit"}"""u8.ToArray()));
        return part with { Extras = [.. part.Extras.Where(extra => extra.Name != "cache_control"), mark] };
    }

    private static int Count(IReadOnlyList<Part> parts)
    {
        int count = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            if (parts[i].Cache != CacheMark.None) count++;
            if (parts[i] is ToolResultPart result) count += Count(result.Content);
        }

        return count;
    }

    private static bool SaysDeferred(JsonSlice definition)
    {
        var reader = new Utf8JsonReader(definition.Span);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth > 2) continue;
            if (!RequestFields.Is(ref reader, "defer_loading"u8)) continue;
            reader.Read();
            return reader.TokenType == JsonTokenType.True;
        }

        return false;
    }

    private List<Part> Cleared(IReadOnlyList<Part> parts)
    {
        var cleared = new List<Part>(parts.Count);
        foreach (var part in parts)
        {
            cleared.Add(Cleared(part is ToolResultPart result && Count(result.Content) > 0 ? result with { Content = Cleared(result.Content) } : part));
        }

        return cleared;
    }

    private Part Cleared(Part part)
    {
        if (_left <= 0 || part.Cache == CacheMark.None) return part;
        _left--;
        return part with { Cache = CacheMark.None, Extras = [.. part.Extras.Where(extra => extra.Name != "cache_control")] };
    }

    private Tool Cleared(Tool tool)
    {
        if (_left <= 0 || tool.Cache == CacheMark.None) return tool;
        _left--;
        return tool with { Cache = CacheMark.None };
    }
}
