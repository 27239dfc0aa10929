using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gantry.Protocols.Json;

/// <summary>Says for people where in a document something stands. Walks from the beginning: made for the error that needs it.</summary>
internal static class JsonPath
{
    private const int LongestName = 64;

    /// <summary>The path of the value that begins at a byte, as in <c>messages[0].content</c>; empty for the outermost.</summary>
    public static string At(ReadOnlySpan<byte> json, int offset)
    {
        var tokens = new JsonTokens(json);
        var steps = new List<(string? Name, int Index)>();
        while (tokens.Read())
        {
            if (tokens.Kind == JsonTokenType.PropertyName)
            {
                steps[^1] = (RequestFields.Display(tokens), -1);
                continue;
            }

            if (tokens.Kind is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                steps.RemoveAt(steps.Count - 1);
                continue;
            }

            if (steps is [.., (null, var index)]) steps[^1] = (null, index + 1);
            if (tokens.Start >= offset) break;
            if (tokens.Kind is JsonTokenType.StartObject or JsonTokenType.StartArray) steps.Add((null, -1));
        }

        return Write(steps);
    }

    private static string Write(List<(string? Name, int Index)> steps)
    {
        var path = new StringBuilder();
        foreach (var (name, index) in steps)
        {
            if (name is null) path.Append(CultureInfo.InvariantCulture, $"[{index}]");
            else path.Append(path.Length > 0 ? "." : "").Append(name.Length > LongestName ? name[..LongestName] : name);
        }

        return path.ToString();
    }
}
