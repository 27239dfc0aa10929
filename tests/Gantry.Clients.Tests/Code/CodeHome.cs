using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Gantry.Clients.Tests.Cli;
using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;
using Gantry.Simulator;
using Gantry.Simulator.Recording;

namespace Gantry.Clients.Tests.Code;

/// <summary>
/// A person with a home full of settings that lead elsewhere, and with a Gantry of one's own in front of a scripted upstream. Clients are started by
/// the built <c>gantry code</c>.
/// </summary>
internal sealed partial class CodeHome : IAsyncDisposable
{
    private const string UpstreamKey = "upstream-key-of-the-home";

    // What people have there. Whatever of it counted would end the run at an address where nobody listens.
    private static readonly Dictionary<string, string> Personal = new()
    {
        [".bashrc"] = "export EDITOR=vi\n",
        [".claude/CLAUDE.md"] = "Be brief.\n",
        [".claude/settings.json"] = """
            {
              "model": "opus",
              "apiKeyHelper": "echo sk-ant-of-a-helper",
              "env": {
                "ANTHROPIC_BASE_URL": "http://127.0.0.1:9/elsewhere", "ANTHROPIC_AUTH_TOKEN": "of-another-gateway", "ANTHROPIC_API_KEY": "sk-ant-old",
                "ANTHROPIC_MODEL": "claude-3-opus-20240229", "CLAUDE_CODE_USE_BEDROCK": "1", "CLAUDE_CODE_USE_VERTEX": "1"
              }
            }
            """,
        [".codex/config.toml"] = """
            model = "gpt-elsewhere"
            model_provider = "elsewhere"

            [model_providers.elsewhere]
            name = "Elsewhere"
            base_url = "http://127.0.0.1:9/v1"
            env_key = "ELSEWHERE_KEY"
            """,
        [".gemini/settings.json"] = """{"security": {"auth": {"selectedType": "oauth-personal"}}, "model": {"name": "gemini-elsewhere"}, "privacy": {"usageStatisticsEnabled": false}, "general": {"enableAutoUpdate": false}}""",
        [".gemini/.env"] = "GEMINI_API_KEY=AIza-old\nGOOGLE_GENAI_USE_VERTEXAI=true\nGOOGLE_GEMINI_BASE_URL=http://127.0.0.1:9\n",
        [".config/opencode/opencode.json"] = """{"$schema": "https://opencode.ai/config.json", "model": "elsewhere/m", "provider": {"elsewhere": {"npm": "@ai-sdk/openai-compatible", "options": {"baseURL": "http://127.0.0.1:9/v1"}, "models": {"m": {}}}}, "permission": {"edit": "allow", "bash": "allow"}}""",
    };

    private readonly SimulatorServer _upstream;
    private readonly string _prefix = $"sk-{Guid.CreateVersion7().ToString("N")[^12..]}-";
    private Dictionary<string, string> _before = [];

    private CodeHome(SimulatorServer upstream)
    {
        _upstream = upstream;
        Data = Path.Combine(Person.Home, "gateway");
    }

    public Sandbox Person { get; } = new();

    /// <summary>The gateway's folder.</summary>
    public string Data { get; }

    /// <summary>What the upstream was asked.</summary>
    public SimulatorRecord Upstream => _upstream.Record;

    public static async Task<CodeHome> OpenAsync()
    {
        var home = new CodeHome(await SimulatorServer.StartAsync(new SimulatorOptions { RequiredKey = UpstreamKey, CachesPrompts = true }));
        foreach (var (path, content) in Personal) home.Person.WithFile(path, content);
        Directory.CreateDirectory(Path.Combine(home.Person.Project, ".claude"));
        await File.WriteAllTextAsync(Path.Combine(home.Person.Project, ".claude/settings.local.json"), """{"env": {"ANTHROPIC_BASE_URL": "http://127.0.0.1:9/project", "ANTHROPIC_AUTH_TOKEN": "of-the-project"}}""");
        await File.WriteAllTextAsync(Path.Combine(home.Person.Project, "opencode.json"), """{"$schema": "https://opencode.ai/config.json", "model": "elsewhere/m"}""");
        home.Person
            .With("PATH", $"{Path.GetDirectoryName(InstalledClients.Command("claude"))}:{Environment.GetEnvironmentVariable("PATH")}")
            .With("ANTHROPIC_API_KEY", "sk-ant-of-the-environment")
            .With("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1").With("DISABLE_AUTOUPDATER", "1").With("DISABLE_TELEMETRY", "1")
            .With("OPENCODE_DISABLE_AUTOUPDATE", "1").With("OPENCODE_DISABLE_MODELS_FETCH", "1").With("OPENCODE_DISABLE_LSP_DOWNLOAD", "1").With("OPENCODE_DISABLE_DEFAULT_PLUGINS", "1");
        var file = Path.Combine(home.Person.Project, "..", "gateway.yaml");
        await File.WriteAllTextAsync(file, home.Configuration());
        (await home.GantryAsync("apply", "-f", file, "--data", home.Data)).Succeeded();
        home._before = home.Hashes();
        return home;
    }

