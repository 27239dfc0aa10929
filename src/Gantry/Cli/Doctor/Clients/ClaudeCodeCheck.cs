using Gantry.Cli.Doctor.Findings;
using Gantry.Contracts.Connect;
using Gantry.Protocols;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>Claude Code: variables of the shell, overruled by the <c>env</c> blocks of its settings, the project's before the person's.</summary>
internal static class ClaudeCodeCheck
{
    private const string Address = "ANTHROPIC_BASE_URL";
    private const string Token = "ANTHROPIC_AUTH_TOKEN";
    private const string ApiKey = "ANTHROPIC_API_KEY";
    private const string OtherPath = "Requests go there, not to the gateway.";

    public static ClientReading Read(Examination subject)
    {
        var reading = new ClientReading(subject, Recipes.Find("claude-code")!, Protocol.Messages);
        var home = subject.Variable("CLAUDE_CONFIG_DIR") ?? Path.Combine(subject.Home, ".claude");
        var files = new[]
            {
                Path.Combine(subject.WorkingFolder, ".claude", "settings.local.json"), Path.Combine(subject.WorkingFolder, ".claude", "settings.json"), Path.Combine(home, "settings.json"),
            }
            .Distinct(StringComparer.Ordinal).Select(path => JsonFile.Read(path, reading.Client.Id, comments: false)).OfType<JsonFile>().ToList();
        if (files.Exists(file => file.Fault is not null))
        {
            files.ForEach(file => reading.Add(file.Fault));
            return reading;
        }
        Setting? InFile(string name) => files.Select(file => file.String("env", name)).FirstOrDefault(found => found is not null);
        Setting? Effective(string name) => InFile(name) ?? reading.Shell(name);

        reading.Base = Effective(Address);
        var (token, key) = (Effective(Token), Effective(ApiKey));
        reading.Key = token ?? key;
        reading.Model = Effective("ANTHROPIC_MODEL");
        reading.SmallModel = Effective("ANTHROPIC_DEFAULT_HAIKU_MODEL") ?? Effective("ANTHROPIC_SMALL_FAST_MODEL");

        foreach (var (name, service) in (ReadOnlySpan<(string, string)>)[("CLAUDE_CODE_USE_BEDROCK", "Amazon Bedrock"), ("CLAUDE_CODE_USE_VERTEX", "Google Vertex AI"), ("CLAUDE_CODE_USE_FOUNDRY", "Microsoft Foundry")])
        {
            if (Effective(name) is not { Value: not ("0" or "false") } on) continue;
            reading.Problem("other-service", $"Claude Code is told to use {service}.", OtherPath, on.Where, on.Path is null ? ClientReading.Unset(name) : on.Line!("0"), on.Replaced("0", $"Set {name} to 0."));
        }
        foreach (var name in (string[])[Address, Token, "ANTHROPIC_MODEL"])
        {
            if (InFile(name) is not { } written || reading.Shell(name) is not { } shell || written.Value == shell.Value) continue;
            reading.Problem("settings-override", $"{name} of the shell is overruled by another value in the file.", "Claude Code takes the one in the file.", written.Where, ClientReading.Unset(name));
        }
        AddressLook.Judge(reading, address => ClientReading.Export(Address, address));
        var helper = files.Select(file => file.String("apiKeyHelper")).FirstOrDefault(found => found is not null);
        var signedIn = File.Exists(Path.Combine(home, ".credentials.json"));
        if (reading.Key is null && signedIn && helper is null)
        {
            reading.Problem("login", "A login at claude.ai is used: there is no key of the gateway.", "The gateway does not know the login, and answers 401.",
                Path.Combine(home, ".credentials.json"), $"claude /logout && {ClientReading.ReadKey(Token)}");
        }
        else if (reading.Key is not null || helper is null)
        {
            KeyLook.Judge(reading, Token, "ANTHROPIC_TOKEN", "CLAUDE_API_KEY", "GANTRY_KEY", "OPENAI_API_KEY");
        }
        if (token is not null && key is not null && token.Value != key.Value)
        {
            reading.Problem("two-keys", "ANTHROPIC_API_KEY holds another key than ANTHROPIC_AUTH_TOKEN, and Claude Code sends both.",
                "A stranger's key goes to the gateway with every request; two keys of the gateway's own are refused.", key.Where, key.Path is null ? ClientReading.Unset(ApiKey) : key.Line!(""));
        }
        if (Effective("ANTHROPIC_CUSTOM_HEADERS") is { } headers && WrongHeader(headers.Value) is { } wrong)
        {
            reading.Problem("header", $"A key is sent in the header {wrong}, where no gateway looks.", "It is read from Authorization: Bearer, x-api-key and x-goog-api-key alone.",
                headers.Where, headers.Path is null ? ClientReading.Unset("ANTHROPIC_CUSTOM_HEADERS") : headers.Line!(""));
        }
        Surroundings.Mode(reading, token?.Path is null ? key : token);
        Surroundings.Proxies(reading, name => Effective(name)?.Value, files.LastOrDefault(), "env");
        Surroundings.Certificates(reading, name => Effective(name)?.Value);
        return reading;
    }

    private static string? WrongHeader(string headers) => headers.Split('\n').Select(line => line.Split(':')[0].Trim())
        .FirstOrDefault(name => name.ToLowerInvariant() is "api-key" or "apikey" or "x-key" or "x-token" or "token" or "x-auth-token" or "x-goog-key" or "x-api-token" or "auth");
}
