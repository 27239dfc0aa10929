using Gantry.Cli.Verify;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>What is wrong with a base URL by its looks alone. Shows no user names, passwords or queries.</summary>
internal static class AddressLook
{
    private static readonly string[] Endpoints = ["/chat/completions", "/completions", "/responses", "/messages/count_tokens", "/messages", "/models"];
    private static readonly string[] Vendors = ["api.anthropic.com", "api.openai.com", "generativelanguage.googleapis.com"];

    /// <param name="reading">Whose base URL.</param>
    /// <param name="missing">A line that sets one, for an address; what to say where there is none.</param>
    public static void Judge(ClientReading reading, Func<string, string> missing)
    {
        var ours = reading.Subject.Target.AbsoluteUri.TrimEnd('/');
        if (reading.Base is not { } setting)
        {
            reading.Problem("base-missing", $"{reading.Client.Name} is not pointed at a gateway.", "It asks its maker's own service.", reading.Client.BaseSetting, missing(ours + reading.BasePath));
            return;
        }
        if (RootOf(setting.Value) is not { } root)
        {
            Wrong("base-invalid", "The base URL is no address that begins with http:// or https://.", "The client stops, or sends nothing.", ours);
            return;
        }
        if (Vendors.Contains(root.Host, StringComparer.OrdinalIgnoreCase))
        {
            Wrong("base-vendor", $"The base URL is {root.Host}, not a gateway.", "The gateway sees nothing of it, and the vendor does not know its key.", ours);
            return;
        }
        if (reading.Subject.TargetNamed && root.Authority != reading.Subject.Target.Authority)
        {
            Wrong("base-elsewhere", $"The base URL leads to {root.Authority}, not to {reading.Subject.Target.Authority}.", "The gateway that was named sees nothing of it.", ours);
            return;
        }
        var right = root.AbsoluteUri.TrimEnd('/');
        var written = setting.Value.Trim().TrimEnd('/');
        if (written.Equals(right + reading.BasePath, StringComparison.OrdinalIgnoreCase)) return;
        var end = written.Split('?')[0].TrimEnd('/');
        if (Endpoints.Any(endpoint => end.EndsWith(endpoint, StringComparison.OrdinalIgnoreCase)) || end.Contains(":generate", StringComparison.OrdinalIgnoreCase))
            Wrong("base-endpoint", "The base URL is a whole endpoint.", "The client puts its own path behind it.", right);
        else if (reading.BasePath.Length == 0 && HasVersion(end))
            Wrong("base-version", "The base URL ends with a version.", $"{reading.Client.Name} adds its own: it asks for {end[end.LastIndexOf('/')..]}{(end.EndsWith("beta", StringComparison.Ordinal) ? "/v1beta/models" : "/v1/messages")}.", right);
        else if (!end.EndsWith(reading.BasePath, StringComparison.OrdinalIgnoreCase) || reading.BasePath.Length == 0)
            Wrong("base-version", reading.BasePath.Length == 0 ? "The base URL is more than the gateway's address." : $"The base URL does not end with {reading.BasePath}.", "The client does not add it, and asks for paths that no gateway has.", right);
        else
            Wrong("base-version", $"The base URL has {reading.BasePath} more than once, or something behind it.", "The client asks for paths that no gateway has.", right);

        void Wrong(string id, string what, string why, string address) => reading.Problem(
            id, what, why, setting.Where, setting.Line!(address + reading.BasePath), setting.Replaced(address + reading.BasePath, $"Set {setting.Name} to {address}{reading.BasePath}."));
    }

    /// <summary>The gateway's address in a base URL as people paste it; null where there is none.</summary>
    public static Uri? RootOf(string value)
    {
        var text = value.Trim().TrimEnd('/');
        if (Endpoints.FirstOrDefault(endpoint => text.EndsWith(endpoint, StringComparison.OrdinalIgnoreCase)) is { } endpoint) text = text[..^endpoint.Length];
        var root = VerifyOptions.ParseBase(text);
        // Doubled versions are cut one by one.
        while (root is not null && HasVersion(root.AbsolutePath)) root = VerifyOptions.ParseBase(root.AbsoluteUri);
        return root;
    }

    private static bool HasVersion(string path) =>
        path.TrimEnd('/') is var end && (end.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) || end.EndsWith("/v1beta", StringComparison.OrdinalIgnoreCase));
}
