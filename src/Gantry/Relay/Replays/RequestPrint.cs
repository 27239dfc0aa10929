using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gantry.Relay.Paths;

namespace Gantry.Relay.Replays;

/// <summary>What two requests must have in common to be the same one, as 32 bytes: endpoint, query, the headers that shape the answer, the body.</summary>
internal static class RequestPrint
{
    public const int Size = SHA256.HashSizeInBytes;

    private static readonly string[] Shaping =
    [
        "accept", "anthropic-version", "anthropic-beta", "openai-beta", "x-gantry-strict", "x-gantry-include-cost",
    ];

    /// <param name="route">Not the path itself: one that was mended means the same.</param>
    /// <param name="request">Whatever differs from try to try, such as counts of retries and trace ids, is left out.</param>
    /// <param name="body">Decoded.</param>
    public static byte[] Of(RouteMatch route, HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, route.Route.Method);
        Add(hash, route.Route.Protocol.ToString());
        Add(hash, route.Route.Pattern);
        Add(hash, route.Version);
        Add(hash, route.Model ?? "");
        foreach (var (name, values) in request.Query.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            // The API key: the account has others.
            if (name is not "key")
            {
                Add(hash, name);
                Add(hash, values.ToString());
            }
        }

        foreach (var name in Shaping)
        {
            Add(hash, request.Headers[name].ToString());
        }

        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    // Length prefixes: without them ("a", "bc") and ("ab", "c") would be the same.
    private static void Add(IncrementalHash hash, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
