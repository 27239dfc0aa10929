using System.Text.Json;
using Xunit;

namespace Gantry.Tests.Relay.Face;

/// <summary>An error of the gateway's own as a client of one protocol reads it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">The protocol's word for the kind of error.</param>
/// <param name="Code">The machine-readable code; Messages has none.</param>
/// <param name="Origin">Who has to act.</param>
/// <param name="RequestId">The id under which the request stands in the usage log.</param>
/// <param name="Message">The sentence for a person.</param>
/// <param name="Retry">The header <c>x-should-retry</c>, or nothing.</param>
/// <param name="Wait">The header <c>retry-after</c>, or nothing.</param>
internal sealed record Told(int Status, string Type, string? Code, string Origin, string RequestId, string Message, string? Retry, string? Wait)
{
    /// <summary>Reads the answer, and checks that headers and body say the same.</summary>
    public static async Task<Told> ReadAsync(string protocol, HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var body = JsonElement.Parse(text);
        var error = body.GetProperty("error");
        var told = protocol switch
        {
            "messages" => Of(error, "type", null, error.GetProperty("origin"), body.GetProperty("request_id")),
            "gemini" => OfGemini(error),
            _ => Of(error, "type", error.GetProperty("code").GetString(), error.GetProperty("origin"), error.GetProperty("request_id")),
        };
        if (protocol == "messages")
        {
            Assert.Equal("error", body.GetProperty("type").GetString());
            Assert.Equal(told.RequestId, Header(response, "request-id"));
        }

        if (protocol == "gemini")
        {
            Assert.Equal((int)response.StatusCode, error.GetProperty("code").GetInt32());
        }

        Assert.Equal(told.RequestId, Header(response, "x-request-id"));
        Assert.StartsWith("req_", told.RequestId, StringComparison.Ordinal);
        Assert.Equal(told.Origin, Header(response, "x-gantry-error-origin"));
        return told with { Status = (int)response.StatusCode, Retry = Header(response, "x-should-retry"), Wait = Header(response, "retry-after") };
    }

    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    private static Told OfGemini(JsonElement error)
    {
        var info = error.GetProperty("details")[0];
        var metadata = info.GetProperty("metadata");
        return Of(error, "status", info.GetProperty("reason").GetString(), metadata.GetProperty("origin"), metadata.GetProperty("request_id"));
    }

    private static Told Of(JsonElement error, string type, string? code, JsonElement origin, JsonElement requestId) =>
        new(0, error.GetProperty(type).GetString()!, code, origin.GetString()!, requestId.GetString()!, error.GetProperty("message").GetString()!, null, null);
}
