using System.Text.Json;
using Gantry.Protocols.Tokens;
using JsonTokens = Gantry.Protocols.Json.JsonTokens;

namespace Gantry.Protocols.Signals;

/// <summary>A cheap guess at the tokens of a prompt, of any protocol: its texts by their letters, its pictures and files at a flat rate.</summary>
public static class PromptWeight
{
    private const int ShortestData = 1_024;        // bytes
    private const int TokensOfData = 1_600;        // of a picture of usual size
    private const int BytesToJudge = 256;

    /// <summary>Whether the prompt has more tokens than this. Asked of a short body, it is not even looked at.</summary>
    public static bool IsAbove(ReadOnlySpan<byte> body, long tokens)
    {
        // No vocabulary has more tokens than there are bytes.
        if (body.Length <= tokens) return false;
        var limit = tokens * TextTokens.Unit;
        long sum = 0;
        try
        {
            var json = new JsonTokens(body[(body.StartsWith("\uFEFF"u8) ? 3 : 0)..]);
            while (sum <= limit && json.Read())
            {
                if (json.Kind == JsonTokenType.PropertyName) sum += TextTokens.Unit;
                else if (json.Kind == JsonTokenType.String) sum += IsData(json.Value) ? TokensOfData * (long)TextTokens.Unit : TextTokens.OfEscaped(json.Value);
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return sum > limit;
    }

    private static bool IsData(ReadOnlySpan<byte> text)
    {
        if (text.Length < ShortestData) return false;
        return text.StartsWith("data:"u8) || text[..BytesToJudge].IndexOfAny(" \\"u8) < 0;
    }
}
