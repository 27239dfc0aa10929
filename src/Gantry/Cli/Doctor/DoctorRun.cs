using Gantry.Cli.Doctor.Clients;
using Gantry.Cli.Doctor.Findings;

namespace Gantry.Cli.Doctor;

/// <summary>Looks at every part of a set-up, from the nearest to the farthest.</summary>
internal static class DoctorRun
{
    /// <summary>One client's set-up alone.</summary>
    public static async Task<IReadOnlyList<DoctorSection>> RunAsync(Examination subject, string client, CancellationToken cancellation) =>
        [await ClientCheck.FindAsync(subject, client, cancellation)];

    /// <summary>Everything, with the clients that are installed and lead to a gateway.</summary>
    public static async Task<IReadOnlyList<DoctorSection>> RunAsync(Examination subject, CancellationToken cancellation)
    {
        var configuration = await ConfigurationCheck.FindAsync(subject, cancellation);
        var clients = new List<DoctorSection>();
        foreach (var client in ClientCheck.Installed(subject).Where(client => ClientCheck.IsSetUp(subject, client)))
            clients.Add(await ClientCheck.FindAsync(subject, client, cancellation));
        return
        [
            new("Environment", [.. EnvironmentCheck.Find(subject)]),
            new("Data folder", await DataFolderCheck.FindAsync(subject, cancellation)),
            new("Configuration", configuration.Findings),
            new("Server", await ServerCheck.FindAsync(subject, cancellation)),
            new("Upstreams", await UpstreamsAsync(configuration.Upstreams, cancellation)),
            new("Clients", await ClientsCheck.FindAsync(subject, cancellation)),
            .. clients,
        ];
    }

    private static async Task<IReadOnlyList<Finding>> UpstreamsAsync(
        IReadOnlyList<(string Name, Uri Address, bool AllowPrivateNetwork)> upstreams, CancellationToken cancellation) =>
        upstreams.Count == 0
            ? [Finding.Note("No upstream is known here.", "configuration, environment",
                "Name the file with --config, or set the key of a vendor.")]
            : await Task.WhenAll(upstreams.Select(upstream => UpstreamCheck.FindAsync(upstream.Name, upstream.Address, upstream.AllowPrivateNetwork, cancellation)));
}
