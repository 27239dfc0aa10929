using System.Buffers;
using System.Text.Json;
using Gantry.Protocols;
using Gantry.Protocols.Errors;

namespace Gantry.Providers;

/// <summary>What Google's own front says when it refuses a call, in the words of the protocol that was spoken. The status stays; the models' own errors pass.</summary>
internal static class VertexErrors
{
    private const int Longest = 1024 * 1024;

    /// <summary>Puts the body of a refusal into other words as it is read, and its time to wait into the header: refusals are read before their headers are looked at.</summary>
    public static void Rewrite(Protocol spoken, HttpResponseMessage response)
    {
        var type = response.Content.Headers.ContentType?.ToString();
        response.Content = new ReframedContent(
            response.Content, "application/json", body => new DocumentStream(body, Longest, said => Tell(spoken, response, type, said)));
    }

    private static ReadOnlyMemory<byte> Tell(Protocol spoken, HttpResponseMessage response, string? type, ReadOnlyMemory<byte> said)
    {
        if (!IsGoogles(said))
        {
            if (type is not null)
            {
                response.Content.Headers.Remove("content-type");
                response.Content.Headers.TryAddWithoutValidation("content-type", type);
            }

            return said;
        }

        var error = UpstreamErrors.Read(
            Protocol.Gemini, (int)response.StatusCode, type, said.Span, name => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null);
        if (error.RetryAfterSeconds is { } seconds && response.Headers.RetryAfter is null)
        {
            response.Headers.TryAddWithoutValidation("retry-after", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        var told = new ArrayBufferWriter<byte>(512);
        ProtocolErrors.Write(spoken, ClientErrors.Tell(spoken, error), told);
        return told.WrittenMemory;
    }

    /// <summary><c>{"error":{"code":429,"status":"RESOURCE_EXHAUSTED",…}}</c>, or the same in an array.</summary>
    private static bool IsGoogles(ReadOnlyMemory<byte> said)
    {
        try
        {
            using var json = JsonDocument.Parse(said);
            var root = json.RootElement;
            var first = root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0 ? root[0] : root;
            return first.ValueKind == JsonValueKind.Object
                && first.TryGetProperty("error", out var error)
                && error.ValueKind == JsonValueKind.Object
                && error.TryGetProperty("code", out var code)
                && code.ValueKind == JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
