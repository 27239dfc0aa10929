using System.Text;
using System.Text.Json.Nodes;

namespace Gantry.Cli.Verify.Wire;

/// <summary>A request, before it knows the gateway's address.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Absolute path with its version segment, such as <c>/v1/messages</c>; already escaped.</param>
internal sealed record Call(HttpMethod Method, string Path)
{
    /// <summary>Query parameters, already escaped and without the question mark; empty for none.</summary>
    public string Query { get; init; } = "";

    /// <summary>Headers beside the keys. <c>content-encoding</c> belongs here as well.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The keys; empty for an anonymous request.</summary>
    public IReadOnlyList<PlacedKey> Keys { get; init; } = [];

    /// <summary>The body as sent; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Announces a body of this many bytes and sends none of it; null for the body as it is.</summary>
    public long? AnnouncedBytes { get; init; }

    /// <summary>The client leaves when the first part of the answer has come.</summary>
    public bool Abandoned { get; init; }

    /// <summary>The same call with a JSON body.</summary>
    public Call With(JsonNode body) => this with { Body = Encoding.UTF8.GetBytes(body.ToJsonString()) };

    /// <summary>The same call with one more header.</summary>
    public Call WithHeader(string name, string value) => this with { Headers = [.. Headers, new(name, value)] };

    /// <summary>The same call with a header replaced, or taken away when <paramref name="value"/> is null.</summary>
    public Call ReplacingHeader(string name, string? value)
    {
        var rest = Headers.Where(header => !header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        return this with { Headers = value is null ? [.. rest] : [.. rest, new(name, value)] };
    }

    /// <summary>The same call with one more query parameter.</summary>
    public Call WithQuery(string parameter) => this with { Query = Query.Length == 0 ? parameter : $"{Query}&{parameter}" };

    /// <summary>The same call with these keys and no others.</summary>
    public Call WithKeys(params IReadOnlyList<PlacedKey> keys) => this with { Keys = keys };
}
