using System.Text;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Schemas;

/// <summary>What a dialect cannot say as a rule is said to the model in words, in the description.</summary>
internal static class SchemaText
{
    /// <summary>Longer values cost more tokens than they guide.</summary>
    public const int MaxValue = 200;

    /// <summary>What the members of a map look like is worth more words: without them the model leaves it empty.</summary>
    public const int MaxMap = 1_000;

    /// <summary>Adds hints behind the description, in brackets; the description keeps its bytes.</summary>
    public static void Append(SchemaNode schema, IReadOnlyList<string> hints)
    {
        if (hints.Count == 0) return;
        string joined = string.Join("; ", hints);
        var description = schema.Get("description") is { } there ? new JsonText(there.Raw) : JsonText.Empty;
        schema.Set("description", description.IsEmpty
            ? SchemaNode.String(joined)
            : SchemaNode.Scalar(JsonText.Join([description, JsonText.From("(" + joined + ")")], " ").Token.ToArray()));
    }

    /// <summary>A keyword and its value, or null where the value is too long to be a hint.</summary>
    public static string? Hint(string keyword, SchemaNode value, int max = MaxValue)
    {
        string text = Show(value);
        return text.Length > max ? null : keyword + ": " + text;
    }

    /// <summary>A text without quotes, anything else as JSON.</summary>
    public static string Show(SchemaNode value) => value.Text ?? Encoding.UTF8.GetString(SchemaTree.Write(value));

    /// <summary>All values: they are the contract, however many.</summary>
    public static string Values(IEnumerable<SchemaNode> values) =>
        "allowed values: " + string.Join(", ", values.Select(value => Encoding.UTF8.GetString(SchemaTree.Write(value))));
}
