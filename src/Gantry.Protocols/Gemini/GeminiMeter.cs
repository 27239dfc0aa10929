using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Gemini;

/// <summary>Reads generateContent and embedContent answers: whole, as events, as a growing array.</summary>
/// <param name="streamed">The closing bracket of the body is not the end that counts, a <c>finishReason</c> is.</param>
internal sealed class GeminiMeter(bool streamed) : AnswerReader(GeminiNames.Shape)
{
    private readonly GeminiUsage _usage = new();
    private Usage? _last;
    private long _searches;

    protected override bool DocumentEndIsTerminal => !streamed;

    protected override void ReadUsage(ReadOnlySpan<byte> json)
    {
        _last = _usage.Read(json) ?? _last;
        Tell();
    }

    protected override void Other(int id, ReadOnlySpan<byte> json)
    {
        switch (id)
        {
            case GeminiNames.SearchQueries:
                // Grounding is repeated from chunk to chunk, so the longest list counts, not the sum.
                _searches = Math.Max(_searches, Texts(json));
                Tell();
                break;
            case GeminiNames.BlockReason or GeminiNames.FinishReason when Reason(json) is { } reason:
                Stop(reason);
                if (streamed) Terminate();
                break;
        }
    }

    private void Tell()
    {
        if (_last is { } usage) Report(usage with { WebSearches = _searches }, _usage.Clamped);
    }

    private static long Texts(ReadOnlySpan<byte> array)
    {
        long count = 0;
        try
        {
            var reader = new Utf8JsonReader(array, isFinalBlock: false, default);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.String && !reader.ValueSpan.IsEmpty) count++;
            }
        }
        catch (JsonException)
        {
            return count;
        }

        return count;
    }

    // Old Vertex SDKs wrote the enumeration as numbers, 0 for "unspecified".
    private static string? Reason(ReadOnlySpan<byte> json)
    {
        if (JsonProbe.String(json) is { Length: > 0 } text) return text;
        return json[0] is > (byte)'0' and <= (byte)'9' ? System.Text.Encoding.UTF8.GetString(json) : null;
    }
}
