using System.Globalization;
using System.Net;

namespace Gantry.Relay;

/// <summary>The hosts of <c>NO_PROXY</c>: names with all below them, addresses, networks in CIDR form, each with a port where one is given; <c>*</c> for all.</summary>
internal sealed class NoProxy
{
    private readonly List<(string Host, int? Port)> _names = [];
    private readonly List<IPNetwork> _networks = [];
    private bool _everything;

    /// <summary>Parts that say nothing are skipped, as every reader of this variable does.</summary>
    public static NoProxy Parse(string? text)
    {
        var rules = new NoProxy();
        foreach (var part in (text ?? "").Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            rules.Add(part);
        }

        return rules;
    }

    public bool Covers(Uri host)
    {
        if (_everything)
        {
            return true;
        }

        var name = host.IdnHost.TrimEnd('.');
        return IPAddress.TryParse(name, out var address) && _networks.Exists(n => n.Contains(address))
            || _names.Exists(rule => (rule.Port is null || rule.Port == host.Port) && Matches(name, rule.Host));
    }

    private static bool Matches(string name, string rule) =>
        name.Equals(rule, StringComparison.OrdinalIgnoreCase)
        || (name.Length > rule.Length && name[^(rule.Length + 1)] == '.' && name.EndsWith(rule, StringComparison.OrdinalIgnoreCase));

    private void Add(string part)
    {
        if (part == "*")
        {
            _everything = true;
            return;
        }

        if (IPNetwork.TryParse(part, out var network))
        {
            _networks.Add(network);
            return;
        }

        if (IPAddress.TryParse(part.Trim('[', ']'), out var address))
        {
            _names.Add((address.ToString(), null));
            return;
        }

        var colon = part.LastIndexOf(':');
        var port = colon > 0 && int.TryParse(part.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        var host = (port is null ? part : part[..colon]).Trim('[', ']').TrimStart('*').Trim('.');
        if (host.Length > 0)
        {
            _names.Add((host, port));
        }
    }
}
