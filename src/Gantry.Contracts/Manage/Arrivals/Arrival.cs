namespace Gantry.Contracts.Manage.Arrivals;

/// <summary>One request as it came to the gateway. No bodies, no queries, no secrets.</summary>
public sealed record Arrival
{
    public required DateTimeOffset At { get; init; }

    /// <summary>In capitals.</summary>
    public required string Method { get; init; }

    /// <summary>As it was sent, without its query; what looks like a key in it is left out.</summary>
    public required string Path { get; init; }

    /// <summary>What it was served as; null where no endpoint has the path.</summary>
    public string? ServedPath { get; init; }

    /// <summary>The base URL that the client should have; null where nothing had to be mended.</summary>
    public string? HealedBase { get; init; }

    /// <summary><c>chat</c>, <c>responses</c>, <c>messages</c> or <c>gemini</c>; null where no endpoint has the path.</summary>
    public string? Protocol { get; init; }

    /// <summary>Where keys came: names of headers in lower case, and <c>query</c>.</summary>
    public IReadOnlyList<string> KeyPlaces { get; init; } = [];

    public required KeyStanding Key { get; init; }

    /// <summary>Of a key of the watcher's, or of the one on the page: first eight and last four characters; null else.</summary>
    public string? KeyDisplay { get; init; }

    public Guid? KeyId { get; init; }

    /// <summary>Of an unknown key, whose form it has: <c>anthropic</c>, <c>openai</c>, <c>google</c>; null where it has nobody's.</summary>
    public string? KeyForm { get; init; }

    /// <summary>As asked for; null where none was.</summary>
    public string? Model { get; init; }

    /// <summary>Where the model is not served to the key: names that are, nearest first.</summary>
    public IReadOnlyList<string> NearModels { get; init; } = [];

    /// <summary>Where the model is not served to the key: the gateway has it, in another group.</summary>
    public bool ModelElsewhere { get; init; }

    /// <summary>Groups of the key.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>HTTP status of the answer; 499 where the client left before it.</summary>
    public required int Status { get; init; }

    /// <summary>Why it was refused or failed: the gateway's own word, such as <c>insufficient_quota</c> or <c>model_not_found</c>; null where it did not.</summary>
    public string? Code { get; init; }

    /// <summary>The answer broke off, although it began well.</summary>
    public bool Broken { get; init; }

    /// <summary>A stream was asked for.</summary>
    public bool Streamed { get; init; }

    /// <summary>It came as a WebSocket, or in one.</summary>
    public bool Socket { get; init; }

    /// <summary>It came in HTTP/1.0, as proxies speak that hold streams back.</summary>
    public bool OldHttp { get; init; }

    public string UserAgent { get; init; } = "";
}
