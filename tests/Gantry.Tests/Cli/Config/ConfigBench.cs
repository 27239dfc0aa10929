using System.Security.Cryptography;
using Gantry.Cli.Config;
using Gantry.Contracts.Connect;

namespace Gantry.Tests.Cli.Config;

/// <summary>A person's own folder, with what is in it, and runs of the command there.</summary>
internal sealed class ConfigBench : IDisposable
{
    public const string Key = "sk-bench-0123456789abcdef";

    private readonly string _root = Directory.CreateTempSubdirectory("gantry-config-").FullName;

    public ConfigBench()
    {
        // The folder of all may itself lie behind a link.
        Home = Directory.CreateDirectory(Path.Combine(Gantry.Cli.Config.Writing.RealPath.Of(_root), "home")).FullName;
    }

    public string Home { get; }

    public Dictionary<string, string> Variables { get; } = [];

    public Func<string, bool>? Ask { get; set; }

    public string Input { get; set; } = "";

    /// <summary>What the last run has printed.</summary>
    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public string At(string path) => Path.Combine(Home, path);

    public ConfigBench With(string path, string content) => With(path, System.Text.Encoding.UTF8.GetBytes(content));

    public ConfigBench With(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllBytes(At(path), content);
        return this;
    }

    public string Read(string path) => File.ReadAllText(At(path));

    public Task<int> WriteAsync(string client, Func<ConfigRequest, ConfigRequest>? more = null)
    {
        var request = new ConfigRequest { Client = client, Write = true, Key = Key, Model = "the-model", SmallModel = "the-small" };
        return RunAsync(more is null ? request : more(request));
    }

    public Task<int> UndoAsync(string client, bool force = false) => RunAsync(new ConfigRequest { Client = client, Undo = true, Force = force });

    public async Task<int> RunAsync(ConfigRequest request)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var context = new ConfigContext
        {
            Variable = Variables.GetValueOrDefault,
            Home = Home,
            Current = Home,
            System = ClientSystem.Linux,
            Input = new StringReader(Input),
            Output = output,
            Error = error,
            Ask = Ask,
            Time = TimeProvider.System,
        };
        var code = await ConfigRun.RunAsync(request, context, CancellationToken.None);
        (Output, Error) = (output.ToString(), error.ToString());
        return code;
    }

    /// <summary>Every file and folder with its content, permissions and time of change.</summary>
    public IReadOnlyList<string> Picture() =>
    [
        .. Directory.EnumerateFileSystemEntries(Home, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(entry =>
            Directory.Exists(entry)
                ? $"{entry}/"
                : $"{entry} {Mode(entry)} {File.GetLastWriteTimeUtc(entry).Ticks} {new FileInfo(entry).LinkTarget} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(entry)))}"),
    ];

    /// <summary>Permissions, where there are such.</summary>
    public static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
