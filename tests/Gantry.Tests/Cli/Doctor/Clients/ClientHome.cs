using Gantry.Cli.Doctor.Findings;
using Gantry.Contracts.Connect;
using Gantry.Tests.Storage;

namespace Gantry.Tests.Cli.Doctor.Clients;

/// <summary>A person's own folder and shell, with one client set up as its recipe says.</summary>
internal sealed class ClientHome : IDisposable
{
    public const string ClaudeSettings = ".claude/settings.json";
    public const string CodexConfig = ".codex/config.toml";
    public const string GeminiSettings = ".gemini/settings.json";
    public const string GeminiVariables = ".gemini/.env";
    public const string OpenCodeConfig = ".config/opencode/opencode.json";

    private readonly TempFolder _folder = new();

    /// <param name="gateway">Where the set-up leads.</param>
    /// <param name="client">The recipe.</param>
    /// <param name="variant">A way of its set-up; empty for the first.</param>
    /// <param name="model">What the client is to ask for; null for what suits it.</param>
    public ClientHome(ClinicGateway gateway, string client, string variant = "", string? model = null)
    {
        Gateway = gateway;
        Client = client;
        Variables["HOME"] = _folder.Path;
        Directory.CreateDirectory(_folder.File("project"));
        var setUp = new ClientSetUp
        {
            Address = gateway.Address,
            Key = ClinicGateway.Good,
            Model = model ?? (client switch { "codex" => ClinicGateway.Gpt, "gemini-cli" => ClinicGateway.Gemini, _ => ClinicGateway.Claude }),
            SmallModel = ClinicGateway.Small,
            System = ClientSystem.Linux,
            Variant = variant,
        };
        foreach (var snippet in Recipes.Find(client)!.Steps(setUp).Select(step => step.Snippet).OfType<Snippet>())
        {
            if (snippet.Kind == SnippetKind.File) Write(snippet.Path![2..], snippet.Text + "\n");
            if (snippet.Kind != SnippetKind.Shell) continue;
            foreach (var line in snippet.Text.Split('\n').Where(line => line.StartsWith("export ", StringComparison.Ordinal)))
                Variables[line[7..line.IndexOf('=', StringComparison.Ordinal)]] = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim('\'');
        }
    }

    public ClinicGateway Gateway { get; }

    public string Client { get; }

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>What the clock of this machine shows.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    public Examination Subject => new(Variables, _folder.File("data"), new Uri(Gateway.Address)) { WorkingFolder = _folder.File("project"), Time = Time };

    public string File(string name) => _folder.File(name);

    /// <summary>Writes a file that only its owner can read.</summary>
    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllText(File(name), text);
        if (!OperatingSystem.IsWindows()) System.IO.File.SetUnixFileMode(File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Lets everybody read a file.</summary>
    public void Open(string name)
    {
        if (!OperatingSystem.IsWindows()) System.IO.File.SetUnixFileMode(File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    /// <summary>Changes a text in a file, which must be there.</summary>
    public void Edit(string name, string old, string changed)
    {
        var text = System.IO.File.ReadAllText(File(name));
        if (!text.Contains(old, StringComparison.Ordinal)) throw new InvalidOperationException($"{name} does not hold {old}.");
        Write(name, text.Replace(old, changed, StringComparison.Ordinal));
    }

    /// <summary>Every file with what it holds.</summary>
    public Dictionary<string, string> Files() =>
        Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(_folder.Path, path), System.IO.File.ReadAllText);

    public void Dispose() => _folder.Dispose();
}
