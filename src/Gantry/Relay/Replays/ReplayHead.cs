namespace Gantry.Relay.Replays;

/// <summary>What a client was told before the bytes of its answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">Those that a retry gets as well, each value apart.</param>
/// <param name="Length">Bytes of the body, where that was known beforehand.</param>
internal sealed record ReplayHead(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, long? Length)
{
    /// <summary>Of one connection or one moment, or set anew for the retry.</summary>
    private static readonly string[] Left =
    [
        "x-request-id", "x-gantry-healed", "content-length", "transfer-encoding", "connection", "keep-alive", "trailer", "date", "server", "alt-svc", "set-cookie",
    ];

    private static readonly string[] LeftFamilies = ["x-ratelimit-", "ratelimit-", "anthropic-ratelimit-", "x-codex-", "retry-after"];

    /// <summary>Reads them off an answer that is about to leave.</summary>
    public static ReplayHead Of(HttpResponse response) => new(
        response.StatusCode,
        [.. from header in response.Headers where Stays(header.Key) from value in header.Value where value is not null select new KeyValuePair<string, string>(header.Key, value)],
        response.ContentLength);

    public string? Find(string name) => Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static bool Stays(string name) =>
        !Left.Contains(name, StringComparer.OrdinalIgnoreCase) && !LeftFamilies.Any(family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase));
}