    /// <summary>Runs <c>gantry code</c> and sees to it that nobody's files, words and temporary folder tell of it.</summary>
    public async Task<ClientRun> CodeAsync(params string[] words)
    {
        using var over = new CancellationTokenSource();
        var looking = LookAsync(over.Token);
        var run = await GantryAsync(["code", .. words, "--data", Data]);
        await over.CancelAsync();
        var seen = await looking;
        return run
            .Has(seen.Looks > 0, "was not looked at")
            .Has(seen.Found.Count == 0, $"had the key among the words of a process: {string.Join(" | ", seen.Found)}")
            .Has(!Hashes().Except(_before).Any(), $"changed {string.Join(", ", Hashes().Except(_before).Select(changed => changed.Key))}")
            .Has(Directory.GetDirectories(Path.Combine(Person.Home, "../tmp"), "gantry-code-*").Length == 0, "left temporary files behind");
    }

    /// <summary>The person's own server on the same data folder, as it runs beside the clients.</summary>
    /// <returns>Its root, and what ends it.</returns>
    public async Task<(string Address, Func<Task> Stop)> ServeAsync()
    {
        var server = ServerProcess.Start(new ProcessStartInfo(GatewayServer.Executable, ["serve", "--urls", "http://127.0.0.1:0", "--data", Data]), []);
        var listens = await server.WroteAsync(Listens(), CliWords.Limit);
        return (listens.Groups[1].Value, () => server.StopAsync(CliWords.Limit));
    }

    /// <summary>Runs another command of ours.</summary>
    public Task<ClientRun> GantryAsync(params string[] words) => Person.RunAsync(GatewayServer.Executable, words, CliWords.Limit);

    /// <summary>Every request as it was billed, a JSON object a line.</summary>
    public Task<ClientRun> BillAsync() => GantryAsync("usage", "export", "--format", "jsonl", "--data", Data);

    public async ValueTask DisposeAsync()
    {
        await _upstream.DisposeAsync();
        Person.Dispose();
    }

    private Dictionary<string, string> Hashes() =>
        Personal.Keys.ToDictionary(path => path, path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(Person.Home, path)))));

    // Keys of this home have a beginning of their own: nothing else on the machine can hold it.
    private async Task<(int Looks, List<string> Found)> LookAsync(CancellationToken over)
    {
        var (looks, found) = (0, new List<string>());
        while (!over.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
            {
                if (Words(process) is { } words && words.Contains(_prefix, StringComparison.Ordinal)) found.Add(words.Split('\0')[0]);
            }

            looks++;
            await Task.Delay(40, over).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        return (looks, found);
    }

    private static string? Words(string process)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(process, "cmdline")));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null; // It has ended.
        }
    }

    private string Configuration() => $$"""
        settings:
          key_prefix: "{{_prefix}}"
        upstreams:
          - {name: sim, provider: simulator, base_url: "{{_upstream.BaseUrl.GetLeftPart(UriPartial.Authority)}}", api_keys: [{{UpstreamKey}}], speaks: [chat, responses, messages, gemini], allow_private_network: true}
        models:
        {{Lines(model => $"- {{id: {model}, price: {{input: 3.00, output: 15.00, cache_read: 0.30, cache_write_5m: 3.75, cache_write_1h: 6.00}}}}")}}
        groups:
          - name: all
            deployments:
        {{Lines(model => $"    - {{model: {model}, upstream: sim}}")}}
        accounts:
          - {email: me@example.com, role: owner, credit: 100.00}
        """;

    [GeneratedRegex(@"listens on (http://127\.0\.0\.1:\d+)\s")]
    private static partial Regex Listens();

    private static string Lines(Func<string, string> line) => string.Join('\n', Models.Offered.Select(model => "  " + line(model)));
}
