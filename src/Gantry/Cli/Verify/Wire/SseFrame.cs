using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gantry.Cli.Verify.Wire;

/// <summary>One event of a stream.</summary>
/// <param name="Event">The <c>event:</c> name; null when the frame has none.</param>
/// <param name="Data">The <c>data:</c> lines joined by line feeds.</param>
/// <param name="At">When the last byte of the frame had arrived, since the request was sent.</param>
internal sealed record SseFrame(string? Event, string Data, TimeSpan At)
{
    private readonly Lazy<JsonNode?> _json = new(() => Parse(Data));

    /// <summary>The data as JSON; null when it is none (<c>[DONE]</c>).</summary>
    public JsonNode? Json => _json.Value;

    private static JsonNode? Parse(string data)
    {
        try
        {
            return JsonNode.Parse(data, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
