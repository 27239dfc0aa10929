using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Gantry.Billing.Pricing;
using Gantry.Protocols;
using Gantry.Secrets;
using Gantry.Snapshot;

namespace Gantry.Hosting;

/// <summary>The configuration of a <see cref="Rehearsal"/>, and what is asked of it.</summary>
internal static class RehearsalCatalog
{
    // An upstream that speaks every protocol, and for the last one that speaks another than its client.
    private const string Same = "same";
    private const string Other = "other";

    // The first time loads and compiles; the second finds out what that has left over.
    private const int Rounds = 2;

    public static GatewaySnapshot Empty { get; } = Of([], []);

    /// <summary>One key, whose models are served by the server itself.</summary>
    public static GatewaySnapshot Of(Uri server, KeyHash key)
    {
        var all = Upstream(server, Same, Protocol.Chat, Protocol.Messages, Protocol.Responses, Protocol.Gemini);
        var group = new Group
        {
            Name = "rehearsal",
            Offers = new[] { Deployment(Same, all), Deployment(Other, Upstream(server, Other, Protocol.Messages)) }
                .ToFrozenDictionary(d => d.Model.Id, d => ImmutableArray.Create(d)),
        };
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        return Of(
            [KeyValuePair.Create(key, new ApiKey { Id = id, Name = "rehearsal", AccountId = id, TenantId = id, Display = "", Groups = [group] })],
            [KeyValuePair.Create(group.Name, group)]);
    }

    /// <summary>The bytes of requests in every protocol, whole and streamed.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Requests(string secret)
    {
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var stream in new[] { "false", "true" })
            {
                yield return Post("/v1/chat/completions", "authorization: Bearer " + secret, Chat(Same, stream));
                yield return Post("/v1/messages", "anthropic-version: 2023-06-01\r\nx-api-key: " + secret, $$"""{"model":"{{Same}}","max_tokens":64,"stream":{{stream}},"messages":[{"role":"user","content":"hi"}]}""");
                yield return Post("/v1/responses", "authorization: Bearer " + secret, $$"""{"model":"{{Same}}","stream":{{stream}},"input":"hi"}""");
                yield return Post(
                    stream == "true" ? $"/v1beta/models/{Same}:streamGenerateContent?alt=sse" : $"/v1beta/models/{Same}:generateContent",
                    "x-goog-api-key: " + secret,
                    """{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}""");
                yield return Post("/v1/chat/completions", "authorization: Bearer " + secret, Chat(Other, stream));
            }
        }
    }

    private static string Chat(string model, string stream) => $$"""{"model":"{{model}}","stream":{{stream}},"messages":[{"role":"user","content":"hi"}]}""";

    private static ReadOnlyMemory<byte> Post(string path, string headers, string body) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {body.Length}\r\n{headers}\r\n\r\n{body}");

    private static GatewaySnapshot Of(IEnumerable<KeyValuePair<KeyHash, ApiKey>> keys, IEnumerable<KeyValuePair<string, Group>> groups) => new()
    {
        Version = 1,
        Keys = keys.ToFrozenDictionary(),
        Groups = groups.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
        Models = FrozenDictionary<string, Model>.Empty,
        Settings = new GatewaySettings(),
    };

    private static Upstream Upstream(Uri server, string name, params Protocol[] speaks) => new()
    {
        Name = name,
        Provider = "simulator",
        BaseUrl = new Uri(server, RehearsalUpstream.Path),
        Credentials = [new UpstreamCredential(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), "none")],
        Speaks = [.. speaks],
        AllowPrivateNetwork = true,
    };

    private static Deployment Deployment(string model, Upstream upstream) => new()
    {
        Model = new Model { Id = model, DisplayName = model },
        Upstream = upstream,
        UpstreamModel = "upstream-" + model,
        Price = new PinnedPrice(
            new PriceVersion
            {
                Id = model, Model = model, ValidFrom = DateTimeOffset.UnixEpoch, Source = "rehearsal",
                Lines = [new PriceLine(PriceDimension.Input, 1_000_000), new PriceLine(PriceDimension.Output, 1_000_000)],
            },
            PinnedPrice.Par),
    };
}
