namespace Gantry.Bench.EndToEnd;

/// <summary>What is measured: a proxy that runs, or the provider itself.</summary>
/// <param name="Name">For tables and options.</param>
/// <param name="Port">Where it listens.</param>
/// <param name="Process">The proxy's; null for none.</param>
/// <param name="Folder">What it may write to; removed with it.</param>
internal sealed record Target(string Name, int Port, ChildProcess? Process, DirectoryInfo? Folder) : IDisposable
{
    public const string Direct = "direct";
    public const string Nginx = "nginx";
    public const string Yarp = "yarp";
    public const string Gantry = "gantry";

    /// <summary>In the order of tables.</summary>
    public static IReadOnlyList<string> Names { get; } = [Direct, Nginx, Yarp, Gantry];

    public void Dispose()
    {
        Process?.Dispose();
        Folder?.Delete(recursive: true);
    }
}
