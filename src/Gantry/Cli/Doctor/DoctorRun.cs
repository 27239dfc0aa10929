namespace Gantry.Cli.Doctor;

/// <summary>Looks at every part of a set-up, from the nearest to the farthest.</summary>
internal static class DoctorRun
{
    public static async Task<IReadOnlyList<DoctorSection>> RunAsync(Examination subject, CancellationToken cancellation)
    {
        var configuration = await ConfigurationCheck.FindAsync(subject, cancellation);
        return
        [
            new("Environment", [.. EnvironmentCheck.Find(subject)]),
            new("Data folder", await DataFolderCheck.FindAsync(subject, cancellation)),
            new("Configuration", configuration.Findings),
            new("Server", await ServerCheck.FindAsync(subject, cancellation)),
            new("Upstreams", await UpstreamsAsync(configuration.Upstreams, cancellation)),
            new("Clients", await ClientsCheck.FindAsync(subject, cancellation)),
        ];
    }

    private static async Task<IReadOnlyList<Finding>> UpstreamsAsync(
        IReadOnlyList<(string Name, Uri Address, bool AllowPrivateNetwork)> upstreams, CancellationToken cancellation) =>
        upstreams.Count == 0
            ? [Finding.Note("No upstream is known here.", "configuration, environment",
                "Name the file with --config, or set the key of a vendor.")]
            : await Task.WhenAll(upstreams.Select(upstream => UpstreamCheck.FindAsync(upstream.Name, upstream.Address, upstream.AllowPrivateNetwork, cancellation)));
}
