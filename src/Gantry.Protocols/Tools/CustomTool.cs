using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Tools;

/// <summary>A free-form tool, for upstreams that only know functions: one argument <c>input</c> that holds the raw text.</summary>
public static class CustomTool
{
    /// <summary>Noted when a grammar becomes advice.</summary>
    public const string GrammarNotEnforced = "grammar_not_enforced";

    /// <summary>The parameters of the function.</summary>
    /// <param name="format">The tool's <c>format</c> as Responses or Chat spell it; absent for free text.</param>
    /// <param name="losses">Told of a grammar: the model reads it in the description, nobody enforces it.</param>
    /// <param name="path">Where the format stood.</param>
    public static JsonSlice Schema(JsonSlice format, LossLog losses, string path = "")
    {
        ArgumentNullException.ThrowIfNull(losses);
        var description = new StringBuilder("Raw text input.");
        if (Grammar(format) is { } grammar)
        {
            losses.Note(GrammarNotEnforced, path);
            description.Append(" Grammar");
            if (grammar.Syntax is { Length: > 0 } syntax) description.Append(" (").Append(syntax).Append(')');
            description.Append(": ").Append(grammar.Definition);
        }

        return new JsonSlice((byte[])
        [
            .. "{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\",\"description\":"u8,
            .. JsonSplice.Quote(description.ToString()),
            .. "}},\"required\":[\"input\"]}"u8,
        ]);
    }

    /// <summary>The function's arguments for a call of the history: the text keeps its bytes.</summary>
    public static JsonSlice Wrap(JsonText input) => new((byte[])[.. "{\"input\":"u8, .. input.Token, (byte)'}']);

    /// <summary>The raw text of a call's arguments; JSON of another shape is the text itself.</summary>
    /// <param name="arguments">JSON in a text, whole or cut off.</param>
    public static JsonText Unwrap(JsonText arguments)
    {
        var stream = new CustomToolStream();
        return JsonText.Join([stream.Append(arguments), stream.Finish()], "");
    }

    /// <inheritdoc cref="Unwrap(JsonText)"/>
    public static JsonText Unwrap(JsonSlice arguments)
    {
        var stream = new CustomToolStream();
        return JsonText.Join([stream.Append(arguments.Span), stream.Finish()], "");
    }

    private static (string? Syntax, string Definition)? Grammar(JsonSlice format)
    {
        if (format.Kind != JsonTokenType.StartObject) return null;
        using var document = JsonDocument.Parse(format.Memory);

        // Chat nests what Responses keeps flat.
        var root = document.RootElement;
        var grammar = root.TryGetProperty("grammar", out var nested) && nested.ValueKind == JsonValueKind.Object ? nested : root;
        return Text(grammar, "definition") is { } definition ? (Text(grammar, "syntax"), definition) : null;
    }

    private static string? Text(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;
        return new JsonText(Encoding.UTF8.GetBytes(value.GetRawText())).ToString();
    }
}
