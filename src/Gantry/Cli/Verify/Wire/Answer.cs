using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gantry.Cli.Verify.Wire;

/// <summary>What came back for a <see cref="Call"/>, read to its end.</summary>
internal sealed class Answer
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    // A member that stands there twice is read as the first by one client and as the last by another.
    private static readonly JsonDocumentOptions Unambiguous = new() { AllowDuplicateProperties = false };

    private readonly Lazy<JsonNode?> _json;
    private readonly Lazy<IReadOnlyList<SseFrame>> _frames;

    public Answer()
    {
        _json = new Lazy<JsonNode?>(ParseBody);
        _frames = new Lazy<IReadOnlyList<SseFrame>>(() => SseFrames.Read(Body, Arrivals));
    }

    /// <summary>Method and path, without the query: it may hold a key.</summary>
    public required string Request { get; init; }

    /// <summary>The status; 0 when none came.</summary>
    public int Status { get; init; }

    /// <summary>Header values by name, ignoring case; repeated ones joined by a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body as it arrived, up to where it broke off.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>When the parts of the body arrived.</summary>
    public IReadOnlyList<Arrival> Arrivals { get; init; } = [];

    /// <summary>From sending to the last byte.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What broke the connection or the wait; null when the answer is complete.</summary>
    public string? Broken { get; init; }

    /// <summary>The connection was refused for its certificate, or for what TLS it spoke.</summary>
    public bool TlsFailed { get; init; }

    /// <summary>The body as JSON; null when it is none.</summary>
    public JsonNode? Json => _json.Value;

    /// <summary>The body as server-sent events.</summary>
    public IReadOnlyList<SseFrame> Frames => _frames.Value;

    /// <summary>The media type without parameters, in lower case; empty when absent.</summary>
    public string MediaType => Header("content-type").Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>A header's value; empty when absent.</summary>
    public string Header(string name) => Headers.TryGetValue(name, out var value) ? value : "";

    /// <summary>Whether a text stands anywhere in it.</summary>
    public bool Holds(string text) =>
        Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || Headers.Values.Any(value => value.Contains(text, StringComparison.Ordinal));

    /// <summary>Whether the body is UTF-8 and holds no replacement character, the mark of a broken decoder on the way.</summary>
    public bool IsSoundUtf8()
    {
        try
        {
            return !StrictUtf8.GetString(Body).Contains('\uFFFD');
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private JsonNode? ParseBody()
    {
        try
        {
            return JsonNode.Parse(Body, documentOptions: Unambiguous);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
