using System.Diagnostics;

namespace Gantry.Clients.Tests.Processes;

/// <summary>A home and a project folder of its own for one client run, so that neither the machine's configuration nor another test reaches it.</summary>
internal sealed class Sandbox : IDisposable
{
    private readonly Dictionary<string, string> _environment;
    private readonly List<string> _secrets = [];
    private readonly string _root = Directory.CreateTempSubdirectory("gantry-client-").FullName;

    public Sandbox()
    {
        Home = Directory.CreateDirectory(Path.Combine(_root, "home")).FullName;
        Project = Directory.CreateDirectory(Path.Combine(_root, "project")).FullName;
        var temporary = Directory.CreateDirectory(Path.Combine(_root, "tmp")).FullName;
        _environment = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin",
            ["HOME"] = Home,
            ["TMPDIR"] = temporary,
            ["XDG_CONFIG_HOME"] = Path.Combine(Home, ".config"),
            ["XDG_DATA_HOME"] = Path.Combine(Home, ".local/share"),
            ["XDG_CACHE_HOME"] = Path.Combine(Home, ".cache"),
            ["XDG_STATE_HOME"] = Path.Combine(Home, ".local/state"),
            ["LANG"] = "C.UTF-8",
            ["TERM"] = "dumb",
            ["NO_COLOR"] = "1",
            ["CI"] = "1",

            // The vendors' own hosts fail at once, on any machine: nobody listens on the discard port.
            ["HTTPS_PROXY"] = "http://127.0.0.1:9",
            ["NO_PROXY"] = "127.0.0.1,localhost",
        };
    }

    /// <summary>The client's <c>HOME</c>.</summary>
    public string Home { get; }

    /// <summary>The client's working folder, empty at first.</summary>
    public string Project { get; }

    /// <summary>Sets a variable for the client; nothing but the few of the constructor is inherited.</summary>
    public Sandbox With(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    /// <summary>Sets a variable whose value is never shown.</summary>
    public Sandbox WithSecret(string name, string value)
    {
        _secrets.Add(value);
        return With(name, value);
    }

    /// <summary>Writes a file below <see cref="Home"/>.</summary>
    public Sandbox WithFile(string path, string content)
    {
        var full = Path.Combine(Home, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return this;
    }

    /// <summary>Runs a program to its end or to <paramref name="limit"/>, when it and all that it started are killed.</summary>
    public async Task<ClientRun> RunAsync(string program, IEnumerable<string> arguments, TimeSpan limit)
    {
        // A session of its own makes one process group of the client and everything it leaves behind.
        var start = new ProcessStartInfo("setsid") { WorkingDirectory = Project };
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        return await ProcessRun.ToEndAsync(start, limit, _secrets);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
