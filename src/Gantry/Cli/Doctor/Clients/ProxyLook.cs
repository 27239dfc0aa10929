namespace Gantry.Cli.Doctor.Clients;

/// <summary>Proxies that would be asked for an address of this machine, which they cannot reach.</summary>
internal static class ProxyLook
{
    /// <summary>What has to be exempt.</summary>
    public const string Loopback = "127.0.0.1,localhost,::1";

    private static readonly string[] Variables = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

    /// <summary>The variables that name a proxy which would take the traffic; none where it goes directly.</summary>
    public static IReadOnlyList<string> Taking(Func<string, string?> variable, Uri target)
    {
        var proxies = Variables.Where(name => variable(name) is not null).ToList();
        if (proxies.Count == 0 || !target.IsLoopback) return [];
        return Covers(Exempt(variable), target.Host.Trim('[', ']')) ? [] : proxies;
    }

    /// <summary>What is exempt already.</summary>
    public static string Exempt(Func<string, string?> variable) => variable("NO_PROXY") ?? variable("no_proxy") ?? "";

    private static bool Covers(string exempt, string host) =>
        exempt.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Any(entry => entry == "*" || entry.Trim('[', ']').Equals(host, StringComparison.OrdinalIgnoreCase));
}
