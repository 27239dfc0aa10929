using System.Collections.Immutable;
using Gantry.Cli;
using Gantry.Cli.Code;
using Gantry.Cli.Code.Clients;
using Gantry.Simulator;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Cli.Code;

/// <summary>A data folder in front of a simulator, and a program called <c>claude</c> that does what a test says.</summary>
internal sealed class CodeRig : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    private CodeRig(SimulatorServer upstream) => Upstream = upstream;

    public SimulatorServer Upstream { get; }

    public string Data => _folder.File("data");

    /// <summary>The person's own.</summary>
    public string Home => Directory.CreateDirectory(_folder.File("home")).FullName;

    /// <summary>Where clients are started.</summary>
    public string Project => Directory.CreateDirectory(_folder.File("project")).FullName;

    private string Programs => Directory.CreateDirectory(_folder.File("bin")).FullName;

    public static async Task<CodeRig> OpenAsync()
    {
        var rig = new CodeRig(await SimulatorServer.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken));
        await rig.ApplyAsync("""
            models:
              - {id: claude-sonnet-5, price: {input: 3.00, output: 15.00}}
            groups:
              - {name: one, deployments: [{model: claude-sonnet-5, upstream: sim}, {model: claude-haiku-4-5, upstream: sim}]}
              - {name: two, deployments: [{model: gpt-5.5, upstream: sim}]}
            accounts:
              - {email: me@example.com, role: owner, credit: 100.00}
              - {email: other@example.com, credit: 100.00}
            """);
        return rig;
    }

    /// <summary>Applies a file with the simulator as its upstream.</summary>
    public async Task ApplyAsync(string rest)
    {
        var file = _folder.File("gateway.yaml");
        await File.WriteAllTextAsync(file, $"{UpstreamLine("sim")}\n{rest}");
        Assert.Equal(ExitCodes.Done, (await RunAsync("apply", "-f", file, "--data", Data)).Code);
    }

    /// <summary>An upstream in a declarative file.</summary>
    public string UpstreamLine(params string[] names) => "upstreams:\n" + string.Join('\n', names.Select(name =>
        $"  - {{name: {name}, provider: simulator, base_url: \"{Upstream.BaseUrl.GetLeftPart(UriPartial.Authority)}\", api_keys: [key-of-{name}], speaks: [messages, chat], allow_private_network: true}}"));

    /// <summary>What the client does, in the words of a shell.</summary>
    public CodeRig WithClient(string script)
    {
        var path = Path.Combine(Programs, "claude");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    public CodeOptions Options(params ImmutableArray<string> words) => new()
    {
        Client = new ClaudeCode(),
        Arguments = words,
        Data = Data,
        Folder = Project,
        Environment = Variable,
    };

    /// <summary>Of the local mode, with nothing in the environment but a home.</summary>
    public CodeOptions Local(params (string Name, string Value)[] variables) => Options() with
    {
        Data = null,
        Environment = name => variables.Where(variable => variable.Name == name).Select(variable => variable.Value).FirstOrDefault() ?? Variable(name),
    };

    public string At(string name) => _folder.File(name);

    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await GantryCommand.RunAsync(words, output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await Upstream.DisposeAsync();
        _folder.Dispose();
    }

    private string? Variable(string name) => name switch
    {
        "PATH" => $"{Programs}:/usr/bin:/bin",
        "HOME" => Home,
        _ => null,
    };
}
