namespace Gantry.Cli.Verify.Wire;

/// <summary>Where a request carries a key.</summary>
internal enum KeyPlacement
{
    /// <summary><c>Authorization: Bearer</c>.</summary>
    Bearer,

    /// <summary><c>x-api-key</c>, Anthropic's own.</summary>
    ApiKey,

    /// <summary><c>x-goog-api-key</c>, Google's own.</summary>
    GoogleApiKey,

    /// <summary><c>?key=</c>, Google's older way.</summary>
    Query,
}
