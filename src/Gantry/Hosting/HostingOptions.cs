using System.Net;
using System.Security.Cryptography.X509Certificates;
using Gantry.Accounts;
using Gantry.Catalog.Declared;
using Gantry.Relay;

namespace Gantry.Hosting;

/// <summary>How a gateway process is started.</summary>
internal sealed record HostingOptions
{
    public const string DefaultUrl = "http://127.0.0.1:3456";

    /// <summary>Where to listen; port 0 takes a free one. Several are separated by semicolons.</summary>
    public string Urls { get; init; } = DefaultUrl;

    /// <summary>The folder that holds the database, the journal and the secret files. Created when missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary>A declarative file to apply before serving, or null.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>A configuration that is at hand already; goes before <see cref="ConfigFile"/>.</summary>
    public DeclaredCatalog? Declared { get; init; }

    /// <summary>Start although secrets are missing or are others than the database was made with: upstreams that need a credential are out, and an alarm says so.</summary>
    public bool WithoutSecrets { get; init; }

    /// <summary>
    /// The log of a server that is part of a command: what it has to say goes to this file instead of the terminal, signals are the command's, and the
    /// folder that the command is called in configures nothing. Null for a server of its own.
    /// </summary>
    public string? CommandLog { get; init; }

    /// <summary>An address of its own for metrics; null for the one that the environment names, or none.</summary>
    public string? MetricsUrl { get; init; }

    public RelayLimits Limits { get; init; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Reads an environment variable; tests give their own.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Who may say who calls the management API, beside sessions and admin tokens; tests give their own.</summary>
    public IReadOnlyList<ICallerSource> Callers { get; init; } = [];

    /// <summary>Resolves the hosts of upstreams; tests give their own.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Who vouches for upstreams in the place of those whom the machine trusts; tests give their own. Checks cannot be turned off.</summary>
    public IReadOnlyList<X509Certificate2> UpstreamRoots { get; init; } = [];
}
