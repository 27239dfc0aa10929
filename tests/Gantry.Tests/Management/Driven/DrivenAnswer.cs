using System.Text.Json;

namespace Gantry.Tests.Management.Driven;

/// <summary>An answer that is as the document says.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Body">Nothing where the document tells no content.</param>
/// <param name="Headers">Those that the document tells, and that came.</param>
internal sealed record DrivenAnswer(int Status, JsonElement Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement this[string name] => Body.GetProperty(name);

    public string Text(params ReadOnlySpan<string> path)
    {
        var here = Body;
        foreach (var name in path) here = here.GetProperty(name);
        return here.GetString()!;
    }

    /// <summary>The items of a page.</summary>
    public IReadOnlyList<JsonElement> Data => [.. Body.GetProperty("data").EnumerateArray()];

    public string Tag => Headers["ETag"];
}
