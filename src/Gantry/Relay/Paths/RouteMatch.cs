namespace Gantry.Relay.Paths;

/// <summary>A path that belongs to an endpoint.</summary>
/// <param name="Route">The endpoint; where <see cref="MethodAllowed"/> is false, one that has the path but another method.</param>
internal readonly record struct RouteMatch(RelayRoute Route)
{
    /// <summary>The version segment that the upstream gets: <c>v1</c>, <c>v1beta</c> or <c>v1alpha</c>.</summary>
    public string Version { get; init; } = "v1";

    /// <summary>The model from the path, decoded, or null where the path has none. May hold slashes.</summary>
    public string? Model { get; init; }

    /// <summary>Gemini's verb in its own spelling, as in <c>streamGenerateContent</c>, or null.</summary>
    public string? Verb { get; init; }

    /// <summary>The id of a stored response, or null. Only letters, digits and <c>_-=.~</c>: safe to send on.</summary>
    public string? Id { get; init; }

    /// <summary>The path of the base URL that the client should have been given, with the path base it used, to be put after the
    /// gateway's own address; empty for the bare address. Null where nothing had to be mended.</summary>
    public string? HealedBase { get; init; }

    /// <summary>The methods of this path where the request's own is not among them, as the header <c>allow</c> wants them; else null.</summary>
    public string? Allow { get; init; }

    public bool MethodAllowed => Allow is null;

    /// <summary>Gemini says by its verb, not in the body, that it wants a stream.</summary>
    public bool IsGeminiStream => Verb == "streamGenerateContent";

    /// <summary>What follows the version in the address of the upstream, as in <c>/chat/completions</c>; begins with a slash.</summary>
    /// <param name="upstreamModel">The model as the upstream knows it, where the path names one; null keeps the client's.</param>
    public string UpstreamPath(string? upstreamModel = null)
    {
        var path = Route.Pattern;
        if (Id is not null)
        {
            path = path.Replace("{id}", Id, StringComparison.Ordinal);
        }

        return Model is null ? path : path.Replace("{model}", Escape(upstreamModel ?? Model), StringComparison.Ordinal);
    }

    // Slashes and colons stay: vendors have model names such as accounts/x/models/y and vendor.model-v1:0.
    private static string Escape(string model) =>
        Uri.EscapeDataString(model).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal);
}
