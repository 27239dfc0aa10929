using System.Text;
using System.Text.Json;

namespace Gantry.Simulator.Scripts;

/// <summary>Reads scripts as they are posted: one object or a list.</summary>
/// <remarks>
/// <c>{"model", "header", "times", "as", "text", "retry_after", "replay": {"status", "headers": {…}, "body" or "body_base64", "chunk_sizes": […], "interval_ms"}}</c>;
/// every member is optional, an unknown one is an error.
/// </remarks>
internal static class ScriptJson
{
    /// <exception cref="FormatException">A member is unknown or of the wrong type.</exception>
    public static IReadOnlyList<Script> Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().Select(One)] : [One(json)];

    /// <summary>Tells of one that waits: what it matches, how often still, and what it does; the bytes of a replay are left out.</summary>
    public static void Write(Utf8JsonWriter json, WaitingScript waiting)
    {
        var script = waiting.Script;
        json.WriteStartObject();
        json.WriteNumber("left", waiting.Left);
        json.WriteString("model", script.Model);
        json.WriteString("header", script.Header);
        json.WriteString("as", script.As);
        json.WriteString("text", script.Text);
        json.WriteString("retry_after", script.RetryAfter);
        json.WriteBoolean("replay", script.Replay is not null);
        json.WriteEndObject();
    }

    private static Script One(JsonElement json)
    {
        var script = new Script();
        foreach (var member in Members(json))
        {
            script = member.Name switch
            {
                "model" => script with { Model = Text(member) },
                "header" => script with { Header = Text(member) },
                "times" => script with { Times = Number(member) },
                "as" => script with { As = Text(member) },
                "text" => script with { Text = Text(member) },
                "retry_after" => script with { RetryAfter = Text(member) },
                "replay" => script with { Replay = Replay(member.Value) },
                _ => throw Unknown(member),
            };
        }
        return script;
    }

    private static ReplayScript Replay(JsonElement json)
    {
        var replay = new ReplayScript();
        foreach (var member in Members(json))
        {
            replay = member.Name switch
            {
                "status" => replay with { Status = Number(member) },
                "headers" => replay with { Headers = [.. Members(member.Value).Select(header => KeyValuePair.Create(header.Name, Text(header)))] },
                "body" => replay with { Body = Encoding.UTF8.GetBytes(Text(member)) },
                "body_base64" => replay with { Body = Convert.FromBase64String(Text(member)) },
                "chunk_sizes" when member.Value.ValueKind == JsonValueKind.Array => replay with { ChunkSizes = [.. member.Value.EnumerateArray().Select(size => size.GetInt32())] },
                "interval_ms" => replay with { Interval = TimeSpan.FromMilliseconds(Number(member)) },
                _ => throw Unknown(member),
            };
        }
        return replay;
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : throw new FormatException("An object was expected.");

    private static string Text(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : throw new FormatException($"'{member.Name}' must be a string.");

    private static int Number(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out var number) ? number : throw new FormatException($"'{member.Name}' must be an integer.");

    private static FormatException Unknown(JsonProperty member) => new($"'{member.Name}' is no member of a script, or has the wrong type.");
}
